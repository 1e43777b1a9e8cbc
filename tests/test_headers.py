"""Security headers on every kind of answer, and pages that fetch nothing from anywhere else."""

import re
from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import urljoin, urlsplit

import pytest
from django.test import Client
from django.urls import path

from portal import urls as portal_urls
from portal.accounts.models import User
from tests import cases, copied, tree
from tests.cms.conftest import new_site


def broken(request):
    """Fail, as code with a mistake does."""
    return 1 / 0


urlpatterns = [path("broken/", broken), *portal_urls.urlpatterns]
pytestmark = [pytest.mark.django_db, pytest.mark.urls(__name__), pytest.mark.slow]
OWN_HOSTS = {"", "testserver"}
#: attributes by which a browser fetches something without being asked to
FETCHED = {
    *(("link", "href"), ("use", "href"), ("form", "action"), ("object", "data"), ("body", "background")),
    *((tag, "src") for tag in ("script", "img", "source", "iframe", "video", "audio", "embed", "input")),
    *((tag, "srcset") for tag in ("img", "source")),
}


@pytest.fixture
def site(settings) -> None:
    """The pages of a new installation. In the demo nobody is asked for a second factor."""
    settings.DEMO = True
    copied.once("site", new_site)


def visitor(user: User | None = None, **options) -> Client:
    client = Client(raise_request_exception=False, **options)
    if user:
        client.force_login(user)
    return client


def policy(answer) -> dict[str, set[str]]:
    parts = (part.strip().split() for part in answer["Content-Security-Policy"].split(";"))
    return {part[0]: set(part[1:]) for part in parts}


def assert_strict(answer) -> None:
    rules = policy(answer)
    assert rules["default-src"] == rules["object-src"] == rules["base-uri"] == {"'none'"}
    assert rules["frame-ancestors"] == {"'none'"}
    assert rules["form-action"] == rules["style-src"] == rules["connect-src"] == {"'self'"}
    assert {source for source in rules["script-src"] if not source.startswith("'nonce-")} == {"'self'"}
    assert "unsafe" not in answer["Content-Security-Policy"]
    assert "http" not in answer["Content-Security-Policy"]
    assert_guarded(answer)
    assert answer["X-Frame-Options"] == "DENY"


def assert_guarded(answer) -> None:
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert answer["Cross-Origin-Opener-Policy"] == "same-origin"
    assert answer["Cross-Origin-Resource-Policy"] == "same-origin"
    assert answer["Referrer-Policy"] == "same-origin"
    assert "camera=()" in answer["Permissions-Policy"]


ANSWERS = {
    ("get", "/"): 200,
    ("get", "/en/"): 200,
    ("get", "/verify/"): 200,
    ("get", "/accounts/login/"): 200,
    ("get", "/accounts/signup/"): 200,
    ("get", "/healthz"): 200,
    ("get", "/my/"): 302,
    ("get", "/apply/TH/"): 302,
    ("get", "/desk/"): 302,
    ("get", "/en/desk/"): 302,
    ("get", "/en/verify"): 301,
    ("get", "/nowhere/"): 404,
    ("get", "/en/nowhere/"): 404,
    ("get", "/media/none.png"): 404,
    ("post", "/verify/ZQ31011520260000010/"): 405,
    ("get", "/broken/"): 500,
}


def test_every_answer_is_strict(site):
    answers = {(method, address): getattr(visitor(), method)(address) for method, address in ANSWERS}
    assert {asked: answer.status_code for asked, answer in answers.items()} == ANSWERS
    for answer in answers.values():
        assert_strict(answer)


def test_refusals_are_strict(site):
    forged = visitor(enforce_csrf_checks=True).post("/accounts/login/", {"login": "x"})
    assert forged.status_code == 403
    assert_strict(forged)
    stranger = visitor().get("/", headers={"host": "evil.example"})
    assert stranger.status_code == 400
    assert_strict(stranger)
    misplaced = visitor(cases.applicant()).get("/desk/")
    assert misplaced.status_code in {302, 403, 404}
    assert_strict(misplaced)


