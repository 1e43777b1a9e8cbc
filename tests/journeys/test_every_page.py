"""Every page that a visitor, an applicant or an officer can reach by links holds to what holds everywhere."""

import re
from collections import deque

import pytest

from tests.journeys.conftest import PASSWORD

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]

#: Not pages of ours, or not pages: the administration, files, signing out, changing the size of type.
LEAVE_OUT = re.compile(
    r"^(/en)?/(admin|media|site-documents|files|static|accounts/logout|ui/elder)|\.pdf$|/certificates/"
)
MOST_PAGES = 45


def shape(path: str) -> str:
    """Return an address with its identifiers taken out: one case page stands for all."""
    return re.sub(r"[0-9a-f-]{36}|[A-Z]{2}\d{16,20}[\dX]|after=[^&]+", "…", path.split("#")[0])


def crawl(person, start: list[str]) -> set[str]:
    """Open every page reachable from `start` by links, one for each shape of address; return the shapes."""
    seen: set[str] = set()
    waiting = deque(start)
    while waiting and len(seen) < MOST_PAGES:
        path = waiting.popleft()
        if shape(path) in seen:
            continue
        seen.add(shape(path))
        response = person.page.goto(path)
        assert response is not None and response.status < 400, f"{path}: {response and response.status}"
        person.look()
        here = person.server.url
        for href in person.page.eval_on_selector_all("a[href]", "links => links.map(link => link.href)"):
            target = href.removeprefix(here)
            if href.startswith(here) and not LEAVE_OUT.search(target.split("?")[0]):
                waiting.append(target)
    return seen


@pytest.mark.parametrize(("language", "width"), [("zh-hans", 390), ("en", 1280)])
def test_a_visitor_s_pages(person, language, width):
    visitor = person(width=width, language=language)
    prefix = visitor.prefix
    seen = crawl(visitor, [f"{prefix}/", f"{prefix}/verify/", f"{prefix}/accounts/signup/"])
    assert {f"{prefix}/", f"{prefix}/accounts/login/", f"{prefix}/verify/"} <= seen
    assert len(seen) > 12


@pytest.mark.slow
@pytest.mark.parametrize(("language", "width"), [("zh-hans", 1280), ("en", 390)])
def test_an_applicant_s_pages(person, language, width):
    applicant = person(width=width, language=language)
    applicant.sign_in("talent@demo.test", PASSWORD)
    prefix = applicant.prefix
    seen = crawl(applicant, [f"{prefix}/my/", f"{prefix}/accounts/email/", f"{prefix}/accounts/2fa/"])
    assert f"{prefix}/my/…/" in seen


@pytest.mark.slow
@pytest.mark.parametrize(("language", "width"), [("zh-hans", 390), ("en", 1280)])
@pytest.mark.parametrize("officer", ["intake", "approver"])
def test_an_officer_s_pages(person, language, width, officer):
    member = person(width=width, language=language)
    member.sign_in(f"{officer}@demo.test", PASSWORD)
    seen = crawl(member, [f"{member.prefix}/desk/"])
    assert f"{member.prefix}/desk/…/" in seen


@pytest.mark.slow
def test_pages_in_the_dark_and_in_large_type(person):
    """Contrast and fit also hold in dark mode and with the large type that elders choose."""
    visitor = person(width=390)
    visitor.page.emulate_media(color_scheme="dark")
    for path in ("/", "/verify/", "/accounts/login/", "/ui/"):
        visitor.go(path)
    visitor.page.goto("/ui/elder/?on=1&next=/")
    visitor.looked.clear()
    for path in ("/", "/verify/", "/ui/"):
        visitor.go(path)
