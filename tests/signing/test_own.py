"""The applicant signs on the check page; nothing is submitted before everybody has."""

import re
from datetime import timedelta

import pytest
import time_machine
from django.core import mail
from django.test import Client
from django.utils import timezone

from portal.applications.actions import save_draft
from portal.applications.models import Application, Submission
from portal.audit.models import Entry
from portal.signing import actions
from portal.signing.models import Signature
from portal.signing.policies import ContentChanged, Refused, SignaturesMissing, check_signed
from portal.signing.queries import signed_for, signers_of
from portal.wizard import checking
from portal.wizard.actions import AnswersChanged, hand_in
from portal.wizard.journey import open_journey
from tests.signing import hands
from tests.signing.hands import OWN_MOBILE, digest_on, last_code, other_than, sign_url
from tests.wizard.builders import post, raw, url


def text_of(page, draft):
    return page.get("/en" + url(draft, "check").removeprefix("/en")).content.decode()


def sign(page, draft, outbox, code=None):
    page.post(sign_url(draft, "applicant", "code"))
    digest = digest_on(text_of(page, draft))
    data = {"code": code or last_code(outbox, OWN_MOBILE), "digest": digest}
    return page.post(sign_url(draft, "applicant", "sign"), data)


def test_the_applicant_signs_with_the_code_that_was_texted(page, draft, outbox):
    assert "Send me the code" in text_of(page, draft)
    response = sign(page, draft, outbox)
    assert response.status_code == 302 and response["Location"].endswith("/check/#sign-applicant")
    row = draft.signatures.get(key="applicant")
    assert (row.status, row.channel, row.user) == ("SIGNED", "sms", draft.owner)
    assert row.evidence["statements"]["en"] == ["All that I say is true."]
    assert "Signed on" in text_of(page, draft)


def test_neither_code_nor_number_is_stored_or_recorded_in_clear(page, draft, outbox):
    page.post(sign_url(draft, "applicant", "code"))
    code = last_code(outbox, OWN_MOBILE)
    row = draft.signatures.get()
    assert code not in str(row.__dict__) and OWN_MOBILE not in str(row.__dict__)
    recorded = " ".join(Entry.objects.values_list("data_json", flat=True))
    assert code not in recorded and OWN_MOBILE not in recorded
    assert list(Entry.objects.filter(action__startswith="sign:").values_list("action", flat=True)) == [
        "sign:code"
    ]


def test_without_signatures_nothing_is_submitted_and_each_one_missing_is_named(page, draft):
    response = page.post(url(draft, "check"))
    assert response.status_code == 422
    assert [href for href, _text in response.context["errors"]] == ["#sign-spouse", "#sign-applicant"]
    assert "白雪梅" in response.context["errors"][0][1]
    assert Application.objects.get(pk=draft.pk).state == "DRAFT"


def test_with_all_signatures_it_is_submitted_once_and_they_are_kept_with_the_round(page, draft):
    hands.sign_all(draft)
    first, second = page.post(url(draft, "check")), page.post(url(draft, "check"))
    assert first["Location"] == second["Location"] == url(draft, name="wizard:done")
    submission = Submission.objects.get()
    assert [row.key for row in submission.signatures.all()] == ["applicant", "spouse"]
    kept = signed_for(Application.objects.get(pk=draft.pk))
    assert [(row.key, row.role, row.name, row.digest_ok) for row in kept] == [
        ("applicant", "Applicant", "顾*宁", True),
        ("spouse", "Spouse", "白*梅", True),
    ]


def test_a_wrong_code_five_times_makes_even_the_right_one_useless(page, draft, outbox):
    page.post(sign_url(draft, "applicant", "code"))
    right, digest = last_code(outbox, OWN_MOBILE), digest_on(text_of(page, draft))
    for _ in range(5):
        data = {"code": other_than(right), "digest": digest}
        assert page.post(sign_url(draft, "applicant", "sign"), data).status_code == 422
    last = page.post(sign_url(draft, "applicant", "sign"), {"code": right, "digest": digest})
    assert last.status_code == 422 and last.context["errors"][0][0] == "#id_code"
    assert draft.signatures.get().status == "PENDING"
    assert Entry.objects.filter(action="sign:code-failed").count() == 5


