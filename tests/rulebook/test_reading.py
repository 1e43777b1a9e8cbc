"""Lists are read again when a row changed, and only then."""

from datetime import date

import pytest

from portal.rulebook.lists import declared_lists
from portal.rulebook.models import RuleEntry
from portal.rulebook.queries import norms
from portal.rulebook.reading import versions

pytestmark = pytest.mark.django_db
DAY = date(2026, 6, 1)


def test_what_did_not_change_is_the_same_object():
    spec = declared_lists()["districts"]
    assert versions(spec, DAY) is versions(spec, DAY)
    assert norms(DAY).entries("districts") == norms(DAY).entries("districts")


def test_an_edit_counts_at_once_even_one_that_no_signal_tells_of():
    code, before = next(iter(norms(DAY).entries("districts").items()))
    row = RuleEntry.objects.get(list_key="districts", code=code)
    RuleEntry.objects.filter(pk=row.pk).update(data={**row.data, "name": "改名区"})
    assert norms(DAY).entries("districts")[code]["name"] == "改名区" != before["name"]
    RuleEntry.objects.filter(pk=row.pk).update(effective_to=date(2026, 5, 31))
    assert code not in norms(DAY).entries("districts")
    assert code in norms(date(2026, 5, 31)).entries("districts")


def test_what_is_kept_cannot_be_written_to():
    code, entry = next(iter(norms(DAY).entries("districts").items()))
    with pytest.raises(TypeError):
        entry["name"] = "涂改"  # type: ignore[index]
    assert norms(DAY).entries("districts")[code]["name"] != "涂改"


def test_what_is_used_up_is_added_to_what_editors_wrote_and_never_twice():
    first, again = (norms(DAY).entries("public_households") for _time in range(2))
    assert first == again
    assert all(entry["code"] == code for code, entry in first.items())
