"""The co-signer: a personal link, a code, the text, and a signature or none. No account anywhere."""

import logging
from datetime import timedelta

import pytest
import time_machine
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from portal.applications.actions import discard, save_draft
from portal.applications.models import Application
from portal.audit.models import Entry
from portal.notifications.models import Notice
from portal.signing import actions
from portal.signing.models import Allowance, Signature
from portal.signing.policies import Refused
from tests.signing import hands
from tests.signing.hands import SPOUSE, digest_on, last_code, link_on, open_link, other_than, sign_url
from tests.wizard.builders import url

TICKS = {"statement_0": "on", "statement_1": "on"}


def at(token, name="page"):
    return reverse(f"signing:{name}", args=[token])


def sign(client, token, **changes):
    page = client.get(at(token)).content.decode()
    return client.post(at(token, "sign"), {"digest": digest_on(page), **TICKS, **changes})


def check_page(page, draft):
    return page.get("/en" + url(draft, "check").removeprefix("/en")).content.decode()


def change(draft, **fields):
    save_draft(
        application=draft,
        by=draft.owner,
        change=lambda document: document["answers"]["seller"].update(fields),
    )


def test_inviting_shows_the_link_once_with_its_qr_code_and_texts_it(page, draft, outbox):
    response = page.post(sign_url(draft, "spouse", "invite"))
    assert response["Location"].endswith("/check/#sign-spouse")
    shown = check_page(page, draft)
    token = link_on(shown)
    assert token and 'role="img"' in shown and "<svg" in shown and " style=" not in shown
    assert link_on(check_page(page, draft)) == ""
    (sent,) = hands.texts(outbox)
    assert sent["to"] == SPOUSE and token in sent["text"]
    row = Signature.objects.get(application=draft)
    assert (row.status, row.expires_at - row.invited_at) == ("INVITED", timedelta(days=30))
    assert token not in str(row.__dict__)
    session = page.session
    assert token not in str(dict(session)) and session["sign_shown"] == {}


def test_the_link_waits_sealed_for_the_page_that_shows_it(page, draft, outbox):
    page.post(sign_url(draft, "spouse", "invite"))
    token = link_on(hands.texts(outbox)[0]["text"])
    assert token and page.session["sign_shown"] and token not in str(dict(page.session))


def test_before_the_code_nothing_personal_is_shown(token):
    response = Client().get(at(token))
    text = response.content.decode()
    assert response.status_code == 200
    assert "139****9000" in text
    for secret in (SPOUSE, "白雪梅", "I agree to move", "Contract amount"):
        assert secret not in text
    assert response["Referrer-Policy"] == "strict-origin"
    assert response["X-Robots-Tag"].startswith("noindex") and "noindex" in text
    assert "no-store" in response["Cache-Control"]


def test_the_way_to_a_signature(page, draft, token, outbox, django_capture_on_commit_callbacks):
    client = open_link(token, outbox)
    text = client.get(at(token)).content.decode()
    assert (
        "I agree to move as well." in text and "白雪梅" in text and " checked" not in text.split("<script")[0]
    )
    with django_capture_on_commit_callbacks(execute=True):
        assert sign(client, token).status_code == 302
    assert "You have signed" in client.get(at(token)).content.decode()
    row = Signature.objects.get(key="spouse")
    assert (row.status, row.channel, row.user) == ("SIGNED", "sms", None)
    assert row.evidence["name"] == "白雪梅"
    assert Notice.objects.get().kind == "sign_complete"
    assert "Signed on" in check_page(page, draft)
    actions_done = list(Entry.objects.filter(action__startswith="sign:").values_list("action", flat=True))
    assert actions_done == ["sign:invite", "sign:code", "sign:signed"]
    assert Entry.objects.filter(action="sign:signed").get().actor == f"signer:{row.pk}"


def test_every_statement_has_to_be_ticked(token, outbox):
    client = open_link(token, outbox)
    response = sign(client, token, statement_1="")
    assert response.status_code == 422
    assert [href for href, _text in response.context["errors"]] == ["#id_statement_1"]
    assert Signature.objects.get().status == "INVITED"


def test_who_is_signed_in_while_signing_is_kept(token, outbox):
    from tests.wizard import builders

    client = open_link(token, outbox)
    spouse = builders.person("spouse@example.test")
    client.force_login(spouse)
    client = open_link_again(client, token, outbox)
    sign(client, token)
    assert Signature.objects.get().user == spouse


def open_link_again(client, token, outbox):
    """Signing in gives the browser another session, so the code is asked once more."""
    Allowance.objects.all().delete()
    client.post(at(token, "code"))
    client.post(at(token, "open"), {"code": last_code(outbox, SPOUSE)})
    return client


def test_without_the_code_nothing_opens_and_nothing_is_signed(draft, token, outbox):
    client = Client()
    client.post(at(token, "code"))
    digest = Signature.objects.get()
    assert client.get(at(token, "decline"))["Location"] == at(token)
    for name in ("sign", "decline"):
        response = client.post(at(token, name), {"digest": "0" * 64, **TICKS})
        assert response["Location"] == at(token)
    digest.refresh_from_db()
    assert digest.status == "INVITED"


