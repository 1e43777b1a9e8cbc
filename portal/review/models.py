"""What the desk keeps besides the case: later checks, acts of offices outside, labels, views, exports."""

import uuid

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from portal.applications.models import Application
from portal.keyring.sealed import SealedJSON


class FollowUp(models.Model):
    """A register that could not be reached at submission is asked later. It never moves a case by itself.

    source: key of the `Source`. note: what was found, for officers only; asked for when contradicted.
    """

    class State(models.TextChoices):
        OPEN = "OPEN", _("Open")
        CONFIRMED = "CONFIRMED", _("Confirmed")
        CONTRADICTED = "CONTRADICTED", _("Contradicted")

    application = models.ForeignKey(Application, models.CASCADE, related_name="follow_ups")
    source = models.CharField(max_length=40)
    due_on = models.DateField()
    state = models.CharField(max_length=12, choices=State.choices, default=State.OPEN)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField(null=True)
    note = models.TextField(blank=True)

    class Meta:
        ordering = ["due_on", "pk"]
        indexes = [
            models.Index(fields=["application", "due_on"], condition=Q(state="OPEN"), name="follow_up_open")
        ]
        constraints = [
            models.UniqueConstraint(fields=["application", "source"], name="follow_up_once"),
            models.CheckConstraint(
                condition=Q(state="OPEN", by__isnull=True, at__isnull=True)
                | (Q(state__in=["CONFIRMED", "CONTRADICTED"]) & Q(by__isnull=False, at__isnull=False)),
                name="follow_up_done_by_somebody",
            ),
        ]


class Outside(models.Model):
    """One act of an office outside on a case: the release by the place of origin, the entry in the register.

    `content` of RELEASE: number, issued_by, issued_on, valid_to; of REGISTER: household_no, registered_on. Days
    are ISO text, "" for none. `by` is empty when the exchange brought it.
    """

    class Act(models.TextChoices):
        RELEASE = "release"
        REGISTER = "register"

    application = models.ForeignKey(Application, models.CASCADE, related_name="outside")
    act = models.CharField(max_length=10, choices=Act.choices)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField(auto_now_add=True)
    content_sealed = models.BinaryField()

    content = SealedJSON("content_sealed", context=lambda row: f"outside:{row.application_id}:{row.act}")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["application", "act"], name="outside_act_once")]


#: The labels that the portal puts on and takes off: code -> (name as it is kept and searched for, name shown, tone).
SYSTEM_LABELS = {
    "omission": ("容缺", _("Papers promised"), "warn"),
    "first": ("首次", _("First case"), "info"),
    "consulted": ("会商", _("Consulted"), "info"),
}


class Label(models.Model):
    """A word that the officers of a unit put on cases. `system`: put on and taken off by the portal ("omission")."""

    unit = models.CharField(
        max_length=12, help_text="whose label it is: a city's or district's is its stations' too"
    )
    name = models.CharField(_("name"), max_length=30)
    tone = models.CharField(max_length=8, default="neutral", help_text="tone of `status_tag`")
    system = models.CharField(max_length=20, blank=True)

    class Meta:
        ordering = ["name", "pk"]
        constraints = [models.UniqueConstraint(fields=["unit", "name"], name="label_once_a_unit")]

    def __str__(self) -> str:
        return str(SYSTEM_LABELS[self.system][1]) if self.system in SYSTEM_LABELS else self.name


class Labelled(models.Model):
    """A label on a case."""

    application = models.ForeignKey(Application, models.CASCADE, related_name="labelled")
    label = models.ForeignKey(Label, models.CASCADE, related_name="labelled")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["application", "label"], name="labelled_once")]
        indexes = [models.Index(fields=["label", "application"], name="labelled_label")]


class Follow(models.Model):
    """An officer wants to be told what happens to a case."""

    officer = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="follows")
    application = models.ForeignKey(Application, models.CASCADE, related_name="followers")
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["officer", "application"], name="follow_once")]


class SavedView(models.Model):
    """A search of the queue that is kept under a name. unit: shared with its officers; "" for the owner alone.

    query: in the query language of the queue. columns: codes in order, [] for the officer's own.
    """

    owner = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="saved_views")
    unit = models.CharField(max_length=12, blank=True)
    name = models.CharField(_("name"), max_length=40)
    query = models.CharField(max_length=400, blank=True)
    columns = models.JSONField(default=list, blank=True)
    place = models.PositiveSmallIntegerField(default=0)
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["place", "pk"]
        constraints = [models.UniqueConstraint(fields=["owner", "name"], name="saved_view_name")]


class DeskSettings(models.Model):
    """How an officer has the desk: the columns of the queue in order; [] for the usual ones."""

    officer = models.OneToOneField(settings.AUTH_USER_MODEL, models.CASCADE, related_name="desk_settings")
    columns = models.JSONField(default=list, blank=True)


class Export(models.Model):
    """A table of cases that is being made for an officer, or lies ready for a while."""

    class State(models.TextChoices):
        WAITING = "waiting", _("Waiting")
        RUNNING = "running", _("Running")
        READY = "ready", _("Ready")
        FAILED = "failed", _("Failed")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    officer = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="exports")
    query = models.CharField(max_length=1000, blank=True)
    columns = models.JSONField(default=list)
    language = models.CharField(max_length=10)
    format = models.CharField(max_length=4, help_text="csv, xlsx or ods")
    state = models.CharField(max_length=8, choices=State.choices, default=State.WAITING)
    done = models.PositiveIntegerField(default=0)
    total = models.PositiveIntegerField(default=0)
    key = models.CharField(max_length=80, blank=True)
    attempts = models.PositiveSmallIntegerField(default=0)
    claimed_until = models.DateTimeField(null=True)
    created_at = models.DateTimeField(auto_now_add=True)
    expires_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [models.Index(fields=["officer", "-created_at"], name="export_officer")]
