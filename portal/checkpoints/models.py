"""The results of the checkpoints: added, never changed, each chained to the one before in its case."""

from typing import Any, NoReturn

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from portal.applications.models import Application
from portal.checkpoints.stages import Method, Stage


class AppendOnly(Exception):
    """Somebody tried to change or remove a result, or to add one past `chain.append`."""


def _refuse(*args: Any, **kwargs: Any) -> NoReturn:
    """Refuse a way of writing. Raises AppendOnly."""
    raise AppendOnly("results are added by portal.checkpoints.chain.append and never change")


class ResultQuerySet(models.QuerySet["Result"]):
    """Reads; every way of writing raises AppendOnly."""

    update = delete = create = bulk_create = bulk_update = get_or_create = update_or_create = _refuse


class Result(models.Model):
    """What was found at a checkpoint of a case, by a function or by an officer.

    round: of the submission it is about; those of an earlier round do not count any more. overridden: an approver
    passed over the failure recorded before it; `note` is the reason. said: the note of a function by language.
    rule_version: first day of the version of the checkpoint it was judged by. evidence: names of what was looked at.
    """

    class Outcome(models.TextChoices):
        PASS = "PASS", _("Passed")
        PASS_WITH_NOTE = "PASS_WITH_NOTE", _("Passed, with a note")
        NOT_APPLICABLE = "NOT_APPLICABLE", _("Does not apply")
        FAIL = "FAIL", _("Not passed")

    application = models.ForeignKey(Application, models.PROTECT, related_name="checkpoint_results")
    checkpoint = models.CharField(max_length=12)
    round = models.PositiveSmallIntegerField()
    stage = models.CharField(max_length=12, choices=Stage.choices)
    result = models.CharField(max_length=16, choices=Outcome.choices)
    overridden = models.BooleanField(default=False)
    method = models.CharField(max_length=8, choices=Method.choices)
    actor = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField()
    evidence = models.JSONField(default=list)
    note = models.TextField(blank=True)
    said = models.JSONField(default=dict)
    evaluator_version = models.PositiveSmallIntegerField(null=True)
    rule_version = models.DateField()
    place = models.PositiveIntegerField(help_text="counts the results of a case from 1")
    previous_hash = models.CharField(max_length=64)
    hash = models.CharField(max_length=64)

    objects = ResultQuerySet.as_manager()

    class Meta:
        base_manager_name = "objects"
        ordering = ["application", "place"]
        constraints = [
            models.UniqueConstraint(fields=["application", "place"], name="checkpoint_place_once"),
            models.CheckConstraint(
                condition=Q(method="AUTO", overridden=False, actor__isnull=True)
                | Q(actor__isnull=False, method__in=["AUTO", "MANUAL"]),
                name="checkpoint_by_somebody",
            ),
            models.CheckConstraint(
                condition=Q(overridden=False) | (Q(result="FAIL") & ~Q(note="")),
                name="checkpoint_override_has_reason",
            ),
            models.CheckConstraint(
                condition=Q(result__in=["PASS", "PASS_WITH_NOTE", "NOT_APPLICABLE", "FAIL"]),
                name="checkpoint_result_known",
            ),
        ]

    save = delete = _refuse

    @property
    def holds(self) -> bool:
        """Whether it lets a case go on."""
        return self.overridden or self.result != self.Outcome.FAIL

    @property
    def words(self) -> str:
        """The note, in the language of the page where there is one in it."""
        language = get_language() or settings.LANGUAGE_CODE
        return str(self.said.get(language) or self.note)
