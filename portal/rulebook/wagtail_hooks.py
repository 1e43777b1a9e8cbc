"""Rules in the CMS admin: values and list entries as snippets with revisions and history."""

from typing import Any

import django_filters
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.panels import FieldPanel, FieldRowPanel, MultiFieldPanel, ObjectList, Panel
from wagtail.permissions import register_permission_policy
from wagtail.snippets.models import register_snippet
from wagtail.snippets.views.snippets import (
    CopyView,
    CreateView,
    EditView,
    SnippetViewSet,
    SnippetViewSetGroup,
)

from portal.rulebook.forms import EntryForm, ValueForm
from portal.rulebook.lists import declared_lists
from portal.rulebook.models import Mark, RuleEntry, RuleValue
from portal.rulebook.policies import KeepForever
from portal.rulebook.queries import used_of

register_permission_policy(RuleValue, KeepForever(RuleValue))
register_permission_policy(RuleEntry, KeepForever(RuleEntry))

VERSION_PANELS = [
    FieldPanel("data"),
    FieldRowPanel([FieldPanel("effective_from"), FieldPanel("effective_to")]),
    MultiFieldPanel(
        [FieldPanel("source"), FieldPanel("mark"), FieldPanel("confirmed"), FieldPanel("note")],
        heading=_("Where this comes from"),
    ),
]


class UsedPanel(Panel):
    """One line that says how much of an entry cases use up; only where that is counted."""

    class BoundPanel(Panel.BoundPanel):
        template_name = "rulebook/used.html"

        def is_shown(self) -> bool:
            spec = self.instance.spec()
            return bool(self.instance.pk and spec and spec.counted)

        def get_context_data(self, parent_context: dict[str, Any] | None = None) -> dict[str, Any]:
            return {**super().get_context_data(parent_context), "used": used_of(self.instance)}


def list_choices() -> list[tuple[str, str]]:
    """Return the declared lists as choices of a filter."""
    return [(spec.key, str(spec.title)) for spec in declared_lists().values()]


class EntryFilters(WagtailFilterSet):
    list_key = django_filters.ChoiceFilter(label=_("list"), choices=list_choices)
    mark = django_filters.ChoiceFilter(label=_("certainty"), choices=Mark.choices)
    unconfirmed = django_filters.BooleanFilter(
        label=_("not confirmed"), field_name="confirmed_at", lookup_expr="isnull"
    )

    class Meta:
        model = RuleEntry
        fields = ["list_key", "mark", "unconfirmed"]


class SavedByHand:
    """What is saved is in force, so nothing is while somebody types: Wagtail would save every half second."""

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        super().setup(request, *args, **kwargs)  # type: ignore[misc]
        self.autosave_enabled = False


class AddView(SavedByHand, CreateView):
    pass


class ChangeView(SavedByHand, EditView):
    pass


class NewVersionView(SavedByHand, CopyView):
    """The form of a new version, filled from another one: it is a row of its own, so its key may be seen and sent."""

    def get_initial_form_instance(self) -> Any:
        version = super().get_initial_form_instance()
        version.pk = version.confirmed_by = version.confirmed_at = None
        version._state.adding = True
        return version


class RuleViewSet(SnippetViewSet):
    add_view_class = AddView
    edit_view_class = ChangeView
    copy_view_class = NewVersionView


class RuleValueViewSet(RuleViewSet):
    model = RuleValue
    icon = "sliders"
    menu_label = _("Values")
    list_display = ["key", "data", "effective_from", "effective_to", "mark", "confirmed_by"]
    list_filter = ["mark"]
    search_fields = ["key", "source"]
    edit_handler = ObjectList([FieldPanel("key"), *VERSION_PANELS], base_form_class=ValueForm)


class RuleEntryViewSet(RuleViewSet):
    model = RuleEntry
    icon = "list-ul"
    menu_label = _("List entries")
    list_display = ["name", "code", "list_key", "effective_from", "effective_to", "mark", "confirmed_by"]
    filterset_class = EntryFilters
    search_fields = ["code", "data__name", "data__title"]
    edit_handler = ObjectList(
        [FieldRowPanel([FieldPanel("list_key"), FieldPanel("code")]), UsedPanel(), *VERSION_PANELS],
        base_form_class=EntryForm,
    )


class RuleViewSetGroup(SnippetViewSetGroup):
    items = (RuleValueViewSet, RuleEntryViewSet)
    menu_label = _("Rules")
    menu_icon = "clipboard-list"
    menu_order = 300


register_snippet(RuleViewSetGroup)
