"""The invented register of security licences fills in what a person could type."""

import json
from pathlib import Path

import pytest

from portal.catalog.sources import FileRegister
from services.filings import lists
from services.filings.company.samples import company_code
from services.filings.security.samples import service
from services.filings.security.sources import LICENCE_FILLS
from services.filings.security.steps.licence import ServiceLicenceForm

FILE = Path(lists.DATA) / "registers.json"
ENTRIES = json.loads(FILE.read_text(encoding="utf-8"))["security_licence"]


@pytest.mark.parametrize(
    "entry", [one for one in ENTRIES if one.get("data")], ids=lambda one: one["match"]["uscc"]
)
def test_what_it_fills_in_is_a_valid_step(norms, entry):
    assert {f"licence.{name}" for name in entry["data"]} <= set(LICENCE_FILLS)
    form = ServiceLicenceForm(entry["data"], norms=norms, answers={})
    assert form.is_valid(), form.errors


def test_it_knows_an_invented_company_of_zhejiang_as_that_company_types_itself(norms):
    typed = service(1, norms)
    question = {"uscc": company_code("330106", 1), "sec_licence_no": ""}
    assert typed["company"]["uscc"] == question["uscc"]
    reply = FileRegister(str(FILE)).ask("security_licence", question)
    assert reply.state == "YES"
    assert set(typed["contract"]["services"]) <= set(reply.data["scope"])
    assert reply.data["foreign_invested"] == "no"


def test_of_others_it_says_that_it_does_not_know():
    register = FileRegister(str(FILE))
    assert register.ask("security_licence", {"uscc": company_code("340104", 2)}).state == "NO"
    assert register.ask("security_licence", {"uscc": company_code("340104", 77)}).state == "UNAVAILABLE"
