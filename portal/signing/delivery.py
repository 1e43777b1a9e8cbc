"""How codes and links reach people."""

from django.conf import settings
from django.core.mail import EmailMessage
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import override

from portal.accounts.models import User
from portal.accounts.queries import has_confirmed_mail
from portal.applications.models import Application
from portal.catalog.declaration import Signer
from portal.notifications import texting
from portal.signing import wording
from portal.signing.policies import Refused
from portal.signing.queries import answers_of
from portal.standards import names, phones


def way_of(signer: Signer, owner: User | None) -> str:
    """Return how a code goes to a signer: "sms", or "mail" to the applicant while no sender is set up.

    Raises Refused when there is no way.
    """
    if texting.can_send():
        return "sms"
    if owner is None:
        raise Refused(wording.NO_TEXTING)
    if not has_confirmed_mail(owner):
        raise Refused(wording.NO_WAY)
    return "mail"


def address(way: str, signer: Signer, owner: User | None) -> str:
    """Return the number or the mail address that a code goes to."""
    return owner.email if way == "mail" and owner else signer.mobile


def masked_address(signer: Signer, owner: User | None) -> str:
    """Return where a code would go, for the page: 138****8000, or the applicant's own mail address."""
    if texting.can_send() or owner is None:
        return phones.mask(signer.mobile)
    return owner.email


def send_code(way: str, code: str, signer: Signer, owner: User | None, language: str) -> None:
    """Send a code. Raises NotSent."""
    with override(language):
        site = _("Government Services Online")
        text = _("%(code)s is your code to sign at %(site)s. It is valid for 5 minutes. Give it to nobody.")
        text = text % {"code": code, "site": site}
        title = _("Your code to sign")
    if way == "sms":
        texting.send(signer.mobile, text)
        return
    try:
        EmailMessage(title, text + "\n", to=[address(way, signer, owner)]).send()
    except OSError:
        raise texting.NotSent from None


def link_of(token: str) -> str:
    """Return the whole address of a link, in the active language."""
    return settings.SITE_URL + reverse("signing:page", args=[token])


def text_link(application: Application, signer: Signer, token: str) -> bool:
    """Text the link of an invitation to the co-signer; return whether the sender took it."""
    with override(application.language):
        text = _("%(who)s asks you to sign an application for “%(service)s”: %(link)s")
        words = {"who": who_asks(application), "service": str(application.declaration.title)}
        return _sent(signer.mobile, text % {**words, "link": link_of(token)})


def text_reminder(application: Application, signer: Signer, until: str) -> bool:
    """Remind a co-signer by text; the link itself is not known here any more."""
    with override(application.language):
        text = _(
            "%(who)s still waits for your signature for “%(service)s”. Please use the link you were sent; "
            "it is valid until %(until)s."
        )
        words = {"who": who_asks(application), "service": str(application.declaration.title), "until": until}
        return _sent(signer.mobile, text % words)


def _sent(mobile: str, text: str) -> bool:
    try:
        texting.send(mobile, text)
    except texting.NotSent:
        return False
    return True


def who_asks(application: Application) -> str:
    """Return who asks, as strangers may read it: a person's name in part, a company's in full."""
    service = application.declaration
    subject = service.subject(answers_of(application))
    return names.mask(subject) if service.audience == "person" else subject
