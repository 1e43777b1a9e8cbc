"""Write a notice."""

from typing import Any

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