@pytest.mark.parametrize("typed", ["", "12345", "abcdef", "1234567", "１２３４５"])
def test_what_is_no_code_is_told_and_costs_no_try(page, draft, outbox, typed):
    page.post(sign_url(draft, "applicant", "code"))
    data = {"code": typed, "digest": digest_on(text_of(page, draft))}
    assert page.post(sign_url(draft, "applicant", "sign"), data).status_code == 422
    assert draft.signatures.get().attempts == 0


def test_a_code_may_be_typed_with_blanks_and_full_width_digits(page, draft, outbox):
    page.post(sign_url(draft, "applicant", "code"))
    code = last_code(outbox, OWN_MOBILE)
    wide = "".join(chr(ord("０") + int(digit)) for digit in code)
    data = {"code": f" {wide[:3]} {wide[3:]}", "digest": digest_on(text_of(page, draft))}
    assert page.post(sign_url(draft, "applicant", "sign"), data).status_code == 302


def test_a_code_is_dead_after_five_minutes(page, draft, outbox):
    page.post(sign_url(draft, "applicant", "code"))
    code, digest = last_code(outbox, OWN_MOBILE), digest_on(text_of(page, draft))
    with time_machine.travel(timezone.now() + timedelta(minutes=5, seconds=1)):
        response = page.post(sign_url(draft, "applicant", "sign"), {"code": code, "digest": digest})
    assert response.status_code == 422
    assert draft.signatures.get().status == "PENDING"


def test_a_code_is_used_up_by_signing(page, draft, outbox):
    sign(page, draft, outbox)
    code = last_code(outbox, OWN_MOBILE)
    change_seller(draft)
    with pytest.raises(Refused):
        signer = next(one for one in signers_of(fresh(draft)) if one.key == "applicant")
        actions.sign_own(application=draft, code=code, digest=checking_digest(signer), by=draft.owner)


def checking_digest(signer):
    from portal.signing.content import digest_of

    return digest_of(signer)


def fresh(draft):
    return Application.objects.get(pk=draft.pk)


def change_seller(draft, quantity="77"):
    def change(document):
        document["raw"]["seller"]["contract_qty"] = quantity
        document["answers"]["seller"]["contract_qty"] = quantity

    save_draft(application=draft, by=draft.owner, change=change)


def test_one_code_a_minute_and_ten_a_day_for_a_number(page, draft, outbox):
    morning = (timezone.localtime() + timedelta(days=1)).replace(hour=8)
    with time_machine.travel(morning, tick=False) as clock:
        page.force_login(draft.owner)
        assert page.post(sign_url(draft, "applicant", "code")).status_code == 302
        assert page.post(sign_url(draft, "applicant", "code")).status_code == 422
        for sent in range(2, 12):
            clock.shift(timedelta(minutes=1, seconds=1))
            expected = 302 if sent <= 10 else 422
            assert page.post(sign_url(draft, "applicant", "code")).status_code == expected, sent
        assert len(hands.texts(outbox)) == 10
        clock.shift(timedelta(days=1))
        page.force_login(draft.owner)
        assert page.post(sign_url(draft, "applicant", "code")).status_code == 302


def test_what_changed_between_page_and_press_is_not_signed(page, draft, outbox):
    page.post(sign_url(draft, "applicant", "code"))
    digest = digest_on(text_of(page, draft))
    change_seller(draft)
    data = {"code": last_code(outbox, OWN_MOBILE), "digest": digest}
    response = page.post(sign_url(draft, "applicant", "sign"), data)
    assert response.status_code == 422
    assert draft.signatures.get().status == "PENDING"
    with pytest.raises(ContentChanged):
        actions.sign_own(application=draft, by=draft.owner, **data)


def test_an_edit_makes_signatures_void_and_says_so(page, draft):
    hands.sign_all(draft)
    post(page, draft, "seller", raw("PB")["seller"] | {"contract_qty": "77"})
    text = text_of(page, draft)
    assert "What 白雪梅 signed has changed, so it has to be signed again." in text
    assert "What you signed has changed, so it has to be signed again." in text
    assert page.post(url(draft, "check")).status_code == 422
    assert {row.status for row in draft.signatures.all()} == {"VOID"}
    assert Entry.objects.filter(action="sign:void").count() == 2


