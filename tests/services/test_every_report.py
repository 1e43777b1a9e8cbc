"""What every service declares about the time after its certificate holds together, whatever it reports."""

import pytest
from django import forms
from django.utils import translation

from portal.catalog import registry
from portal.catalog.declaration import ALWAYS, Held
from portal.companies.models import Incident
from portal.rulebook.queries import norms
from portal.ui.forms import StepForm
from portal.workdays.queries import today
from tests import cases

REPORTS = [
    pytest.param(service, report, id=f"{service.code}-{report.key}")
    for service in registry.all_services()
    for report in service.reports
]
every_report = pytest.mark.parametrize(("service", "report"), REPORTS)
FOLLOWED = [service for service in registry.all_services() if service.is_followed]


def empty_form(service, report):
    """Return the empty form of a report about an invented case."""
    days = {"issued_on": today().isoformat(), "valid_to": ""}
    answers = {**cases.answers_of(service.code), "held": days, "about": {}}
    return report.form(None, norms=norms(today()), answers=answers)


@every_report
def test_it_is_about_a_report_that_exists_and_keys_are_its_own(service, report):
    keys = [other.key for other in service.reports]
    assert keys.count(report.key) == 1 and len(report.key) <= 40
    assert not report.about or report.about in keys
    assert set(report.still) <= set(ALWAYS)


@every_report
@pytest.mark.django_db
def test_its_form_is_a_step_form_with_its_day(service, report):
    assert issubclass(report.form, StepForm)
    form = empty_form(service, report)
    assert not report.day or isinstance(form.fields[report.day], forms.DateField)
    assert "token" not in form.fields  # the page's own


@every_report
@pytest.mark.django_db
def test_it_speaks_chinese_and_english(service, report):
    for text in (
        report.title,
        report.act,
        report.why,
        *(f.label for f in empty_form(service, report).fields.values()),
    ):
        if not text:
            continue
        with translation.override("en"):
            assert str(text).strip()
            english = str(text)
        with translation.override("zh-hans"):
            assert str(text) != english or not english.isascii()


@pytest.mark.parametrize("service", FOLLOWED, ids=lambda service: service.code)
@pytest.mark.django_db
def test_what_is_owed_and_allowed_is_named_and_counted(service):
    rules, answers = norms(today()), cases.answers_of(service.code)
    items = service.allowances(answers, rules)
    assert len({item.code for item in items}) == len(items)
    assert all(item.amount > 0 and str(item.title) and item.unit for item in items)
    held = Held(answers, today(), None)
    keys = {report.key for report in service.reports}
    assert all(due.report in keys and str(due.text) for due in service.dues(held, rules))
    assert not service.exhausted(held, {item.code: item.amount for item in items}, rules)


@pytest.mark.django_db
def test_incidents_are_kinds_that_the_record_knows():
    assert {"LOSS", "MISMATCH"} <= set(Incident.Kind.values)
