"""Hand a journey in: the answers as judged, with the papers that lie there at that moment."""

from typing import Any

from django.db import transaction

from portal.accounts.models import User
from portal.applications import actions
from portal.applications.models import Application
from portal.documents import actions as documents
from portal.signing.content import signers_in
from portal.signing.policies import check_signed
from portal.wizard import checking, materials, prefill
from portal.wizard.journey import Journey


class PapersMissing(Exception):
    """A paper that is needed was taken away after it had been looked for."""


class AnswersChanged(Exception):
    """The answers were edited elsewhere after they had been judged, so they are not what was signed."""


def hand_in(*, journey: Journey, answers: dict[str, Any], by: User) -> Application:
    """Submit a draft or a correction and return the case; sent twice, the first one stands.

    answers: as judged. The papers are looked for again under the lock of the case, which uploads and removals
    wait for: what the submission lists is there, and what is there is listed. Where somebody has to sign, all
    signatures are looked for under it too, and edits wait for it (R-TH-15). What the company's account is to keep
    of the answers is remembered with it. Raises PapersMissing, SignaturesMissing,
    AnswersChanged, and what `applications.actions.submit` and `resubmit` raise.
    """
    submit = actions.resubmit if journey.asked else actions.submit
    shown = checking.shown_in_each_language(journey.service, answers, journey.norms_of)
    flags = checking.flags(journey, answers)
    signers = signers_in(journey.service, answers, journey.norms)
    with transaction.atomic():
        locked = Application.objects.select_for_update().get(pk=journey.application.pk)
        papers: list[dict[str, Any]] = []
        now = locked.state == journey.application.state
        if now:  # else it was handed in meanwhile, and that stands
            if materials.missing_of(materials.rows_of(journey)):
                raise PapersMissing
            if signers and locked.draft != journey.document:
                raise AnswersChanged
            check_signed(locked, signers)
            papers = documents.freeze(application=locked, answers=answers, by=by)
        case = submit(
            application=journey.application,
            by=by,
            answers=answers,
            shown=shown,
            materials=papers,
            flags=flags,
        )
        if now:
            prefill.remember(journey, answers, by)
    return case
