"""The papers of a case: the certificate of the approval, the one that closes the case, and the notices."""

from portal.applications.models import Application
from portal.applications.states import State
from portal.catalog import registry
from portal.catalog.declaration import Certificate as Declared
from portal.certificates.models import Certificate


def kinds_of(application: Application) -> dict[str, tuple[Declared, State]]:
    """Return the declaration of each type of certificate of the service, and the state that its issue leads to."""
    service = application.declaration
    kinds = {service.certificate.type: (service.certificate, State.CERT_ISSUED)}
    if service.closing:
        kinds[service.closing.type] = (service.closing, State.DELIVERED)
    return kinds


def titles() -> dict[str, str]:
    """Return what each type of certificate is called, in the active language."""
    found = (one for service in registry.all_services() for one in (service.certificate, service.closing))
    return {one.type: str(one.title) for one in found if one is not None}


def declared(certificate: Certificate) -> Declared:
    """Return how the service declares this certificate. Raises KeyError for a type it does not issue."""
    return kinds_of(certificate.application)[certificate.type][0]


def leads_to(certificate: Certificate) -> State | None:
    """Return the state a case moves to when this paper has been stored and read back; None for a notice."""
    return None if certificate.event_id else kinds_of(certificate.application)[certificate.type][1]
