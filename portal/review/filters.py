"""The filters of the queue, and the chips that take them off again."""

import re
from datetime import datetime, timedelta
from typing import Any

import django_filters
from django.db.models import Count, Exists, OuterRef, Q, QuerySet
from django.http import QueryDict
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from portal.applications.deadlines import end_of
from portal.applications.models import Application
from portal.applications.states import DESK_DUE, FACES
from portal.catalog import registry
from portal.review.clock import NEAR_DAYS
from portal.review.finding import beginning_with, found_by_facts
from portal.review.models import FollowUp, Labelled
from portal.review.queries import Tab, overdue, with_number
from portal.rulebook.queries import norms
from portal.standards.case_numbers import canonical
from portal.workdays.queries import add_workdays, today

NUMBER = re.compile(r"[A-Z]{2}[0-9X]{0,21}")
DUE = [
    ("overdue", _("Overdue")),
    ("today", _("Due today")),
    ("near", _("Due in the next two working days")),
    ("later", _("Due later")),
]


class QueueFilter(django_filters.FilterSet):
    """State, service, district, due date and search. `tab` limits the states on offer."""

    q = django_filters.CharFilter(method="search", label=_("Number or company name"), max_length=120)
    state = django_filters.ChoiceFilter(label=_("State"), empty_label=_("All"))
    service = django_filters.ChoiceFilter(label=_("Service"), empty_label=_("All"))
    district = django_filters.ChoiceFilter(label=_("District"), empty_label=_("All"))
    due = django_filters.ChoiceFilter(method="by_due", label=_("Due"), choices=DUE, empty_label=_("All"))

    check = django_filters.ChoiceFilter(method="by_check", label=_("Follow-up checks"), empty_label=_("All"))

    class Meta:
        model = Application
        fields: list[str] = []

    def __init__(self, data: QueryDict, queryset: QuerySet[Application], *, tab: Tab) -> None:
        super().__init__(data, queryset)
        name = "name_en" if (get_language() or "").startswith("en") else "name"
        districts = norms(today()).entries("districts").items()
        self.choices_of = {
            "state": [(state.value, str(FACES[state].staff)) for state in tab.states],
            "service": [(service.code, str(service.title)) for service in registry.all_services()],
            "district": [(code, entry[name]) for code, entry in districts],
            "due": [(code, str(label)) for code, label in DUE],
            "check": checks_in(queryset),
        }
        for field in ("state", "service", "district", "check"):
            self.filters[field].extra["choices"] = self.choices_of[field]
        self.form.fields["q"].widget.attrs |= {"data-search": "", "type": "search", "autocomplete": "off"}
        for field in self.form.fields.values():
            field.required_when_shown = True  # a filter is not marked "(optional)"

    def search(self, rows: QuerySet[Application], name: str, value: str) -> QuerySet[Application]:
        """Keep the case of that number, those whose number begins so, or whose company's name does."""
        number = canonical(value)
        if NUMBER.fullmatch(number):
            return rows.filter(with_number(number))
        word, _colon, rest = value.strip().partition(":")
        if word == "label":
            return rows.filter(pk__in=Labelled.objects.filter(label__name=rest).values("application"))
        if value.strip() == "is:overdue":
            return rows.filter(overdue())
        return rows.filter(beginning_with(value) | found_by_facts(value))

    def by_due(self, rows: QuerySet[Application], name: str, value: str) -> QuerySet[Application]:
        """Keep the cases that are due in that time; overdue are only those whose clock runs."""
        now, tonight = timezone.now(), end_of(today())
        near = end_of(add_workdays(today(), NEAR_DAYS).on)
        if value == "overdue":
            return rows.filter(due_at__lt=now, state__in=DESK_DUE)
        bounds: dict[str, tuple[datetime, datetime]] = {"today": (now, tonight), "near": (now, near)}
        if value in bounds:
            return rows.filter(due_at__range=bounds[value])
        return rows.filter(due_at__gt=near + timedelta(microseconds=999_999))

    def by_check(self, rows: QuerySet[Application], name: str, value: str) -> QuerySet[Application]:
        """Keep the cases with a follow-up check that is open, or open and past its day."""
        found = FollowUp.objects.filter(application=OuterRef("pk"), state=FollowUp.State.OPEN)
        return rows.filter(Exists(found.filter(due_on__lt=today()) if value == "late" else found))

    def chips(self) -> list[dict[str, Any]]:
        """Return what is filtered by: label, value in words, and the address without it."""
        chips = []
        for name, value in self.form.cleaned_data.items() if self.form.is_valid() else ():
            if value:
                words = dict(self.choices_of.get(name, ())).get(value, value)
                chips.append(
                    {"label": self.form.fields[name].label, "text": words, "url": self.without(name)}
                )
        return chips

    def without(self, *names: str, **instead: str) -> str:
        """Return the query string without some parameters (and without the page), with others put in."""
        data = self.data.copy()
        for name in (*names, "after"):
            data.pop(name, None)
        for name, value in instead.items():
            data[name] = value
        for name in [name for name, value in data.items() if not value]:
            del data[name]
        return "?" + data.urlencode()


def checks_in(cases: QuerySet[Application]) -> list[tuple[str, str]]:
    """Return the choices about follow-up checks, each with how many checks it is among these cases. One query."""
    rows = FollowUp.objects.filter(state=FollowUp.State.OPEN, application__in=cases.values("pk"))
    counts = rows.aggregate(open=Count("pk"), late=Count("pk", filter=Q(due_on__lt=today())))
    return [
        ("open", _("Open: %(count)s") % {"count": counts["open"]}),
        ("late", _("Overdue: %(count)s") % {"count": counts["late"]}),
    ]
