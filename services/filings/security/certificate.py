"""The papers of the security filings as data (domain B11)."""

from datetime import date

from django.utils.translation import gettext as _

from portal.catalog.declaration import Answers, Norms
from portal.catalog.papers import CaseRecord, Paper, is_english, name_in, written_day
from services.filings.chemicals.printing import period
from services.filings.security.norms import services
from services.filings.security.reading import read_security


def valid_to(answers: Answers, issued: date, norms: Norms) -> date | None:
    """Return the last day of the paper: the end of the contract (B3)."""
    return read_security(answers).contract_to


def content(record: CaseRecord, norms: Norms) -> Paper:
    """Return the paper of a decided filing SX, without number, seal and QR code. Pure."""
    answers, language = record.answers, record.language
    contract, guards = answers["contract"], len(answers["guards"]["rows"])
    begin = date.fromisoformat(contract["service_start"])
    return Paper(
        language=language,
        fields=(
            (_("Security company"), answers["company"]["name"]),
            (_("Unified social credit code"), answers["company"]["uscc"]),
            (_("Number of the security service licence"), answers["licence"]["sec_licence_no"]),
            (_("Client"), answers["client"]["client_name"]),
            (_("Place of service"), answers["place"]["site_address"]),
            (_("Services provided"), kinds_of_service(contract["services"], norms, language)),
            (_("Period of service"), period(begin, record.valid_to, language)),
            (_("Project leader"), answers["leader"]["leader_name"]),
            (_("Number of guards"), str(guards) if is_english(language) else f"{guards}人"),
            (_("Filed on"), written_day(record.issued_on or record.decided_on, language)),
            (_("Filing authority"), record.unit_name),
        ),
    )


def kinds_of_service(codes: list[str], norms: Norms, language: str) -> str:
    """Return the kinds of service of a contract as a list in words, in the order of the law."""
    names = [name_in(entry, language) for code, entry in services(norms).items() if code in codes]
    return (", " if is_english(language) else "、").join(names)


def branch_valid_to(answers: Answers, issued: date, norms: Norms) -> date | None:
    """Return None: the paper of a branch holds until something changes (B3)."""
    return None


def branch_content(record: CaseRecord, norms: Norms) -> Paper:
    """Return the paper of a decided filing SF, without number, seal and QR code. Pure."""
    own, branch = record.answers["company"], record.answers["branch"]
    return Paper(
        language=record.language,
        fields=(
            (_("Head office"), own["name"]),
            (_("Credit code of the head office"), own["uscc"]),
            (_("Number of the security service licence"), record.answers["licence"]["sec_licence_no"]),
            (_("The branch"), branch["branch_name"]),
            (_("Credit code of the branch"), branch["branch_uscc"]),
            (_("Responsible person"), branch["head_name"]),
            (_("Address"), branch["branch_address"]),
            (_("Filed on"), written_day(record.issued_on or record.decided_on, record.language)),
            (_("Filing authority"), record.unit_name),
        ),
    )
