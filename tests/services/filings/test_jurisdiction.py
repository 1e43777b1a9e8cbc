import pytest

from services.filings.jurisdiction import (
    Competent,
    Haul,
    NotCompetent,
    NotRequired,
    crosses_city_boundary,
    route_purchase,
    route_transport,
    site_is_elsewhere,
)

SUZHOU, HUANGPU, JINSHAN = "320508", "310101", "310116"


@pytest.mark.parametrize(
    ("reg", "site", "kind", "answer"),
    [
        pytest.param(SUZHOU, JINSHAN, "USE_SITE", Competent(JINSHAN), id="outside, place of use here"),
        pytest.param(SUZHOU, JINSHAN, "BRANCH", Competent(JINSHAN), id="outside, branch here"),
        pytest.param(HUANGPU, JINSHAN, "USE_SITE", Competent(JINSHAN), id="route by site, not registration"),
        pytest.param(HUANGPU, HUANGPU, "REGISTRATION", Competent(HUANGPU), id="at the registered seat"),
        pytest.param(HUANGPU, JINSHAN, "REGISTRATION", Competent(HUANGPU), id="unproven site: registration"),
        pytest.param(HUANGPU, "NONE", "", Competent(HUANGPU), id="Shanghai company without site"),
        pytest.param(HUANGPU, "", "", Competent(HUANGPU), id="Shanghai company, site not answered"),
        pytest.param(SUZHOU, "NONE", "", NotCompetent(SUZHOU), id="outside without a place here"),
        pytest.param(SUZHOU, JINSHAN, "REGISTRATION", NotCompetent(SUZHOU), id="outside, unproven site"),
    ],
)
def test_route_purchase(reg, site, kind, answer):
    assert route_purchase(reg, site, kind) == answer


@pytest.mark.parametrize(
    ("reg", "site", "elsewhere"),
    [(SUZHOU, JINSHAN, True), (HUANGPU, JINSHAN, True), (JINSHAN, JINSHAN, False), (SUZHOU, "NONE", False)],
)
def test_site_is_elsewhere(reg, site, elsewhere):
    assert site_is_elsewhere(reg, site) is elsewhere


PUDONG = "310115"
AREAS = frozenset({"310116"})


@pytest.mark.parametrize(
    ("start", "end", "key_areas", "answer"),
    [
        pytest.param(SUZHOU, JINSHAN, (), NotCompetent(SUZHOU), id="dispatch elsewhere"),
        pytest.param(SUZHOU, SUZHOU, (SUZHOU,), NotCompetent(SUZHOU), id="a key area elsewhere is not ours"),
        pytest.param(JINSHAN, SUZHOU, (), Competent(JINSHAN), id="out of the city"),
        pytest.param(JINSHAN, PUDONG, (), NotRequired(), id="inside the city"),
        pytest.param(JINSHAN, JINSHAN, (), NotRequired(), id="inside the district"),
        pytest.param(JINSHAN, PUDONG, AREAS, Competent(JINSHAN), id="inside the city from a key area"),
        pytest.param(PUDONG, JINSHAN, AREAS, NotRequired(), id="inside the city into a key area"),
        pytest.param(PUDONG, JINSHAN, ("310000",), Competent(PUDONG), id="the whole city is a key area"),
    ],
)
def test_route_transport(start, end, key_areas, answer):
    assert route_transport(Haul(start, end), key_areas) == answer


@pytest.mark.parametrize(
    ("start", "end", "crosses"),
    [
        pytest.param("320508", "320509", False, id="one city of a province"),
        pytest.param("320508", "320102", True, id="two cities of a province"),
        pytest.param("110101", "110228", False, id="a municipality and its counties"),
        pytest.param("110101", "310101", True, id="two municipalities"),
    ],
)
def test_crosses_city_boundary(start, end, crosses):
    assert crosses_city_boundary(Haul(start, end)) is crosses
