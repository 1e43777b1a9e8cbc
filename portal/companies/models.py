"""The tables of companies."""

import uuid

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from portal.keyring.sealed import SealedJSON
from portal.workdays.queries import today


class Company(models.Model):
    """The account of a company. Only one confirmed account bears a credit code.

    Until somebody has confirmed it (a register, or an officer by approving its first filing) it is no more than
    what its founder says, and others may found another of the same code. `profile` is {field: what was typed} of
    the fields that services declare as `profile`, without the account's own.
    """

    class Confirmed(models.TextChoices):
        REGISTER = "register", _("by the register of enterprises")
        FILING = "filing", _("with its first filing")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    uscc = models.CharField(_("credit code"), max_length=18)
    name = models.CharField(_("name"), max_length=100)
    profile_sealed = models.BinaryField(default=bytes)
    profile_on = models.DateField(null=True, help_text="when a handler last confirmed the profile")
    confirmed_at = models.DateTimeField(null=True)
    confirmed_by = models.CharField(max_length=10, choices=Confirmed.choices, blank=True)
    created_at = models.DateTimeField(auto_now_add=True)

    profile = SealedJSON("profile_sealed", context=lambda row: f"company:{row.pk}:profile")

    class Meta:
        indexes = [models.Index(fields=["uscc"], name="company_uscc")]
        constraints = [
            models.UniqueConstraint(
                fields=["uscc"], condition=Q(confirmed_at__isnull=False), name="one_confirmed_company"
            )
        ]

    def __str__(self) -> str:
        return self.name


class Handler(models.Model):
    """Somebody who is authorised to act for a company: invited, then active, until ended or the day has passed.

    `details` is {handler_name, handler_doc_type, handler_doc_no, handler_mobile, authorization_no}. scopes: codes
    of services; empty: all. A manager also invites and ends handlers. token: digest of the invitation's link.
    """

    class Role(models.TextChoices):
        MANAGER = "manager", _("Manager of the account")
        HANDLER = "handler", _("Handler")

    class State(models.TextChoices):
        INVITED = "INVITED", _("Invited")
        ACTIVE = "ACTIVE", _("Active")
        ENDED = "ENDED", _("Ended")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    company = models.ForeignKey(Company, models.PROTECT, related_name="handlers")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="handling")
    email = models.EmailField(_("email address"), blank=True)
    role = models.CharField(max_length=8, choices=Role.choices, default=Role.HANDLER)
    state = models.CharField(max_length=8, choices=State.choices, default=State.ACTIVE)
    scopes = models.JSONField(default=list)
    details_sealed = models.BinaryField(default=bytes)
    valid_to = models.DateField(_("authorised until"), null=True)
    token = models.CharField(max_length=64, blank=True)
    invited_at = models.DateTimeField(null=True)
    joined_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)
    created_at = models.DateTimeField(auto_now_add=True)

    details = SealedJSON("details_sealed", context=lambda row: f"handler:{row.pk}:details")

    class Meta:
        indexes = [models.Index(fields=["user", "state", "valid_to"], name="handler_user")]
        constraints = [
            models.UniqueConstraint(
                fields=["company", "user"], condition=Q(state="ACTIVE"), name="handler_once_a_company"
            ),
            models.CheckConstraint(
                condition=~Q(state="ACTIVE") | Q(user__isnull=False), name="active_handler_is_somebody"
            ),
        ]

    @property
    def holds(self) -> bool:
        """Whether the authorisation holds today, through the whole of its last day."""
        active = self.state == self.State.ACTIVE
        return active and (self.valid_to is None or self.valid_to >= today())

    def covers(self, service: str) -> bool:
        """Return whether a service (its code) is among the scopes."""
        return not self.scopes or service in self.scopes


class Incident(models.Model):
    """One entry on a company's record, found by its credit code: it may have happened before it had an account.

    Rules and officers read it (B8: violations, penalties, losses); it never decides anything by itself. case: the
    number of the case it came from. Closed when it is settled; the entry stays.
    """

    class Kind(models.TextChoices):
        PENALTY = "PENALTY", _("Penalty under the regulation on precursor chemicals")
        VIOLATION = "VIOLATION", _("Violation")
        LOSS = "LOSS", _("Loss or theft reported")
        MISMATCH = "MISMATCH", _("Amount that does not match")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    uscc = models.CharField(max_length=18)
    kind = models.CharField(max_length=10, choices=Kind.choices)
    on = models.DateField()
    case = models.CharField(max_length=23, blank=True)
    note = models.TextField(blank=True)
    recorded_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    closed_at = models.DateTimeField(null=True)
    closed_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    closing_note = models.TextField(blank=True)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        indexes = [models.Index(fields=["uscc", "kind", "on"], name="incident_record")]
