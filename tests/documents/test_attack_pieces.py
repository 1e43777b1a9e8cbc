"""Uploads in pieces, attacked: odd requests, crumbs, and who holds no more than a link for the phone."""

import pytest
from django.conf import settings
from django.test import Client
from django.urls import reverse

from portal.documents import actions, handoff, limits
from portal.documents.models import Chunk, Document, Upload
from tests import cases
from tests.documents import files
from tests.documents.test_arriving import MATERIAL, announce, send

pytestmark = pytest.mark.django_db


@pytest.fixture
def case(client):
    case = cases.draft("TH")
    client.force_login(case.owner)
    return case


@pytest.fixture
def content():
    return files.image("JPEG")


def by_phone(case, content, **more):
    """Announce a file with a link for the phone, and return the answer and the token."""
    token = handoff.make(case, MATERIAL, case.owner)
    form = {"name": "a.jpg", "size": len(content), "modified": "1700000000000", "type": "image/jpeg"} | more
    address = reverse("documents:phone_begin", args=[token])
    return Client().post(address, form, headers={"accept": "application/json"}), token


@pytest.mark.parametrize("where", ["desk", "phone"])
def test_a_form_in_place_of_a_piece_is_not_found(case, content, where):
    browser = Client(enforce_csrf_checks=True)
    if where == "phone":
        answer, token = by_phone(case, content)
        url = answer.json()["url"]
        browser.get(reverse("documents:phone", args=[token]))
    else:
        browser.force_login(case.owner)
        browser.get(reverse("documents:code", args=[case.pk, MATERIAL]))
        known = Client()
        known.force_login(case.owner)
        url = announce(known, case, content, name="a.jpg").json()["url"]
    browser.cookies[settings.CSRF_COOKIE_NAME] = secret = "a" * 32
    form = {"file": files.upload("a.jpg", content), "csrfmiddlewaretoken": secret}
    assert browser.post(url, form, headers={"Upload-Offset": "0"}).status_code == 404
    assert not Chunk.objects.exists()


def test_a_phone_without_the_page_sends_nothing(case, content):
    _answer, token = by_phone(case, content)
    stranger = Client(enforce_csrf_checks=True)
    assert stranger.post(reverse("documents:phone_begin", args=[token]), {"size": 1}).status_code == 403


def test_a_body_beyond_the_limit_is_refused_unread(client, case):
    url = announce(client, case, b"x" * limits.CHUNK * 4, name="a.jpg").json()["url"]
    assert send(client, url, 0, b"x" * limits.CHUNK * 3).status_code == 400
    assert not Chunk.objects.exists()


class Broken:
    """A body of which the line breaks."""

    def read(self, size=-1):
        raise OSError("connection reset by peer")

    readline = read


def test_a_line_that_breaks_is_no_fault_of_the_portal(client, case, content, caplog):
    url = announce(client, case, content, name="a.jpg").json()["url"]
    answer = client.generic(
        "POST", url, b"", "application/octet-stream", headers={"Upload-Offset": "0"},
        **{"wsgi.input": Broken(), "CONTENT_LENGTH": "100"},
    )  # fmt: skip
    assert (answer.status_code, answer.json()) == (409, {"offset": 0})
    assert "Traceback" not in caplog.text and not Chunk.objects.exists()


def test_a_file_in_crumbs_is_not_taken(client, case, monkeypatch):
    monkeypatch.setattr("portal.documents.actions.uploading.MOST_PIECES", 3)
    url = announce(client, case, b"x" * 5000, name="a.jpg").json()["url"]
    said = [send(client, url, offset, b"x").status_code for offset in (0, 1, 2, 3, 3)]
    assert said == [200, 200, 200, 404, 404]
    assert Chunk.objects.count() == 3
    assert limits.MOST_PIECES * limits.CHUNK > 9 * 10 * limits.CHUNK  # far from honest ones


def test_what_the_database_cannot_keep_is_left_out(client, case):
    answer = announce(client, case, b"xx", name="a\0.jpg", modified="1\0", type="image/\0jpeg")
    assert answer.status_code == 200
    upload = Upload.objects.get()
    assert (upload.name, upload.modified, upload.declared) == ("a.jpg", "1", "image/jpeg")


def test_a_link_for_the_phone_reaches_nothing_begun_on_the_computer(client, case, content):
    upload = announce(client, case, content, name="a.jpg").json()
    answer, token = by_phone(case, content)
    assert answer.json()["id"] != upload["id"]
    phone = Client()
    for name in ("phone_piece", "phone_cancel"):
        address = reverse(f"documents:{name}", args=[token, upload["id"]])
        assert phone.post(address, b"x", "application/octet-stream").status_code == 404
    assert phone.get(reverse("documents:phone_piece", args=[token, upload["id"]])).status_code == 404
    assert Upload.objects.filter(pk=upload["id"], received=0).exists()
    assert client.post(reverse("documents:cancel", args=[answer.json()["id"]])).status_code == 302


def test_a_link_for_the_phone_takes_the_place_of_no_file(case, content):
    document = actions.receive(
        application=case, material=MATERIAL, file=files.upload("x.pdf", files.pdf()), by=case.owner
    )
    answer, _token = by_phone(case, content, replaces=str(document.pk))
    assert answer.status_code == 200
    assert Upload.objects.get(pk=answer.json()["id"]).replaces is None
    assert Document.objects.filter(pk=document.pk, removed_at=None).exists()
