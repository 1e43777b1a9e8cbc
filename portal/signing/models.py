"""The tables of signatures."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from portal.applications.models import Application, Submission
from portal.keyring.sealed import SealedJSON


class Signature(models.Model):
    """One signature that an application needs, as it stands in the draft or correction.

    `digest` is over what was signed (content.digest_of); a signature holds only while it equals that of today's
    `Signer`. Link and code are kept as keyed hashes. `person` says, as blind index, to whom the link was given.
    `evidence` is what was shown and signed, in each language; of an invitation the role, of a refusal its reason.
    """

    class Status(models.TextChoices):
        PENDING = "PENDING"
        INVITED = "INVITED"
        SIGNED = "SIGNED"
        DECLINED = "DECLINED"
        EXPIRED = "EXPIRED"
        VOID = "VOID"

    application = models.ForeignKey(Application, models.CASCADE, related_name="signatures")
    key = models.CharField(max_length=60)
    status = models.CharField(max_length=8, choices=Status.choices, default=Status.PENDING)
    digest = models.CharField(max_length=64, blank=True)
    person = models.CharField(max_length=64, blank=True)
    token_hash = models.CharField(max_length=64, blank=True)
    invited_at = models.DateTimeField(null=True)
    expires_at = models.DateTimeField(null=True)
    reminded = models.PositiveSmallIntegerField(default=0, help_text="how many reminders are behind")
    reminded_at = models.DateTimeField(null=True)
    code_hash = models.CharField(max_length=64, blank=True)
    code_sent_at = models.DateTimeField(null=True)
    attempts = models.PositiveSmallIntegerField(default=0, help_text="wrong tries of the present code")
    sends = models.PositiveIntegerField(default=0)
    signed_at = models.DateTimeField(null=True)
    channel = models.CharField(max_length=8, blank=True, help_text="how the code went: sms, mail, demo")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    evidence_sealed = models.BinaryField(default=bytes)

    evidence = SealedJSON(
        "evidence_sealed", context=lambda row: f"signature:{row.application_id}:{row.key}:evidence"
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["application", "key"], name="signature_once"),
            models.UniqueConstraint(
                fields=["token_hash"], condition=~Q(token_hash=""), name="signature_link"
            ),
            models.CheckConstraint(
                condition=~Q(status="SIGNED") | (Q(signed_at__isnull=False) & ~Q(digest="")),
                name="signed_has_digest",
            ),
        ]
        indexes = [
            models.Index(fields=["expires_at"], condition=Q(status="INVITED"), name="signature_invited")
        ]


class SubmittedSignature(models.Model):
    """A signature as it stood when a round was submitted; never changed."""

    submission = models.ForeignKey(Submission, models.CASCADE, related_name="signatures")
    key = models.CharField(max_length=60)
    digest = models.CharField(max_length=64)
    signed_at = models.DateTimeField()
    channel = models.CharField(max_length=8)
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    evidence_sealed = models.BinaryField()

    evidence = SealedJSON(
        "evidence_sealed", context=lambda row: f"submission:{row.submission_id}:{row.key}:evidence"
    )

    class Meta:
        constraints = [models.UniqueConstraint(fields=["submission", "key"], name="submitted_signature_once")]
        ordering = ["pk"]


class Allowance(models.Model):
    """How much was sent to a number, or for a person, on a day. `who` is a blind index."""

    who = models.CharField(max_length=64, primary_key=True)
    day = models.DateField()
    sends = models.PositiveSmallIntegerField(default=0)
    last_at = models.DateTimeField(null=True)
