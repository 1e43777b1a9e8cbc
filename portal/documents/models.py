"""Uploaded files of an application, and what stands in for a paper that is not there."""

import uuid
from datetime import date
from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from portal.applications.models import Application
from portal.documents.limits import STALLED
from portal.documents.sentences import sentence_of
from portal.keyring.sealed import SealedJSON


class Document(models.Model):
    """One uploaded file for one material of an application. The bytes lie in object storage under `key`.

    `removed_at` is set when the applicant took back a file that had been submitted: the case keeps it.
    `late`: handed in while the case was running, so it belongs to no submission and cannot be taken back.
    `taken_from`: the file of an earlier case that serves again; `first_at`: when it was first handed in, however
    often it was taken over since. What lies there is the re-made file; the digests of what was sent are kept beside
    (A7). `pages` is 0 for what has none. `erased_at`: the bytes were deleted at the end of their retention.
    """

    class State(models.TextChoices):
        READY = "ready", _("Checked")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    application = models.ForeignKey(Application, models.CASCADE, related_name="documents")
    material = models.CharField(max_length=20)
    name = models.CharField(max_length=200)
    content_type = models.CharField(max_length=40)
    size = models.PositiveIntegerField()
    sha256 = models.CharField(max_length=64)
    sm3 = models.CharField(max_length=64)
    key = models.CharField(max_length=80, unique=True)
    state = models.CharField(max_length=10, choices=State.choices, default=State.READY)
    late = models.BooleanField(default=False)
    uploaded_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    created_at = models.DateTimeField(auto_now_add=True)
    removed_at = models.DateTimeField(null=True)
    taken_from = models.ForeignKey("self", models.SET_NULL, null=True, related_name="+")
    first_at = models.DateTimeField(null=True)
    pages = models.PositiveSmallIntegerField(default=0)
    sent_size = models.PositiveIntegerField(default=0)
    sent_sha256 = models.CharField(max_length=64, blank=True)
    sent_sm3 = models.CharField(max_length=64, blank=True)
    erased_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["created_at", "id"]
        indexes = [models.Index(fields=["application", "material"], name="document_material")]

    def __str__(self) -> str:
        return self.name


