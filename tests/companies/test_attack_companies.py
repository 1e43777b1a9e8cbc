"""What others try with the account of a company, and with what is filed for it: each attempt must fail."""

from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone

from portal.accounts.models import Posting, Role, User
from portal.applications import actions as applications
from portal.applications.models import Application
from portal.applications.policies import FourEyes, NotAllowed, NotAuthorised, check_can_move
from portal.applications.queries import owned_by, visible_to
from portal.applications.representing import acts_for
from portal.applications.states import State
from portal.certificates.models import Certificate
from portal.certificates.queries import readable_by
from portal.companies import actions
from portal.companies.models import Company, Handler
from portal.companies.policies import NotManager
from portal.companies.wording import OVERTAKEN
from portal.documents.models import Document
from portal.documents.policies import can_read
from portal.ratings.policies import can_rate
from portal.review.policies import OwnCase, check_can_follow_up, check_may_open
from portal.review.queries import my_turn
from portal.wizard import checking
from portal.wizard.actions import hand_in
from portal.wizard.journey import open_journey
from portal.workdays.queries import today
from tests import copied, factories
from tests.companies import accounts
from tests.wizard import builders

pytestmark = [pytest.mark.django_db, pytest.mark.slow]
CAST = {
    "owner": True,
    "colleague in scope": True,
    "colleague for everything": True,
    "colleague out of scope": False,
    "expired": False,
    "ended": False,
    "owner who was ended": False,
    "handler of another company": False,
    "stranger": False,
}
OUTSIDERS = [name for name, may in CAST.items() if not may]


def somebody(kind: str, company: Company, owner: User) -> User:
    """Return a member of the cast."""
    if kind == "owner":
        return owner
    if kind == "owner who was ended":
        accounts.handler(company, accounts.person("heir"), role="manager")
        actions.leave(company=company, by=owner)
        return User.objects.get(pk=owner.pk)
    user = accounts.person("cast")
    if kind == "handler of another company":
        accounts.of_sample(user, 1)
    elif kind != "stranger":
        accounts.handler(
            company,
            user,
            scopes={"colleague in scope": (accounts.CODE,), "colleague out of scope": ("SX",)}.get(kind, ()),
            valid_to=today() - timedelta(days=1) if kind == "expired" else today(),
            state="ENDED" if kind == "ended" else "ACTIVE",
        )
    return user


@pytest.fixture
def draft(db):
    """A draft of a company; the manager and the company of these tests are its own."""
    return copied.once("draft of a company", draft_of_a_company)


def draft_of_a_company():
    sun = accounts.person("sun")
    return accounts.filled(sun, accounts.of_sample(sun))


@pytest.fixture
def sun(draft):
    return draft.owner


@pytest.fixture
def company(draft):
    return draft.company


@pytest.fixture
def case(sun, company, draft):
    accounts.browser(sun).post(builders.url(draft, "check"))
    case = Application.objects.get(pk=draft.pk)
    assert case.state == State.RECEIVED
    return case


