"""Writing internal notes, striking them through, and whom one can mention."""

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from portal.review import actions, mentions
from portal.review.doors import case_of, officers_only
from portal.review.notes import NoteForm
from portal.review.policies import NotPossible, OwnCase, check_may_open
from portal.review.views import own_case


@officers_only
@require_http_methods(["GET", "POST"])
def write(request: HttpRequest, application: UUID) -> HttpResponse:
    """Write a note; with a name that nobody has, show the text again with what is wrong."""
    row = case_of(request, application)
    try:
        check_may_open(request.user, row)
    except OwnCase:
        return own_case(request, row)
    form = NoteForm(request.POST if request.method == "POST" else None, auto_id="id_note_%s")
    if form.is_valid():
        try:
            actions.add_note(application=row, by=request.user, text=form.cleaned_data["text"])
        except NotPossible as refusal:
            form.add_error(refusal.field or None, str(refusal))
        else:
            messages.success(request, _("The note is written."))
            return redirect(reverse("review:case", args=[row.pk]) + "#history")
    context = {"case": row, "form": form}
    return render(request, "review/note.html", context, status=422 if form.errors else 200)


@officers_only
@require_POST
def strike(request: HttpRequest, application: UUID, note: int) -> HttpResponse:
    """Strike one's own note through."""
    row = case_of(request, application)
    event = row.events.filter(pk=note).first()
    if event is None:
        raise Http404
    try:
        actions.strike_note(note=event, by=request.user)
    except OwnCase:
        return own_case(request, row)
    except NotPossible as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, _("The note is struck through."))
    return redirect(reverse("review:case", args=[row.pk]) + "#history")


@officers_only
@require_GET
def people(request: HttpRequest, application: UUID) -> HttpResponse:
    """List the officers who can be mentioned in a case; for htmx those whose name begins as was typed."""
    row = case_of(request, application)
    try:
        check_may_open(request.user, row)
    except OwnCase:
        return own_case(request, row)
    if request.headers.get("HX-Request"):
        found = mentions.suggested(row, request.GET.get("begun", "")[:60])
        return render(request, "review/_people.html", {"people": named(found)})
    everybody = named(mentions.officers_of(row))
    return render(request, "review/people.html", {"case": row, "people": everybody})


def named(people: list) -> list[tuple[str, str]]:  # type: ignore[type-arg]
    """Return (what to write after the @, address) of officers: the address where two have the same name."""
    names = [str(one) for one in people]
    return [
        (name if names.count(name) == 1 else one.email, one.email)
        for name, one in zip(names, people, strict=True)
    ]