def test_five_wrong_codes_close_the_right_one(token, outbox):
    client = Client()
    client.post(at(token, "code"))
    right = last_code(outbox, SPOUSE)
    for _ in range(5):
        assert client.post(at(token, "open"), {"code": other_than(right)}).status_code == 422
    assert client.post(at(token, "open"), {"code": right}).status_code == 422
    assert "I agree to move" not in client.get(at(token)).content.decode()


def test_a_code_is_dead_after_five_minutes_and_after_its_use(token, outbox):
    client = Client()
    client.post(at(token, "code"))
    code = last_code(outbox, SPOUSE)
    with time_machine.travel(timezone.now() + timedelta(minutes=5, seconds=1)):
        assert client.post(at(token, "open"), {"code": code}).status_code == 422
    assert client.post(at(token, "open"), {"code": code}).status_code == 302
    assert Client().post(at(token, "open"), {"code": code}).status_code == 422


def test_the_code_of_one_link_opens_no_other(draft, token, outbox, gu):
    client = Client()
    client.post(at(token, "code"))
    code = last_code(outbox, SPOUSE)
    again = actions.invite(application=draft, key="spouse", by=gu)[0]
    assert client.post(at(again, "open"), {"code": code}).status_code == 422


def test_the_door_stays_open_for_a_quarter_of_an_hour_in_that_browser_only(token, outbox):
    client = open_link(token, outbox)
    assert "I agree" in client.get(at(token)).content.decode()
    assert "I agree" not in Client().get(at(token)).content.decode()
    with time_machine.travel(timezone.now() + timedelta(minutes=15, seconds=1)):
        assert "I agree" not in client.get(at(token)).content.decode()
        assert client.post(at(token, "sign"), TICKS)["Location"] == at(token)
    assert Signature.objects.get().status == "INVITED"


def test_an_open_door_does_not_lead_through_a_link_made_later(draft, token, outbox, gu):
    client = open_link(token, outbox)
    again = actions.invite(application=draft, key="spouse", by=gu)[0]
    assert client.get(at(token)).status_code == 404
    assert "I agree" not in client.get(at(again)).content.decode()


def test_what_changed_between_page_and_press_is_not_signed(draft, token, outbox):
    client = open_link(token, outbox)
    digest = digest_on(client.get(at(token)).content.decode())
    change(draft, contract_qty="77")
    response = client.post(at(token, "sign"), {"digest": digest, **TICKS})
    assert response.status_code == 422
    assert [href for href, _text in response.context["errors"]] == ["#content"]
    assert digest_on(response.content.decode()) != digest
    assert Signature.objects.get().status == "INVITED"
    assert sign(client, token).status_code == 302


def test_a_link_that_was_used_is_closed_for_everybody_else(token, outbox):
    client = open_link(token, outbox)
    sign(client, token)
    for name in ("page", "decline"):
        assert Client().get(at(token, name)).status_code == 410
    for name in ("code", "open", "sign", "decline"):
        assert Client().post(at(token, name), {"code": "123456", **TICKS}).status_code == 410
    assert client.post(at(token, "sign"), TICKS).status_code == 200  # shown again that it is signed
    assert Entry.objects.filter(action="sign:signed").count() == 1


def test_a_withdrawn_link_is_closed_and_a_replaced_one_leads_nowhere(page, draft, token):
    assert page.post(sign_url(draft, "spouse", "withdraw")).status_code == 302
    assert Client().get(at(token)).status_code == 410
    assert Client().post(at(token, "code")).status_code == 410
    page.post(sign_url(draft, "spouse", "invite"))
    assert Client().get(at(token)).status_code == 404


def test_a_link_runs_out(token):
    with time_machine.travel(timezone.now() + timedelta(days=30, seconds=1)):
        assert Client().get(at(token)).status_code == 410
        assert Client().post(at(token, "code")).status_code == 410


def test_a_link_dies_with_the_draft_and_with_the_submission(page, draft, token, gu):
    Signature.objects.filter(key="spouse").update(status="INVITED")
    Application.objects.filter(pk=draft.pk).update(
        state="WITHDRAWN", number="PB31011520261124000010", submitted_at=timezone.now()
    )
    assert Client().get(at(token)).status_code == 410
    Application.objects.filter(pk=draft.pk).update(state="DRAFT", number=None, submitted_at=None)
    assert Client().get(at(token)).status_code == 200
    discard(application=draft, by=gu)
    assert Client().get(at(token)).status_code == 404


def test_a_link_given_to_somebody_is_no_use_when_the_number_is_another_one(draft, token, outbox):
    change(draft, test_mobile="13700137000")
    assert Client().get(at(token)).status_code == 410
    assert Client().post(at(token, "code")).status_code == 410
    assert "13700137000" not in str(hands.texts(outbox))


