"""A list of the queue as a table: which cases, under the officer's eyes of the moment, and what its columns show."""

from collections.abc import Iterator
from itertools import islice
from urllib.parse import urlencode

from django.db.models import QuerySet
from django.http import QueryDict
from django.utils import timezone
from django.utils.translation import gettext as _

from portal.accounts.models import User
from portal.applications.models import Application
from portal.review.columns import COLUMNS, Column, around, chosen_columns
from portal.review.filters import Search
from portal.review.keyset import with_people
from portal.review.models import Export

#: A list that is longer is cut off there; it is said before.
MOST_ROWS = 100_000
#: Rows read and written at once; the progress is saved after each such portion.
PORTION = 500


def query_of(officer: User, sent: QueryDict) -> str:
    """Return the search of a list as an export keeps it: what names a person stays sealed for the officer."""
    return urlencode(Search(officer, sent).parameters())


def search_of(export: Export) -> Search:
    """Return what an export is of, under the eyes of its officer now."""
    return Search(export.officer, QueryDict(export.query))


def rows_of(export: Export) -> QuerySet[Application]:
    """Return the cases of an export as its officer sees them now, in the order of the list, at most `MOST_ROWS`."""
    search = search_of(export)
    return search.rows.order_by(*search.tab.order.keys)[:MOST_ROWS]


def columns_of(export: Export) -> list[Column]:
    """Return the columns of an export in their order: those asked for that there are, or all but the facts."""
    return chosen_columns(export.columns or COLUMNS)


def lines_of(export: Export) -> Iterator[list[list[str]]]:
    """Yield the lines of the table portion by portion, in the active language. Four queries a portion at most."""
    columns, officer = columns_of(export), export.officer
    found = rows_of(export).iterator(chunk_size=PORTION)
    while portion := list(islice(found, PORTION)):
        with_people(portion)
        beyond = around(portion, columns, officer)
        yield [[column.text(case, beyond) for column in columns] for case in portion]


def title_of(export: Export) -> str:
    """Return the name of the table in the active language."""
    return _("Queue %(day)s") % {"day": f"{timezone.localtime(export.created_at):%Y-%m-%d}"}
