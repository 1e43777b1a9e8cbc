"""The command that makes synthetic cases: what it makes is valid, spread out and nobody's."""

import json
from collections import Counter
from datetime import date

import pytest
from django.core.management import CommandError, call_command
from django.db import connection

from portal.accounts.models import Posting, User
from portal.applications.models import Application, Fact
from portal.applications.states import CLOSED, State, turn_of
from portal.catalog import registry
from portal.keyring.sealing import blind_index
from portal.management import invented, seeding
from portal.management.multiplying import SERIALS, WEIGHTS
from portal.review.models import Labelled
from portal.standards import case_numbers, credit_code, mod11_2, resident_id

pytestmark = [pytest.mark.django_db, pytest.mark.slow]


@pytest.fixture
def demo(settings):
    settings.DEMO = True


def test_cases_are_valid_and_spread(demo, capsys):
    call_command("seed_cases", "400", "--json")
    told = json.loads(capsys.readouterr().out)
    cases = list(Application.objects.all())
    assert told["cases"] == len(cases) == 400
    assert told["facts"] == Fact.objects.count() > 1000
    assert told["labels on cases"] == Labelled.objects.count() > 0
    assert all(case_numbers.valid(case.number) for case in cases)
    assert {case.service for case in cases} == {service.code for service in registry.all_services()}
    assert len({case.district for case in cases}) == 17, "sixteen districts and the city"
    for case in cases:
        assert case.turn == turn_of(case.state)
        assert (case.concluded_at is None) == (case.state not in CLOSED)
        assert case.number[2:8] == case.district == case.unit[:6]
    shares = Counter(case.state for case in cases)
    assert shares[State.CONCLUDED] > 200 and shares[State.RECEIVED] and shares[State.PENDING_APPROVAL]
    assert {case.assignee is None for case in cases if case.turn} == {True, False}


def test_people_and_companies_are_found_as_those_of_real_cases_are(demo):
    call_command("seed_cases", "60")
    for case in Application.objects.filter(service__in=["PB", "SX"]):
        texts = dict(case.facts.exclude(text="").values_list("key", "text"))
        assert texts["company_name"] == case.subject
        assert credit_code.check(texts["company_uscc"]) == texts["company_uscc"]
    numbers = {blind_index("applicant_id", invented.resident_id(4 * n)) for n in range(60)}
    assert numbers & set(Fact.objects.filter(key="applicant_id").values_list("index", flat=True))


def test_more_are_added_and_numbers_go_on(demo):
    call_command("seed_cases", "50")
    call_command("seed_cases", "50", "--seed", "2")
    assert Application.objects.count() == 100
    assert len(set(Application.objects.values_list("number", flat=True))) == 100


def test_nobody_can_sign_in_as_one_of_them(demo):
    call_command("seed_cases", "20")
    made = User.objects.filter(email__endswith=".invalid")
    assert made.exists() and Posting.objects.filter(user__in=made).exists()
    assert not [user for user in made[:20] if user.has_usable_password()]


def test_an_installation_is_left_alone_unless_it_is_forced(settings):
    settings.DEMO = settings.DEBUG = False
    with pytest.raises(CommandError, match="This is no demo"):
        call_command("seed_cases", "10")
    assert not Application.objects.exists()
    call_command("seed_cases", "10", "--force")
    assert Application.objects.count() == 10


def test_less_than_one_case_is_refused(demo):
    with pytest.raises(CommandError, match="At least one"):
        call_command("seed_cases", "0")


def test_invented_numbers_are_valid():
    for n in (0, 1, 77, 123_456, 3_999_999):
        number = invented.resident_id(n)
        assert resident_id.check(number, date(2026, 11, 1)) == number
        assert credit_code.check(invented.company_code(n)) and not credit_code.warnings(
            invented.company_code(n)
        )
    assert len({invented.resident_id(n) for n in range(50_000)}) == 50_000


def test_the_database_counts_check_characters_as_the_portal_does():
    digits = "31011520261128001017"
    product = sum(int(digit) * weight for digit, weight in zip(digits, WEIGHTS, strict=True))
    assert "0123456789X"[(12 - product % 11) % 11] == mod11_2.check_digit(digits)


@pytest.mark.postgres
@pytest.mark.skipif(connection.vendor != "postgresql", reason="copies are made by PostgreSQL")
def test_copies_have_numbers_and_people_of_their_own(demo, monkeypatch):
    monkeypatch.setattr(seeding, "ORIGINALS", 30)
    call_command("seed_cases", "95")
    numbers = list(Application.objects.values_list("number", flat=True))
    assert len(set(numbers)) == 95 and all(map(case_numbers.valid, numbers))
    assert sum(int(number[16:22]) > SERIALS for number in numbers) == 62
    applicants = Fact.objects.filter(key="applicant_id").values_list("index", flat=True)
    assert len(applicants) == len(set(applicants))
