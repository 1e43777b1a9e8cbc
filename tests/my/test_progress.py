"""The sentence of the service on the page of the case, the limits, and whom to call."""

import pytest
import time_machine
from django.utils.translation import override

from portal.applications import actions
from portal.applications.models import Application
from portal.applications.states import State
from portal.catalog import registry
from portal.my import progress, queries
from portal.rulebook.queries import norms, office
from portal.workdays.queries import today
from tests import cases

pytestmark = [pytest.mark.django_db, pytest.mark.slow]
EVERY_STATE = [state for state in State if state is not State.DRAFT]


@pytest.fixture
def person(client):
    user = cases.applicant()
    client.force_login(user)
    return user


def page(client, case):
    return client.get(f"/en/my/{case.pk}/").content.decode()


@pytest.mark.parametrize("service", registry.all_services(), ids=lambda service: service.code)
@pytest.mark.parametrize("language", ["zh-hans", "en"])
def test_every_sentence_a_service_declares_can_be_written(service, language):
    assert set(service.progress) <= set(State.values)
    words = dict.fromkeys(("unit", "promised_on", "due_on", "items"), "x")
    with override(language):
        words |= service.progress_words(cases.answers_of(service.code), norms(today()))
        for state, text in service.progress.items():
            assert "%(" not in str(text) % words, state


def test_the_page_begins_with_the_sentence_of_the_service(client, person):
    case = Application.objects.get(pk=cases.submitted("TH").pk)
    text = page(client, case)
    assert "Within 1 working day we tell you whether it is accepted." in text
    assert "What happens next" not in text
    case = cases.correction(case, material="TH01")
    assert "to be corrected: 1. Please hand in everything at once by" in page(client, case)


def test_a_service_without_a_sentence_has_the_platforms(client, person):
    case = Application.objects.get(pk=cases.submitted("PB").pk)
    assert progress.sentence(case) == ""
    with override("en"):
        assert queries.status_sentence(case).startswith("Received. ")
    assert "What happens next" in page(client, case)


def test_who_is_late_says_so_behind_the_sentence():
    with time_machine.travel("2026-11-24T02:00:00Z"):
        case = Application.objects.get(pk=cases.submitted("TH").pk)
    with time_machine.travel("2026-12-11T02:00:00Z"), override("en"):
        told = queries.status_sentence(case)
    assert told.startswith("We have received your application.")
    assert told.endswith("We are late by 2 working days and apologise.")


def test_limits_office_phone_and_complaints_are_always_there(client, person):
    with time_machine.travel("2026-11-25T02:00:00Z"):
        case = Application.objects.get(pk=cases.submitted("TH").pk)
        text = page(client, case)
        unit = office(case.unit, "en")
        assert unit["phone"].startswith("021-")
        for words in (
            "Legal limit",
            "Decision promised by",
            "Working days left</dt><dd>11<",
            unit["name"],
            f'href="tel:{unit["phone"]}"',
            'href="/en/contact/"',
            "Complain or get help",
        ):
            assert words in text
        case = cases.correction(case, material="TH01")
        assert "counted anew when you submit again" in page(client, case)
    Application.objects.filter(pk=case.pk).update(unit="999999999999")  # a unit that nobody knows
    assert "999999999999" in page(client, case) and "tel:" not in page(client, case)


def test_no_officer_is_named(client, person):
    case = cases.accepted("TH")
    case.acceptor.last_name, case.acceptor.first_name = "周", "受理"
    case.acceptor.save()
    assert "周受理" not in page(client, case)


@pytest.mark.parametrize("state", EVERY_STATE)
@pytest.mark.parametrize("language", ["", "/en"])
def test_the_page_of_a_talent_opens_in_every_state(client, person, state, language):
    case = cases.approved("TH")
    Application.objects.filter(pk=case.pk).update(state=state)
    answer = client.get(f"{language}/my/{case.pk}/")
    assert answer.status_code == 200
    marks = [step.state for step in answer.context["events"]]
    assert marks.count("now") == (0 if state in queries.CLOSED else 1)


def test_the_timeline_marks_the_present_state_once():
    case = cases.proposed("TH")
    steps = queries.timeline_of(Application.objects.get(pk=case.pk))
    assert [step.state for step in steps].count("now") == 1 and steps[0].at
    case = actions.move(case, State.IN_REVIEW, by=cases.officer("approver"), note="intern", public=False)
    steps = queries.timeline_of(case)
    assert steps[0].state == "now" and steps[0].title == State.IN_REVIEW.label
