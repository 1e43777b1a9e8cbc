"""One mail a notice, in the person's language, however often it is tried and whatever the mail server does."""

import re
import smtplib
from datetime import timedelta
from pathlib import Path

import pytest
import time_machine
from django.conf import settings as django_settings
from django.core import mail
from django.core.mail.backends.locmem import EmailBackend
from django.utils import timezone

from portal import flow
from portal.notifications import actions, telling
from portal.notifications.models import Notice
from portal.work.sweeping import sweep_all
from tests import cases

pytestmark = pytest.mark.django_db
TEXTS = Path(django_settings.BASE_DIR) / "templates" / "notifications"
# Those of signatures are about drafts, which have no number (tests/signing/test_upkeep.py), that of an invitation is
# about no case at all (tests/companies/test_handlers.py).
KINDS = sorted(path.stem for path in TEXTS.glob("*.txt") if not path.stem.startswith(("sign_", "company_")))
#: Those that officers get: they lead to the desk, and no page of the holder's is theirs.
TO_OFFICERS = {"report_alert"}
REPORTS = {"report_alert", "report_due", "report_late"}
BROKEN = f"{__name__}.BrokenBackend"


class BrokenBackend(EmailBackend):
    """A mail server that refuses."""

    failure: type[Exception] = smtplib.SMTPServerDisconnected

    def send_messages(self, messages):
        raise self.failure("421 try later")


def notice(kind="received", language="en", **context):
    case = cases.draft("PB")
    full = {
        "number": "PB310116202611230001236",
        "service": "Service",
        "application": str(case.pk),
        "promised_on": "1 January 2027",
        "due_on": "2 January 2027",
        "note": "",
        "paper": "Contract",
        "visit_days": 30,
        "outcome": "Forbidden by law",
        "certificate": "GB31011620260001230",
        "reason": "The organ has another name.",
        "ground": "",
        "report": "Use of a certificate",
        "unit": "Jinshan",
        "desk_url": f"http://testserver/desk/{case.pk}/#after",
        **context,
    }
    return telling.tell(
        recipient=case.owner, kind=kind, language=language, subject=f"application:{case.pk}", context=full
    )


def test_every_kind_that_flow_uses_has_a_text():
    used = {
        cell.cell_contents
        for consequences in flow.CONSEQUENCES.values()
        for consequence in consequences
        if consequence.__name__ == "tell_applicant"
        for cell in consequence.__closure__
    }
    assert len(used) > 10
    # told by sweepers, not after a move
    by_time = {"paper_due", "permit_ending", "report_due", "report_late"}
    # told by consequences of their own
    otherwise = {
        "registered",
        "rating_invitation",
        "certificate_issued",
        "visit_recorded",
        "message",
        "extended",
        *flow.TOLD.values(),
        "certificate_reissued",
    }
    assert used | by_time | otherwise | TO_OFFICERS == set(KINDS)


@pytest.mark.parametrize("language", ["zh-hans", "en"])
@pytest.mark.parametrize("kind", KINDS)
def test_every_text_says_number_and_address_and_leaves_nothing_over(kind, language):
    row = notice(kind, language, service="甲乙<&>" if language == "zh-hans" else "A & B's")
    title, body = actions.compose(row)
    assert 5 < len(title) < 120 and "\n" not in title
    assert row.context["number"] in title + body
    assert row.context["service"] in title + body  # nothing is escaped in a mail
    assert not re.search(r"[{}]|%\(|None|&amp;|&#", title + body)
    assert kind not in REPORTS or (row.context["report"] in title and row.context["report"] in body)
    prefix = "" if language == "zh-hans" else "/en"
    own = f"http://testserver{prefix}/my/{row.context['application']}/"
    assert (own in body) == (kind not in TO_OFFICERS)
    assert (row.context["desk_url"] in body and row.context["unit"] in body) == (kind in TO_OFFICERS)
    assert bool(re.search("[一-龥]", title)) == (language == "zh-hans")


