"""The link for the phone: what it allows, to whom it says nothing, and that no log holds it."""

import logging
import uuid

import pytest
import time_machine
from django.test import Client
from django.urls import reverse
from django.utils import timezone, translation

from portal.applications import actions as applications
from portal.documents import handoff
from portal.documents.models import Document, Upload
from portal.ui.logs import HideLinks
from tests import cases, factories
from tests.documents import files

pytestmark = pytest.mark.django_db


@pytest.fixture
def case():
    return cases.draft("TH")


@pytest.fixture
def codes(case):
    return [material.code for material in case.declaration.materials]


@pytest.fixture
def token(case, codes):
    return handoff.make(case, codes[0], case.owner)


def phone_page(token, name="phone", **more):
    return reverse(f"documents:{name}", kwargs={"token": token, **more})


def announce(client, token, content):
    form = {"name": "photo.jpg", "size": len(content), "modified": "1", "type": "image/jpeg"}
    return client.post(phone_page(token, "phone_begin"), form, headers={"accept": "application/json"})


def send(client, address, content, offset=0):
    headers = {"upload-offset": str(offset), "accept": "application/json"}
    return client.post(address, content, content_type="application/octet-stream", headers=headers)


def test_the_token_says_what_it_allows_and_is_short(case, codes, token):
    allowed = handoff.read(token)
    assert (allowed.application, allowed.material.code, allowed.user) == (case, codes[0], case.owner)
    assert len(token) < 100
    assert set(token) <= set("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-_.")


def test_a_file_comes_by_phone_without_a_session(case, codes, token):
    phone, content = Client(), files.image("JPEG")
    begun = announce(phone, token, content)
    assert begun.status_code == 200
    assert begun.json()["url"].startswith(phone_page(token))
    told = send(phone, begun.json()["url"], content)
    assert told.json()["offset"] == len(content)
    upload = Upload.objects.get()
    assert upload.by_phone and upload.uploaded_by == case.owner and upload.material == codes[0]
    assert phone.get(begun.json()["url"]).json()["id"] == str(upload.pk)
    assert not phone.cookies


def test_the_plain_form_takes_files_and_says_what_was_refused(case, token):
    phone = Client()
    answer = phone.post(phone_page(token), {"file": files.upload("a.jpg", files.image("JPEG"))})
    assert answer.status_code == 302 and answer["Location"] == phone_page(token) + "?done=1"
    assert Document.objects.get().application == case
    with translation.override("en"):
        answer = phone.post(phone_page(token), {"file": files.upload("b.jpg", files.EXE)})
        assert answer.status_code == 422
        assert "b.jpg: The file is not what its name says" in answer.content.decode()
        assert "No file was chosen" in phone.post(phone_page(token)).content.decode()
    assert Document.objects.count() == 1


def test_the_page_says_nothing_personal_and_is_kept_nowhere(case, token):
    owner, stranger = case.owner, Client()
    stranger.force_login(factories.UserFactory())
    for phone in (Client(), stranger):
        answer = phone.get(phone_page(token))
        text = answer.content.decode()
        assert answer.status_code == 200
        assert str(case.declaration.title) in text and owner.email not in text
        assert not owner.name or owner.name not in text
        assert answer["Cache-Control"] == "private, no-store"
        assert answer["X-Robots-Tag"] == "noindex, nofollow"
        assert answer["Referrer-Policy"] == "strict-origin"


def test_after_fifteen_minutes_it_is_over(token):
    phone = Client()
    with time_machine.travel(timezone.now() + handoff.LIFE + timezone.timedelta(seconds=2)):
        assert phone.get(phone_page(token)).status_code == 410
        answer = announce(phone, token, b"x" * 10)
        assert answer.status_code == 410 and answer.json()["error"]
    assert phone.get(phone_page(token)).status_code == 200
    assert not Upload.objects.exists()


