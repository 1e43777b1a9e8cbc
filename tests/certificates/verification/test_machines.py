"""Signed answers for machines, judged by a reader of their own and by the published keys alone."""

import json
from datetime import datetime, timedelta
from hashlib import sha256

import pytest
import time_machine
from cryptography.exceptions import InvalidSignature
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone

from portal.certificates.actions import daily
from portal.certificates.models import Certificate, DailyList, RegisterEntry
from tests.certificates.verification import forging, jws

pytestmark = pytest.mark.django_db
WRONG = "0" * 16


def ask(client, number, code, **headers):
    """Ask as a machine does."""
    return client.get(f"/verify/{number}/", {"code": code}, headers={"accept": "application/json", **headers})


def payload_of(answer, client):
    """Return what an answer says, by the published keys."""
    return jws.payload(answer.json(), client.get("/verify/keys.json").json())


def test_a_valid_certificate(client, certificate):
    answer = ask(client, certificate.number, certificate.code)
    assert (answer.status_code, answer["Content-Type"]) == (200, "application/json")
    said = payload_of(answer, client)
    assert said["verdict"] == "VALID"
    assert {name: said[name] for name in ("number", "type", "title", "organ", "sm3", "sha256", "seal")} == {
        "number": certificate.number,
        "type": "GB",
        "title": certificate.title,
        "organ": certificate.organ,
        "sm3": certificate.sm3,
        "sha256": certificate.sha256,
        "seal": certificate.seal,
    }
    assert said["issued_on"] == certificate.issued_on.isoformat()
    assert said["valid_to"] == certificate.valid_to.isoformat()
    assert said["issuer"] == "http://testserver"
    assert said["about"] == "number"
    assert said["asked"] == sha256(f"number:{certificate.number} {certificate.code}".encode()).hexdigest()
    assert abs(datetime.fromisoformat(said["checked_at"]) - timezone.now()) < timedelta(minutes=1)


def test_it_names_what_the_register_says_happened(client, certificate):
    first = RegisterEntry.objects.get(certificate=certificate)
    RegisterEntry.objects.create(
        certificate=certificate, seq=first.seq + 1, at=first.at + timedelta(days=1), act="revoked",
        previous=first.digest, digest="f" * 64, reason="SECRET", ground="SECRET",
    )  # fmt: skip
    Certificate.objects.filter(pk=certificate.pk).update(register="revoked")
    said = payload_of(ask(client, certificate.number, certificate.code), client)
    assert said["verdict"] == "REVOKED"
    assert [line["act"] for line in said["history"]] == ["issued", "revoked"]
    assert [datetime.fromisoformat(line["at"]) for line in said["history"]] == [
        moment.replace(microsecond=0) for moment in (first.at, first.at + timedelta(days=1))
    ]
    assert "SECRET" not in str(said)


def test_it_holds_nobody_s_data(client, certificate):
    said = str(payload_of(ask(client, certificate.number, certificate.code), client))
    for paper in certificate.content["papers"]:
        for label, value in paper["fields"]:
            assert value not in said or value in {certificate.organ}, label
    assert certificate.application.number not in said
    assert certificate.code not in said


@pytest.mark.parametrize("part", ["payload", "protected", "signature"])
def test_a_changed_answer_is_refused(client, certificate, part):
    signed = ask(client, certificate.number, certificate.code).json()
    kept = client.get("/verify/keys.json").json()
    middle = len(signed[part]) // 2
    signed[part] = (
        signed[part][:middle] + ("A" if signed[part][middle] != "A" else "B") + signed[part][middle + 1 :]
    )
    with pytest.raises((InvalidSignature, ValueError, AssertionError, StopIteration)):
        jws.payload(signed, kept)


def test_an_unknown_number_and_a_wrong_code_get_the_same_signed_answer(client, certificate):
    unknown = ask(client, "ZQ31011520269999990", certificate.code)
    wrong = ask(client, certificate.number, WRONG)
    assert unknown.status_code == wrong.status_code == 404
    assert len(unknown.content) == len(wrong.content)
    one, other = payload_of(unknown, client), payload_of(wrong, client)
    assert set(one) == set(other) == {"issuer", "about", "asked", "checked_at", "verdict"}
    assert one["verdict"] == other["verdict"] == "NOT_FOUND"
    assert other["asked"] == sha256(f"number:{certificate.number} {WRONG}".encode()).hexdigest()


