"""What the desk keeps besides the case: checks that follow, and what offices outside did."""

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
