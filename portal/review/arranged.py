"""How officers have the desk arranged: saved views and columns."""

from django.db.models import Q, QuerySet

from portal.accounts.models import User
from portal.accounts.queries import posted_units
from portal.review.models import DeskSettings, SavedView


def views_for(officer: User) -> QuerySet[SavedView]:
    """Return the saved views that an officer has: the own ones, and those shared with a unit of the postings."""
    return SavedView.objects.filter(Q(owner=officer) | Q(unit__in=posted_units(officer))).select_related(
        "owner"
    )


def view_of(officer: User, number: str) -> SavedView | None:
    """Return a saved view of the officer by its number; None for none, and for one of others."""
    if not number.isascii() or not number.isdigit() or len(number) > 18:
        return None
    return views_for(officer).filter(pk=int(number)).first()


def columns_of(officer: User) -> list[str]:
    """Return the columns that an officer chose; [] for the usual ones."""
    found = DeskSettings.objects.filter(officer=officer).values_list("columns", flat=True).first()
    return [str(code) for code in found or []]


def views_in_order(officer: User) -> list[SavedView]:
    """Return the saved views of an officer: the own ones in their order, then those that others share."""
    return sorted(views_for(officer), key=lambda view: (view.owner_id != officer.pk, view.place, view.pk))
