"""Officers find a case by the number of a paper that was issued for it, and only cases that they may see."""

import pytest

from portal.certificates.models import Certificate
from portal.standards.case_numbers import certificate_number
from tests.factories import officer, submitted_application
from tests.review.addresses import desk_url

pytestmark = pytest.mark.django_db
NUMBER = certificate_number("ZQ", "310115", 2026, 17)
OUTSIDE = "310151000000"


@pytest.fixture
def case():
    row = submitted_application()
    Certificate.objects.create(application=row, type="ZQ", number=NUMBER, unit=row.unit)
    submitted_application(n=2)
    return row


def found(client, user, query):
    client.force_login(user)
    response = client.get(desk_url("queue", language="en"), {"q": query, "tab": "all"})
    assert response.status_code == 200
    return {row["case"].pk for row in response.context["rows"]}


@pytest.mark.parametrize("typed", [NUMBER, NUMBER.lower(), f"{NUMBER[:8]}-{NUMBER[8:]}"])
def test_a_case_is_found_by_the_number_of_its_certificate(client, case, typed):
    assert found(client, officer("intake"), typed) == {case.pk}


def test_a_number_of_no_certificate_finds_nothing(client, case):
    assert found(client, officer("intake"), certificate_number("ZQ", "310115", 2026, 18)) == set()


def test_the_number_of_a_certificate_shows_no_case_of_elsewhere(client, case):
    assert found(client, officer("intake", OUTSIDE), NUMBER) == set()


def test_a_beginning_of_the_number_of_a_case_finds_it_still(client, case):
    assert case.pk in found(client, officer("intake"), case.number[:19])
