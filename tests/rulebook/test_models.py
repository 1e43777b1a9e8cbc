"""What the tables refuse."""

from datetime import date

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils import timezone

from portal.rulebook.models import RuleEntry, RuleValue

pytestmark = pytest.mark.django_db

BAD = [
    {"effective_to": date(2025, 12, 31)},
    {"confirmed_at": timezone.now()},
]


@pytest.mark.parametrize("wrong", BAD)
@pytest.mark.parametrize(
    ("model", "name"), [(RuleValue, {"key": "k"}), (RuleEntry, {"list_key": "l", "code": "c"})]
)
def test_the_database_refuses_a_version_that_cannot_be(model, name, wrong):
    with pytest.raises(IntegrityError), transaction.atomic():
        model.objects.create(**name, data=1, effective_from=date(2026, 1, 1), **wrong)
    model.objects.create(**name, data=1, effective_from=date(2026, 1, 1))
    with pytest.raises(IntegrityError), transaction.atomic():
        model.objects.create(**name, data=2, effective_from=date(2026, 1, 1))


def test_an_entry_is_held_to_the_columns_of_its_list():
    entry = RuleEntry(
        list_key="districts", code="310199", data={"name": "新区"}, effective_from=date(2026, 1, 1)
    )
    with pytest.raises(ValidationError, match="name_en"):
        entry.clean()
    entry.data = {"name": "新区", "name_en": "New", "char": "新"}
    entry.clean()


def test_the_last_day_is_not_before_the_first():
    data = {"name": "新区", "name_en": "New", "char": "新"}
    entry = RuleEntry(list_key="districts", code="310199", data=data, effective_from=date(2026, 1, 2))
    entry.effective_to = date(2026, 1, 1)
    with pytest.raises(ValidationError) as caught:
        entry.clean()
    assert list(caught.value.message_dict) == ["effective_to"]
    entry.effective_to = date(2026, 1, 2)
    entry.clean()
