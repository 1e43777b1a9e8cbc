"""The calendar in the CMS admin."""

from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, FieldRowPanel
from wagtail.snippets.models import register_snippet
from wagtail.snippets.views.snippets import SnippetViewSet, SnippetViewSetGroup

from .models import CalendarDay, CalendarYear


class CalendarDayViewSet(SnippetViewSet):
    """Days that break the weekday rule; changes are in each day's history."""

    model = CalendarDay
    icon = "date"
    menu_label = _("Special days")
    list_display = ["date", "kind", "name", "confirmed"]
    list_filter = {"date": ["year"], "kind": ["exact"], "confirmed": ["exact"]}
    search_fields = ["name"]
    panels = [
        FieldRowPanel([FieldPanel("date"), FieldPanel("kind")]),
        FieldPanel("name"),
        FieldRowPanel([FieldPanel("source"), FieldPanel("confirmed")]),
    ]


class CalendarYearViewSet(SnippetViewSet):
    """Years whose calendar is entered."""

    model = CalendarYear
    icon = "calendar"
    menu_label = _("Calendar years")
    list_display = ["year", "source", "confirmed"]
    panels = [FieldPanel("year"), FieldRowPanel([FieldPanel("source"), FieldPanel("confirmed")])]


class WorkdaysGroup(SnippetViewSetGroup):
    """Both in one menu."""

    items = (CalendarDayViewSet, CalendarYearViewSet)
    menu_label = _("Working days")
    menu_icon = "calendar"
    menu_order = 310


register_snippet(WorkdaysGroup)
