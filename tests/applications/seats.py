"""A service whose cases take places and hold persons, as a declaration made from a real one."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from typing import Any

from portal.accounts.models import User
from portal.applications import actions
from portal.applications.models import Application
from portal.catalog import registry
from portal.catalog.declaration import Fact, Reserve, Service
from portal.rulebook.models import RuleEntry
from tests import cases

CODE, LIST = "XT", "public_households"
HUAMU, LUJIAZUI = "31011551000001", "31011552000001"


@contextmanager
def service() -> Iterator[Service]:
    """Offer the service for the length of a test. What its cases take and hold stands in `answers["seats"]`."""
    made = replace(
        registry.get("TH"),
        code=CODE,
        route=lambda answers, norms: "310115510000",
        subject=lambda answers: "测试人",
        facts=lambda answers, norms: [
            Fact("employer", text=answers["seats"]["employer"]),
            *(Fact("person", secret=id_no, exclusive=True) for id_no in answers["seats"]["persons"]),
            Fact("mobile", secret=answers["seats"]["mobile"]),
        ],
        reserves=lambda answers: [Reserve(LIST, answers["seats"]["household"], answers["seats"]["amount"])],
    )
    registry.register(made)
    try:
        yield made
    finally:
        registry._services.pop(CODE)


def handed_in(
    household: str = HUAMU, amount: int = 1, persons: tuple[str, ...] = (), **more: str
) -> dict[str, Any]:
    """Return the arguments of `actions.submit` but application and person."""
    given = cases.handed_in("TH")
    seats = {"household": household, "amount": amount, "persons": list(persons)}
    given["answers"] = {**given["answers"], "seats": {**seats, "employer": "甲", "mobile": "1", **more}}
    return given


def submitted(by: User | None = None, **options: Any) -> Application:
    """Return a case that takes places."""
    person = by or cases.applicant()
    draft = cases.draft(CODE, person)
    case = actions.submit(application=draft, by=person, **handed_in(**options))
    return Application.objects.get(pk=case.pk)


def corrected(case: Application, **options: Any) -> Application:
    """Ask for a correction and hand it in with other places."""
    case = cases.correction(case, material="M1")
    given = {**handed_in(**options), "materials": cases.another_paper(case)}
    actions.resubmit(application=case, by=case.owner, **given)
    return Application.objects.get(pk=case.pk)


def household(code: str = HUAMU, **changes: Any) -> RuleEntry:
    """Change a public household as an editor does."""
    row = RuleEntry.objects.get(list_key=LIST, code=code)
    row.data |= changes
    row.full_clean()
    row.save()
    return row
