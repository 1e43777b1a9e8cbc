"""Who has a case before him or her, who is away, who stands back, and what officers have interests in."""

from datetime import datetime

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from portal.applications.models import Application


class Share(models.Model):
    """When an officer was given a case last: among equally loaded ones who has waited longest is next."""

    officer = models.OneToOneField(settings.AUTH_USER_MODEL, models.CASCADE, related_name="share")
    got_at = models.DateTimeField()


class Claim(models.Model):
    """An officer has a case before him or her. Over when `until` has passed, whether or not the row is still there.

    until: kept in the row, so that a page needs no rulebook to know whether a claim is alive.
    """

    application = models.OneToOneField(Application, models.CASCADE, related_name="claim")
    officer = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="claims")
    since = models.DateTimeField()
    active_at = models.DateTimeField()
    until = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["until"], name="claim_until")]

    def alive(self, now: datetime | None = None) -> bool:
        """Return whether the claim still holds."""
        return self.until > (now or timezone.now())


class Absence(models.Model):
    """An officer is away on these days, first and last included. begun_at: when the work was given to others.

    by: who entered it. ended_at: taken back, or the officer is here again earlier.
    """

    officer = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="absences")
    first_on = models.DateField()
    last_on = models.DateField()
    deputy = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField(auto_now_add=True)
    begun_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["first_on", "pk"]
        indexes = [
            models.Index(fields=["officer", "last_on"], condition=Q(ended_at=None), name="absence_officer"),
            models.Index(
                fields=["first_on"], condition=Q(ended_at=None, begun_at=None), name="absence_ahead"
            ),
        ]
        constraints = [
            models.CheckConstraint(condition=Q(last_on__gte=F("first_on")), name="absence_days"),
            models.CheckConstraint(
                condition=Q(deputy=None) | ~Q(deputy=F("officer")), name="absence_deputy_is_another"
            ),
        ]


class Recusal(models.Model):
    """An officer has nothing to do with a case any more (回避). MATCHED was found by the portal, others were stated.

    reason: as the officer wrote it; read by supervisors only. 公安机关办理行政案件程序规定 arts 17–22.
    """

    class Kind(models.TextChoices):
        KINSHIP = "kinship", _("Kinship with somebody in the case")
        INTEREST = "interest", _("An interest of mine or of a close relative")
        OTHER = "other", _("Another relation that may touch a fair decision")
        MATCHED = "matched", _("Found by the portal: an interest the officer recorded")

    application = models.ForeignKey(Application, models.CASCADE, related_name="recusals")
    officer = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="recusals")
    kind = models.CharField(max_length=10, choices=Kind.choices)
    reason = models.TextField(blank=True)
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["at", "pk"]
        constraints = [models.UniqueConstraint(fields=["application", "officer"], name="recusal_once")]


class Interest(models.Model):
    """Somebody or a company whose cases an officer must not touch. Who it is stands nowhere: see `Trace`.

    masked: the number with its middle starred, so that the officer knows the entry again.
    """

    class Kind(models.TextChoices):
        SELF = "self", _("Myself")
        RELATIVE = "relative", _("A close relative")
        COMPANY = "company", _("A company")

    officer = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="interests")
    kind = models.CharField(max_length=10, choices=Kind.choices)
    masked = models.CharField(max_length=40)
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["at", "pk"]


class Trace(models.Model):
    """A keyed hash of an interest, as a fact of one key would have it. One for each key of `Service.identities`."""

    interest = models.ForeignKey(Interest, models.CASCADE, related_name="traces")
    index = models.CharField(max_length=64)

    class Meta:
        indexes = [models.Index(fields=["index", "interest"], name="trace_index")]
        constraints = [models.UniqueConstraint(fields=["interest", "index"], name="trace_once")]
