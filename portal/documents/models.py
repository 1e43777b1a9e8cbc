"""Uploaded files of an application, and what stands in for a paper that is not there."""

import uuid
from datetime import date
from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from portal.applications.models import Application
from portal.keyring.sealed import SealedJSON


class Document(models.Model):
    """One uploaded file for one material of an application. The bytes lie in object storage under `key`.

    `removed_at` is set when the applicant took back a file that had been submitted: the case keeps it.
    `late`: handed in while the case was running, so it belongs to no submission and cannot be taken back.
    `taken_from`: the file of an earlier case that serves again; `first_at`: when it was first handed in, however
    often it was taken over since.
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

    class Meta:
        ordering = ["created_at", "id"]
        indexes = [models.Index(fields=["application", "material"], name="document_material")]

    def __str__(self) -> str:
        return self.name


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
