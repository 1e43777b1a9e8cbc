"""Postings in the CMS admin: who works where, in which role."""

from django.utils.translation import gettext_lazy as _
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


register_snippet(PostingViewSet)
