"""How the lines of the inbox read that are about papers."""

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from portal.certificates.desk.words import within
from portal.certificates.models import Proposal
from portal.notifications import inbox

STOPPED, SEAL_ENDS, PROPOSED = "paper_stopped", "seal_ends", "certificate_proposed"
BATCH_PROPOSED, DECIDED, BATCH_DECIDED = "batch_proposed", "proposal_decided", "batch_decided"
#: Kinds of subjects, `<kind>:<id>`: the lines lead to the page of the certificate or of the batch.
CERTIFICATE, BATCH = "certificate", "certificate-batch"


def stopped(context: Mapping[str, Any]) -> str:
    """Return that a paper could not be made, with the characters that no font has."""
    if not context["missing"]:
        return _("A paper of %(number)s (%(type)s) could not be made.") % context
    named = ", ".join(
        f"“{char}” ({code})" if char.isprintable() else code
        for char, code in zip(context["characters"], context["missing"], strict=True)
    )
    words = _(
        "A paper of %(number)s (%(type)s) could not be made: no font has %(named)s. Install one, then try again."
    )
    return words % {**context, "named": named}


def seal_ends(context: Mapping[str, Any]) -> str:
    """Return that the seal's certificate runs out."""
    return _("The electronic seal can be used for %(days)s more days. Please have it renewed.") % context


def proposed(context: Mapping[str, Any]) -> str:
    """Return what somebody asks for, that needs a second pair of eyes."""
    if "act" not in context:  # written before lines named the act
        return _("A decision on certificate %(number)s waits for a second officer.") % context
    words = _("Certificate %(number)s: %(act)s, waits for a second officer.")
    return words % {"number": context["number"], "act": within(Proposal.Act(context["act"]).label)}


def batch_proposed(context: Mapping[str, Any]) -> str:
    """Return that a batch needs a second pair of eyes, and of how many certificates."""
    words = ngettext(
        "A batch (%(count)s certificate) waits for a second officer.",
        "A batch (%(count)s certificates) waits for a second officer.",
        context["count"],
    )
    return words % context


def decided(context: Mapping[str, Any]) -> str:
    """Return what was decided on what the reader asked for; why it was declined stands on the page."""
    if context["outcome"] == Proposal.Outcome.CONFIRMED:
        words = _("What you asked for (%(act)s, %(number)s) was confirmed.")
    else:
        words = _("What you asked for (%(act)s, %(number)s) was declined.")
    return words % {"number": context["number"], "act": within(Proposal.Act(context["act"]).label)}


def batch_decided(context: Mapping[str, Any]) -> str:
    """Return what was decided on a batch that the reader asked for."""
    if context["outcome"] == Proposal.Outcome.CONFIRMED:
        words = ngettext(
            "The batch you asked for (%(count)s certificate) was confirmed.",
            "The batch you asked for (%(count)s certificates) was confirmed.",
            context["count"],
        )
    else:
        words = ngettext(
            "The batch you asked for (%(count)s certificate) was declined.",
            "The batch you asked for (%(count)s certificates) was declined.",
            context["count"],
        )
    return words % context


def declare() -> None:
    """Say how these lines read and where they lead. Called when Django starts."""
    inbox.declare(STOPPED, stopped)
    inbox.declare(SEAL_ENDS, seal_ends)
    inbox.declare(PROPOSED, proposed)
    inbox.declare(BATCH_PROPOSED, batch_proposed)
    inbox.declare(DECIDED, decided)
    inbox.declare(BATCH_DECIDED, batch_decided)
    inbox.lead(CERTIFICATE, "desk_certificates:page")
    inbox.lead(BATCH, "desk_certificates:batch")
