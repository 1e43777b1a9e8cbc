"""Checkpoints about the company that files (domain D2, CP22), and the judgement of its papers in every filing."""

from django.utils.translation import gettext_lazy as _

from portal.catalog.checking import Checked, Judgement
from portal.catalog.judging import Judging, not_here
from services.filings.company.findings import record_findings
from services.filings.company.reading import company
from services.filings.reading import day

PERSON = "PER"
#: States of registration in which nobody may trade. An organisation listed as abnormal may (经营异常).
GONE = ("REVOKED", "CANCELLED")
PENALTY = _("A penalty is on record. An officer has to decide whether to go on.")
BY_LICENCE = _("The register of enterprises could not be asked. Please compare with the business licence.")


def standing(checked: Checked) -> Judgement:
    """CP22: the organisation exists, is in business, its licence is valid, and nothing bars it (445 art. 38).

    A penalty of the last years bars nothing by itself, an officer decides (R-EN-16), so it is noted. The licence must
    have been valid when the filing was submitted.
    """
    own = company(checked.answers)
    if own.org_type == PERSON:
        return not_here(_("An individual files; there is no organisation."), "fact:handler")
    judging = Judging(checked, "fact:company_uscc", "material:EN01")
    missing = _("The register of enterprises knows no organisation of this code and name.")
    judging.register("enterprise", missing, BY_LICENCE)
    judging.fail(own.reg_status in GONE, _("The organisation's registration is revoked or cancelled."))
    judging.note(own.reg_status == "ABNORMAL", _("The organisation is listed as abnormal."))
    until = day(checked.answers.get("company") or {}, "licence_valid_to")
    expired = until is not None and until < checked.submitted_on
    judging.fail(expired, _("The business licence had expired when the filing was submitted."))
    judging.note(penalised(checked, own.uscc), PENALTY, "rule:R-EN-16")
    return judging.result()


def penalised(checked: Checked, uscc: str) -> bool:
    """Return whether a penalty of the last years is on the record of a company (R-EN-16)."""
    return any(True for _finding in record_findings(uscc, checked.past, checked.norms))
