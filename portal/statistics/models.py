"""What is counted, by the day. No row says anything about a person or a single case."""

from django.db import models
from django.db.models import Q


class Figure(models.Model):
    """How often something happened on a day, in cases of a service handled by a unit.

    measure: see `measures`. bin: for a time its hours (see `bins`), for a rating its grade, else 0. Times are kept as
    counts by bin, so that a median over a million cases reads a few hundred rows.
    """

    day = models.DateField()
    service = models.CharField(max_length=8)
    unit = models.CharField(max_length=12)
    measure = models.CharField(max_length=20)
    bin = models.PositiveIntegerField(default=0)
    count = models.PositiveIntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["measure", "service", "unit", "day", "bin"], name="figure_once_a_day"
            ),
            models.CheckConstraint(condition=Q(count__gte=1), name="figure_counts"),
        ]
        indexes = [models.Index(fields=["day", "measure"], name="figure_day")]


class Counted(models.Model):
    """How far one kind of row has been counted: the id of the last one."""

    source = models.CharField(max_length=20, primary_key=True)
    last = models.PositiveBigIntegerField(default=0)
