"""What every service must keep about its checkpoints and the facts by which officers find its cases."""

import pytest
from django.utils.functional import Promise

from portal.catalog import registry
from portal.catalog.checking import Judgement
from portal.catalog.context import NoPast
from portal.rulebook.queries import norms as norms_on
from portal.workdays.queries import today
from tests.services.checked import checked
from tests.services.test_every_service import SERVICES, every_service, filled

pytestmark = pytest.mark.django_db
#: The automatic checkpoints of the stage in which a service judges by itself (domain D2, `checkpoints.json`): those of
#: the stages 审核·… whose method is AUTO or AUTO+MANUAL.
OWN = {
    "TH": ("CP13", "CP14", "CP15", "CP16", "CP17", "CP18", "CP19", "CP20"),
    "PB": ("CP22", "CP23", "CP24", "CP26"),
    "TB": ("CP22", "CP23", "CP24", "CP26", "CP27", "CP28"),
    "TP": ("CP22", "CP23", "CP24", "CP26", "CP27", "CP28"),
    "SX": ("CP29", "CP31", "CP32"),
    "SF": ("CP29", "CP31"),
}
#: Facts that only a few cases have: late filings, and what is bought under a certificate.
RARE = {"late", "purchase_cert"}
RESULTS = {"PASS", "PASS_WITH_NOTE", "NOT_APPLICABLE", "FAIL"}


@every_service
def test_a_service_judges_its_own_automatic_checkpoints_and_no_others(service):
    assert tuple(sorted(service.checkpoints)) == OWN[service.code]


def test_every_service_is_held_to_them():
    assert {service.code for service in SERVICES} == set(OWN)


@every_service
@pytest.mark.parametrize("n", range(6))
def test_a_good_sample_is_held_back_by_no_checkpoint(service, n):
    rules = norms_on(today())
    case = checked(filled(service, n, rules), rules, materials={item.code for item in service.materials})
    for checkpoint, judge in service.checkpoints.items():
        found = judge(case)
        assert isinstance(found, Judgement)
        assert found.result in RESULTS - {"FAIL"}, (checkpoint, str(found.note))
        assert bool(str(found.note)) is (found.result != "PASS")
        assert found.result == "PASS" or isinstance(found.note, Promise), checkpoint


@every_service
def test_nothing_answered_breaks_no_checkpoint(service):
    """Whoever by-passed the form is held back, and no error hides why."""
    rules = norms_on(today())
    for judge in service.checkpoints.values():
        assert judge(checked({}, rules, materials=(), past=NoPast())).result in RESULTS


@every_service
def test_what_officers_search_by_is_a_fact_and_has_a_name_in_both_languages(service):
    rules = norms_on(today())
    facts = [fact for n in range(10) for fact in service.facts(filled(service, n, rules), rules)]
    given = {fact.key for fact in facts}
    assert service.fact_names
    assert set(service.fact_names) - RARE <= given
    assert all(isinstance(name, Promise) for name in service.fact_names.values()), (
        "a name waits for its language"
    )
    assert len({str(name) for name in service.fact_names.values()}) == len(service.fact_names)


@every_service
def test_identities_are_facts_that_name_somebody(service):
    rules = norms_on(today())
    facts = [fact for n in range(10) for fact in service.facts(filled(service, n, rules), rules)]
    assert service.identities
    for key in service.identities:
        assert any(fact.key == key and (fact.secret or fact.text) for fact in facts), key


def test_rare_facts_are_named_somewhere():
    assert {key for service in registry.all_services() for key in service.fact_names} >= RARE