def test_wagtail_has_a_policy_of_its_own_that_lets_nothing_foreign_in(site):
    admin = User.objects.create_superuser("admin@people.test", "Right-Password-1")
    assert_guarded(visitor().get("/admin/login/"))
    answer = visitor(admin).get("/admin/")
    assert answer.status_code == 200
    rules = policy(answer)
    assert rules["default-src"] == rules["frame-ancestors"] == {"'self'"}
    assert "'unsafe-inline'" in rules["script-src"]
    assert "http" not in answer["Content-Security-Policy"]
    assert_guarded(answer)
    assert "no-store" in answer["Cache-Control"] or "no-cache" in answer["Cache-Control"]


def test_what_a_signed_in_person_sees_is_stored_nowhere(site):
    client = visitor(cases.applicant())
    for address in ("/", "/en/", "/my/", "/verify/", "/accounts/email/", "/nowhere/", "/broken/"):
        answer = client.get(address)
        assert "no-store" in answer["Cache-Control"], address
        assert_strict(answer)


class Page(HTMLParser):
    """What a page fetches, where it links to, and what of it a strict policy would not run."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.fetched: list[str] = []
        self.links: list[str] = []
        self.inline: list[str] = []
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        self.fetched += [value for name, value in given.items() if (tag, name) in FETCHED]
        if tag == "a" and "href" in given:
            self.links.append(given["href"])
        self.inline += [f"<{tag} {name}>" for name in given if name == "style" or name.startswith("on")]
        if tag == "style" or (
            tag == "script" and not ("src" in given or "nonce" in given or "json" in given.get("type", ""))
        ):
            self.inline.append(f"<{tag}>")


def crawl(client: Client, starts: list[str], most: int = 80) -> Iterator[tuple[str, Page]]:
    """Open pages and those they link to; give each that is HTML."""
    waiting, seen = list(starts), set(starts)
    while waiting and most:
        address, most = waiting.pop(0), most - 1
        answer = client.get(address, follow=True)
        assert answer.status_code < 500, address
        if not answer.get("Content-Type", "").startswith("text/html"):
            continue
        page = Page(answer.content.decode())
        yield address, page
        for link in page.links:
            target = urlsplit(urljoin(address, link))
            plain = target.path + (f"?{target.query}" if target.query else "")
            if (
                target.hostname is None
                and target.scheme == ""
                and plain not in seen
                and not plain.startswith("/admin")
            ):
                seen.add(plain)
                waiting.append(plain)


def foreign(page: Page) -> list[str]:
    addresses = [
        piece.strip().split()[0] for text in page.fetched for piece in text.split(",") if piece.strip()
    ]
    hosts = {address: urlsplit(address) for address in addresses if not address.startswith("data:")}
    return [text for text, parts in hosts.items() if (parts.hostname or "") not in OWN_HOSTS]


@pytest.mark.parametrize("who", ["visitor", "applicant", "intake", "reviewer"])
def test_pages_fetch_nothing_from_elsewhere_and_run_nothing_of_their_own(site, who):
    owner = cases.applicant()
    cases.submitted("TH", 1, by=owner)
    cases.submitted("PB", 2, by=owner)
    cases.draft("TH", owner)
    person = (
        {"visitor": None, "applicant": owner}[who] if who in {"visitor", "applicant"} else cases.officer(who)
    )
    starts = ["/desk/", "/en/desk/"] if person not in {None, owner} else ["/", "/en/", "/verify/", "/my/"]
    visited = dict(crawl(visitor(person), starts))
    assert len(visited) >= 5, sorted(visited)
    assert {address: foreign(page) for address, page in visited.items() if foreign(page)} == {}
    assert {address: page.inline for address, page in visited.items() if page.inline} == {}


def test_style_sheets_and_scripts_fetch_nothing_from_elsewhere():
    own = [path for path in tree.files() if path.suffix in {".css", ".js"} and "static" in path.parts]
    assert len(own) >= 3
    pattern = re.compile(r"""(@import|url\(|fetch\(|src\s*=)\s*["'(]*\s*(https?:)?//""")
    assert [str(path) for path in own if pattern.search(tree.read(Path(path)))] == []
