"""The register of certificates and notices: every paper that the portal issues with a number and a seal."""

import uuid

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from portal.applications.models import Application, Event
from portal.keyring.sealed import SealedJSON


class Certificate(models.Model):
    """One paper: first asked for, then numbered with its content frozen, then sealed, stored and read back.

    A certificate grants something; a notice (`event` is set) tells of one move of the case. `content` is what
    `freezing.freeze` gives, frozen with the number, so that drawing it again after a crash gives the same bytes.
    `qr` is the text of its QR code, signed once. The code is printed beside the number; both together verify it.
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
        CANCELLED = "cancelled", _("Closed out")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    application = models.ForeignKey(Application, models.PROTECT, related_name="certificates")
    event = models.ForeignKey(
        Event, models.PROTECT, null=True, related_name="notices", help_text="the move that a notice tells of"
    )
    type = models.CharField(max_length=2)
    status = models.CharField(max_length=10, choices=Status.choices, default=Status.REQUESTED)
    register = models.CharField(max_length=10, choices=Register.choices, default=Register.ACTIVE)
    replaces = models.ForeignKey(
        "self", models.PROTECT, null=True, related_name="successors", help_text="it is issued in its place"
    )
    renewed = models.BooleanField(default=False, help_text="its validity begins anew, instead of going on")
    number = models.CharField(max_length=19, unique=True, null=True)  # noqa: DJ001 -- unique, and not there until drawn
    code = models.CharField(max_length=16, blank=True)
    qr = models.CharField(max_length=400, blank=True)
    title = models.CharField(max_length=120, blank=True)
    organ = models.CharField(max_length=120, blank=True)
    unit = models.CharField(max_length=12)
    languages = models.CharField(max_length=30, default="zh-hans", help_text="the original first")
    texts = models.CharField(
        max_length=40, blank=True, help_text="type and first day of the texts it was written with"
    )
    content_sealed = models.BinaryField(default=bytes)
    content_sm3 = models.CharField(max_length=64, blank=True)
    issued_on = models.DateField(null=True)
    valid_to = models.DateField(null=True)
    numbered_at = models.DateTimeField(null=True)
    issued_at = models.DateTimeField(null=True)
    seal = models.CharField(max_length=64, blank=True, help_text="SHA-256 of the certificate of the seal")
    key = models.CharField(max_length=120, blank=True)
    size = models.PositiveIntegerField(default=0)
    sha256 = models.CharField(max_length=64, blank=True, db_index=True)
    sm3 = models.CharField(max_length=64, blank=True)
    attempts = models.PositiveSmallIntegerField(default=0)
    error = models.CharField(max_length=300, blank=True)
    missing = models.CharField(max_length=100, blank=True, help_text="characters that no font could draw")
    created_at = models.DateTimeField(auto_now_add=True)
    tried_at = models.DateTimeField(null=True)
    warned_days = models.PositiveSmallIntegerField(
        null=True, help_text="the holder was warned when that many days were left"
    )
    ended = models.BooleanField(
        default=False, help_text="the register has noted that its last day has passed"
    )

    content = SealedJSON("content_sealed", context=lambda row: f"certificate:{row.pk}")

    class Meta:
        indexes = [
            models.Index(
                fields=["created_at"],
                condition=Q(status__in=["requested", "numbered"]),
                name="certificate_waiting",
            ),
            models.Index(fields=["created_at"], condition=Q(status="failed"), name="certificate_stopped"),
            models.Index(
                fields=["valid_to"],
                condition=Q(status="issued", register="active", ended=False, valid_to__isnull=False),
                name="certificate_running",
            ),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["application", "type"],
                condition=Q(register="active", status="issued", event=None),
                name="one_active_certificate",
            ),
            models.UniqueConstraint(
                fields=["application", "type"],
                condition=~Q(status="issued") & Q(register="active", event=None),
                name="one_certificate_on_its_way",
            ),
            models.UniqueConstraint(fields=["event", "type"], name="one_notice_of_a_move"),
            models.UniqueConstraint(
                fields=["replaces"], condition=Q(replaces__isnull=False), name="replaced_once"
            ),
            models.CheckConstraint(
                condition=Q(status__in=["requested", "failed"])
                | Q(number__isnull=False, issued_on__isnull=False),
                name="numbered_has_number",
            ),
            models.CheckConstraint(
                condition=~Q(status="issued") | (~Q(sha256="") & ~Q(seal="") & Q(issued_at__isnull=False)),
                name="issued_was_sealed_and_read_back",
            ),
        ]

    def __str__(self) -> str:
        return self.number or str(self.pk)

    @property
    def verify_url(self) -> str:
        """The public address that verifies this certificate."""
        return f"{settings.SITE_URL}/verify/{self.number}/?code={self.code}"

    @property
    def given_up(self) -> bool:
        """Whether it will never be made: what it was to replace was taken out of force meanwhile (`error` says it)."""
        return self.status == self.Status.FAILED and self.register != self.Register.ACTIVE

    @property
    def file_name(self) -> str:
        """What the file is called when it is downloaded."""
        return f"{self.number}.pdf"


class AppendOnly(Exception):
    """Somebody tried to change or remove a line of the register."""


class EntryQuerySet(models.QuerySet["RegisterEntry"]):
    """Reads and adds; what would change or remove a line raises AppendOnly."""

    def update(self, **values: object) -> int:
        """Refuse. Raises AppendOnly."""
        raise AppendOnly("lines of the register are added by certificates.actions.turning and never change")

    def delete(self) -> tuple[int, dict[str, int]]:
        """Refuse. Raises AppendOnly."""
        raise AppendOnly("lines of the register are never removed")

    bulk_update = update  # type: ignore[assignment]


class RegisterEntry(models.Model):
    """One line of the register: what happened to an issued paper. Chained: `digest` covers the line before it.

    by: who decided; None for the portal itself. proposed_by: who had asked for it, where the law or the house wants
    four eyes. reason and ground are what the holder is told.
    """

    class Act(models.TextChoices):
        ISSUED = "issued", _("Issued")
        SUSPENDED = "suspended", _("Suspended")
        RESUMED = "resumed", _("In force again")
        REVOKED = "revoked", _("Revoked")
        REPLACED = "replaced", _("Replaced")
        USED = "used", _("Used up")
        UNUSED = "unused", _("In force again")
        CANCELLED = "cancelled", _("Closed out")
        EXPIRED = "expired", _("Expired")

    certificate = models.ForeignKey(Certificate, models.PROTECT, related_name="entries")
    seq = models.PositiveSmallIntegerField()
    at = models.DateTimeField(db_index=True)
    act = models.CharField(max_length=10, choices=Act.choices)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    proposed_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    reason = models.TextField(blank=True)
    ground = models.TextField(blank=True)
    previous = models.CharField(max_length=64)
    digest = models.CharField(max_length=64)

    objects = EntryQuerySet.as_manager()

    class Meta:
        ordering = ["certificate", "seq"]
        base_manager_name = "objects"
        constraints = [
            models.UniqueConstraint(fields=["certificate", "seq"], name="register_line"),
            models.CheckConstraint(
                condition=~Q(act__in=["suspended", "resumed", "cancelled"])
                | Q(by__isnull=False, proposed_by__isnull=False) & ~Q(by=models.F("proposed_by")),
                name="register_four_eyes",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.certificate_id} {self.seq} {self.act}"


class Proposal(models.Model):
    """An officer asks that something be done to an issued certificate; another decides (four eyes).

    It is about one certificate, or about the many of a batch.
    """

    class Act(models.TextChoices):
        SUSPEND = "suspend", _("Suspend")
        RESUME = "resume", _("Put in force again")
        REVOKE = "revoke", _("Revoke the decision")
        CANCEL = "cancel", _("Close out")
        REISSUE = "reissue", _("Issue anew")
        RENEW = "renew", _("Renew")

    class Outcome(models.TextChoices):
        OPEN = "open", _("Waiting for the second officer")
        CONFIRMED = "confirmed", _("Confirmed")
        REFUSED = "refused", _("Refused")
        WITHDRAWN = "withdrawn", _("Taken back")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    certificate = models.ForeignKey(Certificate, models.PROTECT, null=True, related_name="proposals")
    unit = models.CharField(max_length=12)
    act = models.CharField(max_length=10, choices=Act.choices)
    reason = models.TextField()
    ground = models.TextField(blank=True)
    proposed_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    proposed_at = models.DateTimeField(auto_now_add=True)
    outcome = models.CharField(max_length=10, choices=Outcome.choices, default=Outcome.OPEN)
    decided_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    decided_at = models.DateTimeField(null=True)
    answer = models.TextField(blank=True)
    finished_at = models.DateTimeField(null=True, help_text="of a batch: each item has its end")

    class Meta:
        indexes = [
            models.Index(
                fields=["decided_at"],
                condition=Q(outcome="confirmed", certificate=None, finished_at=None),
                name="proposal_batch_running",
            )
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["certificate"], condition=Q(outcome="open"), name="one_open_proposal"
            ),
            models.CheckConstraint(
                condition=~Q(outcome__in=["confirmed", "refused"])
                | Q(decided_by__isnull=False) & ~Q(decided_by=models.F("proposed_by")),
                name="proposal_four_eyes",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.act} {self.outcome}"


class BatchItem(models.Model):
    """One certificate of a batch, and what became of it."""

    class Outcome(models.TextChoices):
        WAITING = "waiting", _("Waiting")
        REQUESTED = "requested", _("In production")
        DONE = "done", _("Issued")
        LEFT = "left", _("Left out")

    proposal = models.ForeignKey(Proposal, models.CASCADE, related_name="items")
    certificate = models.ForeignKey(Certificate, models.PROTECT, related_name="+")
    successor = models.ForeignKey(Certificate, models.PROTECT, null=True, related_name="+")
    outcome = models.CharField(max_length=10, choices=Outcome.choices, default=Outcome.WAITING)
    problem = models.CharField(max_length=300, blank=True)

    class Meta:
        ordering = ["pk"]
        indexes = [models.Index(fields=["proposal", "outcome", "id"], name="batch_item_outcome")]
        constraints = [
            models.UniqueConstraint(fields=["proposal", "certificate"], name="batch_item_once"),
        ]

    def __str__(self) -> str:
        return f"{self.proposal_id} {self.certificate_id} {self.outcome}"


class DailyList(models.Model):
    """What the register says of one day, published: digests of files and what happened to them, nothing else.

    `document` is canonical JSON, signed as a JWS (`protected`, `signature`); it names the digest of the list before it.
    """

    day = models.DateField(primary_key=True)
    count = models.PositiveIntegerField()
    document = models.TextField()
    digest = models.CharField(max_length=64, help_text="SHA-256 of the document")
    protected = models.CharField(max_length=200)
    signature = models.CharField(max_length=200)
    published_at = models.DateTimeField()

    class Meta:
        ordering = ["day"]

    def __str__(self) -> str:
        return str(self.day)