def test_an_edit_of_what_a_person_does_not_sign_leaves_that_signature(page, draft):
    hands.sign_all(draft)
    with pytest.raises(SignaturesMissing) as refusal:
        application = fresh(draft)
        save_draft(
            application=application,
            by=draft.owner,
            change=lambda document: document["answers"]["company"].update(name="别的公司"),
        )
        check_signed(application, signers_of(fresh(draft)))
    assert [signer.key for signer in refusal.value.missing] == ["applicant"]


def test_who_has_nothing_to_sign_any_more_is_dropped(page, draft, monkeypatch):
    from portal.catalog import registry

    hands.sign_all(draft)
    alone = hands.with_signers(lambda answers, norms: hands.signers(answers, norms)[1:])
    monkeypatch.setitem(registry._services, "PB", alone)
    text_of(page, draft)
    assert [row.key for row in draft.signatures.all()] == ["applicant"]
    assert page.post(url(draft, "check")).status_code == 302


def judged(draft):
    journey = open_journey(fresh(draft), draft.owner)
    return journey, checking.judge(journey).answers


def test_handing_in_directly_with_a_void_signature_is_refused(draft):
    hands.sign_all(draft)
    journey, answers = judged(draft)
    answers["seller"] = {**answers["seller"], "contract_qty": "9"}
    with pytest.raises(SignaturesMissing):
        hand_in(journey=journey, answers=answers, by=draft.owner)
    assert not Submission.objects.exists() and fresh(draft).state == "DRAFT"


def test_an_edit_after_the_judgement_is_not_lost_in_the_submission(draft):
    hands.sign_all(draft)
    journey, answers = judged(draft)
    change_seller(draft)
    with pytest.raises(AnswersChanged):
        hand_in(journey=journey, answers=answers, by=draft.owner)
    assert not Submission.objects.exists()


def test_a_signature_cannot_be_lent_to_another_draft(draft, gu, page):
    from tests.wizard import builders

    hands.sign_all(draft)
    other = builders.ready(page, gu, "PB", sign=False)
    own = Signature.objects.get(application=draft, key="applicant")
    forged = Signature(application=other, key="applicant", status="SIGNED", signed_at=timezone.now())
    forged.digest, forged.evidence_sealed = own.digest, own.evidence_sealed
    forged.save()
    with pytest.raises(Exception, match="altered, or not sealed"):
        check_signed(other, signers_of(fresh(other)))


@pytest.mark.parametrize("act", ["code", "sign", "invite", "withdraw"])
def test_nobody_presses_the_buttons_of_somebody_else(draft, act):
    from tests.wizard import builders

    stranger = Client()
    stranger.force_login(builders.person("stranger@example.test"))
    for key in ("applicant", "spouse"):
        assert stranger.post(sign_url(draft, key, act), {"code": "123456"}).status_code == 404
        assert Client().post(sign_url(draft, key, act)).status_code == 302
    assert not draft.signatures.exists()


def test_the_buttons_take_no_get_and_no_other_act(page, draft):
    assert page.get(sign_url(draft, "applicant", "code"))["Location"] == url(draft, "check")
    assert page.post(sign_url(draft, "applicant", "delete")).status_code == 404
    assert page.post(sign_url(draft, "nobody", "invite")).status_code == 422


def test_without_a_sender_the_code_goes_to_the_confirmed_mail_address(page, draft, settings):
    from allauth.account.models import EmailAddress

    settings.SMS_SENDER = ""
    refused = page.post(sign_url(draft, "applicant", "code"))
    assert refused.status_code == 422 and not mail.outbox
    EmailAddress.objects.create(user=draft.owner, email=draft.owner.email, verified=True, primary=True)
    assert page.post(sign_url(draft, "applicant", "code")).status_code == 302
    (sent,) = mail.outbox
    code = re.search(r"(?<!\d)\d{6}(?!\d)", sent.body).group()
    data = {"code": code, "digest": digest_on(text_of(page, draft))}
    assert page.post(sign_url(draft, "applicant", "sign"), data).status_code == 302
    assert draft.signatures.get(key="applicant").channel == "mail"


def test_a_service_without_signers_is_as_before(page, gu):
    from tests.wizard import builders

    application = builders.ready(page, gu, "PB")
    text = page.get(url(application, "check")).content.decode()
    assert (
        'id="sign"' not in text and "button-secondary" not in text.split("</footer>")[0].split("promised")[0]
    )
    assert page.post(url(application, "check")).status_code == 302
    assert not Signature.objects.exists()
