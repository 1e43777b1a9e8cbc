"""Keys and daily lists, as anybody fetches and judges them."""

import json
from datetime import date, timedelta
from hashlib import sha256

import pytest
import time_machine
from django.utils import timezone

from portal.certificates.actions import daily
from portal.certificates.models import DailyList, RegisterEntry
from portal.certificates.notices import NOTICES
from portal.certificates.verification import published
from portal.seals import codes, demo
from portal.ui.limits import within
from tests.certificates.verification import jws

pytestmark = pytest.mark.django_db


@pytest.fixture
def lists(certificate) -> list[DailyList]:
    """The lists of the day of issue and of forty days after it, which lie in two months at least."""
    with time_machine.travel(timezone.now() + timedelta(days=41)):
        daily.publish()
    return list(DailyList.objects.order_by("day"))


def test_the_keys_are_a_jwk_set_that_may_be_kept(client):
    answer = client.get("/verify/keys.json")
    assert answer["Content-Type"] == "application/jwk-set+json"
    assert "public" in answer["Cache-Control"]
    (key,) = answer.json()["keys"]
    assert (key["alg"], key["use"], key["kid"]) == ("ES256", "sig", codes.published_keys()[0].kid)
    assert "d" not in key


def test_former_keys_stay_published(client, settings, tmp_path):
    folder = demo.ensure(tmp_path / "seals")
    demo.roll(folder)
    settings.CODE_KEYS = [str(path) for path in demo.code_keys(folder)]
    kids = [key["kid"] for key in client.get("/verify/keys.json").json()["keys"]]
    assert kids == [key.kid for key in codes.published_keys()]
    assert len(set(kids)) == 2
    page = client.get("/verify/keys/").content.decode()
    assert all(kid in page for kid in kids)


@pytest.mark.parametrize("path", ["/verify/keys/", "/verify/keys.json"])
def test_without_keys_it_says_so_and_nobody_keeps_it(client, settings, path):
    settings.CODE_KEYS = ["/nowhere/key.pem"]
    answer = client.get(path)
    assert answer.status_code == 503
    assert "public" not in answer.get("Cache-Control", "")


def test_the_page_may_use_the_camera_and_no_other_page(client):
    assert "camera=(self)" in client.get("/verify/keys/")["Permissions-Policy"]
    assert "microphone=()" in client.get("/verify/keys/")["Permissions-Policy"]
    assert "camera=()" in client.get("/verify/")["Permissions-Policy"]


@pytest.mark.parametrize("prefix", ["", "/en"])
def test_every_kind_of_paper_has_a_name_on_the_page(client, prefix):
    titles = client.get(f"{prefix}/verify/keys/").context["data"]["titles"]
    assert {"GB", "YB", "YX", "BA", "BF", "ZQ", "LH"} | set(NOTICES) <= set(titles)
    assert all(titles.values())


def test_a_list_is_right_by_the_published_keys(client, certificate, lists):
    answer = client.get(f"/verify/digests/{lists[0].day}.json")
    assert answer["Content-Type"] == "application/json"
    assert "public" in answer["Cache-Control"]
    said = jws.payload(answer.json(), client.get("/verify/keys.json").json())
    assert said["day"] == str(lists[0].day)
    lines = RegisterEntry.objects.filter(certificate=certificate)
    assert {line.digest for line in lines} <= {entry["line"] for entry in said["entries"]}
    assert certificate.sha256 in {entry["sha256"] for entry in said["entries"]}


def test_the_lists_form_a_chain_from_what_is_published(client, lists):
    before = daily.GENESIS
    for row in lists[:5]:
        document = jws.unpacked(client.get(f"/verify/digests/{row.day}.json").json()["payload"])
        assert json.loads(document)["previous"] == before
        before = sha256(document).hexdigest()


@pytest.mark.parametrize(
    "day", ["2020-01-01", "2026-13-01", "20261129", "2026-W48-1", "x", "%00", "2026-11-29x", "0000-00-00"]
)
def test_a_day_without_a_list_is_no_page(client, lists, day):
    assert client.get(f"/verify/digests/{day}.json").status_code == 404


def test_the_page_lists_one_month(client, lists):
    newest, oldest = lists[-1].day, lists[0].day
    page = client.get("/verify/digests/")
    assert [row.day for row in page.context["days"]] == [
        row.day for row in reversed(lists) if (row.day.year, row.day.month) == (newest.year, newest.month)
    ]
    assert page.context["newer_url"] == ""
    seen, url = set(), "/verify/digests/"
    while url:
        page = client.get(url)
        seen |= {row.day for row in page.context["days"]}
        url = page.context["older_url"] and f"/verify/digests/{page.context['older_url']}"
    assert seen == {row.day for row in lists}
    assert page.context["month"] == oldest.replace(day=1)


def test_one_list_and_many_cost_the_same_queries(client, lists, django_assert_num_queries):
    client.get("/verify/digests/")
    with django_assert_num_queries(2):
        list(client.get("/verify/digests/", {"month": f"{lists[-1].day:%Y-%m}"}).context["days"])
    DailyList.objects.exclude(day=lists[0].day).delete()
    with django_assert_num_queries(2):
        client.get("/verify/digests/")


@pytest.mark.parametrize("month", ["", "x", "2026-13", "1999-01", "2026-1", "%00", "²026-11"])
def test_a_month_without_lists_is_no_page(client, lists, month):
    assert client.get("/verify/digests/", {"month": month}).status_code == 404


def test_before_the_first_list(client):
    page = client.get("/en/verify/digests/")
    assert page.status_code == 200
    assert "No list yet." in page.content.decode()


def test_what_is_published_counts_against_no_limit(client, rf, lists):
    for _ in range(30):
        assert client.get("/verify/keys.json").status_code == 200
        assert client.get(f"/verify/digests/{lists[0].day}.json").status_code == 200
    assert within(rf.get("/"), "verify", 1)


def test_the_scanner_is_told_to_copy_and_the_halves_of_a_key_have_names(client):
    text = client.get("/en/verify/keys/").content.decode()
    assert "In your scanner choose copy, do not open the link." in text
    assert "<dt>Public key, coordinate x</dt>" in text and "<dt>Public key, coordinate y</dt>" in text


def test_a_day_is_written_in_one_way_only():
    assert published.parsed("2026-11-29") == date(2026, 11, 29)
    assert published.parsed("20261129") is None
