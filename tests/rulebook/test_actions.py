"""Seeding adds what is missing and never undoes an editor's change."""

import json
from datetime import date

import pytest
from django.core.exceptions import ValidationError
from django.core.management import call_command

from portal.rulebook import actions, lists
from portal.rulebook.models import RuleEntry, RuleValue

pytestmark = pytest.mark.django_db


def test_a_migrated_database_is_seeded_and_seeding_again_adds_nothing(django_assert_num_queries):
    assert RuleEntry.objects.filter(list_key="districts").count() == 16
    with django_assert_num_queries(4):  # savepoint, two look-ups, release
        assert actions.seed() == 0


def test_what_is_missing_is_added_again():
    RuleEntry.objects.filter(list_key="districts", code__in=["310101", "310104"]).delete()
    assert actions.seed() == 2


def test_an_edited_row_stays_edited_even_when_its_dates_were_changed():
    row = RuleEntry.objects.get(list_key="districts", code="310115")
    row.data["name"] = "浦东"
    row.effective_from = date(2009, 5, 6)
    row.save()
    assert actions.seed() == 0
    assert RuleEntry.objects.get(list_key="districts", code="310115").data["name"] == "浦东"


@pytest.fixture
def seed_file(tmp_path, monkeypatch):
    """Return a function that makes one declared integer value `test.days` with that seed file."""

    def write(items):
        path = tmp_path / "values.json"
        path.write_text(json.dumps(items))
        monkeypatch.setattr(lists, "_values", dict(lists._values))
        monkeypatch.setattr(lists, "_value_seeds", dict(lists._value_seeds))
        lists.declare_values([lists.ValueSpec("test.days", "Days", "integer", "days")], path)

    return write


def test_values_are_seeded_with_their_version(seed_file):
    seed_file(
        [{"key": "test.days", "data": 40, "effective_from": "2020-12-01", "source": "S13", "mark": "M"}]
    )
    assert actions.seed() == 1
    row = RuleValue.objects.get(key="test.days")
    assert (row.data, row.effective_from, row.source, row.mark) == (40, date(2020, 12, 1), "S13", "M")


def test_a_new_version_in_the_file_is_added_beside_the_old(seed_file):
    first = {"key": "test.days", "data": 40, "effective_from": "2020-12-01", "mark": "M"}
    seed_file([first])
    actions.seed()
    seed_file([first, {**first, "data": 30, "effective_from": "2027-01-01"}])
    assert actions.seed() == 1
    assert RuleValue.objects.filter(key="test.days").count() == 2


def test_a_seed_that_does_not_fit_its_declaration_is_refused(seed_file):
    seed_file([{"key": "test.days", "data": "forty", "effective_from": "2020-12-01", "mark": "M"}])
    with pytest.raises(ValidationError):
        actions.seed()


def test_a_seed_of_an_undeclared_value_is_refused(seed_file):
    seed_file([{"key": "test.dais", "data": 40, "effective_from": "2020-12-01", "mark": "M"}])
    with pytest.raises(actions.UndeclaredSeed, match=r"test\.dais"):
        actions.seed()


def test_confirming_names_the_person_and_the_time(django_user_model):
    editor = django_user_model.objects.create_user(email="editor@example.test", password="x")
    rule = RuleEntry.objects.get(list_key="districts", code="310115")
    actions.confirm(rule=rule, by=editor)
    rule.refresh_from_db()
    assert rule.confirmed_by == editor
    assert rule.confirmed_at is not None


@pytest.mark.django_db(transaction=True)
def test_a_flushed_database_is_seeded_again():
    call_command("flush", interactive=False, verbosity=0)
    assert RuleEntry.objects.filter(list_key="districts").count() == 16
