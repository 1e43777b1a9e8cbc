"""Finding an entry of a list by what somebody types: its code, its name, or a part of it."""

import re
from collections.abc import Iterable, Mapping
from typing import NamedTuple

FULL_WIDTH = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)}
#: What a name says about its kind, which people leave out.
KIND = re.compile(r"(?:街道|镇|乡| subdistrict| town| township)$", re.IGNORECASE)
AREA = re.compile(r"(?:新区|区|县|市)$")


class Choice(NamedTuple):
    """An entry to choose. others: (name, group) as it is called otherwise. more: other words shown with the name."""

    name: str
    group: str = ""
    others: tuple[tuple[str, str], ...] = ()
    more: tuple[str, ...] = ()

    @property
    def label(self) -> str:
        """The entry as it is shown: "浦东新区 花木街道", "Huamu Subdistrict, Pudong", "第三类 丙酮 67-64-1"."""
        name = " ".join((self.name, *self.more))
        if not self.group:
            return name
        return f"{name}, {self.group}" if self.group.isascii() else f"{self.group} {name}"


Choices = Mapping[str, Choice]


def bare(text: str) -> str:
    """Return letters and digits only, small, full-width signs made plain: what two spellings share."""
    return "".join(sign for sign in text.translate(FULL_WIDTH).casefold() if sign.isalnum())


def find(choices: Choices, typed: str) -> list[str]:
    """Return the codes of the entries that a text may mean, best first; [] when none does.

    Understands a code; a name, alone or with its group before or after it; either without the word for its
    kind; then beginnings of names, parts of a path, and an address that starts with a path.
    """
    wanted = bare(typed)
    if not wanted:
        return []
    if typed.strip() in choices:
        return [typed.strip()]
    if shown := [code for code, choice in choices.items() if choice.more and bare(choice.label) == wanted]:
        return shown
    for fits in (
        lambda code, pairs: any(wanted in full(*pair) for pair in pairs),
        lambda code, pairs: any(wanted in short(*pair) for pair in pairs),
    ):
        if found := [code for code, pairs in ways(choices) if fits(code, pairs)]:
            return found
    return _parts(choices, wanted)


def _parts(choices: Choices, wanted: str) -> list[str]:
    begin = [code for code, pairs in ways(choices) if any(bare(name).startswith(wanted) for name, _ in pairs)]
    hold = [
        code for code, pairs in ways(choices) if any(wanted in bare(group + name) for name, group in pairs)
    ]
    if found := list(dict.fromkeys(begin + hold)):
        return found
    return [
        code
        for code, pairs in ways(choices)
        if any(group and bare(group + name) in wanted for name, group in pairs)
    ]


def ways(choices: Choices) -> Iterable[tuple[str, tuple[tuple[str, str], ...]]]:
    """Return each code with its (name, group) in every language."""
    return ((code, ((choice.name, choice.group), *choice.others)) for code, choice in choices.items())


def full(name: str, group: str) -> set[str]:
    """Return the ways to write an entry in full."""
    return {bare(name), bare(group + name), bare(name + group)}


def short(name: str, group: str) -> set[str]:
    """Return the ways to write an entry without the words for its kind, or its group's."""
    own, area = KIND.sub("", name), AREA.sub("", group)
    names = [part for part in (name, own) if len(part) >= 2]
    groups = {group, area if len(area) >= 2 else group}
    return {bare(part) for part in names} | {
        bare(text) for part in names for rest in groups for text in (rest + part, part + rest)
    }
