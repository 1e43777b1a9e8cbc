"""The pages of the certificate desk: what is asked for is found, named, decided once, and never lost."""

import re
from pathlib import Path

import pytest
from django.conf import settings as conf
from django.urls import reverse
from django.utils import translation

from portal.applications.actions import move
from portal.applications.states import State
from portal.certificates import actions
from portal.certificates.actions import batches
from portal.certificates.actions.turning import turn
from portal.certificates.models import BatchItem, Certificate, Proposal, RegisterEntry
from portal.notifications import inbox
from portal.notifications.models import Memo
from tests import cases
from tests.certificates.test_life import GROUND, REASON, issued

pytestmark = pytest.mark.django_db
ANSWER = "没有发现违法使用的情形，维持有效。"
LIST = "desk_certificates:list"


@pytest.fixture(autouse=True)
def _demo(settings):
    settings.DEMO = True


@pytest.fixture
def english():
    with translation.override("en"):
        yield


def asker():
    return cases.officer("reviewer", name="asks")


def decider():
    return cases.officer("approver", name="decides")


def asked(certificate: Certificate, act: str = "suspend", by=None) -> Proposal:
    return actions.propose(certificate=certificate, act=act, by=by or asker(), reason=REASON, ground=GROUND)


def batch(by=None) -> Proposal:
    by = by or asker()
    chosen = batches.eligible(by, kind="GB", ends_from=None, ends_to=None)
    return batches.propose_many(by=by, act="reissue", certificates=chosen, reason=REASON)


def page_of(certificate: Certificate) -> str:
    return reverse("desk_certificates:page", args=[certificate.pk])


def url(name: str, proposal: Proposal) -> str:
    return reverse(f"desk_certificates:{name}", args=[proposal.pk])


def test_facts_are_two_columns_wherever_they_stand():
    css = (Path(conf.BASE_DIR) / "portal/ui/static/ui/components.css").read_text()
    assert ".facts > div { display: contents; }" in css and ".facts > .long" in css


def test_what_is_asked_for_is_what_was_counted(client, english):
    issued()
    client.force_login(asker())
    form = reverse("desk_certificates:batch_new")
    typed = {"act": "reissue", "type": "GB"}
    counted = client.post(form, {**typed, "count": ""})
    assert (counted.status_code, counted.context["found"], counted.context["form"].errors) == (200, 1, {})
    assert "data-said" in counted.text
    kept = re.search(r'name="counted" value="([^"]+)"', counted.text)[1]
    sent = {**typed, "reason": REASON, "counted": kept, "ask": ""}
    changed = client.post(form, {**sent, "type": "YB"})
    assert "You changed the choice: 0 certificates match now." in changed.text
    issued(n=2)
    again = client.post(form, sent)
    assert "The number has changed meanwhile: 2 certificates match now." in again.text
    assert not Proposal.objects.exists()
    assert client.post(form, {**sent, "counted": again.context["counted"]}).status_code == 302
    assert Proposal.objects.get().items.count() == 2


def test_the_reason_is_asked_for_when_asking(client):
    issued()
    client.force_login(asker())
    form, typed = reverse("desk_certificates:batch_new"), {"act": "reissue", "type": "GB", "reason": "kurz"}
    counted = client.post(form, {**typed, "count": ""})
    assert counted.status_code == 200
    refused = client.post(form, {**typed, "counted": counted.context["counted"], "ask": ""})
    assert refused.status_code == 422 and set(refused.context["form"].errors) == {"reason"}


def test_the_table_of_a_batch_renews_itself_with_the_progress(client):
    issued()
    proposal = actions.confirm(proposal=batch(), by=decider())
    client.force_login(asker())
    shown = client.get(url("batch", proposal), {"page": "1"}).text
    part = shown[shown.index('id="progress"') : shown.index("</section>")]
    assert "<table" in part and 'data-hx-get="' in part and "?page=1" in part
    assert re.search(r"<progress[^>]* aria-label=", part)


def test_what_was_typed_is_kept_when_the_certificate_changed_meanwhile(client, english):
    certificate = issued()
    client.force_login(asker())
    form = reverse("desk_certificates:propose", args=[certificate.pk, "suspend"])
    turn(certificate, RegisterEntry.Act.CANCELLED, by=decider(), proposed_by=asker(), reason=REASON)
    answer = client.post(form, {"reason": "what I typed", "ground": GROUND})
    assert answer.status_code == 409
    assert "“Suspend” was not asked for." in answer.text and "“Closed out”" in answer.text
    assert "what I typed" in answer.text and GROUND in answer.text


