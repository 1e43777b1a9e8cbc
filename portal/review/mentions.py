"""Who is named in a note: `@` and a name or an address, ended by a blank, a mark or the end of the text."""

import re
from collections import defaultdict
from collections.abc import Iterable

from django.utils.translation import gettext as _

from portal.accounts.models import Role, User
from portal.accounts.queries import posted_over
from portal.applications.models import Application
from portal.applications.policies import has_part
from portal.review.policies import NotPossible

#: An @ that begins a mention: not the one inside a mail address.
MARK = re.compile(r"(?<![0-9A-Za-z._%+-])[@＠](?=\S)")
#: What ends a name: a blank or any mark; the dot and the hyphen are part of addresses.
END = re.compile(r"[\s,，、;；:：!！?？。()（）「」“”\"'@＠<>《》]|[.](?=\s|$)|$")
MOST_SUGGESTED = 8
#: So much of a name nobody has is repeated in the sentence about it.
SHOWN = 30


def officers_of(application: Application) -> list[User]:
    """Return who may be mentioned in a case: the officers whose postings cover it, by name; not who has a part in it.

    Two queries, and those of `has_part`.
    """
    people = posted_over(application.unit, application.district, list(Role))
    return sorted((one for one in people if not has_part(one, application)), key=str)


def suggested(application: Application, begun: str) -> list[User]:
    """Return the officers of a case whose name or address begins so, at most `MOST_SUGGESTED`."""
    wanted = begun.strip().lstrip("@＠").casefold()
    found = [
        one
        for one in officers_of(application)
        if str(one).casefold().startswith(wanted) or one.email.casefold().startswith(wanted)
    ]
    return found[:MOST_SUGGESTED]


def handles_of(people: Iterable[User]) -> dict[str, list[User]]:
    """Return the people by what they can be called in a note: name or mail address, in small letters."""
    found: dict[str, list[User]] = defaultdict(list)
    for one in people:
        for handle in {str(one).casefold(), one.email.casefold()}:
            found[handle].append(one)
    return dict(found)


def mentioned_in(text: str, application: Application) -> list[User]:
    """Return the officers named in a note, each once, in order.

    Raises NotPossible for a name that nobody has who may see the case, or that several have.
    """
    places = list(MARK.finditer(text))
    if not places:
        return []
    handles = handles_of(officers_of(application))
    longest_first = sorted(handles, key=len, reverse=True)
    found: dict[int, User] = {}
    for place in places:
        one = _named(text[place.end() :], handles, longest_first)
        found.setdefault(one.pk, one)
    return list(found.values())


def _named(rest: str, handles: dict[str, list[User]], longest_first: list[str]) -> User:
    """Return who is named at the beginning of a text. Raises NotPossible."""
    lower = rest.casefold()
    for handle in longest_first:
        if lower.startswith(handle) and END.match(lower, len(handle)):
            people = handles[handle]
            if len(people) > 1:
                raise NotPossible(
                    _("Several officers are called %(name)s. Please write the address instead: %(choices)s")
                    % {"name": people[0], "choices": ", ".join(f"@{one.email}" for one in people)},
                    "text",
                )
            return people[0]
    end = END.search(rest)
    name = rest[: end.start() if end else None][:SHOWN]
    raise NotPossible(
        _("Nobody who may see this case is called “%(name)s”. Write the whole name and a blank after it.")
        % {"name": name},
        "text",
    )
