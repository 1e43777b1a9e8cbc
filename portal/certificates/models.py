"""The register of certificates."""

import uuid

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from portal.applications.models import Application
from portal.keyring.sealed import SealedJSON


class Certificate(models.Model):
    """One certificate: first asked for, then numbered with its content frozen, then stored and read back.

    `content` is the `catalog.papers.Paper` as a dict, frozen with the number, so that drawing it again after a
    crash gives the same bytes. The code is printed beside the number; both together verify the certificate.
    """

    class Status(models.TextChoices):
        REQUESTED = "requested", _("In production")
        NUMBERED = "numbered", _("Being stored")
        ISSUED = "issued", _("Issued")
        FAILED = "failed", _("Stopped")

    class Register(models.TextChoices):
        ACTIVE = "active", _("Valid")
        USED_UP = "used", _("Used up")
        SUSPENDED = "suspended", _("Suspended")
        REVOKED = "revoked", _("Revoked")
        REPLACED = "replaced", _("Replaced")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    application = models.ForeignKey(Application, models.PROTECT, related_name="certificates")
    type = models.CharField(max_length=2)
    status = models.CharField(max_length=10, choices=Status.choices, default=Status.REQUESTED)
    register = models.CharField(max_length=10, choices=Register.choices, default=Register.ACTIVE)
    number = models.CharField(max_length=19, unique=True, null=True)  # noqa: DJ001 -- unique, and not there until drawn
    code = models.CharField(max_length=16, blank=True)
    title = models.CharField(max_length=120, blank=True)
    organ = models.CharField(max_length=120, blank=True)
    unit = models.CharField(max_length=12)
    content_sealed = models.BinaryField(default=bytes)
    issued_on = models.DateField(null=True)
    valid_to = models.DateField(null=True)
    numbered_at = models.DateTimeField(null=True)
    issued_at = models.DateTimeField(null=True)
    key = models.CharField(max_length=120, blank=True)
    size = models.PositiveIntegerField(default=0)
    sha256 = models.CharField(max_length=64, blank=True)
    sm3 = models.CharField(max_length=64, blank=True)
    attempts = models.PositiveSmallIntegerField(default=0)
    error = models.CharField(max_length=300, blank=True)
    created_at = models.DateTimeField(auto_now_add=True)
    tried_at = models.DateTimeField(null=True)
    warned_days = models.PositiveSmallIntegerField(
        null=True, help_text="the holder was warned when that many days were left"
    )

    content = SealedJSON("content_sealed", context=lambda row: f"certificate:{row.pk}")

    class Meta:
        indexes = [
            models.Index(
                fields=["created_at"],
                condition=Q(status__in=["requested", "numbered"]),
                name="certificate_waiting",
            )
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["application", "type"], condition=Q(register="active"), name="one_active_certificate"
            ),
            models.CheckConstraint(
                condition=Q(status__in=["requested", "failed"])
                | Q(number__isnull=False, issued_on__isnull=False),
                name="numbered_has_number",
            ),
            models.CheckConstraint(
                condition=~Q(status="issued") | (~Q(sha256="") & Q(issued_at__isnull=False)),
                name="issued_was_read_back",
            ),
        ]

    def __str__(self) -> str:
        return self.number or str(self.pk)

    @property
    def verify_url(self) -> str:
        """The public address that verifies this certificate, as printed in its QR code."""
        return f"{settings.SITE_URL}/verify/{self.number}/?code={self.code}"

    @property
    def file_name(self) -> str:
        """What the file is called when it is downloaded."""
        return f"{self.number}.pdf"
