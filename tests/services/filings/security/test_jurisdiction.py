import pytest

from services.filings.jurisdiction import NotCompetent, NotRequired
from services.filings.security.jurisdiction import Taken, route_branch, route_security

BUREAU = "310000000000"


@pytest.mark.parametrize(
    ("province", "site", "answer"),
    [
        pytest.param(
            "33", "310116", Taken(BUREAU), id="licence elsewhere, service here: the municipal bureau"
        ),
        pytest.param("65", "310151", Taken(BUREAU), id="every other province, every district"),
        pytest.param("31", "310116", NotRequired(), id="inside the province"),
        pytest.param("33", "320508", NotCompetent("320508"), id="service elsewhere"),
        pytest.param("31", "320508", NotCompetent("320508"), id="Shanghai company, service elsewhere"),
    ],
)
def test_route_security(province, site, answer):
    assert route_security(province, site) == answer


@pytest.mark.parametrize(
    ("district", "competence", "answer"),
    [
        ("310116", "DISTRICT", Taken("310116000000")),
        ("310116", "MUNICIPAL", Taken(BUREAU)),
        ("310116", "", Taken("310116000000")),
        ("330106", "DISTRICT", NotCompetent("330106")),
        ("330106", "MUNICIPAL", NotCompetent("330106")),
    ],
)
def test_route_branch(district, competence, answer):
    assert route_branch(district, competence) == answer
