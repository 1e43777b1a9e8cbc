"""The page of a thread, the same for both sides: the rooms above give it a frame and say who may come in."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from portal.applications.models import Application
from portal.applications.policies import NotAllowed
from portal.correspondence import actions, queries
from portal.correspondence.forms import MessageForm
from portal.correspondence.models import Message
from portal.correspondence.policies import MOST_FILES, NotSent
from portal.documents import actions as documents
from portal.documents.enclosures import ENCLOSURE
from portal.documents.models import Document
from portal.documents.naming import accept_of, clean_name

HINTS = {
    Message.Side.APPLICANT: gettext_lazy("The office that handles your case reads this."),
    Message.Side.OFFICE: gettext_lazy("The applicant reads this and sees the name of your unit, not yours."),
}


def shown(
    application: Application, side: str, form: MessageForm | None, waiting: list[Document]
) -> dict[str, Any]:
    """Return what the page of a thread needs. form: None when nobody may write now."""
    return {
        "thread": queries.thread(application),
        "side": side,
        "message_form": form,
        "waiting": waiting,
        "chosen": (form["files"].value() or []) if form else [],
        "most_files": MOST_FILES,
        "accept": accept_of(ENCLOSURE.kinds),
        "application": application,
    }


def empty_form(
    application: Application, request: HttpRequest, side: str
) -> tuple[MessageForm, list[Document]]:
    """Return a new form, and the files handed in before and not sent yet."""
    waiting = queries.waiting_files(application, request.user)
    form = MessageForm(waiting=waiting, hint=str(HINTS[Message.Side(side)]))
    form.fields["files"].initial = [str(row.pk) for row in waiting]
    return form, waiting


def sent(
    request: HttpRequest, application: Application, side: str
) -> tuple[Message | None, MessageForm, list[Document]]:
    """Do what was posted: keep the files, take one away, or send. Return the message, or the form as it stands.

    Nothing typed or handed in is lost: files that arrived stay beside the text until it is sent. Raises NotAllowed.
    """
    before = {row.pk for row in queries.waiting_files(application, request.user)}
    taken = dropped(request, application) | received(request, application)
    waiting = queries.waiting_files(application, request.user)
    new = [str(row.pk) for row in waiting if row.pk not in before]
    data = request.POST.copy()
    data.setlist(
        "files", [pk for pk in data.getlist("files") if pk in {str(row.pk) for row in waiting}] + new
    )
    form = MessageForm(data, waiting=waiting, hint=str(HINTS[Message.Side(side)]))
    if not form.is_valid() or "attach" in request.POST or taken:
        return None, form, waiting
    try:
        message = actions.send(
            application=application,
            by=request.user,
            text=form.cleaned_data["text"],
            key=form.cleaned_data["key"],
            files=[UUID(pk) for pk in form.cleaned_data["files"]],
        )
    except NotSent as refusal:
        form.add_error("text", str(refusal))
        return None, form, waiting
    return message, form, waiting


def received(request: HttpRequest, application: Application) -> bool:
    """Keep the files of the form; True when one was not taken or is still being checked, so that nothing is sent."""
    held_up = False
    files = request.FILES.getlist("file")
    for file in files[:MOST_FILES]:
        try:
            documents.receive(application=application, material=ENCLOSURE.code, file=file, by=request.user)
        except documents.Waiting as waiting:
            messages.info(request, f"{clean_name(file.name or '')}: {waiting}")
            held_up = True
        except documents.Refused as refusal:
            messages.error(request, f"{clean_name(file.name or '')}: {refusal}")
            held_up = True
    if len(files) > MOST_FILES:
        messages.error(request, _("A message takes up to %(most)s files.") % {"most": MOST_FILES})
        held_up = True
    return held_up


def dropped(request: HttpRequest, application: Application) -> bool:
    """Take away the file whose button was pressed; True when one was. Raises NotAllowed for somebody else's."""
    chosen = request.POST.get("drop", "")
    if not chosen:
        return False
    own = {str(row.pk): row for row in queries.waiting_files(application, request.user)}
    if chosen not in own:
        raise NotAllowed("not one's own enclosure")
    documents.take_away(document=own[chosen], by=request.user)
    return True
