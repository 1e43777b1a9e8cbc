"""A whole way with family, codes, links and papers: nothing of a person stands in a log or in the audit."""

import logging
import re

import pytest
from django.test import Client
from django.urls import reverse

from portal.applications.models import Application
from portal.audit.models import Entry
from portal.documents.queries import to_upload
from portal.signing.content import digest_of
from portal.signing.queries import signers_of
from tests import factories
from tests.services.household.cast import child, number, typed
from tests.signing import hands
from tests.wizard import builders
from tests.wizard.builders import post, raw, url

pytestmark = pytest.mark.django_db
TICKS = {f"statement_{place}": "on" for place in range(4)}
GUARDIAN = {
    "f_other_guardian_name": "许甲乙",
    "f_other_guardian_id": number("340104", "1985-03-04", 31),
    "f_other_guardian_mobile": "13577135771",
}


def markers(value) -> set[str]:
    """Return every text that somebody typed and that tells who he or she is."""
    if isinstance(value, dict):
        return {mark for part in value.values() for mark in markers(part)}
    if isinstance(value, list):
        return {mark for part in value for mark in markers(part)}
    text = str(value or "")
    telling = re.fullmatch(r"1\d{10}|\d{17}[\dX]|[一-鿿]{2,3}", text) or len(text) > 12
    return {text} if telling else set()


@pytest.fixture
def sms(settings, tmp_path):
    path = tmp_path / "texts.jsonl"
    settings.SMS_SENDER = f"portal.notifications.texting.FileSender|{path}"
    return path


def test_a_whole_way_leaves_nothing_in_logs_and_audit(sms, caplog):
    caplog.set_level(logging.DEBUG)
    gu, page = builders.person(), Client()
    page.force_login(gu)
    sampled = raw("TH")
    sampled["applicant"] |= {"marital": "40"}
    sampled["family"] = {"rows": [typed(child("2017-05-21", **GUARDIAN))]}
    draft = builders.started(gu)
    for step in draft.declaration.steps:
        answer = post(page, draft, step.slug, sampled[step.slug])
        assert answer.status_code == 302, (step.slug, answer.context["errors"])
    for material in to_upload(draft.declaration, builders.document(draft)["answers"]):
        if material.required:
            builders.upload(gu, draft, material.code, "许甲乙的证件.pdf")
    page.post(url(draft, "materials"))
    fresh = Application.objects.get(pk=draft.pk)
    own, other = signers_of(fresh)
    page.post(hands.sign_url(fresh, other.key, "invite"))
    token = hands.link_on(hands.texts(sms)[-1]["text"])
    browser = hands.open_link(token, sms, GUARDIAN["f_other_guardian_mobile"])
    code_of_guardian = hands.last_code(sms, GUARDIAN["f_other_guardian_mobile"])
    shown = browser.get(reverse("signing:page", args=[token])).content.decode()
    data = {"digest": hands.digest_on(shown), **TICKS}
    assert browser.post(reverse("signing:sign", args=[token]), data).status_code == 302
    page.post(hands.sign_url(fresh, own.key, "code"))
    code = hands.last_code(sms, own.mobile)
    page.post(hands.sign_url(fresh, own.key, "sign"), {"code": hands.other_than(code), "digest": "x"})
    page.post(hands.sign_url(fresh, own.key, "sign"), {"code": code, "digest": digest_of(own)})
    page.post(url(draft, "check"))
    case = Application.objects.get(pk=draft.pk)
    assert case.state == "RECEIVED"
    desk = Client()
    desk.force_login(factories.officer("intake", case.unit))
    for name in ("case", "answers"):
        assert desk.get(reverse(f"review:{name}", args=[case.pk])).status_code == 200

    wanted = markers({key: sampled[key] for key in ("applicant", "family", "origin", "residence")})
    public = {"上海市人力资源和社会保障局"}
    wanted = {mark for mark in wanted - public if not mark.startswith("20")} | {token, code_of_guardian, code}
    wanted.add(GUARDIAN["f_other_guardian_id"][-6:])
    assert len(wanted) > 10
    audit = "\n".join(
        f"{row.actor} {row.action} {row.subject} {row.data_json}" for row in Entry.objects.all()
    )
    hits = {mark for mark in wanted if mark in caplog.text or mark in audit}
    assert not hits
    assert "许甲乙" not in caplog.text + audit
