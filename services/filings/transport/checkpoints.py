"""The mandatory checkpoints of TB and TP (domain D2): their automatic halves. CP25 is the officer's alone."""

from collections.abc import Mapping
from functools import partial

from django.utils.translation import gettext_lazy as _

from portal.catalog.checking import Check, Checked, Judgement
from portal.catalog.judging import Judging, not_here, said, together
from services.filings.chemicals.checkpoints import matched, reasonableness
from services.filings.company.checkpoints import PENALTY, penalised, standing
from services.filings.jurisdiction import Competent, NotCompetent
from services.filings.lists import key_areas_in_force
from services.filings.transport import rules, verdicts
from services.filings.transport.kinds import Kind
from services.filings.transport.reading import read

#: Whose documents end too soon. Rows, no names: what a checkpoint found is kept in clear.
WHOSE = {
    "carrier": _("the carrier's licence"),
    "vehicles": _("vehicle %(row)s"),
    "drivers": _("driver %(row)s"),
    "escorts": _("escort %(row)s"),
}


def substances(checked: Checked, kind: Kind) -> Judgement:
    """CP23: each substance is of the one category that the service is for (B6)."""
    return matched(checked, {kind.category}).result()


def record(checked: Checked, kind: Kind) -> Judgement:
    """CP26: twelve months are open to the owner, and its penalties are shown (445 art. 22, 38; B8 m12_ok)."""
    transport = read(checked.answers)
    judging = Judging(checked, "rule:R-EN-06", "rule:R-EN-16", "fact:validity")
    early = [*verdicts.history_findings(transport, checked.norms, checked.past, kind)]
    judging.fail(early, _("Twelve months are not open to this owner yet."))
    judging.note(penalised(checked, transport.uscc), PENALTY)
    return judging.result()


def dispatch(checked: Checked) -> Judgement:
    """CP27: the goods leave from Shanghai and cross its boundary, or leave a key area (445 art. 20)."""
    judging = Judging(
        checked, "fact:dispatch_district", "fact:destination_district", "rule:R-EN-08", "rule:R-EN-09"
    )
    route = rules.route(read(checked.answers), key_areas_in_force(checked.norms))
    if not isinstance(route, Competent):
        elsewhere = _("The goods do not leave from Shanghai.")
        inside = _("The transport neither crosses the city boundary nor leaves a key area.")
        judging.fail(True, elsewhere if isinstance(route, NotCompetent) else inside)
    return judging.result()


def carriage(checked: Checked, kind: Kind) -> Judgement:
    """CP28: carrier, vehicles and crew are licensed for the substance and for the whole period (445 art. 24).

    The period is that of a certificate issued today. Goods that do not go by road have no vehicles of their own papers.
    """
    transport, norms = read(checked.answers), checked.norms
    if not transport.by_road:
        return not_here(_("The goods do not go by road."))
    judging = Judging(checked, "material:EN11", "material:EN12", "rule:R-EN-10")
    classes = rules.uncovered_hazards(transport, norms.entries("chemicals"))
    uncovered = _("The carrier's licence does not cover dangerous goods of class %(classes)s.")
    judging.fail(classes, said(uncovered, classes=", ".join(classes)))
    escorts = rules.escorts_missing(transport, norms.entries("chemicals"))
    judging.fail(escorts, _("Dangerous goods travel without an escort."))
    months = (norms.value(f"{kind.code}.{key}_months") for key in ("m3", "m12"))
    last = rules.valid_to(transport.validity, norms.on, *months)
    ending = [said(WHOSE[step], row=row) for step, row, _who in rules.ending_before(transport, last)]
    short = _("Ending before %(day)s, the last day of the period: %(documents)s.")
    judging.fail(ending, said(short, day=last.isoformat(), documents=together(ending)))
    return judging.result()


def checkpoints(kind: Kind) -> Mapping[str, Check]:
    """Return the functions of a transport service by id."""
    return {
        "CP22": standing,
        "CP23": partial(substances, kind=kind),
        "CP24": reasonableness,
        "CP26": partial(record, kind=kind),
        "CP27": dispatch,
        "CP28": partial(carriage, kind=kind),
    }
