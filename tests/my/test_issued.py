"""Certificates and notices on the holder's page: what is in force first, the rest so that nobody takes it for that."""

import pytest

from portal.applications.models import Application
from portal.certificates.models import Certificate
from portal.my import issued
from tests import cases
from tests.certificates.test_life import GROUND, REASON, done
from tests.certificates.test_life import issued as made

pytestmark = pytest.mark.django_db


def page(client, case):
    client.force_login(case.owner)
    return client.get(f"/en/my/{case.pk}/").content.decode()


def panels(text):
    return text.split("Notices issued")[0].split('<div class="panel stack">')[1:]


def test_the_certificate_in_force_stands_first_and_its_predecessor_is_no_button(
    client, django_capture_on_commit_callbacks
):
    with django_capture_on_commit_callbacks(execute=True):
        case = cases.approved("PB")
    former = case.certificates.get(event=None)
    with django_capture_on_commit_callbacks(execute=True):
        done(former, "reissue")
    new = case.certificates.get(replaces=former)
    text = page(client, case)
    first, second = panels(text)[:2]
    assert new.number in first and 'class="button"' in first
    assert former.number in second and 'class="button"' not in second
    for words in (f"Replaced by {new.number}", "Was valid until", "not valid any more"):
        assert words in second
    events = text.split('id="case-events"')[1]
    assert "Certificate issued anew" in events and new.number in events


def test_a_revoked_certificate_says_not_to_use_it_and_nothing_is_left_of_it(
    client, django_capture_on_commit_callbacks
):
    with django_capture_on_commit_callbacks(execute=True):
        case = cases.approved("PB")
        case.refresh_from_db()
    assert " left</p>" in page(client, case)
    with django_capture_on_commit_callbacks(execute=True):
        cases.revoke(Application.objects.get(pk=case.pk))
    text = page(client, case)
    assert "please do not use it" in panels(text)[0] and "Not valid since" in panels(text)[0]
    assert 'class="button"' not in panels(text)[0]
    assert " left</p>" not in text
    assert "Legal ground" not in panels(page(client, case))[0], "the decision says it, once"


def test_a_permit_that_was_used_is_no_failure(client):
    permit = made("TH")
    Certificate.objects.filter(pk=permit.pk).update(register="used")
    first = panels(page(client, permit.application))[0]
    assert "Used (the move is done)" in first and "tag-neutral" in first and "tag-bad" not in first


def test_a_suspended_certificate_is_said_to_be(client, settings, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        case = cases.approved("PB")
    with django_capture_on_commit_callbacks(execute=True):
        done(case.certificates.get(event=None), "suspend")
    told = panels(page(client, case))[0]
    assert "Suspended since" in told and REASON in told and f"Legal ground: {GROUND}" in told
    assert told.count("lawsuit") == 1
    assert "Suspended" in client.get(f"/en/my/{case.pk}/reports/").content.decode()
    settings.DEMO = True
    client.force_login(cases.officer("reviewer"))
    after = client.get(f"/en/desk/{case.pk}/").content.decode().split('id="after"')[1].split("</h2>")[0]
    assert "Suspended" in after and "In use" not in after


def test_papers_cost_the_same_for_many(
    client, django_capture_on_commit_callbacks, django_assert_max_num_queries
):
    with django_capture_on_commit_callbacks(execute=True):
        case = cases.approved("PB")
    for _round in range(2):
        with django_capture_on_commit_callbacks(execute=True):
            done(case.certificates.get(event=None, register="active"), "reissue")
    with django_assert_max_num_queries(3):
        given = issued.issued_of(Application.objects.get(pk=case.pk))
    assert len(given.certificates) == 3
