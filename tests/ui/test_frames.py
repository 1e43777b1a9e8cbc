"""Frames of public pages: the same page as without, in each language, and nobody else's address in it."""

import pytest

from tests import cases

pytestmark = pytest.mark.django_db
ADDRESS = "/verify/GB31011620260001230/"


def test_the_frame_has_this_visitors_address_and_language_not_the_last_ones(client):
    first = client.get(ADDRESS, {"code": "AAAA1111"}).text
    second = client.get("/verify/YB31012020260000075/", {"code": "BBBB2222"}).text
    assert 'href="/en/verify/GB31011620260001230/?code=AAAA1111"' in first
    assert 'href="/en/verify/YB31012020260000075/?code=BBBB2222"' in second
    assert "AAAA1111" not in second and "0FRAME" not in second and "0CODE0" not in second
    english = client.get("/en" + ADDRESS, {"code": "AAAA1111"}).text
    assert "Not found" in english and 'lang="en"' in english
    assert 'href="/verify/GB31011620260001230/?code=AAAA1111"' in english


def test_large_type_is_kept_apart(client):
    client.get(ADDRESS, {"code": "A"})
    client.cookies["elder"] = "1"
    assert 'class="elder"' in client.get(ADDRESS, {"code": "A"}).text
    client.cookies["elder"] = "0"
    assert 'class="elder"' not in client.get(ADDRESS, {"code": "A"}).text


def test_who_is_signed_in_sees_the_own_name(client):
    person = cases.applicant()
    client.get(ADDRESS, {"code": "A"})
    client.force_login(person)
    assert person.email in client.get(ADDRESS, {"code": "A"}).text
    client.logout()
    assert person.email not in client.get(ADDRESS, {"code": "A"}).text


@pytest.mark.parametrize("code", ['"><script>x</script>', "0CONTENT0", "0FRAME0CONTENT0", "%00", "码"])
def test_what_is_typed_is_never_markup(client, code):
    page = client.get(ADDRESS, {"code": code})
    assert page.status_code == 404
    assert "<script>x" not in page.text
    assert page.text.count("<h1>") == 1


@pytest.mark.parametrize(
    ("number", "code"), [("0FRAME0CONTENT0", "A"), ("X", "0FRAME0CONTENT0"), ("0CODE0", "A")]
)
def test_no_word_takes_the_place_of_the_content(client, number, code):
    main = client.get(f"/verify/{number}/", {"code": code}).text.partition("<main")[2].partition("</main>")[0]
    assert main.count('class="result result-bad"') == 1
    typed = 'value="0FRAME0CONTENT0"'  # it is shown as it was typed, in the form
    assert "0FRAME0" not in main.replace(typed, "")
