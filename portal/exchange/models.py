"""The packets that went out and came in."""

import uuid
from typing import Any

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from portal.applications.models import Application
from portal.keyring.sealed import SealedJSON


class Packet(models.Model):
    """One packet of the exchange: a permit that went out (010122), or a release that came in (010124).

    `payload` is the whole packet, {"head": …, "body": …}. Of one that came in, `error` is a code of `Fault` and
    `source` with `digest` say which file it was, so that the same file is taken once.
    """

    class Direction(models.TextChoices):
        OUT = "out"
        IN = "in"

    class Type(models.TextChoices):
        PERMIT = "010122"
        RELEASE = "010124"

    class Exchanged(models.IntegerChoices):
        """The states of delivery that the exchange itself counts (domain A9, end)."""

        RECEIVED = 0, _("Waiting to be sent")
        PUSHED = 1, _("Handed to the police network")
        CONCLUDED = 2, _("Concluded")
        FRONT = 3, _("Handed to the front machine")
        RETURNED = 4, _("Sent back")
        FAILED = 5, _("Failed")

    class Fault(models.TextChoices):
        """Why a packet that came in moves nothing."""

        UNKNOWN = "unknown", _("It names no permit of ours.")
        SUPERSEDED = "superseded", _("It is about a permit that a newer one has replaced.")
        NOT_WAITING = "not_waiting", _("The case does not wait for the place of origin (any more).")
        OTHER_PERSON = "other_person", _("It is not about the persons of this case.")
        PERMIT_EXPIRED = "permit_expired", _("The permit had run out when it came.")
        RELEASE_EXPIRED = "release_expired", _("Its migration certificate cannot be, or has run out.")
        UNREADABLE = "unreadable", _("Its contents are not those of a release.")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    application = models.ForeignKey(Application, models.PROTECT, null=True, related_name="packets")
    direction = models.CharField(max_length=3, choices=Direction.choices)
    type = models.CharField(max_length=6, choices=Type.choices)
    ywlsh = models.CharField(max_length=50)
    zqzbh = models.CharField(max_length=100)
    exchange_status = models.PositiveSmallIntegerField(choices=Exchanged.choices, default=Exchanged.RECEIVED)
    payload_sealed = models.BinaryField(default=bytes)
    source = models.CharField(max_length=200, blank=True)
    digest = models.CharField(max_length=64, blank=True)
    attempts = models.PositiveSmallIntegerField(default=0)
    error = models.CharField(max_length=300, blank=True)
    created_at = models.DateTimeField(auto_now_add=True)
    tried_at = models.DateTimeField(null=True)
    sent_at = models.DateTimeField(null=True)
    received_at = models.DateTimeField(null=True)
    superseded_at = models.DateTimeField(null=True, help_text="no answer to it moves the case any more")

    payload = SealedJSON("payload_sealed", context=lambda row: f"packet:{row.pk}")

    class Meta:
        indexes = [
            models.Index(
                fields=["created_at"],
                condition=Q(direction="out", exchange_status=0, superseded_at=None),
                name="packet_waiting",
            )
        ]
        constraints = [
            models.UniqueConstraint(fields=["ywlsh"], condition=Q(direction="out"), name="packet_ywlsh_once"),
            models.UniqueConstraint(fields=["zqzbh"], condition=Q(direction="out"), name="packet_zqzbh_once"),
            models.UniqueConstraint(
                fields=["source", "digest"], condition=Q(direction="in"), name="packet_taken_once"
            ),
            models.UniqueConstraint(
                fields=["application"],
                condition=Q(direction="out", superseded_at=None),
                name="one_packet_waits",
            ),
            models.CheckConstraint(
                condition=Q(direction="in") | Q(application__isnull=False), name="packet_out_has_case"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.type} {self.ywlsh}"

    @property
    def fault(self) -> Any:
        """The reason, in words, why a packet that came in moved nothing."""
        return self.Fault(self.error).label if self.error in self.Fault.values else self.error
