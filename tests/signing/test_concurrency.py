"""What only several connections on PostgreSQL can show."""

import threading
from datetime import timedelta

import pytest
from django.db import connection, connections
from django.test import Client
from django.utils import timezone

from portal.applications.actions import save_draft
from portal.applications.models import Application, Submission
from portal.notifications.models import Notice
from portal.signing import actions, upkeep
from portal.signing.models import Allowance, Signature
from portal.signing.policies import Refused, SignaturesMissing
from portal.wizard import checking
from portal.wizard.actions import AnswersChanged, hand_in
from portal.wizard.journey import open_journey
from tests.signing import hands

pytestmark = [pytest.mark.postgres, pytest.mark.django_db(transaction=True)]
TICKERS = 6


@pytest.fixture(autouse=True)
def on_postgres(db):
    if connection.vendor != "postgresql":
        pytest.skip("the tests run on SQLite: one writer at a time")


def together(*acts):
    """Run functions at the same time, each on a connection of its own; return what they gave or raised."""
    gate, outcomes = threading.Barrier(len(acts)), [None] * len(acts)

    def run(place, act):
        try:
            gate.wait(10)
            outcomes[place] = act()
        except Exception as failure:  # noqa: BLE001 -- it is what the test looks at
            outcomes[place] = failure
        finally:
            connections.close_all()

    threads = [threading.Thread(target=run, args=pair) for pair in enumerate(acts)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    return outcomes


def test_several_tickers_remind_once(token, outbox):
    Signature.objects.update(invited_at=timezone.now() - timedelta(days=4))
    outbox.unlink()
    together(*[upkeep.remind] * TICKERS)
    assert Notice.objects.filter(kind="sign_waiting").count() == 1
    assert len(hands.texts(outbox)) == 1


def test_one_of_many_presses_sends_a_code(draft, outbox):
    def ask():
        return actions.send_code(application=draft, key="applicant", by=draft.owner)

    outcomes = together(*[ask] * TICKERS)
    assert sum(isinstance(outcome, str) for outcome in outcomes) == 1
    assert sum(isinstance(outcome, Refused) for outcome in outcomes) == TICKERS - 1
    assert len(hands.texts(outbox)) == 1 and Allowance.objects.get().sends == 1


def test_an_edit_and_the_submission_at_once_never_leave_an_unsigned_case(page, draft):
    for quantity in range(8):
        hands.sign_all(draft)
        journey = open_journey(Application.objects.get(pk=draft.pk), draft.owner)
        answers = checking.judge(journey).answers
        quantity_now = str(70 + quantity)

        def edit(document, text=quantity_now):
            document["raw"]["seller"]["contract_qty"] = text
            document["answers"]["seller"]["contract_qty"] = text

        outcomes = together(
            lambda change=edit: save_draft(application=draft, by=draft.owner, change=change),
            lambda j=journey, a=answers: hand_in(journey=j, answers=a, by=draft.owner),
        )
        submitted = Submission.objects.first()
        if submitted is None:
            assert isinstance(outcomes[1], AnswersChanged | SignaturesMissing), outcomes
            continue
        assert {row.key for row in submitted.signatures.all()} == {"applicant", "spouse"}
        evidence = submitted.signatures.get(key="spouse").evidence
        assert evidence["content"]["seller"] == submitted.content["answers"]["seller"]
        return


def test_the_last_try_of_a_code_is_counted_once_for_each(draft, outbox):
    actions.send_code(application=draft, key="applicant", by=draft.owner)
    right = hands.last_code(outbox, hands.OWN_MOBILE)
    page = Client()
    page.force_login(draft.owner)
    outcomes = together(
        *[
            lambda: (
                page.post(
                    hands.sign_url(draft, "applicant", "sign"),
                    {"code": hands.other_than(right), "digest": "x"},
                ).status_code
            )
        ]
        * 2
    )
    assert outcomes == [422, 422]
    wrong = hands.other_than(right)
    from portal.signing.content import digest_of
    from portal.signing.queries import signers_of

    signer = next(one for one in signers_of(Application.objects.get(pk=draft.pk)) if one.key == "applicant")

    def guess():
        actions.sign_own(application=draft, code=wrong, digest=digest_of(signer), by=draft.owner)

    together(*[guess] * 12)
    row = Signature.objects.get(key="applicant")
    assert (row.attempts, row.status) == (5, "PENDING")