def test_what_was_typed_is_kept_when_somebody_else_asked_first(client):
    certificate = issued()
    asked(certificate, by=cases.officer("reviewer", name="faster"))
    client.force_login(asker())
    form = reverse("desk_certificates:propose", args=[certificate.pk, "cancel"])
    answer = client.post(form, {"reason": REASON, "ground": GROUND})
    assert answer.status_code == 409 and GROUND in answer.text
    assert 'name="ground"' not in client.get(form).text


@pytest.mark.parametrize(
    ("act", "button", "words"),
    [("suspend", "Confirm: suspend", "must not be used"), ("cancel", "Confirm: close out", "never in force")],
)
def test_the_button_names_the_act_and_the_panel_what_comes_of_it(client, english, act, button, words):
    certificate = issued()
    asked(certificate, act)
    client.force_login(decider())
    shown = client.get(page_of(certificate)).text
    assert button in shown and words in shown
    assert ("button-danger" in shown) is (act == "cancel")


def test_a_batch_is_found_where_decisions_wait_and_named_by_its_button(client, english):
    issued()
    proposal, approver = batch(), decider()
    client.force_login(approver)
    listed = client.get(reverse(LIST)).text
    assert url("batch", proposal) in listed and "For you to decide" in listed
    shown = client.get(url("batch", proposal)).text
    assert "Confirm: issue 1 certificate anew" in shown
    assert "Purchase filing certificate" in shown
    client.force_login(asker())
    assert "Asked by you" in client.get(reverse(LIST)).text


def test_approvers_over_all_certificates_are_called_for_a_batch(english):
    issued()
    over = decider()
    elsewhere = cases.officer("approver", "310151000000", name="elsewhere")
    proposal = batch()
    memo = Memo.objects.get(kind="batch_proposed", recipient=over)
    assert inbox.said(memo) == "A batch (1 certificate) waits for a second officer."
    assert not Memo.objects.filter(kind="batch_proposed", recipient=elsewhere).exists()
    actions.confirm(proposal=proposal, by=over)
    memo.refresh_from_db()
    told = Memo.objects.get(kind="batch_decided")
    assert memo.read_at is not None and told.recipient == proposal.proposed_by
    assert inbox.said(told) == "The batch you asked for (1 certificate) was confirmed."


def test_asking_for_a_batch_on_its_page_calls_the_second_officers(client):
    issued()
    approver = decider()
    client.force_login(asker())
    form, typed = reverse("desk_certificates:batch_new"), {"act": "reissue", "type": "GB", "reason": REASON}
    counted = client.post(form, {**typed, "count": ""}).context["counted"]
    client.post(form, {**typed, "counted": counted, "ask": ""})
    assert Memo.objects.filter(kind="batch_proposed", recipient=approver).count() == 1


def test_a_mistake_in_the_reason_keeps_the_count_and_the_way_to_ask(client, english):
    issued()
    client.force_login(asker())
    form, typed = reverse("desk_certificates:batch_new"), {"act": "reissue", "type": "GB", "reason": "kurz"}
    counted = client.post(form, {**typed, "count": ""}).context["counted"]
    page = client.post(form, {**typed, "counted": counted, "ask": ""})
    assert page.status_code == 422 and 'name="ask"' in page.content.decode()
    assert (page.context["counted"], page.context["found"]) == (counted, 1)
    client.post(form, {**typed, "reason": REASON, "counted": counted, "ask": ""})
    assert Proposal.objects.get().items.count() == 1


def test_kinds_that_are_not_renewed_are_told_to_be(client, english):
    issued()
    client.force_login(asker())
    typed = {"act": "renew", "type": "GB", "reason": "", "count": ""}
    page = client.post(reverse("desk_certificates:batch_new"), typed)
    assert page.status_code == 422
    assert "Certificates of this kind are not renewed" in str(page.context["form"].errors["type"])


def test_a_finished_batch_says_what_was_left_out(client, english):
    certificate = issued()
    proposal = actions.confirm(proposal=batch(), by=decider())
    turn(certificate, RegisterEntry.Act.CANCELLED, by=decider(), proposed_by=asker(), reason=REASON)
    batches.advance(proposal.pk)
    assert BatchItem.objects.get().outcome == "left"
    client.force_login(asker())
    for page in (reverse(LIST) + "?tab=batches", url("batch", proposal)):
        shown = client.get(page).text
        assert "Finished (1 left out)" in shown and "tag-warn" in shown


