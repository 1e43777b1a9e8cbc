"""Write a notice, or a mail to an address that may not be anybody's yet."""

from typing import Any

from django.core.mail import EmailMessage
from django.template.loader import render_to_string
from django.utils.translation import override

from portal.accounts.models import User
from portal.notifications.models import Notice
from portal.notifications.tasks import deliver
from portal.work.background import enqueue


def tell(*, recipient: User, kind: str, language: str, subject: str, context: dict[str, Any]) -> Notice:
    """Write a notice and have it sent after the present transaction is kept.

    kind: name of the text in templates/notifications/. context: JSON-able, nothing sensitive.
    """
    notice = Notice.objects.create(
        recipient=recipient, kind=kind, language=language, subject=subject, context=context
    )
    enqueue(deliver, str(notice.pk))
    return notice


class NotSent(Exception):
    """A mail was not taken by the mail server."""


def mail(*, address: str, kind: str, language: str, context: dict[str, Any]) -> None:
    """Send a mail at once. For links that only their receiver may know: nothing of it is kept.

    address: to whom. kind: name of the text in templates/notifications/. Raises NotSent.
    """
    with override(language):
        text = render_to_string(f"notifications/{kind}.txt", context)
    title, _, body = text.strip().partition("\n")
    try:
        EmailMessage(title.strip(), body.strip() + "\n", to=[address]).send()
    except OSError:  # smtplib's errors are OSErrors too
        raise NotSent(kind) from None
