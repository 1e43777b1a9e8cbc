"""An applicant who would sign for somebody else, or trouble somebody's telephone, through the signatures."""

from dataclasses import replace
from datetime import timedelta

import pytest
import time_machine
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from portal.applications.actions import save_draft
from portal.applications.models import Application
from portal.catalog import registry
from portal.catalog.declaration import Signer
from portal.signing import actions, upkeep
from portal.signing.content import digest_of
from portal.signing.models import Allowance, Signature
from portal.signing.policies import Refused, SignaturesMissing, check_signed, fits
from portal.signing.queries import signed_for, signers_of
from tests import factories
from tests.signing import hands
from tests.signing.hands import OWN_MOBILE, SPOUSE, digest_on, open_link
from tests.wizard import builders
from tests.wizard.builders import url

pytestmark = pytest.mark.slow

TICKS = {"statement_0": "on", "statement_1": "on"}


def give(draft, mobile):
    """Give another number for the co-signer."""
    save_draft(
        application=draft,
        by=draft.owner,
        change=lambda document: document["answers"]["seller"].update(test_mobile=mobile),
    )


def co_sign(draft, outbox, to):
    """Sign as whoever holds that telephone."""
    token = actions.invite(application=Application.objects.get(pk=draft.pk), key="spouse", by=draft.owner)[0]
    browser = open_link(token, outbox, to)
    page = browser.get(reverse("signing:page", args=[token])).content.decode()
    sent = browser.post(reverse("signing:sign", args=[token]), {"digest": digest_on(page), **TICKS})
    assert sent.status_code == 302


@pytest.fixture
def mobile_not_in_content(monkeypatch, signed_service):
    """The service of the drafts, whose co-signers do not sign their own number (as guardians do not)."""

    def found(answers, norms):
        return [
            Signer(one.key, one.role, one.name, one.mobile, one.statements, {"what": "the same"}, one.shown)
            for one in hands.signers(answers, norms)
        ]

    monkeypatch.setitem(registry._services, "PB", hands.with_signers(found))


def test_a_number_put_in_after_signing_is_not_the_one_that_signed(mobile_not_in_content, draft, outbox):
    give(draft, OWN_MOBILE)
    co_sign(draft, outbox, OWN_MOBILE)
    give(draft, SPOUSE)
    fresh = Application.objects.get(pk=draft.pk)
    signers = signers_of(fresh)
    (spouse,) = (one for one in signers if one.key == "spouse")
    assert not fits(Signature.objects.get(application=draft, key="spouse"), spouse)
    with pytest.raises(SignaturesMissing):
        check_signed(fresh, [spouse])


def test_officers_see_that_a_code_went_to_the_applicants_own_number(page, draft, monkeypatch):
    def one_telephone(answers, norms):
        return [replace(signer, mobile=OWN_MOBILE) for signer in hands.signers(answers, norms)]

    monkeypatch.setitem(registry._services, "PB", hands.with_signers(one_telephone))
    hands.sign_all(draft)
    page.post(url(draft, "check"))
    case = Application.objects.get(pk=draft.pk)
    assert [(row.key, row.same_mobile) for row in signed_for(case)] == [
        ("applicant", False),
        ("spouse", True),
    ]
    client = Client()
    client.force_login(factories.officer("intake"))
    shown = client.get("/en" + reverse("review:case", args=[case.pk]).removeprefix("/en")).content.decode()
    # The apostrophe is escaped on the page.
    assert "own mobile number." in shown


def test_officers_see_nothing_of_the_kind_about_two_telephones(page, draft):
    hands.sign_all(draft)
    page.post(url(draft, "check"))
    rows = signed_for(Application.objects.get(pk=draft.pk))
    assert not any(row.same_mobile or row.own_account for row in rows)


def test_officers_see_that_it_was_signed_in_the_applicants_browser(page, draft, outbox):
    token = actions.invite(application=draft, key="spouse", by=draft.owner)[0]
    page.post(reverse("signing:code", args=[token]))
    page.post(reverse("signing:open", args=[token]), {"code": hands.last_code(outbox, SPOUSE)})
    shown = page.get(reverse("signing:page", args=[token])).content.decode()
    page.post(reverse("signing:sign", args=[token]), {"digest": digest_on(shown), **TICKS})
    fresh = Application.objects.get(pk=draft.pk)
    own = Signature.objects.get(application=draft, key="spouse")
    assert own.user_id == draft.owner_id
    code = actions.send_code(application=fresh, key="applicant", by=draft.owner)
    signer = next(one for one in signers_of(fresh) if one.key == "applicant")
    actions.sign_own(application=fresh, code=code, digest=digest_of(signer), by=draft.owner)
    page.post(url(draft, "check"))
    case = Application.objects.get(pk=draft.pk)
    assert [(row.key, row.own_account) for row in signed_for(case)] == [
        ("applicant", False),
        ("spouse", True),
    ]


def test_many_accounts_may_not_do_to_a_number_what_one_may_not(db, signed_service, outbox):
    refused = 0
    for place in range(4):
        user, client = builders.person(f"attacker{place}@example.test"), Client()
        client.force_login(user)
        application = builders.ready(client, user, "PB", sign=False)
        for _time in range(4):
            try:
                actions.invite(application=Application.objects.get(pk=application.pk), key="spouse", by=user)
            except Refused as problem:
                assert "number" in str(problem)
                refused += 1
    assert refused == 6
    assert len(hands.texts(outbox)) == 10


def test_who_was_sent_to_is_forgotten_when_the_day_is_over(token):
    assert Allowance.objects.exists()
    assert upkeep.forget() == 0
    with time_machine.travel(timezone.now() + timedelta(days=1)):
        assert upkeep.forget() == 2
    assert not Allowance.objects.exists()
