"""Ratings and what was done about them."""

import uuid
from collections.abc import Iterator

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from portal.applications.models import Application
from portal.keyring.sealed import SealedJSON


class Grade(models.IntegerChoices):
    """The five grades of C14, best first."""

    VERY_SATISFIED = 5, _("Very satisfied")
    SATISFIED = 4, _("Satisfied")
    FAIRLY_SATISFIED = 3, _("Fairly satisfied")
    DISSATISFIED = 2, _("Dissatisfied")
    VERY_DISSATISFIED = 1, _("Very dissatisfied")


#: Grades up to this one are bad: they need a word why, and a call when the person is named.
BAD = 2

#: What can be ticked, by code.
DETAILS = {
    "slow": _("It took longer than promised"),
    "unclear": _("It was not clear what I had to do"),
    "papers": _("I was asked for papers that were not needed"),
    "repeated": _("I had to give the same thing more than once"),
    "website": _("The website was hard to use"),
    "unreachable": _("Nobody could be reached"),
    "manner": _("I was not treated politely"),
}


class Rating(models.Model):
    """One rating of one service moment. Its key says nothing about when it was given.

    details: codes of `DETAILS`. text: {"text": …} as written, sealed. contact_by: the day by which somebody
    calls a person who rated badly and gave the name. note: {"text": …} of that call, sealed.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    application = models.OneToOneField(Application, models.CASCADE, related_name="rating")
    grade = models.PositiveSmallIntegerField(choices=Grade.choices)
    details = models.JSONField(default=list)
    text_sealed = models.BinaryField(default=bytes)
    anonymous = models.BooleanField()
    at = models.DateTimeField()
    contact_by = models.DateField(null=True)
    handled_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    handled_at = models.DateTimeField(null=True)
    note_sealed = models.BinaryField(default=bytes)

    text = SealedJSON("text_sealed", context=lambda row: f"rating:{row.pk}:text")
    note = SealedJSON("note_sealed", context=lambda row: f"rating:{row.pk}:note")

    class Meta:
        indexes = [
            models.Index(fields=["at"], name="rating_at"),
            models.Index(
                fields=["contact_by"],
                condition=Q(handled_at__isnull=True, contact_by__isnull=False),
                name="rating_to_contact",
            ),
        ]
        constraints = [
            models.CheckConstraint(condition=Q(grade__range=(1, 5)), name="rating_grade_known"),
            models.CheckConstraint(
                condition=Q(contact_by__isnull=True) | Q(anonymous=False, grade__lte=BAD),
                name="rating_contact_named_and_bad",
            ),
            models.CheckConstraint(
                condition=Q(handled_at__isnull=True, handled_by__isnull=True)
                | Q(handled_at__isnull=False, handled_by__isnull=False, contact_by__isnull=False),
                name="rating_handled_by_somebody",
            ),
        ]

    @property
    def is_bad(self) -> bool:
        """Whether the grade is one of the two bad ones."""
        return self.grade <= BAD

    @property
    def ticked(self) -> list[str]:
        """What was ticked, in words."""
        return [str(DETAILS[code]) for code in self.details if code in DETAILS]


def sealed_columns() -> Iterator[tuple[type[models.Model], str]]:
    """Yield the sealed columns of this room, for the change of keys."""
    yield Rating, "text"
    yield Rating, "note"
