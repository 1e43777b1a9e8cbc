"""Whether a rating was asked for once, and a visit planned where there is one (CP39)."""

import pytest
from django.utils import translation

from portal.applications.models import Application, Event
from portal.applications.states import State
from portal.checkpoints import registry
from portal.notifications.models import Notice
from tests import cases

pytestmark = [pytest.mark.django_db, pytest.mark.slow]


def judged(case):
    registered = registry.get("CP39")
    assert registered is not None
    found = registered.judge(Application.objects.get(pk=case.pk))
    with translation.override("en"):
        return found.result, str(found.note)


def test_a_concluded_case_was_asked_once(concluded):
    assert judged(concluded()) == ("PASS", "")


def test_asked_twice_is_noted_and_never_fails(concluded):
    case = concluded()
    notice = Notice.objects.get(kind="rating_invitation")
    Notice.objects.create(
        recipient=notice.recipient, kind=notice.kind, subject=notice.subject, language="en", context={}
    )
    assert judged(case) == ("PASS_WITH_NOTE", "Somebody was asked for a rating more than once.")
    Notice.objects.filter(kind="rating_invitation").delete()
    assert judged(case) == ("FAIL", "Nobody was asked for a rating.")


def test_a_visit_is_planned_where_the_service_has_one(django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        case = cases.approved("SX")
    case = Application.objects.get(pk=case.pk)
    assert case.state == State.INSPECTION_PLANNED
    Notice.objects.create(
        recipient=case.owner, kind="rating_invitation", subject=f"application:{case.pk}", language="en"
    )
    assert judged(case) == ("PASS", "")
    Event.objects.filter(application=case, after=State.INSPECTION_PLANNED).delete()
    assert judged(case)[0] == "FAIL"
