"""Every string has its Chinese: in the platform's catalogue and in each service's own."""

import re
from pathlib import Path

import pytest
from django.utils import translation
from django.utils.translation import ngettext

from portal.management.strings import catalogues, chinese, read, strings_in
from tests.tree import ROOT

CATALOGUES = {str(po.relative_to(ROOT)): (po, folders) for po, folders in catalogues().items()}
PLACEHOLDER = re.compile(r"%\((\w+)\)[sd]|\{(\w*)\}")
#: said alike in both languages: names of formats, signs, addresses
ALIKE = {"PDF", "QR", "PNG", "JPG", "English", "kg", "cm", "MB"}

every_catalogue = pytest.mark.parametrize("name", CATALOGUES)


@every_catalogue
def test_every_string_is_translated(name):
    po, folders = CATALOGUES[name]
    catalog = read(po)
    strings = strings_in(folders)
    assert strings
    entries = {text: catalog.get(text) for text in strings}
    missing = [text for text, entry in entries.items() if entry is None or not chinese(entry)]
    assert missing == []
    assert [text for text, entry in entries.items() if entry.fuzzy] == []


@every_catalogue
def test_a_translation_says_the_same_names_of_values(name):
    different = {
        entry.id: entry.string
        for entry in entries_of(CATALOGUES[name][0])
        if sorted(PLACEHOLDER.findall(most(entry))) != sorted(PLACEHOLDER.findall(chinese(entry)))
    }
    assert different == {}


def has_words(text: str) -> bool:
    """Return whether a string holds more than placeholders and signs."""
    return bool(re.search(r"[A-Za-z]{2}", re.sub(r"%\(\w+\)s", "", text)))


@every_catalogue
def test_no_english_is_left_in_place_of_chinese(name):
    left = [
        entry.id
        for entry in entries_of(CATALOGUES[name][0])
        if chinese(entry) == most(entry)
        and re.search(r"[A-Za-z]{2}", re.sub(r"%\(\w+\)s", "", most(entry)))
        and most(entry) not in ALIKE
    ]
    assert left == []


@every_catalogue
def test_a_catalogue_holds_nothing_that_is_said_no_more(name):
    po, folders = CATALOGUES[name]
    assert {entry.id for entry in entries_of(po)} - set(strings_in(folders)) == set()


@every_catalogue
def test_chinese_is_polite_and_uses_its_own_punctuation(name):
    """您, not 你; no half-width comma or full stop after a Chinese character; no exclamation mark (LOOK)."""
    wrong = [
        chinese(entry)
        for entry in entries_of(CATALOGUES[name][0])
        if re.search(r"你|[\u4e00-\u9fff][,;!?]|！", chinese(entry))
    ]
    assert wrong == []


def test_every_folder_with_strings_has_a_catalogue():
    folders = {folder for _po, group in CATALOGUES.values() for folder in group}
    assert {Path("portal"), Path("cms"), Path("templates")} <= {
        folder.relative_to(ROOT) for folder in folders
    }
    services = {path.parent for path in (ROOT / "services").glob("*/service.py")}
    assert services <= folders


def entries_of(po: Path):
    """Return the entries of a catalogue that say something."""
    return [entry for entry in read(po) if entry.id and chinese(entry)]


def most(entry) -> str:
    """Return the English of an entry; of one that is counted, that for many."""
    return entry.id if isinstance(entry.id, str) else entry.id[1]


def test_what_is_counted_is_said_in_chinese():
    with translation.override("zh-hans"):
        assert ngettext("%(n)s hour", "%(n)s hours", 3) % {"n": 3} == "3 小时"
        assert ngettext("%(n)s day", "%(n)s days", 1) % {"n": 1} == "1 天"
    counted = [
        words
        for _po, folders in CATALOGUES.values()
        for words in strings_in(folders)
        if not isinstance(words, str)
    ]
    assert len(counted) > 5
