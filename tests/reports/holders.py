"""Certificates in the hands of invented companies, and what their holders type."""

import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import timedelta
from typing import Any

from django.utils import timezone

from portal.accounts.models import User
from portal.applications.models import Application
from portal.applications.states import State
from portal.catalog import registry
from portal.catalog.declaration import Service
from portal.certificates.actions.issuing import number as number_certificate
from portal.reports import actions
from portal.reports.models import Ledger, Report
from portal.workdays.queries import today
from services.filings.after import transport
from tests import cases

ACETONE, ACID = "3-02", "3-05"
MOVES = "XM"


def deep(answers: dict[str, Any], steps: dict[str, Any]) -> dict[str, Any]:
    """Return answers with some fields of some steps changed."""
    return {**answers, **{step: {**answers.get(step, {}), **fields} for step, fields in steps.items()}}


def row(chem: str, kg: str, **more: str) -> dict[str, Any]:
    """Return a row of the substances filed."""
    base = {"chem": chem, "quantity": kg, "unit": "kg", "density": None, "form": "LIQUID", "grade": "工业级",
            "concentration": None, "purpose_code": "P02", "purpose_text": "用作合成车间洗涤溶剂"}  # fmt: skip
    return base | more


def holder_of(service: str = "PB", by: User | None = None, unit: str = "", **steps: Any) -> Ledger:
    """Return the ledger of a concluded case with 200 kg of acetone, through every move of its way.

    unit: handles the case instead of the one that its answers lead to. steps: fields changed in the answers.
    """
    person = by or cases.applicant()
    answers = deep(cases.answers_of("PB"), {"substances": {"rows": [row(ACETONE, "200")]}} | steps)
    given = {**cases.handed_in("PB"), "answers": answers}
    case = cases.actions.submit(application=cases.draft(service, person), by=person, **given)
    if unit:
        Application.objects.filter(pk=case.pk).update(unit=unit, district=unit[:6])
    case = brought_on(Application.objects.get(pk=case.pk))
    issue(case)
    case = Application.objects.get(pk=case.pk)
    assert case.state == State.CONCLUDED
    return case.ledgers.get()


def issue(case: Application) -> None:
    """Issue the certificate that was asked for without drawing it, which takes long, and move the case on.

    Where commits are real it has been issued by now.
    """
    certificate = case.certificates.get(event=None)
    if certificate.status == "issued":
        return
    number_certificate(certificate_id=certificate.pk)
    certificate.refresh_from_db()
    certificate.status, certificate.sha256, certificate.issued_at = "issued", "0" * 64, timezone.now()
    certificate.sm3, certificate.seal, certificate.size = "0" * 64, "0" * 64, 1
    certificate.save()
    cases.actions.move(case, State.CERT_ISSUED, by=None)


def brought_on(case: Application) -> Application:
    """Accept, propose and approve a case."""
    intake, reviewer = cases.officer("intake"), cases.officer("reviewer")
    cases.actions.move(case, State.ACCEPTED, by=intake, changes={"acceptor": intake})
    case = Application.objects.get(pk=case.pk)
    case = cases.propose(case, reviewer)
    cases.approve(case)
    return Application.objects.get(pk=case.pk)


def use(kg: str = "50", **more: str) -> dict[str, str]:
    """Return what is typed for a purchase of acetone."""
    typed = {"chem": ACETONE, "quantity": kg, "unit": "kg", "bought_on": today().isoformat(),
             "document_no": "SH-2026-001", "closed": "no"}  # fmt: skip
    return typed | more


def loss(**more: str) -> dict[str, str]:
    """Return what is typed for a theft of acetone."""
    typed = {"chem": ACETONE, "quantity": "5", "unit": "kg", "kind": "THEFT", "lost_on": today().isoformat(),
             "place": "3号仓库", "what": "清点时发现少了一桶，门锁有撬痕。", "police_told": "yes",
             "police_station": "示范路派出所", "contact_name": "林晓岚", "contact_mobile": "13800138000"}  # fmt: skip
    return typed | more


def trip(kg: str = "60", days: int = 1, **more: str) -> dict[str, str]:
    """Return what is typed for a trip with acetone in so many days."""
    departs = today() + timedelta(days=days)
    typed = {"departs_on": departs.isoformat(), "departs_at": "08:30",
             "arrives_on": (departs + timedelta(days=1)).isoformat(), "plate": "沪A12345", "driver": "王小明",
             "escort": "李静", f"kg_{ACETONE}": kg}  # fmt: skip
    return typed | more


def arrival(kg: str = "60", **more: str) -> dict[str, str]:
    """Return what is typed for an arrival today."""
    return {"arrived_on": today().isoformat(), f"kg_{ACETONE}": kg, "confirmed_by": "陈芳"} | more


TRANSPORT = {
    "vehicles": {
        "rows": [{"plate": "沪A12345", "trailer_plate": ""}, {"plate": "沪B54321", "trailer_plate": ""}]
    },
    "drivers": {"rows": [{"driver_name": "王小明", "driver_id_no": "x"}]},
    "escorts": {"rows": [{"escort_name": "李静"}]},
    "trips": {"trips_planned": 4, "per_trip_max_kg": "80"},
}


@contextmanager
def moving() -> Iterator[Service]:
    """Offer, for the length of a test, a service whose holder reports trips."""
    made = replace(
        registry.get("PB"),
        code=MOVES,
        allowances=transport.transport_allowances,
        reports=transport.TRANSPORT_REPORTS,
        dues=transport.transport_dues,
        exhausted=transport.transport_exhausted,
    )
    registry.register(made)
    try:
        yield made
    finally:
        registry._services.pop(MOVES)


def report(ledger: Ledger, key: str, values: dict[str, str], **options: Any) -> Report:
    """Make a report as the owner of the case, from a page of its own."""
    by = options.pop("by", ledger.application.owner)
    token = options.pop("token", "") or secrets.token_hex(16)
    return actions.report(ledger, key, values, by=by, token=token, **options)
