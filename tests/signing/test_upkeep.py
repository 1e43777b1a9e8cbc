"""What time does to invitations: reminders at their days, each once, and the end."""

from datetime import timedelta

import time_machine
from django.conf import settings
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from portal.applications.actions import save_draft
from portal.audit.models import Entry
from portal.notifications.actions import compose
from portal.notifications.models import Notice
from portal.signing import actions, upkeep
from portal.signing.models import Signature
from portal.work.sweeping import _sweepers
from tests.signing import hands
from tests.signing.hands import SPOUSE


def later(days):
    return time_machine.travel(timezone.now() + timedelta(days=days, minutes=1))


def test_both_are_reminded_after_3_10_and_20_days_each_time_once(
    token, outbox, django_capture_on_commit_callbacks
):
    outbox.unlink()
    for days, expected in ((2, 0), (3, 1), (9, 1), (10, 2), (20, 3), (29, 3)):
        with later(days), django_capture_on_commit_callbacks(execute=True):
            upkeep.remind()
            upkeep.remind()
        assert Notice.objects.filter(kind="sign_waiting").count() == expected, days
        assert len(hands.texts(outbox)) == expected, days
    assert {sent["to"] for sent in hands.texts(outbox)} == {SPOUSE}
    assert token not in str(hands.texts(outbox))


def test_a_ticker_that_slept_makes_up_with_one_reminder(token):
    with later(15):
        assert (upkeep.remind(), upkeep.remind()) == (1, 0)
    assert Signature.objects.get().reminded == 2


def test_nobody_is_reminded_of_what_is_signed_or_withdrawn_or_submitted(draft, token, gu):
    actions.withdraw(application=draft, key="spouse", by=gu)
    with later(5):
        assert upkeep.remind() == 0
    hands.sign_all(draft)
    with later(5):
        assert upkeep.remind() == 0


def test_an_invitation_ends_after_30_days_and_the_applicant_is_told_once(page, draft, token):
    with later(29):
        assert upkeep.expire() == 0
    with later(30):
        assert (upkeep.expire(), upkeep.expire()) == (1, 0)
    assert Signature.objects.get().status == "EXPIRED"
    assert Client().get(reverse("signing:page", args=[token])).status_code == 410
    assert Notice.objects.get().kind == "sign_expired"
    assert Entry.objects.get(action="sign:expired").actor == "system"


def test_the_days_are_of_the_rulebook(draft, gu):
    from portal.rulebook.models import RuleValue

    RuleValue.objects.filter(key="sign.invitation_days").update(data=7)
    actions.invite(application=draft, key="spouse", by=gu)
    row = Signature.objects.get()
    assert row.expires_at - row.invited_at == timedelta(days=7)


def test_a_reminder_survives_a_draft_in_the_middle_of_an_edit(
    draft, token, outbox, django_capture_on_commit_callbacks
):
    outbox.unlink()
    save_draft(application=draft, by=draft.owner, change=lambda document: document["answers"].pop("seller"))
    with later(3), django_capture_on_commit_callbacks(execute=True):
        assert upkeep.remind() == 1
    assert hands.texts(outbox) == []
    assert Notice.objects.get().context["who"] == "Spouse"


def test_every_notice_can_be_written(draft, token):
    from portal.signing import telling

    kinds = sorted(path.stem for path in (settings.BASE_DIR / "templates/notifications").glob("sign_*.txt"))
    assert kinds == ["sign_complete", "sign_declined", "sign_expired", "sign_waiting"]
    for kind in kinds:
        telling.tell_owner(draft, kind, Signature.objects.get(), timezone.now())
    for notice in Notice.objects.all():
        notice.language = "en"
        subject, body = compose(notice)
        assert 5 < len(subject) < 120 and str(draft.pk) in body and "白雪梅" not in body
        assert str(draft.declaration.title) in subject + body or notice.context["service"] in subject + body
        assert "{" not in subject + body and "None" not in body


def test_the_ticker_knows_of_it():
    assert {"reminders to sign", "invitations to sign"} <= set(_sweepers)