@pytest.mark.parametrize(("kind", "may"), CAST.items())
class TestAccess:
    """Who may what with a draft and a case of a company."""

    def test_a_draft(self, draft, company, sun, kind, may):
        user = somebody(kind, company, sun)
        page, before = accounts.browser(user), builders.document(draft)["raw"]["site"]
        document = draft.documents.first()
        found = 200 if may else 404
        assert acts_for(user, draft) is may
        assert owned_by(user).filter(pk=draft.pk).exists() is may
        assert page.get(builders.url(draft, "site")).status_code == found
        autosave = reverse("wizard:autosave", args=[draft.service, draft.pk, "site"])
        assert page.post(autosave, {"use_note": "changed"}).status_code == found
        assert page.get(reverse("documents:read", args=[document.pk])).status_code == found
        assert page.get(reverse("my:discard", args=[draft.pk])).status_code == found
        listed = reverse("my:case", args=[draft.pk]) in page.get(reverse("my:home")).content.decode()
        assert listed is may
        if not may:
            file = SimpleUploadedFile("x.pdf", builders.PDF, "application/pdf")
            sent = page.post(reverse("documents:upload", args=[draft.pk, document.material]), {"file": file})
            assert sent.status_code == 404
            assert page.post(reverse("documents:remove", args=[document.pk])).status_code == 404
            assert page.post(reverse("my:discard", args=[draft.pk])).status_code == 404
            assert page.post(builders.url(draft, "check")).status_code == 404
            assert builders.document(draft)["raw"]["site"] == before
            assert draft.documents.count() == Document.objects.count()
            for act in (
                lambda: applications.save_draft(application=draft, by=user, change=lambda document: None),
                lambda: applications.discard(application=draft, by=user),
                lambda: applications.submit(
                    application=draft, by=user, answers={}, shown={}, materials=[], flags=[]
                ),
            ):
                with pytest.raises(NotAllowed):
                    act()
        assert Application.objects.get(pk=draft.pk).state == State.DRAFT

    def test_submitting(self, draft, company, sun, kind, may):
        user = somebody(kind, company, sun)
        answer = accounts.browser(user).post(builders.url(draft, "check"))
        assert answer.status_code == (302 if may else 404)
        assert (Application.objects.get(pk=draft.pk).state == State.RECEIVED) is may

    def test_a_case(self, case, company, sun, kind, may):
        user = somebody(kind, company, sun)
        page, found = accounts.browser(user), 200 if may else 404
        assert page.get(reverse("my:case", args=[case.pk])).status_code == found
        assert page.get(reverse("certificates:receipt", args=[case.pk])).status_code == found
        assert page.get(builders.url(case, name="wizard:done")).status_code == found
        assert can_read(case.documents.first(), user) is may
        assert page.get(reverse("my:withdraw", args=[case.pk])).status_code == found
        page.post(reverse("my:withdraw", args=[case.pk]))
        assert (Application.objects.get(pk=case.pk).state == State.WITHDRAWN) is may

    def test_a_correction(self, case, company, sun, kind, may):
        user = somebody(kind, company, sun)
        officer = builders.person("officer@example.test")
        case = builders.asked_to_correct(
            case, officer, {"step": "site", "field": "", "reason": "请补充说明用途。"}
        )
        page = accounts.browser(user)
        assert page.get(builders.url(case, "site")).status_code == (200 if may else 404)
        sent = builders.post(page, case, "site") if may else page.post(builders.url(case, "site"))
        assert sent.status_code == (302 if may else 404)
        page.post(builders.url(case, "check"))
        assert (Application.objects.get(pk=case.pk).state == State.RECEIVED) is may

    def test_certificate_and_rating(self, case, company, sun, kind, may):
        user = somebody(kind, company, sun)
        certificate = Certificate.objects.create(
            application=case,
            type="PB",
            status="issued",
            number="PB3101012026000001",
            code="A" * 16,
            title="x",
            issued_on=today(),
            issued_at=timezone.now(),
            key="none",
            sha256="0" * 64,
            seal="0" * 64,
        )
        assert readable_by(user).filter(pk=certificate.pk).exists() is may
        Application.objects.filter(pk=case.pk).update(state=State.CONCLUDED)
        concluded = Application.objects.get(pk=case.pk)
        assert can_rate(concluded, user) is may
        rate = reverse("ratings:rate", args=[case.pk])
        assert accounts.browser(user).get(rate).status_code == (200 if may else 404)