@pytest.mark.parametrize("place", [0, 5, -40, -1])
def test_a_changed_token_leads_nowhere(token, place):
    changed = token[:place] + ("A" if token[place] != "A" else "B") + token[place:][1:]
    with pytest.raises(handoff.Forged):
        handoff.read(changed)
    assert Client().get(phone_page(changed)).status_code == 404
    assert announce(Client(), changed, b"x").status_code == 404


def test_a_token_for_one_material_is_none_for_another(case, codes, token):
    signed = token.rsplit(".", 2)
    first, _material, user = signed[0].split(".")
    with pytest.raises(handoff.Forged):
        handoff.read(".".join([f"{first}.{codes[1]}.{user}", *signed[1:]]))
    other = Client()
    begun = announce(other, handoff.make(case, codes[1], case.owner), b"x" * 10)
    upload = Upload.objects.get(material=codes[1])
    for name in ("phone_piece", "phone_cancel"):
        assert other.post(phone_page(token, name, upload=upload.pk)).status_code == 404
    assert other.get(phone_page(token, "phone_piece", upload=upload.pk)).status_code == 404
    assert begun.status_code == 200 and Upload.objects.count() == 1


def test_an_upload_of_somebody_else_is_not_there(case, codes, token):
    theirs = Upload.objects.create(
        application=factories.draft(n=2),
        material=codes[0],
        name="a.jpg",
        size=5,
        uploaded_by=factories.UserFactory(),
    )
    for pk in (theirs.pk, uuid.uuid4()):
        assert Client().get(phone_page(token, "phone_piece", upload=pk)).status_code == 404
        assert send(Client(), phone_page(token, "phone_piece", upload=pk), b"12345").status_code == 404
        assert Client().post(phone_page(token, "phone_cancel", upload=pk)).status_code == 404
    theirs.refresh_from_db()
    assert theirs.received == 0


def test_when_the_application_was_submitted_meanwhile_the_link_is_over(case, token):
    begun = announce(Client(), token, b"x" * 10).json()
    applications.submit(application=case, by=case.owner, **cases.handed_in("TH"))
    with translation.override("en"):
        answer = Client().get(phone_page(token))
        assert answer.status_code == 410
        assert "has been handed in meanwhile" in answer.content.decode()
    assert send(Client(), begun["url"], b"x" * 10).status_code == 410
    assert Upload.objects.get().received == 0


def test_a_person_who_may_not_sign_in_any_more_hands_in_nothing(case, token):
    case.owner.is_active = False
    case.owner.save()
    assert Client().get(phone_page(token)).status_code == 404


def test_an_upload_is_cancelled_from_the_phone(token):
    begun = announce(Client(), token, b"x" * 10).json()
    assert Client().post(begun["url"] + "cancel/").status_code == 204
    assert not Upload.objects.exists()


def test_only_who_acts_for_the_case_gets_a_code(client, case, codes):
    address = reverse("documents:code", args=[case.pk, codes[0]])
    assert client.get(address).status_code == 302
    client.force_login(factories.UserFactory())
    assert client.get(address).status_code == 404
    client.force_login(case.owner)
    for path in (address, f"{address}?panel=1"):
        answer = client.get(path)
        assert answer.status_code == 200 and "no-store" in answer["Cache-Control"]
        assert 'src="data:image/svg+xml;base64,' in answer.content.decode()
        assert "/files/phone/" in answer.context["address"]
    assert client.get(reverse("documents:code", args=[case.pk, "NONE"])).status_code == 404


def test_the_token_stands_in_no_log(token, caplog):
    address = phone_page(token)
    for path in (address, f"/en{address}begin/", f"/ui/elder/?next={address.replace('/', '%2F')}"):
        record = logging.LogRecord("django.request", 30, "", 0, "Not Found: %s", (path,), None)
        assert HideLinks().filter(record)
        assert not any(piece in record.getMessage() for piece in token.split(".") if len(piece) > 5)
        assert "Not Found: /" in record.getMessage()
    Client().get(phone_page(token[:-2] + "xx"))
    assert "Not Found" in caplog.text and token[:20] not in caplog.text
