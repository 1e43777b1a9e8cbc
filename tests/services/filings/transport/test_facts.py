from datetime import date
from decimal import Decimal

import pytest

from portal.catalog import registry
from services.filings.jurisdiction import NoCompetentUnit
from services.filings.transport import facts
from tests.services.filings.transport.answers import ACETONE, VEHICLE, transport


def test_route_is_the_bureau_at_the_place_of_dispatch(norms):
    assert facts.route(transport(), norms) == "310116000000"
    assert facts.route(transport(), norms) in norms.entries("units")


@pytest.mark.parametrize(
    "place",
    [{"dispatch_district": "320508"}, {"destination_district": "310115"}, {"dispatch_district": None}],
)
def test_route_refuses_what_is_not_filed_here(norms, place):
    with pytest.raises(NoCompetentUnit):
        facts.route(transport(place=place), norms)


def test_subject_is_the_owner():
    assert facts.subject(transport()) == "苏州示例精细化工有限公司"


def test_facts(norms):
    rows = [VEHICLE, VEHICLE | {"trailer_plate": "沪B1234挂"}]
    answers = transport(
        vehicles=rows,
        substances=[ACETONE, ACETONE | {"quantity": "500", "unit": "g"}],
        trips={"purchase_cert_no": "GB31011620260001230"},
    )
    written = facts.facts(answers, norms)
    assert {(fact.key, fact.text) for fact in written if fact.text} >= {
        ("company_uscc", "91320500MA1WTEKT9C"),
        ("district", "310116"),
        ("dispatch_district", "310116"),
        ("destination_district", "320508"),
        ("carrier_uscc", "91320500MA1WTEKT9C"),
        ("validity", "M3"),
        ("contract_no", "YS-2026-1"),
        ("purchase_cert", "GB31011620260001230"),
        ("chem", "3-02"),
    }
    secrets = [(fact.key, fact.secret) for fact in written if fact.secret]
    assert secrets[1:] == [("plate", "沪A12345"), ("plate", "沪B1234挂")]
    numbers = {fact.key: fact.number for fact in written if fact.number is not None}
    assert numbers == {"kg:3-02": Decimal("200.5"), "total_kg": Decimal("200.5")}


def test_a_purchase_certificate_that_is_not_named_is_no_fact(norms):
    assert "purchase_cert" not in {fact.key for fact in facts.facts(transport(), norms)}


def codes(answers, *, required=True):
    return [item.code for item in registry.get("TB").materials_for(answers) if item.required is required]


def test_materials():
    assert codes(transport()) == ["EN01", "EN03", "EN05", "EN11", "EN12"]
    assert codes(transport(), required=False) == ["EN02", "EN06", "EN13"]
    assert codes(transport(carrier={"mode": "RAIL"})) == ["EN01", "EN03", "EN05"]


def test_the_two_services():
    filing, licence = registry.get("TB"), registry.get("TP")
    assert (filing.nature, filing.limits.same_day, filing.certificate.type) == ("filing", True, "YB")
    assert (licence.nature, licence.limits.same_day, licence.certificate.type) == ("licence", False, "YX")
    assert {filing.officers, licence.officers} == {2}
    assert [step.slug for step in filing.steps] == [step.slug for step in licence.steps]
    assert set(filing.bars) == {"CATEGORY_1", "CATEGORY_2"}


def test_a_second_filing_opens_two_steps_only():
    for service in (registry.get("TB"), registry.get("TP")):
        fresh = {step.slug: step.fresh for step in service.steps if step.fresh}
        assert set(fresh) == {"trips", "declare"}
        assert all(set(names) <= set(service.step(slug).form.base_fields) for slug, names in fresh.items())


def test_time_limits(norms):
    for service, promised, legal in (("TB", 0, 0), ("TP", 2, 3)):
        limits = registry.get(service).limits
        assert (norms.value(limits.decision), norms.value(limits.statutory)) == (promised, legal)
    assert norms.value(registry.get("TP").limits.intake) == 1


@pytest.mark.parametrize("service", ["TB", "TP"])
@pytest.mark.parametrize("n", range(20))
def test_vehicles_are_asked_for_on_the_road_only(norms, service, n):
    sample = registry.get(service).sample(n, norms)
    steps = [step.slug for step in registry.get(service).steps_for(sample)]
    by_road = sample["carrier"]["mode"] == "ROAD"
    assert {"vehicles", "drivers", "escorts"} <= set(steps) if by_road else "vehicles" not in steps
    assert bool(sample["vehicles"]["rows"]) is by_road


def test_owners_come_from_shanghai_and_from_outside(norms):
    seats = {registry.get("TB").sample(n, norms)["company"]["reg_district"][:2] for n in range(10)}
    assert seats == {"31", "32", "33", "34"}
    assert norms.on == date(2026, 11, 24)
