"""What the applicant is told about signatures. No notice holds a name or a reason: the page has them."""

from django.utils.translation import override

from portal.applications.models import Application
from portal.notifications.telling import tell
from portal.rulebook.queries import norms
from portal.signing.content import OWN, signers_in
from portal.signing.models import Signature
from portal.signing.policies import fits
from portal.signing.queries import answers_of, signers_of
from portal.ui.templatetags.ui import local_date
from portal.workdays.queries import today


def tell_owner(application: Application, kind: str, key: str = "", until: object = None) -> None:
    """Write a notice to the applicant. key: the signer it is about, named by the role."""
    language = application.language
    with override(language):
        context = {
            "application": str(application.pk),
            "service": str(application.declaration.title),
            "who": role_of(application, key, language),
            "until": local_date(until),  # type: ignore[arg-type]
        }
    tell(
        recipient=application.owner,
        kind=kind,
        language=language,
        subject=f"application:{application.pk}",
        context=context,
    )


def role_of(application: Application, key: str, language: str) -> str:
    """Return the role of a signer in a language; the key when nobody signs under it any more."""
    signers = signers_in(application.declaration, answers_of(application), norms(today()), language)
    return next((str(signer.role) for signer in signers if signer.key == key), key)


def tell_if_complete(application: Application) -> None:
    """Tell the applicant when the last of the others has signed."""
    others = [signer for signer in signers_of(application) if signer.key != OWN]
    there = {row.key: row for row in Signature.objects.filter(application=application)}
    if others and all(fits(there.get(signer.key), signer) for signer in others):
        tell_owner(application, "sign_complete")
