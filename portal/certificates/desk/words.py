"""What the desk calls certificates and acts, and what it says of them, in the active language."""

from django.utils.formats import number_format
from django.utils.functional import Promise
from django.utils.translation import get_language, gettext_lazy, ngettext
from django.utils.translation import gettext as _

from portal.certificates import notices
from portal.certificates.freezing import organ_of
from portal.certificates.kinds import titles
from portal.certificates.models import Certificate, Proposal
from portal.rulebook.queries import unit_name
from portal.ui.templatetags.ui import local_moment

Act, Outcome = Proposal.Act, Proposal.Outcome
CONSEQUENCES: dict[str, Promise] = {
    Act.SUSPEND: gettext_lazy(
        "While it is suspended, verification answers that it must not be used. It can be put in force again."
    ),
    Act.RESUME: gettext_lazy("It can be used again from the moment of the decision."),
    Act.CANCEL: gettext_lazy("A certificate that is closed out is never in force again."),
    Act.REISSUE: gettext_lazy(
        "A new certificate with a new number and today's content takes its place; the last day stays. The former "
        "one is in force until the new one is stored."
    ),
    Act.RENEW: gettext_lazy(
        "A new certificate with a new number takes its place, and its validity begins anew."
    ),
    Act.REVOKE: gettext_lazy(
        "The decision of the case is taken back, with all its certificates. The holder is told how to contest it."
    ),
}
CONSEQUENCES_OF_MANY: dict[str, Promise] = {
    Act.REISSUE: gettext_lazy(
        "Each gets a successor with a new number and today's content; the last day stays. The former one is in "
        "force until the new one is stored."
    ),
    Act.RENEW: gettext_lazy("Each gets a successor with a new number, and the validity begins anew."),
}


def title_of(certificate: Certificate) -> str:
    """Return what a paper is called: a certificate as it was issued, in other languages as its kind is called."""
    if certificate.event_id:
        return str(notices.title(certificate.type))
    if certificate.title and (get_language() or "").startswith("zh"):
        return certificate.title
    return titles().get(certificate.type) or certificate.title or certificate.type


def organ_name(certificate: Certificate) -> str:
    """Return in whose name a paper was issued: as printed, or in English what that office is called; "" for none."""
    language = get_language() or ""
    if not certificate.organ or language.startswith("zh"):
        return certificate.organ
    return unit_name(organ_of(certificate.unit), language)


def within(label: object) -> str:
    """Return the name of an act as it stands within a sentence."""
    text = str(label)
    return text[:1].lower() + text[1:]


def confirming(proposal: Proposal, count: int = 0) -> str:
    """Return what the button says that decides for a proposal. count: of a batch, how many certificates."""
    if proposal.certificate_id is not None:
        return _("Confirm: %(act)s") % {"act": within(proposal.get_act_display())}
    if proposal.act == Act.RENEW:
        words = ngettext(
            "Confirm: renew %(count)s certificate", "Confirm: renew %(count)s certificates", count
        )
    else:
        words = ngettext(
            "Confirm: issue %(count)s certificate anew", "Confirm: issue %(count)s certificates anew", count
        )
    return words % {"count": number_format(count, force_grouping=True)}


def consequence(proposal: Proposal) -> str:
    """Return what comes of a proposal when it is confirmed."""
    if proposal.certificate_id is None:
        return str(CONSEQUENCES_OF_MANY[proposal.act])
    return str(CONSEQUENCES[proposal.act])


def ended(proposal: Proposal) -> str:
    """Return who decided on a proposal or took it back, and when; "" while it is open."""
    words = {
        Outcome.CONFIRMED: _("%(who)s confirmed it on %(when)s."),
        Outcome.REFUSED: _("%(who)s declined it on %(when)s."),
        Outcome.WITHDRAWN: _("%(who)s took it back on %(when)s."),
    }.get(Outcome(proposal.outcome))
    if words is None:
        return ""
    return words % {
        "who": proposal.decided_by or proposal.proposed_by,
        "when": local_moment(proposal.decided_at),
    }