class TestSubmission:
    """R-EN-15, under the lock: what was allowed when the page was opened may not be any more."""

    def ready(self, draft, user):
        journey = open_journey(Application.objects.get(pk=draft.pk), user)
        return journey, checking.judge(journey).answers

    @pytest.mark.parametrize(
        ("change", "reason"),
        [
            ({"state": "ENDED"}, "none"),
            ({"valid_to": today() - timedelta(days=1)}, "expired"),
            ({"scopes": ["SX"]}, "scope"),
        ],
    )
    def test_an_authorisation_that_changed_meanwhile(self, draft, company, wu, change, reason):
        journey, answers = self.ready(draft, wu)
        company.handlers.filter(user=wu).update(**change)
        with pytest.raises(NotAuthorised) as refused:
            hand_in(journey=journey, answers=answers, by=wu)
        assert refused.value.reason == reason
        assert Application.objects.get(pk=draft.pk).state == State.DRAFT

    def test_the_check_page_says_what_to_do(self, draft, company, wu, monkeypatch):
        page, judge = accounts.browser(wu), checking.judge

        def ended_in_another_tab(journey):
            company.handlers.filter(user=wu).update(state="ENDED")
            return judge(journey)

        monkeypatch.setattr(checking, "judge", ended_in_another_tab)
        answer = page.post(builders.url(draft, "check"))
        assert answer.status_code == 422
        ((href, text),) = answer.context["errors"]
        assert href == reverse("companies:home") and text
        assert Application.objects.get(pk=draft.pk).state == State.DRAFT

    def test_a_forged_credit_code(self, draft, sun):
        journey, answers = self.ready(draft, sun)
        answers["company"] = {**answers["company"], "uscc": "91310115MADEM00117"}
        with pytest.raises(NotAuthorised) as refused:
            hand_in(journey=journey, answers=answers, by=sun)
        assert refused.value.reason == "code"

    def test_a_credit_code_typed_over_that_of_the_account_does_not_stay(self, draft, sun, company):
        typed = builders.raw(accounts.CODE)["company"] | {"uscc": "91310115MADEM00117"}
        page = accounts.browser(sun)
        builders.post(page, draft, "company", typed)
        autosave = reverse("wizard:autosave", args=[draft.service, draft.pk, "company"])
        page.post(autosave, {"uscc": "91310115MADEM00117"})
        document = builders.document(draft)
        assert document["raw"]["company"]["uscc"] == document["answers"]["company"]["uscc"] == company.uscc

    def test_a_company_without_account(self, sun):
        draft = accounts.draft(sun, None)
        given = {"shown": {}, "materials": [], "flags": []}
        answers = factories.judged(factories.draft(accounts.CODE, 0, owner=sun))["answers"]
        with pytest.raises(NotAuthorised) as refused:
            applications.submit(application=draft, by=sun, answers=answers, **given)
        assert refused.value.reason == "company"
        with accounts.declared(individuals=False), pytest.raises(NotAuthorised):
            applications.submit(application=draft, by=sun, answers={"company": {"uscc": ""}}, **given)

    def confirm_another(self, company, uscc=""):
        """Unconfirm the account, and found and confirm somebody else's of that code, or of another one."""
        Company.objects.filter(pk=company.pk).update(confirmed_at=None, confirmed_by="")
        given = accounts.founding(uscc=uscc or company.uscc, confirmed_by=Company.Confirmed.REGISTER)
        actions.found(by=accounts.person("rightful"), **given)

    def test_an_unconfirmed_account_once_another_is_confirmed(self, draft, company, sun):
        journey, answers = self.ready(draft, sun)
        self.confirm_another(company)
        with pytest.raises(NotAuthorised) as refused:
            hand_in(journey=journey, answers=answers, by=sun)
        assert refused.value.reason == "confirmed"
        answer = accounts.browser(sun).post(builders.url(draft, "check"))
        assert answer.status_code == 422
        assert answer.context["errors"] == [(reverse("companies:home"), str(OVERTAKEN))]
        assert Application.objects.get(pk=draft.pk).state == State.DRAFT

    def test_a_correction_of_an_account_that_another_has_overtaken(self, case, company, sun):
        officer = builders.person("officer@example.test")
        case = builders.asked_to_correct(case, officer, {"step": "site", "field": "", "reason": "请补充。"})
        builders.post(accounts.browser(sun), case, "site")
        journey, answers = self.ready(case, sun)
        self.confirm_another(company)
        with pytest.raises(NotAuthorised) as refused:
            hand_in(journey=journey, answers=answers, by=sun)
        assert refused.value.reason == "confirmed"
        assert Application.objects.get(pk=case.pk).state == State.CORRECTION

    def test_an_unconfirmed_account_submits_while_no_other_of_its_code_is_confirmed(
        self, draft, company, sun
    ):
        self.confirm_another(company, uscc="91310115MADEM00117")
        actions.found(by=accounts.person("rival"), **accounts.founding(uscc=company.uscc))
        assert accounts.browser(sun).post(builders.url(draft, "check")).status_code == 302
        assert Application.objects.get(pk=draft.pk).state == State.RECEIVED

    def test_the_confirmed_account_submits_whatever_others_claim(self, draft, company, sun):
        claim = Company.objects.create(uscc=company.uscc, name="别的名称")
        Handler.objects.create(company=claim, user=accounts.person("rival"), role="manager")
        assert accounts.browser(sun).post(builders.url(draft, "check")).status_code == 302
        assert Application.objects.get(pk=draft.pk).state == State.RECEIVED

    def test_a_draft_is_begun_only_where_it_may_be_filed(self, draft, company, sun):
        outsider = accounts.person("outsider")
        for user, code in ((outsider, accounts.CODE), (sun, accounts.OTHER)):
            with pytest.raises(NotAuthorised):
                applications.start(by=user, service=code, language="zh-hans", company=company)
        company.handlers.update(scopes=["SX"])
        with pytest.raises(NotAuthorised):
            applications.start(by=sun, service=accounts.CODE, language="zh-hans", company=company)
        assert Application.objects.get() == draft, "no second one"

    def test_a_correction_is_handed_in_by_nobody_else(self, case, company, wu):
        officer = builders.person("officer@example.test")
        case = builders.asked_to_correct(case, officer, {"step": "site", "field": "", "reason": "请补充。"})
        builders.post(accounts.browser(wu), case, "site")
        journey, answers = self.ready(case, wu)
        company.handlers.filter(user=wu).update(state="ENDED")
        with pytest.raises(NotAuthorised):
            hand_in(journey=journey, answers=answers, by=wu)
        assert Application.objects.get(pk=case.pk).state == State.CORRECTION