def test_a_line_of_the_inbox_names_the_act_and_leads_to_the_certificate(client, english):
    certificate, approver = issued(), decider()
    asked(certificate)
    memo = Memo.objects.get(recipient=approver, kind="certificate_proposed")
    said = f"Certificate {certificate.number}: suspend, waits for a second officer."
    assert inbox.said(memo) == said
    client.force_login(approver)
    led = client.get(reverse("review:memo", args=[memo.pk]))
    assert led.headers["Location"] == page_of(certificate)


@pytest.mark.parametrize("how", ["confirm", "refuse", "withdraw"])
def test_calls_are_settled_and_who_asked_is_told(english, how):
    certificate, approver = issued(), decider()
    third = cases.officer("approver", name="third")
    proposal = asked(certificate)
    if how == "confirm":
        actions.confirm(proposal=proposal, by=approver)
    elif how == "refuse":
        actions.refuse(proposal=proposal, by=approver, answer=ANSWER)
    else:
        actions.withdraw(proposal=proposal, by=proposal.proposed_by)
    calls = Memo.objects.filter(kind="certificate_proposed")
    assert {approver.pk, third.pk} <= {memo.recipient_id for memo in calls}
    assert not calls.filter(read_at=None).exists()
    told = [inbox.said(memo) for memo in Memo.objects.filter(kind="proposal_decided", recipient=asker())]
    words = {"confirm": ["confirmed"], "refuse": ["declined"], "withdraw": []}[how]
    assert told == [f"What you asked for (suspend, {certificate.number}) was {word}." for word in words]


def test_a_revocation_on_the_page_of_the_case_settles_the_calls_too():
    certificate, approver = issued(), decider()
    asked(certificate, "revoke")
    grounds = {"legal_ground": GROUND, "reconsideration_days": 60, "lawsuit_months": 6}
    move(certificate.application, State.REVOKED, by=approver, note=REASON, grounds=grounds)
    assert not Memo.objects.filter(kind="certificate_proposed", read_at=None).exists()
    assert Memo.objects.filter(kind="proposal_decided", recipient=asker()).count() == 1


def test_who_granted_the_case_is_neither_called_nor_offered_the_revocation(client, english):
    certificate, approver = issued(), decider()
    granted = certificate.application.approver
    proposal = asked(certificate, "revoke")
    called = set(Memo.objects.filter(kind="certificate_proposed").values_list("recipient", flat=True))
    assert approver.pk in called and granted.pk not in called
    client.force_login(granted)
    shown = client.get(page_of(certificate)).text
    assert "You granted it, so somebody else decides whether it is revoked." in shown
    assert reverse("review:act", args=[certificate.application_id, "revoke"]) not in shown
    assert "For you to decide" not in client.get(reverse(LIST)).text
    assert client.get(url("refuse", proposal)).status_code == 404


def test_a_revocation_is_decided_in_the_words_in_which_it_was_asked_for(client, english):
    certificate = issued()
    asked(certificate, "revoke")
    client.force_login(decider())
    shown = client.get(reverse("review:act", args=[certificate.application_id, "revoke"])).text
    assert REASON in shown and GROUND in shown
    assert f"{asker()} asked for the revocation on" in shown
    assert len(re.findall(r"<textarea[^>]* readonly", shown)) == 2


def test_nothing_is_put_into_a_revocation_that_nobody_asked_for(client):
    certificate = issued()
    client.force_login(decider())
    shown = client.get(reverse("review:act", args=[certificate.application_id, "revoke"])).text
    assert not re.findall(r"<textarea[^>]* readonly", shown)


def test_declining_names_what_is_declined(client, english):
    certificate = issued()
    proposal = asked(certificate, "cancel")
    client.force_login(decider())
    shown = client.get(url("refuse", proposal)).text
    assert f"<h1>Decline: close out {certificate.number}</h1>" in shown
    assert client.post(url("refuse", proposal), {"answer": ANSWER}).status_code == 302


