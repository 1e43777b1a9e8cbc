"""The tables of a case."""

import uuid
from typing import Any

from django.conf import settings
from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from portal.applications.outcomes import Outcome
from portal.applications.states import DECIDED_FOR, Face, State, face_of, label_of
from portal.catalog import registry
from portal.catalog.declaration import Service
from portal.companies.models import Company
from portal.keyring.sealed import SealedJSON

#: What the queue's indexes hold: submitted and not yet concluded. A query says the same to be answered from one.
OPEN_CASE = Q(concluded_at__isnull=True, submitted_at__isnull=False)
#: In the order of the queue: by the moment due, then as they came in.
QUEUED = ("due_at", "submitted_at", "id")


class Application(models.Model):
    """One application of one person or company for one service: a draft first, a case once submitted.

    `state` is written by `actions.move` alone. `draft` is the document that the wizard edits (see
    wizard/draft.py); what was submitted lies in `Submission` and never changes.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    service = models.CharField(max_length=8)
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="applications", db_index=False
    )
    company = models.ForeignKey(
        Company,
        models.PROTECT,
        null=True,
        related_name="applications",
        db_index=False,
        help_text="whom the owner acts for",
    )
    language = models.CharField(max_length=10, default="zh-hans")
    state = models.CharField(max_length=20, choices=State.choices, default=State.DRAFT)
    version = models.PositiveIntegerField(default=1)
    number = models.CharField(max_length=23, unique=True, null=True)  # noqa: DJ001 -- unique, and not there until drawn
    unit = models.CharField(max_length=12, blank=True)
    district = models.CharField(max_length=6, blank=True)
    subject = models.CharField(max_length=120, blank=True, help_text="whom it is about, masked if a person")
    draft_sealed = models.BinaryField(default=bytes)
    draft_saved_at = models.DateTimeField(null=True)
    acceptor = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    reviewer = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    approver = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    created_at = models.DateTimeField(auto_now_add=True)
    submitted_at = models.DateTimeField(null=True)
    due_at = models.DateTimeField(null=True, help_text="when the present stage is due")
    promised_on = models.DateField(null=True, help_text="the decision is promised by the end of this day")
    statutory_on = models.DateField(null=True)
    due_provisional = models.BooleanField(
        default=False, help_text="computed in a year without official calendar"
    )
    decided_at = models.DateTimeField(null=True)
    concluded_at = models.DateTimeField(null=True)
    turn = models.CharField(
        max_length=12, blank=True, help_text="the role whose turn it is at the desk, by state"
    )
    assignee = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", db_index=False
    )
    assigned_at = models.DateTimeField(null=True)
    warnings = models.PositiveSmallIntegerField(
        default=0, help_text="findings for the officer in the last round"
    )
    draft_step = models.CharField(
        max_length=40, blank=True, help_text="the step saved last, for drop-off figures"
    )

    draft = SealedJSON("draft_sealed", context=lambda row: f"application:{row.pk}:draft")

    class Meta:
        indexes = [
            models.Index(fields=["owner", "state"], name="application_owner"),
            models.Index(fields=["company", "state"], name="application_company"),
            models.Index(fields=QUEUED, condition=OPEN_CASE, name="open_due"),
            models.Index(fields=["service", *QUEUED], condition=OPEN_CASE, name="open_of_service"),
            models.Index(fields=["district", *QUEUED], condition=OPEN_CASE, name="open_of_district"),
            models.Index(fields=["unit", *QUEUED], condition=OPEN_CASE, name="open_of_unit"),
            models.Index(fields=["turn", *QUEUED], condition=OPEN_CASE, name="turn_due"),
            models.Index(fields=["district", "turn", *QUEUED], condition=OPEN_CASE, name="turn_of_district"),
            models.Index(fields=["assignee", *QUEUED], condition=OPEN_CASE, name="open_of_assignee"),
            models.Index(
                fields=["turn", *QUEUED], condition=OPEN_CASE & Q(assignee__isnull=True), name="free_turn"
            ),
            models.Index(
                fields=["district", "turn", *QUEUED],
                condition=OPEN_CASE & Q(assignee__isnull=True),
                name="free_turn_of_district",
            ),
            models.Index(
                fields=["concluded_at", "id"], condition=Q(concluded_at__isnull=False), name="concluded"
            ),
            models.Index(
                fields=["district", "concluded_at", "id"],
                condition=Q(concluded_at__isnull=False),
                name="concluded_of_district",
            ),
            models.Index(
                fields=["unit", "concluded_at", "id"],
                condition=Q(concluded_at__isnull=False),
                name="concluded_of_unit",
            ),
            models.Index(
                fields=["submitted_at", "id"],
                condition=Q(submitted_at__isnull=False),
                name="submitted_newest",
            ),
            models.Index(fields=["subject"], opclasses=["varchar_pattern_ops"], name="subject_begins"),
        ]
        constraints = [
            models.CheckConstraint(condition=Q(state__in=State.values), name="state_known"),
            models.CheckConstraint(
                condition=Q(state=State.DRAFT) | Q(number__isnull=False, submitted_at__isnull=False),
                name="submitted_has_number",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=sorted(DECIDED_FOR))
                | Q(approver__isnull=False, decided_at__isnull=False),
                name="approved_has_approver",
            ),
            models.CheckConstraint(
                condition=Q(approver__isnull=True) | Q(reviewer__isnull=False, acceptor__isnull=False),
                name="decided_was_reviewed",
            ),
            models.CheckConstraint(
                condition=Q(approver__isnull=True) | ~Q(approver=F("reviewer")), name="approver_not_reviewer"
            ),
            models.CheckConstraint(
                condition=Q(approver__isnull=True) | ~Q(approver=F("acceptor")), name="approver_not_acceptor"
            ),
            *(
                models.CheckConstraint(
                    condition=Q(**{f"{role}__isnull": True}) | ~Q(**{role: F("owner")}),
                    name=f"{role}_not_owner",
                )
                for role in ("acceptor", "reviewer", "approver")
            ),
        ]

    def __str__(self) -> str:
        return self.number or f"{self.service} {self.pk}"

    @property
    def declaration(self) -> Service:
        """The service applied for; raises KeyError when its folder is gone."""
        return registry.get(self.service)

    @property
    def face(self) -> Face:
        """Whose turn it is and what is said about the state."""
        return face_of(self.state, self.declaration.nature)

    def get_state_display(self) -> str:
        """Return the public name of the state, as a case of this nature calls it."""
        return str(label_of(self.state, self.declaration.nature))


class Submission(models.Model):
    """What was submitted, as it was: answers, the texts shown for them in each language, and the materials.

    `content` is {"answers": …, "shown": {language: [section, …]}}; a section is
    {"slug", "title", "rows": [[{"name", "label", "text", "sensitive"}, …], …]} with one row unless repeated.
    `materials` lists {"kind", "material", "title", …} of the papers: of a "file" (also without kind) with "id",
    "name", "size", "sha256"; of a "statement" or a paper promised for "later" with "standin" (its id) and "sha256";
    of one "shared" by a register with "source" and "at".
    """

    application = models.ForeignKey(Application, models.CASCADE, related_name="submissions")
    round = models.PositiveSmallIntegerField()
    at = models.DateTimeField()
    schema_version = models.PositiveSmallIntegerField()
    content_sealed = models.BinaryField()
    materials = models.JSONField(default=list)
    flags = models.JSONField(default=list, encoder=DjangoJSONEncoder)
    digest = models.CharField(max_length=64, help_text="SHA-256 of answers and materials")

    content = SealedJSON("content_sealed", context=lambda row: f"submission:{row.application_id}:{row.round}")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["application", "round"], name="submission_round")]
        ordering = ["round"]


class Fact(models.Model):
    """One searchable or countable fact, as the service gave it. Sensitive text only as blind index.

    `held`: no other open case may hold the same; let go when the case ends. The index on the case alone is left out:
    `fact_of_case` begins with it, and beside two the planner took the one that says less.
    """

    application = models.ForeignKey(Application, models.CASCADE, related_name="facts", db_index=False)
    key = models.CharField(max_length=60)
    text = models.CharField(max_length=200, blank=True)
    number = models.DecimalField(max_digits=20, decimal_places=6, null=True)
    date = models.DateField(null=True)
    index = models.CharField(max_length=64, blank=True)
    held = models.BooleanField(default=False)

    class Meta:
        indexes = [
            models.Index(fields=["key", "text", "application"], name="fact_text"),
            models.Index(fields=["key", "number", "application"], name="fact_number"),
            models.Index(fields=["key", "date", "application"], name="fact_date"),
            models.Index(fields=["key", "index", "application"], name="fact_index", condition=~Q(index="")),
            models.Index(fields=["application", "key"], name="fact_of_case"),
        ]
        constraints = [
            models.UniqueConstraint(fields=["key", "index"], condition=Q(held=True), name="fact_held_once"),
            models.CheckConstraint(condition=Q(held=False) | ~Q(index=""), name="fact_held_is_secret"),
        ]


class Place(models.Model):
    """Places of an entry of a list that a case takes, for example two of a public household.

    Held from submission on, taken when the case comes to a good end, released when it comes to another.
    `over`: there were more wishes than places when it was held, which keeps nobody from applying.
    """

    class State(models.TextChoices):
        HELD = "HELD", _("Held")
        TAKEN = "TAKEN", _("Taken")
        RELEASED = "RELEASED", _("Released")

    application = models.ForeignKey(Application, models.CASCADE, related_name="places")
    list_key = models.CharField(max_length=80)
    code = models.CharField(max_length=40)
    amount = models.PositiveIntegerField()
    state = models.CharField(max_length=8, choices=State.choices, default=State.HELD)
    over = models.BooleanField(default=False)
    at = models.DateTimeField(help_text="when it came into its state")

    class Meta:
        indexes = [
            models.Index(fields=["list_key", "state", "code", "at", "amount"], name="place_count"),
        ]
        constraints = [
            models.UniqueConstraint(fields=["application", "list_key", "code"], name="place_once_a_case"),
            models.CheckConstraint(condition=Q(amount__gte=1), name="place_amount"),
            models.CheckConstraint(condition=Q(state__in=["HELD", "TAKEN", "RELEASED"]), name="place_state"),
        ]


class Event(models.Model):
    """One line of the timeline; never changed. `public` says whether its note is meant for the applicant.

    outcome: what the case came to by this move, with its `grounds` (see applications/outcomes.py).
    """

    application = models.ForeignKey(Application, models.CASCADE, related_name="events")
    at = models.DateTimeField()
    kind = models.CharField(max_length=20, default="move")
    before = models.CharField(max_length=20, blank=True)
    after = models.CharField(max_length=20, blank=True)
    actor = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    role = models.CharField(max_length=12, blank=True)
    note = models.TextField(blank=True)
    public = models.BooleanField(default=True)
    outcome = models.CharField(max_length=20, choices=Outcome.choices, blank=True)
    grounds = models.JSONField(default=dict, blank=True)
    version = models.PositiveIntegerField()

    class Meta:
        indexes = [models.Index(fields=["application", "at", "id"], name="event_timeline")]
        constraints = [
            models.UniqueConstraint(
                fields=["application", "version"], condition=Q(kind="move"), name="one_move_a_version"
            ),
            models.UniqueConstraint(
                fields=["application"], condition=Q(kind="extension"), name="one_extension_a_case"
            ),
        ]

    @property
    def after_label(self) -> Any:
        """The public name of the state that was reached."""
        return label_of(self.after, self.application.declaration.nature) if self.after else ""


class Stop(models.Model):
    """A time in which the clock of a case stood still, on a lawful ground that was told in writing (许可法 45).

    ground: a code of the list `suspension_grounds`. planned_on: until when it is meant to last. Written by `move`
    alone: begun with the move to SUSPENDED, ended with the move away from it.
    """

    application = models.ForeignKey(Application, models.CASCADE, related_name="stops")
    ground = models.CharField(max_length=40)
    began_at = models.DateTimeField()
    planned_on = models.DateField(null=True)
    ended_at = models.DateTimeField(null=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")

    class Meta:
        ordering = ["began_at", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["application"], condition=Q(ended_at=None), name="one_open_stop"),
            models.CheckConstraint(condition=~Q(ground=""), name="stop_has_ground"),
        ]


class Correction(models.Model):
    """A once-only list of what the applicant has to correct (许可法 art. 32), and by when."""

    application = models.ForeignKey(Application, models.CASCADE, related_name="corrections")
    round = models.PositiveSmallIntegerField()
    asked_at = models.DateTimeField()
    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    answer_by = models.DateField()
    answered_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["application", "round"], name="correction_round")]


class CorrectionItem(models.Model):
    """One item: a field of a step, a whole step (`field` empty), or a material; with the reason."""

    correction = models.ForeignKey(Correction, models.CASCADE, related_name="items")
    step = models.CharField(max_length=40, blank=True)
    field = models.CharField(max_length=60, blank=True)
    material = models.CharField(max_length=20, blank=True)
    reason = models.TextField(_("reason"))

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(condition=~Q(step="") ^ ~Q(material=""), name="item_of_step_or_material")
        ]


class Counter(models.Model):
    """The last serial given out in a scope, for example `case:310115:20261124`. See numbers.py."""

    scope = models.CharField(max_length=60, primary_key=True)
    value = models.PositiveIntegerField(default=0)
