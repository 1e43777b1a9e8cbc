"""Notices and what became of them."""

import uuid

from django.conf import settings
from django.db import models


class Notice(models.Model):
    """A message to one person. `kind` names its text; `context` fills it and holds no sensitive data."""

    class Status(models.TextChoices):
        PENDING = "pending"
        SENT = "sent"
        FAILED = "failed"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    recipient = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="notices")
    kind = models.CharField(max_length=40)
    language = models.CharField(max_length=10)
    context = models.JSONField(default=dict)
    subject = models.CharField(max_length=60, help_text="what it is about, for example application:<id>")
    status = models.CharField(max_length=8, choices=Status.choices, default=Status.PENDING)
    attempts = models.PositiveSmallIntegerField(default=0)
    error = models.CharField(max_length=200, blank=True)
    created_at = models.DateTimeField(auto_now_add=True)
    sent_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [
            models.Index(fields=["created_at"], condition=models.Q(status="pending"), name="notice_pending"),
            models.Index(fields=["subject"], name="notice_subject"),
        ]


class Memo(models.Model):
    """A line in the inbox of a member of staff at the desk. `kind` names its text (see inbox.py); nothing sensitive.

    context: what fills the text. by: whose doing it was; empty for the portal itself.
    """

    recipient = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="memos")
    kind = models.CharField(max_length=40)
    subject = models.CharField(max_length=60, help_text="what it is about, for example application:<id>")
    context = models.JSONField(default=dict)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField(auto_now_add=True)
    read_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [
            models.Index(fields=["recipient", "-at"], name="memo_inbox"),
            models.Index(fields=["recipient"], condition=models.Q(read_at=None), name="memo_unread"),
        ]