def test_a_link_waits_while_a_step_is_unanswered(draft, token):
    save_draft(application=draft, by=draft.owner, change=lambda document: document["answers"].pop("seller"))
    assert Client().get(at(token)).status_code == 409


def test_guessed_links_are_all_alike(draft, token, gu):
    guesses = ["0" * 64, token[:-1] + ("0" if token[-1] != "0" else "1"), "x", "a" * 300, "%00", "0"]
    answers = set()
    Client().get("/en/sign/first/")  # fills what is remembered about the site
    for guess in guesses:
        with CaptureQueriesContext(connection) as queries:
            response = Client().get(f"/en/sign/{guess}/")
        body = response.content.decode().replace(guess, "")
        answers.add((response.status_code, len(queries), body.count("leads nowhere")))
    assert {(status, said) for status, _queries, said in answers} == {(404, 1)}
    assert len({queries for _status, queries, _said in answers}) == 1


def test_an_address_that_asks_too_often_has_to_wait(token):
    client = Client()
    statuses = [client.get("/en/sign/0/").status_code for _ in range(41)]
    assert set(statuses[:40]) == {404} and statuses[40] == 429
    assert client.get(at(token)).status_code == 429
    assert Client(REMOTE_ADDR="10.1.2.3").get(at(token)).status_code == 200


def test_declining_tells_the_applicant_and_shows_the_reason(page, draft, token, outbox):
    client = open_link(token, outbox)
    assert client.get(at(token, "decline")).status_code == 200
    assert client.post(at(token, "decline"), {"reason": "我还没有想好。"}).status_code == 302
    assert "You did not sign" in client.get(at(token)).content.decode()
    assert Client().get(at(token)).status_code == 410
    notice = Notice.objects.get()
    assert notice.kind == "sign_declined" and "我还没有" not in str(notice.context)
    assert notice.context["who"] == "Spouse" and "白雪梅" not in str(notice.context)
    text = check_page(page, draft)
    assert "我还没有想好。" in text and "Invite again" in text
    assert page.post(url(draft, "check")).status_code == 422
    entry = Entry.objects.get(action="sign:declined")
    assert "我还没有" not in entry.data_json


def test_who_signed_is_told_why_when_invited_anew(page, draft, token, outbox):
    client = open_link(token, outbox)
    sign(client, token)
    change(draft, contract_qty="77")
    assert Client().get(at(token)).status_code == 410
    check_page(page, draft)
    assert Signature.objects.get(key="spouse").status == "VOID"
    page.post(sign_url(draft, "spouse", "invite"))
    again = link_on(check_page(page, draft))
    Allowance.objects.all().delete()
    text = open_link(again, outbox).get(at(again)).content.decode()
    assert "that signature does not count any more" in text


def test_without_a_sender_nobody_can_be_invited_and_the_page_says_why(page, draft, settings):
    settings.SMS_SENDER = ""
    text = check_page(page, draft)
    assert "nobody else can sign online" in text and "Invite" not in text
    assert page.post(sign_url(draft, "spouse", "invite")).status_code == 422
    assert not Signature.objects.filter(status="INVITED").exists()


def test_a_sender_that_fails_is_told_and_its_words_are_not_logged(page, draft, token, settings, caplog):
    settings.SMS_SENDER = "portal.notifications.texting.FileSender|/nowhere/at/all"
    response = Client().post(at(token, "code"))
    assert response.status_code == 422 and "could not be sent" in response.content.decode()
    assert page.post(sign_url(draft, "spouse", "invite")).status_code == 302
    assert "could not be texted" in check_page(page, draft)
    assert "FileNotFoundError" in caplog.text and SPOUSE not in caplog.text


def test_nobody_else_can_be_asked_to_sign_for_the_applicant(page, draft, gu):
    assert page.post(sign_url(draft, "applicant", "invite")).status_code == 422
    with pytest.raises(Refused):
        actions.invite(application=draft, key="applicant", by=gu)
    with pytest.raises(Refused):
        actions.send_code(application=draft, key="applicant")
    with pytest.raises(Refused):
        actions.send_code(application=draft, key="spouse", by=gu)


def test_telephones_are_not_troubled_without_end(draft, gu):
    for place in range(20):
        change(draft, test_mobile=f"1390013{place:04}")
        actions.invite(application=draft, key="spouse", by=gu)
    change(draft, test_mobile=SPOUSE)
    with pytest.raises(Refused):
        actions.invite(application=draft, key="spouse", by=gu)


def test_link_and_code_stand_in_no_log(token, outbox, caplog):
    caplog.set_level(logging.DEBUG)
    client = Client(raise_request_exception=False, enforce_csrf_checks=True)
    client.post(at(token, "code"))
    forged = Client()
    forged.post(at(token, "code"))
    code = last_code(outbox, SPOUSE)
    forged.post(at(token, "open"), {"code": other_than(code)})
    forged.post(at(token, "open"), {"code": code})
    forged.get(at("f" * 64))
    assert "/sign/…/" in caplog.text
    assert token not in caplog.text and "f" * 64 not in caplog.text and code not in caplog.text
