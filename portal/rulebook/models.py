"""Versions of values and of list entries. Which one counts on a day is decided in `queries`."""

from collections.abc import Collection
from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy as _
from wagtail.models import PreviewableMixin, RevisionMixin

from portal.rulebook.lists import (
    BadData,
    ListSpec,
    ValueSpec,
    declared_lists,
    declared_values,
    preview_of,
)


class Mark(models.TextChoices):
    """How sure we are of a fact (domain specification, section 0.1)."""

    VERIFIED = "V", _("Verified in the source named")
    MEMORY = "M", _("To be confirmed against the official text")
    PROJECT = "P", _("Decision of the project")
    COMPUTED = "C", _("Computed and cross-checked")


class RuleVersion(RevisionMixin, models.Model):
    """What both kinds of rule share: data, the days they hold, where they come from, who confirmed them."""

    data = models.JSONField(_("data"))
    effective_from = models.DateField(_("in force from"))
    effective_to = models.DateField(
        _("in force until"), null=True, blank=True, help_text=_("Last day. Leave empty while it holds.")
    )
    source = models.CharField(
        _("source"), max_length=300, blank=True, help_text=_("Law, notice or decision this comes from.")
    )
    mark = models.CharField(_("certainty"), max_length=1, choices=Mark, default=Mark.MEMORY)
    confirmed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("confirmed by"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        editable=False,
        related_name="+",
    )
    confirmed_at = models.DateTimeField(_("confirmed at"), null=True, blank=True, editable=False)
    note = models.TextField(_("note"), blank=True)
    #: A sketch is looked at and not saved; its mistakes are told there.
    is_sketch = False
    # The start date in the seed file this row was made from: seeding knows the row again after an edit.
    seeded_from = models.DateField(null=True, blank=True, editable=False)

    class Meta:
        abstract = True

    def spec(self) -> "ListSpec | ValueSpec | None":
        """Return the declaration this row belongs to, None when no installed service declares it."""
        raise NotImplementedError

    def check_data(self) -> None:
        """Hold the data to the declaration, if there is one. Raises BadData."""
        raise NotImplementedError

    def clean(self) -> None:
        """Hold the row to its declaration and its dates to their order. Raises ValidationError."""
        super().clean()
        if not self.is_sketch:
            try:
                self.check_data()
            except BadData as problem:
                raise ValidationError({"data": str(problem)}) from None
        if self.effective_to and self.effective_from and self.effective_to < self.effective_from:
            raise ValidationError({"effective_to": _("The last day is before the first day.")})

    def validate_constraints(self, exclude: Collection[str] | None = None) -> None:
        """Look for a version of the same day, but for a sketch: its day may still be chosen. Raises ValidationError."""
        if not self.is_sketch:
            super().validate_constraints(exclude=exclude)


class RuleValue(RuleVersion):
    """One version of a single value, for example of a time limit. `data` is a JSON scalar."""

    key = models.CharField(_("rule"), max_length=80)

    class Meta:
        verbose_name = _("value")
        verbose_name_plural = _("values")
        ordering = ["key", "-effective_from"]
        constraints = [
            models.UniqueConstraint(fields=["key", "effective_from"], name="rulebook_value_version"),
            models.CheckConstraint(
                condition=Q(effective_to__isnull=True) | Q(effective_to__gte=F("effective_from")),
                name="rulebook_value_days_in_order",
            ),
            models.CheckConstraint(
                condition=Q(confirmed_by__isnull=True, confirmed_at__isnull=True)
                | Q(confirmed_by__isnull=False, confirmed_at__isnull=False),
                name="rulebook_value_confirmed_by_somebody",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.key} ({self.effective_from})"

    def spec(self) -> ValueSpec | None:
        return declared_values().get(self.key)

    def check_data(self) -> None:
        if spec := self.spec():
            spec.read(self.data)


class RuleEntry(PreviewableMixin, RuleVersion):
    """One version of one entry of a list. `data` is an object with the columns of the list.

    Editors see what lists that declare it look like with the data they have typed, before they save them.
    """

    list_key = models.CharField(_("list"), max_length=80)
    code = models.CharField(_("code"), max_length=40)

    class Meta:
        verbose_name = _("list entry")
        verbose_name_plural = _("list entries")
        ordering = ["list_key", "code", "-effective_from"]
        constraints = [
            models.UniqueConstraint(
                fields=["list_key", "code", "effective_from"], name="rulebook_entry_version"
            ),
            models.CheckConstraint(
                condition=Q(effective_to__isnull=True) | Q(effective_to__gte=F("effective_from")),
                name="rulebook_entry_days_in_order",
            ),
            models.CheckConstraint(
                condition=Q(confirmed_by__isnull=True, confirmed_at__isnull=True)
                | Q(confirmed_by__isnull=False, confirmed_at__isnull=False),
                name="rulebook_entry_confirmed_by_somebody",
            ),
        ]

    def __str__(self) -> str:
        spec = self.spec()
        return f"{spec.title if spec else self.list_key}: {self.name()} {self.code} ({self.effective_from})"

    def spec(self) -> ListSpec | None:
        return declared_lists().get(self.list_key)

    def check_data(self) -> None:
        if spec := self.spec():
            spec.accept(self.code, self.data)

    @property
    def preview_modes(self) -> list[tuple[str, Any]]:
        """The one way in which an entry is shown before it is saved; none for lists without a preview.

        A new entry has one in any case: its list is chosen while it is written.
        """
        is_shown = self._state.adding or preview_of(self.spec())
        return PreviewableMixin.DEFAULT_PREVIEW_MODES if is_shown else []

    def make_preview_request(
        self,
        original_request: HttpRequest | None = None,
        preview_mode: str | None = None,
        extra_request_attrs: dict[str, Any] | None = None,
    ) -> HttpResponse:
        """Return the preview within the admin's own request: an entry has no public page to imitate."""
        spec = self.spec()
        preview = preview_of(spec)
        if spec is None or preview is None or original_request is None:
            return HttpResponse(
                _("Entries of this list have no preview."), content_type="text/plain; charset=utf-8"
            )
        return preview(original_request, spec, self.code, self.data)

    def name(self) -> Any:
        """Return what an editor knows the entry by: its name, or the title of the paper, else its code."""
        data = self.data if isinstance(self.data, dict) else {}
        return data.get("name") or data.get("title") or self.code

    name.short_description = _("name")  # type: ignore[attr-defined]
