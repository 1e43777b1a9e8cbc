"""The frame of the pages: headers, error pages, languages, elder mode, tags."""

from datetime import date, datetime
from zoneinfo import ZoneInfo

import pytest
import time_machine
from django.template import Context, Template
from django.test import Client, RequestFactory
from django.utils import translation

from portal.ui.addresses import in_language
from portal.ui.templatetags import ui

pytestmark = [pytest.mark.urls("tests.ui.urls"), pytest.mark.django_db]


@pytest.fixture
def browser(settings):
    settings.DEMO = True
    return Client(raise_request_exception=False)


def policy(response):
    return dict(part.strip().partition(" ")[::2] for part in response["Content-Security-Policy"].split(";"))


@pytest.mark.parametrize(
    ("path", "status"), [("/ui/", 200), ("/nowhere/", 404), ("/broken/", 500), ("/en/ui", 301)]
)
def test_every_answer_carries_the_strict_policy(browser, path, status):
    response = browser.get(path)
    assert response.status_code == status
    rules = policy(response)
    assert rules["default-src"] == "'none'"
    assert rules["script-src"] == "'self'"
    assert rules["style-src"] == "'self'"
    assert rules["frame-ancestors"] == rules["base-uri"] == rules["object-src"] == "'none'"
    assert "unsafe" not in response["Content-Security-Policy"]
    assert "camera=()" in response["Permissions-Policy"]
    assert response["Cross-Origin-Opener-Policy"] == "same-origin"
    assert response["X-Content-Type-Options"] == "nosniff"


def test_csrf_refusal_carries_the_headers_and_says_what_to_do():
    response = Client(enforce_csrf_checks=True).post("/en/ui/")
    assert response.status_code == 403
    assert policy(response)["default-src"] == "'none'"
    assert "This form has expired" in response.content.decode()


def test_nonce_is_fresh_and_allowed(browser):
    first, second = browser.get("/nonce/"), browser.get("/nonce/")
    assert f"'nonce-{first.content.decode()}'" in policy(first)["script-src"]
    assert first.content != second.content


def test_admin_has_a_policy_of_its_own(browser):
    rules = policy(browser.get("/admin/page/"))
    assert rules["default-src"] == "'self'"
    assert "'unsafe-inline'" in rules["script-src"]
    assert rules["object-src"] == "'none'"


def test_pages_of_a_session_are_not_stored(browser, settings):
    assert "no-store" not in browser.get("/ui/").get("Cache-Control", "")
    browser.cookies[settings.SESSION_COOKIE_NAME] = "x"
    assert browser.get("/ui/")["Cache-Control"] == "no-store"


def test_style_guide_is_for_demo_only(settings):
    settings.DEMO = settings.DEBUG = False
    assert Client().get("/ui/").status_code == 404


def test_pages_have_no_inline_style_and_no_inline_script(browser):
    page = browser.get("/ui/?errors=1").content.decode()
    assert " style=" not in page and "<style" not in page and " onclick" not in page
    assert page.count("<script") == page.count("<script src=")


@pytest.mark.parametrize("path", ["/nowhere/", "/broken/"])
def test_error_pages_ask_nothing_of_the_database(browser, django_assert_num_queries, path):
    with django_assert_num_queries(0):
        page = browser.get("/en" + path).content.decode()
    assert '<html lang="en"' in page


@pytest.mark.parametrize(
    ("path", "language", "expected"),
    [
        ("/my/?page=2", "en", "/en/my/?page=2"),
        ("/en/my/?page=2", "zh-hans", "/my/?page=2"),
        ("/en/", "zh-hans", "/"),
        ("/en", "zh-hans", "/"),
        ("/", "en", "/en/"),
        ("/en/x/", "en", "/en/x/"),
        ("/entry/", "en", "/en/entry/"),
        ("/entry/", "zh-hans", "/entry/"),
        ("//evil.example/", "en", "/en//evil.example/"),
        ("/en//evil.example/", "zh-hans", "/evil.example/"),
    ],
)
def test_language_of_an_address(path, language, expected):
    assert in_language(path, language) == expected


def test_language_url_keeps_path_and_query():
    context = Context({"request": RequestFactory().get("/en/apply/TH/?x=1&y=2")})
    assert Template('{% language_url "zh-hans" %}').render(context) == "/apply/TH/?x=1&amp;y=2"


def test_page_says_its_language_and_leads_to_the_other(browser):
    page = browser.get("/ui/?a=1").content.decode()
    assert '<html lang="zh-CN">' in page and 'href="/en/ui/?a=1"' in page
    page = browser.get("/en/ui/?a=1").content.decode()
    assert '<html lang="en">' in page and 'href="/ui/?a=1"' in page


def test_elder_mode_is_kept_in_a_cookie(browser):
    response = browser.get("/ui/elder/", {"on": "1", "next": "/ui/?errors=1"})
    assert response["Location"] == "/ui/?errors=1"
    assert 'class="elder"' in browser.get("/ui/").content.decode()
    browser.get("/ui/elder/", {"on": "0", "next": "/ui/"})
    assert 'class="elder"' not in browser.get("/ui/").content.decode()


@pytest.mark.parametrize("target", ["https://evil.example/", "//evil.example/", "javascript:alert(1)", ""])
def test_elder_mode_leads_nowhere_else(browser, target):
    assert browser.get("/ui/elder/", {"on": "1", "next": target})["Location"] == "/"


def test_suggestions_of_counties(browser):
    assert "江苏省 苏州市 姑苏区" in browser.get("/ui/divisions/", {"q": "姑苏"}).json()
    assert browser.get("/ui/divisions/").json() == []


@time_machine.travel(datetime(2026, 11, 24, tzinfo=ZoneInfo("Asia/Shanghai")))
def test_dates_have_their_weekday():
    with translation.override("en"):
        assert ui.local_date(date(2026, 12, 4)) == "Friday 4 December"
        assert ui.local_date(date(2027, 1, 4)) == "Monday 4 January 2027"
        late = datetime(2026, 12, 3, 18, 5, tzinfo=ZoneInfo("UTC"))
        assert ui.local_moment(late) == "Friday 4 December 02:05"
        assert ui.local_date(None) == ""


@pytest.mark.parametrize(
    ("number", "masked"), [("310101199001010012", "310***********0012"), ("1234", "****"), (None, "")]
)
def test_masked_numbers(number, masked):
    assert ui.mask_id(number) == masked


def test_sizes():
    assert [ui.file_size(size) for size in (0, 1, 98_000, 1_234_567)] == ["0 KB", "1 KB", "96 KB", "1.2 MB"]


def test_tags_have_icon_and_word_and_are_escaped():
    html = ui.status_tag("bad", "<b>")
    assert "<svg" in html and "&lt;b&gt;" in html
