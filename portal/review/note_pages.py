"""Writing internal notes, striking them through, and whom one can mention."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from portal.applications.models import Application
from portal.review import actions, mentions
from portal.review.doors import of_case, officers_only
from portal.review.notes import NoteForm
from portal.review.policies import NotPossible


@officers_only
@require_http_methods(["GET", "POST"])
@of_case
def write(request: HttpRequest, row: Application) -> HttpResponse:
    """Write a note; with a name that nobody has, show the text again with what is wrong."""
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
@of_case
def strike(request: HttpRequest, row: Application, note: int) -> HttpResponse:
    """Strike one's own note through."""
    event = row.events.filter(pk=note).first()
    if event is None:
        raise Http404
    try:
        actions.strike_note(note=event, by=request.user)
    except NotPossible as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, _("The note is struck through."))
    return redirect(reverse("review:case", args=[row.pk]) + "#history")


@officers_only
@require_GET
@of_case
def people(request: HttpRequest, row: Application) -> HttpResponse:
    """List the officers who can be mentioned in a case; for htmx those whose name begins as was typed."""
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