class Upload(models.Model):
    """A file on its way: it arrives in pieces, is inspected and re-made, and then is a Document, or is refused.

    size: bytes announced; received: bytes that lie in storage as chunks, without gap. modified: what the browser said
    of the file's last change, so that the same file chosen again goes on where it stopped. reason, data: why it was
    refused, or what the inspection waits for (codes of `documents.sentences`). claimed_until, claim: who inspects it
    now and for how long nobody else may; next_at: not to be tried again before. attempts, waits: how often it was
    taken up, and how often given back unjudged; what is between is workers that died. document: what it became.
    """

    class State(models.TextChoices):
        ARRIVING = "arriving", _("Arriving")
        CHECKING = "checking", _("Being checked")
        READY = "ready", _("Checked")
        REFUSED = "refused", _("Not taken")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    application = models.ForeignKey(Application, models.CASCADE, related_name="uploads")
    material = models.CharField(max_length=20)
    name = models.CharField(max_length=200)
    declared = models.CharField(max_length=100, blank=True)
    modified = models.CharField(max_length=40, blank=True)
    size = models.PositiveIntegerField()
    received = models.PositiveIntegerField(default=0)
    state = models.CharField(max_length=10, choices=State.choices, default=State.ARRIVING)
    reason = models.CharField(max_length=20, blank=True)
    data = models.JSONField(default=dict, blank=True)
    replaces = models.ForeignKey(Document, models.SET_NULL, null=True, related_name="+")
    document = models.OneToOneField(Document, models.SET_NULL, null=True, related_name="upload")
    uploaded_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    by_phone = models.BooleanField(default=False)
    created_at = models.DateTimeField(auto_now_add=True)
    touched_at = models.DateTimeField(auto_now_add=True)
    attempts = models.PositiveIntegerField(default=0)
    waits = models.PositiveIntegerField(default=0)
    next_at = models.DateTimeField(null=True)
    claim = models.UUIDField(null=True)
    claimed_until = models.DateTimeField(null=True)

    class Meta:
        ordering = ["created_at", "id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(received__lte=models.F("size")), name="no_more_than_announced"
            ),
            models.CheckConstraint(
                condition=~Q(state="checking") | Q(received=models.F("size")), name="checked_when_whole"
            ),
        ]
        indexes = [
            models.Index(fields=["application", "material"], name="upload_material"),
            models.Index(fields=["state", "next_at"], name="upload_state"),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def percent(self) -> int:
        """How much of it has arrived, in percent."""
        return 100 * self.received // self.size if self.size else 0

    @property
    def sentence(self) -> str:
        """Why it was refused, or what its inspection waits for, in the active language; "" when nothing is to say."""
        return sentence_of(self.reason, self.data)

    @property
    def cancel_url(self) -> str:
        """Where it is taken away."""
        return reverse("documents:cancel", args=[self.pk])

    @property
    def is_coming(self) -> bool:
        """Whether it is still on its way: being checked, or a piece of it came just now."""
        if self.state == self.State.ARRIVING:
            return self.touched_at > timezone.now() - STALLED
        return self.state == self.State.CHECKING


class Chunk(models.Model):
    """A piece of a file on its way. Its bytes lie in object storage under `key`, below `quarantine/`."""

    upload = models.ForeignKey(Upload, models.CASCADE, related_name="chunks")
    offset = models.PositiveIntegerField()
    size = models.PositiveIntegerField()
    sha256 = models.CharField(max_length=64)
    key = models.CharField(max_length=80, unique=True)

    class Meta:
        ordering = ["offset"]
        constraints = [models.UniqueConstraint(fields=["upload", "offset"], name="one_chunk_at_an_offset")]


class Standin(models.Model):
    """What stands in for a paper: a signed statement (告知承诺), or the promise to hand it in later (容缺受理).

    `text` is what was signed, by language; `digest` is bound to case, material and text. Of a promise: `days`
    are those promised, `due_on` is fixed when the case is accepted, `lapsed_at` and `closes_on` when the case is
    suspended because of it; `suspended_version` is the version of the case that this made, so that no other
    suspension is taken for it. `taken_back_at` is set on one that had been submitted: the case keeps it.
    """

    class Kind(models.TextChoices):
        COMMITMENT = "commitment"
        OMISSION = "omission"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    application = models.ForeignKey(Application, models.CASCADE, related_name="standins")
    material = models.CharField(max_length=20)
    kind = models.CharField(max_length=10, choices=Kind.choices)
    text_sealed = models.BinaryField()
    digest = models.CharField(max_length=64)
    days = models.PositiveSmallIntegerField(null=True, help_text="working days after acceptance")
    made_at = models.DateTimeField()
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    taken_back_at = models.DateTimeField(null=True)
    due_on = models.DateField(null=True)
    reminders = models.PositiveSmallIntegerField(default=0)
    fulfilled_at = models.DateTimeField(null=True)
    lapsed_at = models.DateTimeField(null=True)
    closes_on = models.DateField(null=True)
    suspended_version = models.PositiveIntegerField(null=True)

    text = SealedJSON("text_sealed", context=lambda row: f"standin:{row.pk}")

    class Meta:
        ordering = ["made_at", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["application", "material"], condition=Q(taken_back_at=None), name="one_standin"
            ),
            models.CheckConstraint(
                condition=Q(kind="omission", days__isnull=False)
                | Q(kind="commitment", days=None, due_on=None, fulfilled_at=None, lapsed_at=None),
                name="only_promises_are_due",
            ),
        ]
        indexes = [
            models.Index(
                fields=["due_on"],
                condition=Q(fulfilled_at=None, taken_back_at=None, due_on__isnull=False),
                name="standin_due",
            )
        ]

    @property
    def is_promise(self) -> bool:
        """Whether the paper is still to come; else a statement stands for good."""
        return self.kind == self.Kind.OMISSION

    @property
    def shown_text(self) -> str:
        """What was signed, in the active language."""
        text: dict[str, Any] = self.text
        return str(text.get(get_language() or "") or next(iter(text.values()), ""))

    def takes_files(self, on: date) -> bool:
        """Return whether files may be handed in for a promise: until one came, and then until the due day.

        So that a second page may follow the first.
        """
        if not self.is_promise or self.taken_back_at:
            return False
        if self.fulfilled_at is None:
            return True
        came = timezone.localdate(self.fulfilled_at)
        return on <= max(came, self.due_on or came)
