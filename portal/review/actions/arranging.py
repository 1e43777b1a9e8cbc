"""How an officer arranges the desk: saved views and columns. Nothing of it says who may see what."""

from collections.abc import Sequence

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from portal.accounts.models import User
from portal.accounts.queries import posted_units
from portal.applications.policies import NotAllowed
from portal.audit import actions as audit
from portal.review.columns import MOST_COLUMNS, all_columns
from portal.review.language import QueryError, parse, write
from portal.review.language.terms import MOST_CHARACTERS, is_private
from portal.review.models import DeskSettings, SavedView
from portal.review.policies import NotPossible

MOST_VIEWS = 20
LONGEST_NAME = 40


@transaction.atomic
def save_view(
    *, by: User, name: str, query: str, unit: str = "", columns: Sequence[str] = (), place: int | None = None
) -> SavedView:
    """Keep a search of the queue under a name, for the officer or for all officers of one of his or her units.

    query: in the query language, with its tab in words. unit: 12 digits, "" for oneself. columns: codes, none for
    those of whoever looks. place: where it stands, behind the others if not said.
    Raises NotAllowed for a unit of others, NotPossible for a name in use, a query with a mistake, one that may name
    a person, or too many views.
    """
    User.objects.select_for_update(of=("self",)).get(pk=by.pk)  # one after the other: places and number
    name, query = _checked_name(name), _checked_query(query)
    _check_unit(by, unit)
    owned = SavedView.objects.filter(owner=by)
    if owned.count() >= MOST_VIEWS:
        raise NotPossible(_("You have %(most)s views. Delete one first.") % {"most": MOST_VIEWS}, "name")
    known = all_columns()
    view = SavedView(
        owner=by,
        name=name,
        query=query,
        unit=unit,
        columns=[code for code in columns if code in known][:MOST_COLUMNS],
        place=owned.count() if place is None else place,
    )
    _write(view)
    _record(by, "view:saved", view)
    return view


@transaction.atomic
def change_view(*, view: SavedView, by: User, name: str, unit: str) -> SavedView:
    """Give a view another name, or share it with another unit; `unit` "" for nobody.

    Raises NotAllowed for the view or unit of others, NotPossible for a name in use.
    """
    locked = _own(view, by)
    locked.name = _checked_name(name)
    if unit != locked.unit:
        _check_unit(by, unit)
    locked.unit = unit
    _write(locked)
    _record(by, "view:changed", locked)
    return locked


@transaction.atomic
def move_view(*, view: SavedView, by: User, steps: int) -> None:
    """Move a view so many places on (to the front when negative). Raises NotAllowed for the view of others."""
    _own(view, by)
    views = list(SavedView.objects.select_for_update(of=("self",)).filter(owner=by))
    old = next(place for place, one in enumerate(views) if one.pk == view.pk)
    views.insert(max(0, old + steps), views.pop(old))
    for place, one in enumerate(views):
        one.place = place
    SavedView.objects.bulk_update(views, ["place"])
    _record(by, "view:moved", view)


@transaction.atomic
def delete_view(*, view: SavedView, by: User) -> None:
    """Delete a view, shared ones for everybody. Raises NotAllowed for the view of others."""
    locked = _own(view, by)
    _record(by, "view:deleted", locked)
    locked.delete()


@transaction.atomic
def choose_columns(*, by: User, columns: Sequence[str]) -> list[str]:
    """Keep which columns the queue has for an officer, in order; none for the usual ones. Return what is kept.

    Raises NotPossible for more than MOST_COLUMNS. Codes that there are no columns for are left out.
    """
    known = all_columns()
    chosen = [code for code in dict.fromkeys(columns) if code in known]
    if len(chosen) > MOST_COLUMNS:
        raise NotPossible(_("A list has %(most)s columns at most.") % {"most": MOST_COLUMNS})
    DeskSettings.objects.update_or_create(officer=by, defaults={"columns": chosen})
    data = {"columns": chosen}
    audit.record(actor=f"user:{by.pk}", action="columns:chosen", subject=f"user:{by.pk}", data=data)
    return chosen


def _own(view: SavedView, by: User) -> SavedView:
    locked = SavedView.objects.select_for_update(of=("self",)).filter(pk=view.pk, owner=by).first()
    if locked is None:
        raise NotAllowed("this view is somebody else's, or gone")
    return locked


def _checked_name(name: str) -> str:
    name = " ".join(name.split())
    if not (0 < len(name) <= LONGEST_NAME and name.isprintable()):
        raise NotPossible(
            _("Give the view a name of up to %(most)s characters.") % {"most": LONGEST_NAME}, "name"
        )
    return name


def _checked_query(query: str) -> str:
    try:
        parsed = parse(query)
    except QueryError as error:
        raise NotPossible(_("This search has a mistake. Put it right before you save it.")) from error
    if is_private(parsed):
        raise NotPossible(_("A search for a person, a company or a fact is not saved: it may name somebody."))
    written = write(parsed)
    if len(written) > MOST_CHARACTERS:
        raise NotPossible(_("This search is too long to be saved."))
    return written


def _check_unit(by: User, unit: str) -> None:
    if unit and unit not in posted_units(by):
        raise NotAllowed("views are shared with the units of one's own postings only")


def _write(view: SavedView) -> None:
    try:
        with transaction.atomic():
            view.save()
    except IntegrityError as error:
        raise NotPossible(_("You have a view of this name already."), "name") from error


def _record(by: User, action: str, view: SavedView) -> None:
    data = {"unit": view.unit}
    audit.record(actor=f"user:{by.pk}", action=action, subject=f"saved-view:{view.pk}", data=data)
