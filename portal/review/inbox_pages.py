"""The inbox of an officer: what happened that he or she should know of, newest first."""

from datetime import datetime
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.db.models import Q, QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from portal.accounts.models import User
from portal.notifications import inbox
from portal.notifications.models import Memo
from portal.review.doors import officers_only

PAGE_ROWS = 25


def memos_of(officer: User) -> QuerySet[Memo]:
    """Return the lines in an officer's inbox, newest first."""
    return Memo.objects.filter(recipient=officer).order_by("-at", "-pk")


def before(cursor: str) -> Q:
    """Return the condition for lines after a cursor `<moment>_<number>`; none for one that cannot be read."""
    moment, _mark, number = cursor.rpartition("_")
    try:
        at = parse_datetime(moment)
    except ValueError:
        return Q()
    if not isinstance(at, datetime) or timezone.is_naive(at) or not (number.isdecimal() and len(number) < 19):
        return Q()
    return Q(at__lt=at) | Q(at=at, pk__lt=int(number))


@officers_only
@require_GET
def listed(request: HttpRequest) -> HttpResponse:
    """List the lines of one's own inbox, a page at a time. One query besides the count in the navigation."""
    cursor = request.GET.get("before", "")
    rows = list(memos_of(request.user).filter(before(cursor)).select_related("by")[: PAGE_ROWS + 1])
    more, rows = len(rows) > PAGE_ROWS, rows[:PAGE_ROWS]
    context: dict[str, Any] = {
        "rows": [(memo, inbox.said(memo) or _("Something you followed has changed")) for memo in rows],
        "next": f"{rows[-1].at.isoformat()}_{rows[-1].pk}" if more else "",
        "begun": bool(cursor),
    }
    return render(request, "review/inbox.html", context)


@officers_only
@require_GET
def opened(request: HttpRequest, memo: int) -> HttpResponse:
    """Lead to what a line is about; it has been read now."""
    row = Memo.objects.filter(recipient=request.user, pk=memo).first()
    if row is None:
        raise Http404
    if row.read_at is None:
        Memo.objects.filter(pk=row.pk, read_at=None).update(read_at=timezone.now())
    return redirect(place_of(row))


def place_of(memo: Memo) -> str:
    """Return the address of what a line is about: a case, or what another room leads to; else the inbox."""
    kind, _mark, number = memo.subject.partition(":")
    page = "review:case" if kind == "application" else inbox.page_of(kind)
    try:
        return reverse(page, args=[UUID(number)]) if page else reverse("review:inbox")
    except ValueError:
        return reverse("review:inbox")


@officers_only
@require_POST
def read_all(request: HttpRequest) -> HttpResponse:
    """Mark the lines of one's own inbox as read."""
    count = Memo.objects.filter(recipient=request.user, read_at=None).update(read_at=timezone.now())
    messages.success(request, _("Marked as read: %(count)s") % {"count": count})
    return redirect("review:inbox")