def test_no_code_is_a_wrong_code(client, certificate):
    answer = client.get(f"/verify/{certificate.number}/?format=json")
    assert (answer.status_code, payload_of(answer, client)["verdict"]) == (404, "NOT_FOUND")


@pytest.mark.parametrize(
    ("accepts", "kind"),
    [
        ("application/json", "application/json"),
        ("application/jose+json", "application/json"),
        ("text/html,application/xhtml+xml,*/*;q=0.8", "text/html; charset=utf-8"),
        ("*/*", "text/html; charset=utf-8"),
        ("image/png", "text/html; charset=utf-8"),
        ("nonsense", "text/html; charset=utf-8"),
    ],
)
def test_who_asks_decides_the_form_of_the_answer(client, certificate, accepts, kind):
    answer = ask(client, certificate.number, certificate.code, accept=accepts)
    assert answer["Content-Type"] == kind
    assert "Accept" in answer["Vary"]
    assert "no-store" in answer["Cache-Control"]


def test_the_address_may_ask_for_json(client, certificate):
    answer = client.get(f"/en/verify/{certificate.number}/", {"code": certificate.code, "format": "json"})
    assert payload_of(answer, client)["verdict"] == "VALID"


def test_the_limit_is_the_one_of_people(client, certificate):
    for _ in range(30):
        client.get(f"/verify/{certificate.number}/", {"code": WRONG})
    answer = ask(client, certificate.number, certificate.code)
    assert (answer.status_code, answer["Content-Type"]) == (429, "application/json")
    assert answer["Retry-After"] == "60"
    assert set(answer.json()) == {"error"}


def test_without_a_key_there_is_no_unsigned_answer(client, certificate, settings):
    settings.CODE_KEYS = ["/nowhere/key.pem"]
    answer = ask(client, certificate.number, certificate.code)
    assert (answer.status_code, set(answer.json())) == (503, {"error"})


def send(client, content):
    """Send a file as a machine does: without a token."""
    return client.post(
        "/verify/file/",
        {"file": SimpleUploadedFile("x.pdf", content)},
        headers={"accept": "application/json"},
    )


def test_a_file(certificate, content):
    client = Client(enforce_csrf_checks=True)
    said = payload_of(send(client, content), client)
    assert (said["verdict"], said["number"]) == ("VALID", certificate.number)
    assert (said["about"], said["asked"]) == ("file", sha256(b"file:" + content).hexdigest())


def test_an_altered_file_says_why_and_nothing_more(client, certificate, content):
    forged = forging.appended(certificate, content)
    said = payload_of(send(client, forged), client)
    assert {name: said[name] for name in ("verdict", "reason", "asked")} == {
        "verdict": "ALTERED",
        "reason": "added",
        "asked": sha256(b"file:" + forged).hexdigest(),
    }
    assert "number" not in said


@pytest.mark.parametrize("before", ["", "number:", "file:"])
def test_no_file_gets_an_answer_that_reads_like_one_to_a_number(client, certificate, before):
    asked = payload_of(ask(client, certificate.number, certificate.code), client)
    made = payload_of(send(client, f"{before}{certificate.number} {certificate.code}".encode()), client)
    assert (asked["verdict"], made["verdict"]) == ("VALID", "NOT_FOUND")
    assert made["asked"] != asked["asked"] and made["about"] != asked["about"]


def test_an_answer_is_not_signed_as_a_daily_list(client, certificate):
    answer = ask(client, certificate.number, certificate.code).json()
    with time_machine.travel(timezone.now() + timedelta(days=2)):
        daily.publish()
    row = DailyList.objects.first()
    names = [json.loads(jws.unpacked(head))["typ"] for head in (answer["protected"], row.protected)]
    assert names == ["portal-answer+jws", "portal-list+jws"]


def test_what_is_no_file_gets_a_reason(client):
    answer = client.post("/verify/file/", {}, headers={"accept": "application/json"})
    assert (answer.status_code, set(answer.json())) == (422, {"error"})
