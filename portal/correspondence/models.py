"""Messages and their enclosures."""

import uuid

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from portal.applications.models import Application
from portal.documents.models import Document
from portal.keyring.sealed import SealedJSON


class Message(models.Model):
    """One message about a case; never changed. The text is sealed: people write anything into it.

    id: chosen by the form, so that a second press sends nothing twice. author: who wrote it; the applicant is told the
    unit alone. read_at, read_by: when somebody of the other side opened the thread first.
    """

    class Side(models.TextChoices):
        APPLICANT = "applicant", _("Applicant")
        OFFICE = "office", _("Office")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    application = models.ForeignKey(Application, models.CASCADE, related_name="correspondence")
    side = models.CharField(max_length=10, choices=Side.choices)
    author = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField()
    content_sealed = models.BinaryField()
    read_at = models.DateTimeField(null=True)
    read_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")

    content = SealedJSON("content_sealed", context=lambda row: f"message:{row.pk}")

    class Meta:
        ordering = ["at", "id"]
        indexes = [
            models.Index(fields=["application", "at"], name="message_thread"),
            models.Index(
                fields=["application", "side"], condition=models.Q(read_at=None), name="message_unread"
            ),
        ]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(side__in=["applicant", "office"]), name="message_side_known"
            ),
        ]

    @property
    def text(self) -> str:
        """What was written."""
        return str(self.content["text"])


class Enclosure(models.Model):
    """A file that went with a message."""

    message = models.ForeignKey(Message, models.CASCADE, related_name="enclosures")
    document = models.OneToOneField(Document, models.CASCADE, related_name="enclosure")

    class Meta:
        ordering = ["pk"]
