"""Consultations, their members and what follows from them. Texts name people, so they are sealed."""

import uuid
from collections.abc import Iterator

from django.conf import settings
from django.db import models
from django.db.models import Q

from portal.applications.models import Application
from portal.consultations.states import OPEN, WITH_CONCLUSION, Declared, Kind, Stance, State
from portal.keyring.sealed import SealedJSON


class Consultation(models.Model):
    """One joint consultation about a case. `state` is written by `actions.advancing.advance` alone.

    content: {"questions": [text], "facts": text, "options": [{"text", "grounds"}]}, as requested.
    record: {"minutes", "conclusion", "dissent", "rejection", "adoption"}, texts, each once it was written.
    conclusion: a code of `states.Stance`, "" before. reminded: the term whose passing was told, "" for none.
    version: counts moves and what the chair changes; opinions of members leave it as it is.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    number = models.CharField(max_length=14, unique=True)
    case = models.ForeignKey(Application, models.CASCADE, related_name="consultations")
    others = models.ManyToManyField(Application, related_name="+", help_text="cases of the same question")
    state = models.CharField(max_length=12, choices=State.choices, default=State.REQUESTED)
    version = models.PositiveIntegerField(default=1)
    requested_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    requested_at = models.DateTimeField()
    chair = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    convene_by = models.DateField()
    convened_at = models.DateTimeField(null=True)
    conclude_by = models.DateField(null=True)
    concluded_at = models.DateTimeField(null=True)
    conclusion = models.CharField(max_length=8, choices=Stance.choices, blank=True)
    reminded = models.CharField(max_length=8, blank=True)
    content_sealed = models.BinaryField(default=bytes)
    record_sealed = models.BinaryField(default=bytes)

    content = SealedJSON("content_sealed", context=lambda row: f"consultation:{row.pk}:content")
    record = SealedJSON("record_sealed", context=lambda row: f"consultation:{row.pk}:record")

    class Meta:
        indexes = [
            models.Index(fields=["case", "-requested_at"], name="consultation_case"),
            models.Index(fields=["state", "convene_by"], name="consultation_state"),
            models.Index(fields=["chair", "state"], name="consultation_chair"),
            models.Index(fields=["requested_by", "state"], name="consultation_requester"),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["case"], condition=Q(state__in=list(OPEN)), name="one_open_consultation"
            ),
            models.CheckConstraint(condition=Q(state__in=State.values), name="consultation_state_known"),
            models.CheckConstraint(
                condition=~Q(state__in=list(WITH_CONCLUSION))
                | (Q(concluded_at__isnull=False, chair__isnull=False) & ~Q(conclusion="")),
                name="concluded_has_conclusion",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=[State.CONVENED, *WITH_CONCLUSION])
                | Q(convened_at__isnull=False, conclude_by__isnull=False),
                name="convened_has_term",
            ),
        ]

    def __str__(self) -> str:
        return self.number


class Member(models.Model):
    """Somebody who is heard. opinion: {"text": …}; stance and at are set with it. `note` of a conflict: {"text": …}."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    consultation = models.ForeignKey(Consultation, models.CASCADE, related_name="members")
    officer = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="consultation_seats")
    kind = models.CharField(max_length=12, choices=Kind.choices)
    declared = models.CharField(max_length=8, choices=Declared.choices, blank=True, default=Declared.NOT_YET)
    stance = models.CharField(max_length=8, choices=Stance.choices, blank=True)
    at = models.DateTimeField(null=True)
    note_sealed = models.BinaryField(default=bytes)
    opinion_sealed = models.BinaryField(default=bytes)

    note = SealedJSON("note_sealed", context=lambda row: f"consultation-member:{row.pk}:note")
    opinion = SealedJSON("opinion_sealed", context=lambda row: f"consultation-member:{row.pk}:opinion")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["consultation", "officer"], name="consultation_member_once"),
            models.CheckConstraint(
                condition=Q(stance="", at__isnull=True)
                | (~Q(stance="") & Q(at__isnull=False, declared=Declared.NONE)),
                name="opinion_without_conflict",
            ),
        ]


class Task(models.Model):
    """Something that follows from a consultation, until it is done. text: {"text": …}."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    consultation = models.ForeignKey(Consultation, models.CASCADE, related_name="tasks")
    due_on = models.DateField()
    done_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    done_at = models.DateTimeField(null=True)
    text_sealed = models.BinaryField(default=bytes)

    text = SealedJSON("text_sealed", context=lambda row: f"consultation-task:{row.pk}:text")

    class Meta:
        ordering = ["due_on", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(done_at__isnull=True, done_by__isnull=True)
                | Q(done_at__isnull=False, done_by__isnull=False),
                name="consultation_task_done_by_somebody",
            )
        ]


def sealed_columns() -> Iterator[tuple[type[models.Model], str]]:
    """Yield the sealed columns of this room, for the change of keys."""
    yield Consultation, "content"
    yield Consultation, "record"
    yield Member, "note"
    yield Member, "opinion"
    yield Task, "text"
