"""The published list of each day: signed, chained, complete, and nothing about anybody in it."""

import json
from datetime import timedelta

import pytest
import time_machine
from django.utils import timezone

from portal.certificates import actions
from portal.certificates.actions import daily
from portal.certificates.models import Certificate, DailyList
from portal.seals.codes import jws_payload
from portal.standards.digests import sha256
from tests import cases

pytestmark = pytest.mark.django_db
NOON = "2026-11-24T12:00:00+08:00"


def issued_at(moment: str, n: int = 1) -> Certificate:
    with time_machine.travel(moment):
        case = cases.approved("PB", n)
        certificate = case.certificates.get(event=None)
        assert actions.issue(certificate_id=certificate.pk)
    certificate.refresh_from_db()
    return certificate


def published_at(moment: str) -> int:
    with time_machine.travel(moment):
        return daily.publish()


def test_a_day_is_published_once_it_has_passed_and_settled():
    certificate = issued_at(NOON)
    assert published_at("2026-11-24T23:59:59+08:00") == 0
    assert published_at("2026-11-25T00:09:00+08:00") == 0
    assert published_at("2026-11-25T00:11:00+08:00") == 1
    assert published_at("2026-11-25T00:12:00+08:00") == 0
    row = DailyList.objects.get()
    (entry,) = json.loads(row.document)["entries"]
    line = certificate.entries.get()
    assert entry == {
        "sha256": certificate.sha256,
        "sm3": certificate.sm3,
        "act": "issued",
        "line": line.digest,
    }
    assert row.count == 1


def test_lists_are_signed_chained_and_without_a_gap():
    issued_at(NOON)
    issued_at("2026-11-26T12:00:00+08:00", 2)
    assert published_at("2026-11-28T08:00:00+08:00") == 4
    rows = list(DailyList.objects.all())
    assert [row.count for row in rows] == [1, 0, 1, 0]
    previous = "0" * 64
    for row in rows:
        payload = json.loads(row.document)
        assert payload["previous"] == previous and payload["day"] == row.day.isoformat()
        assert row.digest == sha256(row.document.encode())
        previous = row.digest


def test_a_changed_list_is_no_more_what_was_signed():
    from base64 import urlsafe_b64encode

    issued_at(NOON)
    published_at("2026-11-25T08:00:00+08:00")
    row = DailyList.objects.get()

    def signed(document: str) -> dict[str, str]:
        payload = urlsafe_b64encode(document.encode()).rstrip(b"=").decode()
        return {"protected": row.protected, "payload": payload, "signature": row.signature}

    assert jws_payload(signed(row.document), daily.TYP)["day"] == "2026-11-24"
    with pytest.raises(ValueError):
        jws_payload(signed(row.document.replace("issued", "revoked")), daily.TYP)


def test_nothing_about_a_person_a_case_or_a_number_is_published():
    certificate = issued_at(NOON)
    published_at("2026-11-25T08:00:00+08:00")
    document = DailyList.objects.get().document
    for secret in (certificate.number, certificate.code, certificate.application.number, certificate.title):
        assert secret not in document


def test_two_publishers_make_one_list():
    issued_at(NOON)
    assert daily.publish_day(timezone.now().date() - timedelta(days=1)) is True
    assert daily.publish_day(timezone.now().date() - timedelta(days=1)) is False
