"""Send notices."""

import logging
from datetime import timedelta
from uuid import UUID

from django.conf import settings
from django.core.mail import EmailMessage
from django.db import transaction
from django.db.models import F, Q
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone, translation

from portal.notifications.models import Notice
from portal.work.background import claim

log = logging.getLogger(__name__)
MOST_ATTEMPTS = 5
#: Seconds after its writing at which a notice is due again, by attempts made: an outage of two hours loses nothing.
DUE_AFTER = (20, 60, 5 * 60, 30 * 60, 2 * 3600)


def compose(notice: Notice) -> tuple[str, str]:
    """Return subject line and body of a notice in its language. The text's first line is the subject."""
    with translation.override(notice.language):
        case_url = settings.SITE_URL + reverse("my:case", args=[notice.context["application"]])
        text = render_to_string(f"notifications/{notice.kind}.txt", {**notice.context, "case_url": case_url})
    title, _, body = text.strip().partition("\n")
    return title.strip(), body.strip() + "\n"


@transaction.atomic
def send(*, notice_id: str) -> bool:
    """Send a pending notice; True when it has been sent now.

    Safe to call any number of times: the row is locked, a sent notice is left alone, and the Message-ID is
    the notice's own, so that a mail repeated after a crash is recognised as the same.
    """
    notice = claim(Notice.objects.filter(status=Notice.Status.PENDING), notice_id)
    if notice is None:
        return False
    title, body = compose(notice)
    mail = EmailMessage(
        title, body, to=[notice.recipient.email], headers={"Message-ID": f"<{notice.pk}@portal>"}
    )
    notice.attempts += 1
    try:
        mail.send()
    except OSError as failure:  # smtplib's errors are OSErrors too
        notice.error = f"{type(failure).__name__}: {failure}"[:200]
        if notice.attempts >= MOST_ATTEMPTS:
            notice.status = Notice.Status.FAILED
        log.warning("notice %s not sent, attempt %s: %s", notice.pk, notice.attempts, notice.error)
    else:
        notice.status, notice.sent_at, notice.error = Notice.Status.SENT, timezone.now(), ""
    notice.save()
    return notice.status == Notice.Status.SENT


def sweep() -> int:
    """Send the pending notices that are due (`DUE_AFTER`); return how many went out.

    One that cannot even be composed counts as a failed attempt and does not hold up the others.
    """
    now = timezone.now()
    due = Q()
    for attempts, seconds in enumerate(DUE_AFTER):
        due |= Q(attempts=attempts, created_at__lt=now - timedelta(seconds=seconds))
    waiting = Notice.objects.filter(due, status=Notice.Status.PENDING).order_by("created_at")
    return sum(_send_or_note(pk) for pk in list(waiting.values_list("pk", flat=True)[:500]))


def _send_or_note(pk: UUID) -> bool:
    try:
        return send(notice_id=str(pk))
    except Exception as failure:
        log.exception("notice %s cannot be sent", pk)
        rows = Notice.objects.filter(pk=pk, status=Notice.Status.PENDING)
        rows.update(attempts=F("attempts") + 1, error=f"{type(failure).__name__}: {failure}"[:200])
        rows.filter(attempts__gte=MOST_ATTEMPTS).update(status=Notice.Status.FAILED)
        return False
