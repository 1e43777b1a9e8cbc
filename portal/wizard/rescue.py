"""What is typed when somebody is signed out in mid-step is kept, sealed, until the sign-in that follows."""

import base64
from typing import Any

from django.http import HttpRequest, QueryDict

from portal.keyring.sealing import open_json, seal_json
from portal.wizard import draft, forms
from portal.wizard.journey import Journey

KEY = "wizard_typed"
MOST_CHARACTERS = 64_000


def context_of(draft_id: Any, step: str) -> str:
    """Return what ties the sealed text to its draft and step."""
    return f"rescue:{draft_id}:{step}"


def stash(request: HttpRequest, draft_id: Any, step: str) -> None:
    """Keep what a signed-out visitor sent to a step in the visitor's session, sealed."""
    sent = request.POST.copy()
    for name in ("csrfmiddlewaretoken", "go-back", "save-and-leave"):
        sent.pop(name, None)
    text = sent.urlencode()
    if len(text) > MOST_CHARACTERS:
        return
    sealed = base64.b64encode(seal_json(text, context_of(draft_id, step))).decode()
    request.session[KEY] = {"draft": str(draft_id), "step": step, "sealed": sealed}


def restore(request: HttpRequest, journey: Journey, slug: str) -> bool:
    """Put what was kept into the draft if it belongs to this step, and forget it; return whether it did.

    The journey is one of the person's own, so what somebody else typed never reaches it.
    """
    kept = request.session.get(KEY)
    if not kept or (kept["draft"], kept["step"]) != (str(journey.application.pk), slug):
        return False
    del request.session[KEY]
    step = journey.service.step(slug)
    sent = QueryDict(open_json(base64.b64decode(kept["sealed"]), context_of(kept["draft"], slug)))
    locked = forms.locked_fields(journey, step) | forms.filled_fields(journey, step)
    stored = draft.typed(journey.document, slug)
    # The page of a single row sends that row alone; the others stay as they are.
    single = step.repeat is not None and step.repeat.single
    read = forms.form_class(step)
    prefix = forms.prefix_of(step)
    raw = read.merged(stored, sent, prefix) if single else read.raw_values(sent, prefix)
    merged = draft.without_locked(stored, raw, locked)
    journey.keep(request.user, lambda document: draft.keep_typed(document, slug, merged))
    return True
