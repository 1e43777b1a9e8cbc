"""What the applicant is told about signatures. No notice holds a name or a reason: the page has them."""

from django.utils.translation import override

from portal.applications.models import Application
from portal.applications.queries import addressees
from portal.notifications.telling import tell
from portal.signing.content import OWN
from portal.signing.models import Signature
from portal.signing.policies import fits
from portal.signing.queries import signers_of
from portal.ui.templatetags.ui import local_date


def tell_owner(
    application: Application, kind: str, row: Signature | None = None, until: object = None
) -> None:
    """Write a notice to the applicant. row: the signature it is about; the signer is named by the role."""
    language = application.language
    with override(language):
        context = {
            "application": str(application.pk),
            "service": str(application.declaration.title),
            "who": (row.evidence.get("role") or {}).get(language, "") if row else "",
            "until": local_date(until),  # type: ignore[arg-type]
        }
    for person in addressees(application):
        tell(
            recipient=person,
            kind=kind,
            language=language,
            subject=f"application:{application.pk}",
            context=context,
        )


def tell_if_complete(application: Application) -> None:
    """Tell the applicant when the last of the others has signed."""
    others = [signer for signer in signers_of(application) if signer.key != OWN]
    there = {row.key: row for row in Signature.objects.filter(application=application)}
    if others and all(fits(there.get(signer.key), signer) for signer in others):
        tell_owner(application, "sign_complete")
