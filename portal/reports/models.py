"""The ledgers of certificates: what is left of each, what was reported, and who was reminded of what."""

import uuid

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.timezone import localdate
from django.utils.translation import gettext_lazy as _

from portal.applications.models import Application
from portal.catalog import afterwards
from portal.companies.models import Incident
from portal.keyring.sealed import SealedJSON
from portal.workdays.queries import today

#: Places of an amount behind the point: milligrams of a kilogram.
PLACES = 6


class Ledger(models.Model):
    """What its holder reports about one certificate. Written under the lock of this row only.

    next_due, next_key: the earliest report that is owed, and which. remind_on: the next day on which a reminder may
    be due. last_number: of the reports. A certificate that its holder ended counts as used up; ended is one that a
    decision took out of force, or another replaced.
    """

    class State(models.TextChoices):
        ACTIVE = "ACTIVE", _("In use")
        USED_UP = afterwards.USED_UP, _("Used up or ended")
        EXPIRED = afterwards.EXPIRED, _("Expired")
        ENDED = afterwards.ENDED, _("Out of force")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    application = models.ForeignKey(Application, models.PROTECT, related_name="ledgers")
    number = models.CharField(max_length=19, unique=True, help_text="of the certificate")
    issued_on = models.DateField()
    valid_to = models.DateField(null=True)
    state = models.CharField(max_length=8, choices=State.choices, default=State.ACTIVE)
    last_number = models.PositiveIntegerField(default=0)
    next_due = models.DateField(null=True)
    next_key = models.CharField(max_length=40, blank=True)
    remind_on = models.DateField(null=True)
    opened_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        indexes = [
            models.Index(fields=["next_due"], condition=Q(next_due__isnull=False), name="ledger_due"),
            models.Index(fields=["remind_on"], condition=Q(remind_on__isnull=False), name="ledger_remind"),
            models.Index(fields=["valid_to"], condition=Q(state="ACTIVE"), name="ledger_expiry"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(state__in=["ACTIVE", "USED_UP", "EXPIRED", "ENDED"]), name="ledger_state"
            ),
            models.CheckConstraint(
                condition=Q(next_due__isnull=True) | ~Q(next_key=""), name="ledger_due_is_named"
            ),
        ]

    def __str__(self) -> str:
        return self.number

    @property
    def standing(self) -> str:
        """The state as of today: a last day may have passed that nobody has noted yet."""
        past = self.valid_to is not None and self.valid_to < today()
        return self.State.EXPIRED if self.state == self.State.ACTIVE and past else self.state


class Balance(models.Model):
    """What a certificate allows of one item, and how much of it is used; both in `unit`."""

    ledger = models.ForeignKey(Ledger, models.CASCADE, related_name="balances")
    code = models.CharField(max_length=40)
    unit = models.CharField(max_length=10)
    granted = models.DecimalField(max_digits=14, decimal_places=PLACES)
    used = models.DecimalField(max_digits=14, decimal_places=PLACES, default=0)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["ledger", "code"], name="balance_once_an_item"),
            models.CheckConstraint(
                condition=Q(used__gte=0) & Q(used__lte=F("granted")), name="never_overdrawn"
            ),
        ]


class Report(models.Model):
    """One report. Never changed; a mistake is withdrawn, which stays visible.

    number: within the ledger. on: the day it is about. values: what the form kept. token: of the page it was sent
    from, so that a second press of the button makes no second report. due_on: when it should have come, at the latest.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    ledger = models.ForeignKey(Ledger, models.PROTECT, related_name="reports")
    number = models.PositiveIntegerField()
    key = models.CharField(max_length=40)
    about = models.ForeignKey("self", models.PROTECT, null=True, related_name="followed")
    values_sealed = models.BinaryField(default=bytes)
    on = models.DateField()
    due_on = models.DateField(null=True)
    urgent = models.BooleanField(default=False)
    token = models.CharField(max_length=32)
    at = models.DateTimeField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    incident = models.ForeignKey(Incident, models.PROTECT, null=True, related_name="+")
    cancelled_at = models.DateTimeField(null=True)
    cancelled_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")

    values = SealedJSON("values_sealed", context=lambda row: f"report:{row.pk}")

    class Meta:
        indexes = [models.Index(fields=["-at"], condition=Q(urgent=True), name="report_urgent")]
        constraints = [
            models.UniqueConstraint(fields=["ledger", "number"], name="report_number"),
            models.UniqueConstraint(fields=["ledger", "token"], name="report_sent_once"),
            models.CheckConstraint(
                condition=Q(cancelled_at__isnull=True, cancelled_by__isnull=True)
                | Q(cancelled_at__isnull=False, cancelled_by__isnull=False),
                name="report_withdrawn_by_somebody",
            ),
        ]

    @property
    def late(self) -> bool:
        """Whether it came after the day on which it should have come."""
        return self.due_on is not None and localdate(self.at) > self.due_on


class Draw(models.Model):
    """What a report takes off a balance; taken back when the report is withdrawn."""

    report = models.ForeignKey(Report, models.PROTECT, related_name="draws")
    balance = models.ForeignKey(Balance, models.PROTECT, related_name="draws")
    amount = models.DecimalField(max_digits=14, decimal_places=PLACES)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["report", "balance"], name="draw_once_a_report"),
            models.CheckConstraint(condition=Q(amount__gt=0), name="draw_is_positive"),
        ]


class Reminder(models.Model):
    """The holder was reminded of a report that is owed: once before its day, once when it is late."""

    ledger = models.ForeignKey(Ledger, models.CASCADE, related_name="reminders")
    key = models.CharField(max_length=40)
    about = models.CharField(max_length=36, blank=True)
    due_on = models.DateField()
    late = models.BooleanField()
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["ledger", "key", "about", "due_on", "late"], name="reminded_once")
        ]
