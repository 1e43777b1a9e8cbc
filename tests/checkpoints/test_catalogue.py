"""The 39 checkpoints are data, complete in both languages, and so many a service."""

from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.utils import translation

from portal.catalog import registry
from portal.checkpoints.catalogue import in_force, of_service
from portal.checkpoints.stages import Stage
from portal.rulebook.models import RuleEntry
from portal.workdays.queries import today

pytestmark = pytest.mark.django_db
APPLICABLE = {"TH": 28, "PB": 24, "TB": 26, "TP": 26, "SX": 23, "SF": 21}


def test_there_are_thirty_nine_and_each_service_has_its_own():
    assert list(in_force()) == [f"CP{n:02}" for n in range(1, 40)]
    assert {code: len(of_service(code)) for code in APPLICABLE} == APPLICABLE


def test_each_has_name_and_criterion_in_both_languages():
    for one in in_force().values():
        with translation.override("en"):
            english = (one.name, one.criterion)
        with translation.override("zh-hans"):
            chinese = (one.name, one.criterion)
        assert all(english) and all(chinese) and english != chinese
        assert one.columns["automatic"] or one.columns["manual"]


def test_the_stages_follow_the_case():
    stages = [one.stage for one in in_force().values()]
    assert stages == sorted(stages, key=list(Stage).index)


def test_a_service_that_nobody_knew_has_those_of_every_service():
    assert len(of_service("ZZ")) == 19


def test_a_new_version_counts_from_its_day_and_wrong_data_are_refused():
    old = RuleEntry.objects.get(list_key="checkpoints", code="CP21")
    RuleEntry.objects.create(
        list_key="checkpoints",
        code="CP21",
        data={**old.data, "name_en": "Will verified in person"},
        effective_from="2026-01-01",
        source="x",
        mark="P",
    )
    assert in_force()["CP21"].columns["name_en"] == "Will verified in person"
    assert str(in_force()["CP21"].since) == "2026-01-01"
    old.data = {**old.data, "stage": "NEVER"}
    with pytest.raises(ValidationError):
        old.full_clean()


def test_an_entry_that_is_mended_or_ended_counts_at_once():
    row = RuleEntry.objects.get(list_key="checkpoints", code="CP21")
    assert in_force()["CP21"].columns["name_en"] != "Mended"
    row.data = {**row.data, "name_en": "Mended"}
    row.save()
    assert in_force()["CP21"].columns["name_en"] == "Mended"
    RuleEntry.objects.filter(pk=row.pk).update(effective_to=today() - timedelta(days=1))
    assert "CP21" not in in_force()
    assert "CP21" in in_force(today() - timedelta(days=1))


def test_every_service_of_the_platform_passes_the_nineteen_of_all():
    for service in registry.all_services():
        assert {"CP01", "CP12", "CP33", "CP39"} <= set(of_service(service.code))
