"""Postings in the CMS admin: who works where, in which role."""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.snippets.models import register_snippet
from wagtail.snippets.views.snippets import SnippetViewSet

from portal.accounts.models import Posting


class PostingViewSet(SnippetViewSet):
    model = Posting
    icon = "group"
    menu_label = _("Postings")
    menu_order = 610
    add_to_settings_menu = True
    list_display = ["user", "unit", "role", "active"]
    list_filter = ["role", "active"]
    search_fields = ["user__email", "unit"]

    def register_chooser_viewset(self) -> None:
        """Offer no chooser: nothing refers to a posting, and Wagtail's shows all of them to every editor."""


register_snippet(PostingViewSet)


@hooks.register("before_delete_snippet")
def name_nothing_to_strangers(request: HttpRequest, objects: list[Any]) -> None:
    """Refuse to delete nothing: Wagtail's page would name what the person may not even see."""
    if not objects:
        raise PermissionDenied