class TestFourEyes:
    """An officer who is a handler of the company, in whatever scope, keeps away from its cases."""

    @pytest.mark.parametrize("valid_to", [today() + timedelta(days=9), today() - timedelta(days=9)])
    def test_an_officer_of_the_company(self, case, company, valid_to):
        officer = factories.officer("intake")
        assert visible_to(officer).filter(my_turn(officer), pk=case.pk).exists()
        check_can_move(case, State.ACCEPTED, officer)
        accounts.handler(company, officer, scopes=("SX",), valid_to=valid_to)
        officer = User.objects.get(pk=officer.pk)
        assert not visible_to(officer).filter(my_turn(officer), pk=case.pk).exists()
        with pytest.raises(FourEyes):
            check_can_move(case, State.ACCEPTED, officer)
        with pytest.raises(OwnCase):
            check_may_open(officer, case)
        with pytest.raises(NotAllowed):
            check_can_follow_up(officer, case)

    def test_the_one_who_began_it_and_left(self, case, company, sun):
        accounts.handler(company, accounts.person("heir"), role="manager")
        actions.leave(company=company, by=sun)
        Posting.objects.create(user=sun, unit=factories.CITY, role=Role.INTAKE)
        officer = User.objects.get(pk=sun.pk)
        with pytest.raises(FourEyes):
            check_can_move(case, State.ACCEPTED, officer)
        assert not visible_to(officer).filter(my_turn(officer), pk=case.pk).exists()


class TestAccount:
    """The account itself: nobody outside sees it, handlers do not manage it, managers manage no other's."""

    PAGES = ("account", "details", "invite", "leave")
    ACTS = ("again", "end", "renew", "scopes")

    def addresses(self, company):
        row = company.handlers.first()
        pages = [reverse(f"companies:{name}", args=[company.pk]) for name in self.PAGES]
        return pages + [reverse(f"companies:{name}", args=[company.pk, row.pk]) for name in self.ACTS]

    @pytest.mark.parametrize("kind", ["ended", "handler of another company", "stranger"])
    def test_outsiders_find_nothing(self, company, sun, kind):
        page = accounts.browser(somebody(kind, company, sun))
        for address in self.addresses(company):
            assert page.get(address).status_code in {404, 405}, address
            assert page.post(address).status_code in {404, 405}, address
        assert company.handlers.get(user=sun).state == "ACTIVE"

    def test_visitors_are_led_to_the_sign_in(self, company, client):
        for address in [*self.addresses(company), reverse("companies:home"), reverse("companies:new")]:
            assert "/accounts/login" in client.get(address)["Location"]

    def test_a_handler_does_not_manage(self, company, sun, wu):
        page, own = accounts.browser(wu), company.handlers.get(user=wu)
        manager = company.handlers.get(user=sun)
        for name in self.ACTS:
            for row in (manager, own):
                assert page.post(reverse(f"companies:{name}", args=[company.pk, row.pk])).status_code == 404
        assert page.post(reverse("companies:invite", args=[company.pk])).status_code == 404
        for act in (
            lambda: actions.end(handler=manager, by=wu),
            lambda: actions.renew(handler=own, by=wu, number="x", valid_to=today()),
            lambda: actions.rescope(handler=own, by=wu, scopes=[]),
            lambda: accounts.invited(company, wu, "friend@company.test"),
        ):
            with pytest.raises(NotManager):
                act()
        assert company.handlers.count() == 2 and company.handlers.get(user=wu).scopes == [accounts.CODE]

    def test_a_manager_reaches_no_handler_of_another_company(self, company, sun, wu):
        other = accounts.person("other")
        theirs = accounts.of_sample(other, 1)
        page, row = accounts.browser(other), company.handlers.get(user=wu)
        for name in self.ACTS:
            for account in (theirs, company):
                address = reverse(f"companies:{name}", args=[account.pk, row.pk])
                assert page.post(address).status_code == 404
        with pytest.raises(NotManager):
            actions.end(handler=row, by=other)
        assert Handler.objects.get(pk=row.pk).state == "ACTIVE"
