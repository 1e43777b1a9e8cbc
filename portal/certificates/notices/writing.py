"""What a notice of the register says on its papers, in each language."""

from datetime import date

from portal.certificates.freezing import Written, organ_of
from portal.certificates.models import Certificate
from portal.certificates.notices.registry import content
from portal.certificates.notices.texts import version_for
from portal.rulebook.queries import unit_name


def written(certificate: Certificate, issued_on: date, languages: tuple[str, ...]) -> Written:
    """Return what a notice says, the original first, and in whose name.

    issued_on: is not asked. A notice tells of its move as it was, so the texts of that day count, whenever it is made.
    Raises NoText, ValueError for a certificate that is no notice.
    """
    event = certificate.event
    if event is None:
        raise ValueError(f"{certificate.type} is no notice")
    case = certificate.application
    code, version = version_for(certificate.type, case, event)
    papers = tuple(content(certificate.type, case, event, language) for language in languages)
    organs = {language: unit_name(organ_of(certificate.unit), language) for language in languages}
    translated = {language: organs[language] for language in languages[1:]}
    return Written(papers, organs[languages[0]], f"{code} {version.since}", translated)
