"""The peer of the queue: Wagtail's own listing of the same table, with what each row shows loaded along."""

from typing import Any

from wagtail import hooks
from wagtail.admin.views.generic import IndexView
from wagtail.admin.viewsets.model import ModelViewSet

from portal.applications.models import Application

ROWS = 25


class CaseList(IndexView):
    """The listing, of submitted cases only, as the desk's."""

    def get_base_queryset(self) -> Any:
        """Return the cases with the people whom a row names; no sealed text is read."""
        rows = Application.objects.filter(submitted_at__isnull=False, concluded_at=None).defer("draft_sealed")
        return rows.select_related("acceptor", "reviewer", "approver", "assignee")


class CaseViewSet(ModelViewSet):
    """Number, service, subject, state, due, district and the officers: the columns of the queue."""

    model = Application
    name = url_prefix = "bench-cases"
    icon = "list-ul"
    index_view_class = CaseList
    form_fields = ["subject"]
    list_display = [
        "number",
        "service",
        "subject",
        "state",
        "due_at",
        "district",
        "acceptor",
        "reviewer",
        "approver",
    ]
    list_filter = ["state", "service", "district"]
    search_fields = ["number", "subject"]
    list_per_page = ROWS
    ordering = ["due_at", "submitted_at", "id"]


@hooks.register("register_admin_viewset")
def listing() -> CaseViewSet:
    """Return the listing for Wagtail's administration."""
    return CaseViewSet()