def test_the_language_is_the_applications_not_the_officers(django_capture_on_commit_callbacks):
    from django.utils.translation import override

    with override("zh-hans"), django_capture_on_commit_callbacks(execute=True):
        cases.submitted("PB", language="en")
    assert [message.subject[:9] for message in mail.outbox] == ["Received:"]
    with override("en"), django_capture_on_commit_callbacks(execute=True):
        cases.submitted("PB", language="zh-hans")
    assert re.search("[一-龥]", mail.outbox[1].subject)


def test_it_goes_out_once_after_the_commit(django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        row = notice()
        assert mail.outbox == []
    assert [message.to for message in mail.outbox] == [[row.recipient.email]]
    for _ in range(3):
        assert actions.send(notice_id=str(row.pk)) is False
    with time_machine.travel(timezone.now() + timedelta(minutes=5)):
        assert sweep_all()["notices"] == 0
    assert len(mail.outbox) == 1
    row.refresh_from_db()
    assert (row.status, row.attempts) == ("sent", 1)
    assert str(row.pk) in mail.outbox[0].extra_headers["Message-ID"]


def test_nothing_is_told_of_what_was_rolled_back(django_capture_on_commit_callbacks):
    from django.db import transaction

    with (
        django_capture_on_commit_callbacks(execute=True),
        pytest.raises(ZeroDivisionError),
        transaction.atomic(),
    ):
        notice()
        raise ZeroDivisionError
    assert mail.outbox == [] and not Notice.objects.exists()


@pytest.mark.parametrize(
    "failure", [smtplib.SMTPServerDisconnected, smtplib.SMTPException, ConnectionRefusedError, TimeoutError]
)
def test_a_mail_server_that_is_down_is_waited_for(settings, failure, monkeypatch):
    monkeypatch.setattr(BrokenBackend, "failure", failure)
    begun = timezone.now()
    row = notice()
    working, settings.EMAIL_BACKEND = settings.EMAIL_BACKEND, BROKEN
    assert actions.send(notice_id=str(row.pk)) is False
    row.refresh_from_db()
    assert (row.status, row.attempts) == ("pending", 1)
    assert failure.__name__ in row.error
    settings.EMAIL_BACKEND = working
    with time_machine.travel(begun + timedelta(seconds=30)):
        assert sweep_all()["notices"] == 0  # not yet: a minute after the writing
    with time_machine.travel(begun + timedelta(seconds=70)):
        assert sweep_all()["notices"] == 1
    row.refresh_from_db()
    assert (row.status, row.error) == ("sent", "")


@pytest.mark.slow
def test_attempts_are_bounded_and_spread_over_two_hours(settings):
    settings.EMAIL_BACKEND = BROKEN
    row, begun = notice(), timezone.now()
    tried = []
    for minute in range(200):
        with time_machine.travel(begun + timedelta(minutes=minute, seconds=30)):
            sweep_all()
        row.refresh_from_db()
        if len(tried) < row.attempts:
            tried.append(minute)
    assert len(tried) == actions.MOST_ATTEMPTS == 5
    assert tried[-1] >= 120
    assert row.status == "failed"


def test_one_broken_notice_does_not_hold_up_the_others():
    broken, sound = notice("no_such_text"), notice()
    Notice.objects.filter(pk=broken.pk).update(created_at=timezone.now() - timedelta(days=1))
    Notice.objects.filter(pk=sound.pk).update(created_at=timezone.now() - timedelta(minutes=1))
    for _ in range(actions.MOST_ATTEMPTS):
        sweep_all()
    broken.refresh_from_db()
    sound.refresh_from_db()
    assert sound.status == "sent"
    assert (broken.status, broken.attempts) == ("failed", 5)
    assert "TemplateDoesNotExist" in broken.error
    assert len(mail.outbox) == 1


def test_a_young_notice_is_left_to_its_task():
    notice()
    assert sweep_all()["notices"] == 0
