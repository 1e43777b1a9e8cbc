"""The calendar of working days: the years known, and the days that break the weekday rule."""

from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _


class CalendarYear(models.Model):
    """A year whose calendar is entered; dates in other or unconfirmed years are provisional."""

    year = models.PositiveSmallIntegerField(
        _("year"), unique=True, validators=[MinValueValidator(2004), MaxValueValidator(2200)]
    )
    source = models.CharField(_("source"), max_length=200, blank=True)
    confirmed = models.BooleanField(
        _("confirmed"),
        default=False,
        help_text=_("Complete, and compared with the notice of the State Council"),
    )

    class Meta:
        verbose_name = _("calendar year")
        verbose_name_plural = _("calendar years")
        ordering = ["-year"]

    def __str__(self) -> str:
        """Return the year."""
        return str(self.year)


class CalendarDay(models.Model):
    """A day that breaks the weekday rule: a weekday at rest, or a weekend day made up for by work (调休)."""

    class Kind(models.TextChoices):
        """What the day is."""

        WORK = "WORK", _("working day")
        REST = "REST", _("rest day")

    date = models.DateField(_("date"), unique=True)
    kind = models.CharField(_("kind"), max_length=4, choices=Kind.choices)
    name = models.CharField(_("name"), max_length=100, blank=True)
    source = models.CharField(_("source"), max_length=200, blank=True)
    confirmed = models.BooleanField(
        _("confirmed"),
        default=True,
        help_text=_("Periods counted through an unconfirmed day are provisional"),
    )

    class Meta:
        verbose_name = _("special day")
        verbose_name_plural = _("special days")
        ordering = ["-date"]
        constraints = [
            models.CheckConstraint(condition=models.Q(kind__in=["WORK", "REST"]), name="workdays_kind_known")
        ]

    def __str__(self) -> str:
        """Return the date, its kind and its name."""
        return f"{self.date} {self.get_kind_display()} {self.name}".rstrip()

    def clean(self) -> None:
        """Refuse days that the weekday rule gives already. Raises ValidationError."""
        if not self.date or not self.kind:
            return
        weekend = self.date.weekday() >= 5
        if weekend and self.kind == self.Kind.REST:
            raise ValidationError({"date": _("Saturdays and Sundays are rest days without an entry")})
        if not weekend and self.kind == self.Kind.WORK:
            raise ValidationError({"date": _("Mondays to Fridays are working days without an entry")})