@pytest.mark.parametrize("how", ["withdraw", "confirm"])
def test_who_comes_too_late_to_decline_reads_what_happened(client, english, how):
    proposal = asked(issued())
    if how == "withdraw":
        actions.withdraw(proposal=proposal, by=proposal.proposed_by)
        words = f"{asker()} took it back on"
    else:
        actions.confirm(proposal=proposal, by=cases.officer("approver", name="faster"))
        words = f"{cases.officer('approver', name='faster')} confirmed it on"
    client.force_login(decider())
    late = client.post(url("refuse", proposal), {"answer": ANSWER})
    assert late.status_code == 409 and words in late.text and ANSWER in late.text
    assert 'name="answer"' not in late.text
    if how == "withdraw":
        toast = client.post(url("confirm", proposal), follow=True).text
        assert words in toast


def test_too_short_and_too_long_texts_are_refused_in_words(client, english):
    certificate = issued()
    client.force_login(asker())
    form = reverse("desk_certificates:propose", args=[certificate.pk, "suspend"])
    shown = client.get(form).text
    assert "15 to 2000 characters." in shown and "maxlength" not in shown.partition("<main")[2]
    short = client.post(form, {"reason": "kurz", "ground": GROUND}).context["form"].errors["reason"]
    assert short == ["Please type at least 15 characters; these are 4."]
    long = client.post(form, {"reason": "长" * 2001, "ground": GROUND}).context["form"].errors["reason"]
    assert long == ["Please type at most 2000 characters; these are 2001."]


def test_days_of_the_register_have_their_year(client, english):
    certificate = issued()
    client.force_login(asker())
    shown = client.get(page_of(certificate)).text
    assert shown.count(f" {certificate.issued_on.year}") >= 2


@pytest.mark.parametrize(("role", "offered"), [("intake", False), ("supervisor", False), ("reviewer", True)])
def test_many_at_once_is_offered_to_those_who_may_ask(client, role, offered):
    client.force_login(cases.officer(role))
    link = reverse("desk_certificates:batch_new")
    assert (link in client.get(reverse(LIST), {"tab": "batches"}).text) is offered


def test_the_number_of_a_case_leads_to_the_case(client, english):
    case = issued().application
    client.force_login(asker())
    led = client.get(reverse(LIST), {"number": case.number})
    assert led.headers["Location"] == reverse("review:case", args=[case.pk])
    far = "310151000000" if case.district != "310151" else "310101000000"
    client.force_login(cases.officer("reviewer", far, name="far"))
    assert "This is the number of a case." in client.get(reverse(LIST), {"number": case.number}).text


def test_cells_of_the_lists_have_their_labels_and_rows_kind_and_holder(client, english):
    certificate = issued()
    asked(certificate)
    client.force_login(asker())
    shown = client.get(reverse(LIST)).text
    assert {"Reason", "Kind", "Holder", "Asked by"} <= set(re.findall(r'data-label="([^"]+)"', shown))
    assert certificate.application.subject in shown and "Purchase filing certificate" in shown


def test_the_case_names_each_certificate_and_what_waits(client, english):
    certificate = issued()
    client.force_login(asker())
    case = reverse("review:case", args=[certificate.application_id])
    link = f'Register and acts<span class="visually-hidden"> {certificate.number}</span>'
    before = client.get(case).text
    assert link in before and "Purchase filing certificate" in before
    asked(certificate)
    after = client.get(case).text
    assert link not in after and f"Waits for a decision: Suspend (asked for by {asker()})" in after


def test_the_valid_certificate_stands_first(client):
    former = issued()
    proposal = asked(former, "reissue")
    actions.confirm(proposal=proposal, by=decider())
    new = former.successors.get()
    assert actions.issue(certificate_id=new.pk)
    new.refresh_from_db()
    client.force_login(asker())
    shown = client.get(reverse("review:case", args=[former.application_id])).text
    assert shown.index(new.number) < shown.index(former.number)


@pytest.mark.parametrize(("back", "place"), [("list", "list"), ("page", "page"), ("", "case")])
def test_trying_again_leads_back(client, back, place):
    case = cases.approved("PB")
    certificate = case.certificates.get(event=None)
    Certificate.objects.filter(pk=certificate.pk).update(status="failed", error="x")
    client.force_login(cases.officer("supervisor"))
    led = client.post(reverse("certificates:retry", args=[certificate.pk]), {"back": back})
    places = {
        "list": reverse(LIST) + "?tab=stopped",
        "page": page_of(certificate),
        "case": reverse("review:case", args=[case.pk]),
    }
    assert led.headers["Location"] == places[place]
