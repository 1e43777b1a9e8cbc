import pytest

from services.filings.jurisdiction import Competent, NotCompetent, route_purchase, site_is_elsewhere

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
