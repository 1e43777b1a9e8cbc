"""For whom an application is made, and what its draft takes from the account."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import translation

from portal.applications import actions as applications
from portal.applications.models import Application
from portal.applications.states import State
from portal.companies import actions
from portal.companies.models import Company, Handler
from portal.companies.queries import names_for
from portal.companies.templatetags.companies import handler_name
from portal.companies.wording import OVERTAKEN
from portal.wizard.journey import open_journey
from portal.workdays.queries import today
from tests.companies import accounts
from tests.wizard import builders

pytestmark = pytest.mark.django_db
START = reverse("wizard:start", args=[accounts.CODE])


def stranger():
    return accounts.browser(accounts.person("stranger"))


class TestChoice:
    def test_who_has_no_company_is_led_to_found_one_and_back(self):
        with accounts.declared(individuals=False):
            page = stranger()
            founding = f"{reverse('companies:new')}?next=%2Fapply%2F{accounts.CODE}%2F"
            assert founding in page.get(START).content.decode()
            assert page.post(START)["Location"] == founding
        assert not Application.objects.exists()

    def test_a_person_applies_for_himself_where_the_service_lets_him(self):
        page = stranger()
        assert reverse("companies:new") in page.get(START).content.decode()
        assert page.post(START).status_code == 302
        assert Application.objects.get().company is None

    def test_the_only_company_is_taken_and_named(self, page, company):
        with accounts.declared(individuals=False):
            assert company.name in page.get(START).content.decode()
            page.post(START)
        assert Application.objects.get().company == company

    def test_of_several_one_is_chosen(self, page, sun, company):
        other = accounts.of_sample(sun, 1)
        assert page.post(START).status_code == 422
        answer = page.post(START, {"company": "nonsense"})
        assert answer.status_code == 422 and answer.context["errors"][0][0].startswith("#id_company")
        assert page.post(START, {"company": str(other.pk)}).status_code == 302
        assert Application.objects.get().company == other
        page.post(START, {"company": "self"})
        assert Application.objects.filter(company=None).count() == 1

    def test_confirmed_and_unconfirmed_accounts_are_told_apart(self, page, sun):
        """On the start page and in the list of one's companies; not by colour alone."""
        accounts.of_sample(sun, 1)
        actions.found(by=sun, **accounts.founding(name="上海未核实有限公司"))
        lost = actions.found(by=sun, **accounts.founding(uscc="91320508MADEM002XK", name="上海被占有限公司"))
        given = accounts.founding(uscc=lost.uscc, confirmed_by=Company.Confirmed.REGISTER)
        actions.found(by=accounts.person("rightful"), **given)
        words = {"上海未核实有限公司": "Not confirmed yet", lost.name: "Another account is confirmed"}
        with translation.override("en"):
            start, home = reverse("wizard:start", args=[accounts.CODE]), reverse("companies:home")
        choices = page.get(start).context["whom"].form.fields["company"].choices
        assert [label for _code, label in choices if label.endswith("(Account confirmed)")]
        assert {f"{name} ({standing})" for name, standing in words.items()} < {
            str(label) for _, label in choices
        }
        rows = page.get(home).content.decode().partition("</h1>")[2].split("<li>")[1:]
        assert len(rows) == 3 and sum("Account confirmed" in row for row in rows) == 1
        for name, standing in words.items():
            (row,) = (row for row in rows if name in row)
            assert standing in row
            assert (str(OVERTAKEN) in row) == (name == lost.name)
        account = page.get(f"{home}{lost.pk}/").content.decode()
        assert str(OVERTAKEN) in account and "Not confirmed yet" not in account

    @pytest.mark.parametrize("confirmed", [True, False])
    def test_the_only_company_is_named_with_how_its_account_stands(self, page, sun, confirmed):
        company = accounts.of_sample(sun)
        if not confirmed:
            Company.objects.update(confirmed_at=None, confirmed_by="")
        with accounts.declared(individuals=False), translation.override("en"):
            text = page.get(reverse("wizard:start", args=[accounts.CODE])).content.decode()
        assert company.name in text
        assert ("Account confirmed" in text, "Not confirmed yet" in text) == (confirmed, not confirmed)

    def test_a_company_that_is_not_the_persons_cannot_be_chosen(self, page, company):
        theirs = accounts.of_sample(accounts.person("other"), 1)
        assert page.post(START, {"company": str(theirs.pk)}).status_code == 422
        company.handlers.update(scopes=["SX"])
        assert page.post(START, {"company": str(company.pk)})
        assert not Application.objects.exclude(company=None).exists()

    def test_an_untouched_draft_is_used_again_for_the_same_company(self, page, sun, company):
        other = accounts.of_sample(sun, 1)
        for choice in (company, company, other, company):
            page.post(START, {"company": str(choice.pk)})
        assert Application.objects.count() == 2
        wu = accounts.person("wu")
        accounts.handler(company, wu)
        accounts.browser(wu).post(START, {"company": str(company.pk)})
        assert Application.objects.filter(company=company).count() == 2


class TestAccountInTheDraft:
    def test_it_is_filled_in_and_marked(self, page, company):
        with accounts.declared(individuals=False):
            page.post(START)
            draft = Application.objects.get()
            filled = set(draft.draft["sources"]["account"]["filled"])
            assert filled == {
                f"{step}.{name}" for step in ("company", "handler") for name in accounts.fills(step)
            }
            typed = draft.draft["raw"]
            assert typed["company"]["uscc"] == company.uscc
            assert typed["company"]["org_type"] == company.profile["org_type"]
            assert typed["company"]["legal_rep"] == company.profile["legal_rep"]
            assert typed["handler"]["handler_name"] == company.handlers.get().details["handler_name"]
            assert draft.draft_saved_at is None
            builders.post(page, draft, "site")
            shown = page.get(builders.url(draft, "company")).content.decode()
        assert shown.count("from-register") == len(accounts.fills("company"))
        assert reverse("companies:home") in shown

    def test_an_account_that_does_not_know_the_kind_leaves_it_to_be_asked(self, page, company):
        """Who then says that an individual buys finds no page broken, and cannot submit for the company."""
        company.profile = {}
        company.save()
        page.post(START, {"company": str(company.pk)})
        draft = Application.objects.get()
        assert "company.org_type" not in draft.draft["sources"]["account"]["filled"]
        builders.post(page, draft, "site")
        typed = builders.raw(accounts.CODE)["company"] | {"org_type": "PER"}
        answer = builders.post(page, draft, "company", typed)
        assert answer.status_code == 302, answer.context["errors"]
        shown = page.get(builders.url(draft, "handler"))
        assert shown.status_code == 200
        assert "authorization_no" not in shown.context["form"].fields

    def test_a_colleague_brings_the_own_details_and_valid_steps_stay_whole(self, sun, company, wu):
        draft = accounts.filled(sun, company)
        before = builders.document(draft)
        assert accounts.browser(wu).get(builders.url(draft, "check")).status_code == 200
        after = builders.document(draft)
        assert after["raw"]["handler"]["handler_name"] == "吴代办"
        assert after["answers"]["handler"]["handler_name"] == "吴代办"
        assert after["complete"] and set(after["complete"]) == set(before["complete"])
        accounts.browser(wu).post(builders.url(draft, "check"))
        answers = Application.objects.get(pk=draft.pk).submissions.get().content["answers"]
        assert answers["handler"]["handler_mobile"] == "13900000002"
        assert answers["sources"]["account"]["data"]["handler_name"] == "吴代办"

    def test_a_step_that_is_not_valid_with_it_has_to_be_saved_again(self, sun, company, wu):
        draft = accounts.filled(sun, company)
        row = company.handlers.get(user=wu)
        row.details = {**row.details, "handler_mobile": "1"}
        row.save()
        answer = accounts.browser(wu).get(builders.url(draft, "check"))
        assert answer["Location"] == builders.url(draft, "handler")

    def test_nothing_of_a_colleague_stays_behind(self, sun, company, wu):
        draft = accounts.filled(sun, company)
        row = company.handlers.get(user=wu)
        row.details = {name: text for name, text in row.details.items() if name != "handler_mobile"}
        row.save()
        open_journey(Application.objects.get(pk=draft.pk), wu)
        document = builders.document(draft)
        assert document["raw"]["handler"]["handler_mobile"] == ""
        assert "handler.handler_mobile" not in document["sources"]["account"]["filled"]
        assert "handler" not in document["complete"]

    def test_nothing_is_written_when_nothing_has_changed(self, sun, company):
        draft = accounts.filled(sun, company)
        before = Application.objects.values("draft_sealed", "draft_saved_at").get(pk=draft.pk)
        accounts.browser(sun).get(builders.url(draft, "check"))
        assert Application.objects.values("draft_sealed", "draft_saved_at").get(pk=draft.pk) == before

    def test_a_correction_keeps_what_the_officer_saw(self, sun, company, wu):
        draft = accounts.filled(sun, company)
        accounts.browser(sun).post(builders.url(draft, "check"))
        officer = builders.person("officer@example.test")
        case = builders.asked_to_correct(
            Application.objects.get(pk=draft.pk), officer, {"step": "site", "field": "", "reason": "请补充。"}
        )
        before = builders.document(case)["raw"]["handler"]
        accounts.browser(wu).get(builders.url(case, "site"))
        assert builders.document(case)["raw"]["handler"] == before

    def test_a_draft_of_a_person_has_no_account(self, sun):
        draft = accounts.draft(sun, None)
        open_journey(draft, sun)
        assert "account" not in builders.document(draft).get("sources", {})


class TestMyPages:
    def test_they_say_for_which_company_and_who_began(self, sun, company, wu):
        draft = accounts.draft(sun, company)
        began = names_for(wu)[company.pk, sun.pk]
        text = accounts.browser(wu).get(reverse("my:home")).content.decode()
        assert company.name in text and began in text and str(sun) not in text
        own = accounts.browser(sun).get(reverse("my:home")).content.decode()
        assert company.name in own and began not in own, "nobody is told who he is"
        applications.save_draft(application=draft, by=sun, change=lambda document: document)
        assert company.name in accounts.browser(wu).get(START).content.decode()

    def test_nobody_outside_a_company_is_told_the_names_of_its_handlers(self, sun, company):
        other = accounts.person("other")
        assert (company.pk, sun.pk) not in names_for(other)
        assert handler_name(other, company.pk, sun) == str(sun)
        assert handler_name("", company.pk, sun) == str(sun)

    def test_the_list_takes_as_many_queries_for_many(self, sun, company, wu, django_assert_max_num_queries):
        for _ in range(8):
            accounts.draft(sun, company)
        page = accounts.browser(wu)
        with django_assert_max_num_queries(14):
            page.get(reverse("my:home"))

    def test_the_menu_has_companies_for_those_who_have_one(self, page, company):
        link = f'href="{reverse("companies:home")}">'
        bar = page.get(reverse("my:home")).content.decode().partition("</header>")[0]
        assert link in bar
        assert link not in stranger().get(reverse("my:home")).content.decode().partition("</header>")[0]


def test_notices_go_to_who_began_it_else_to_the_managers(sun, company, wu):
    from portal.applications.queries import addressees

    heir = accounts.person("heir")
    accounts.handler(company, heir, role="manager")
    draft = accounts.draft(wu, company)
    assert addressees(draft) == [wu]
    Handler.objects.filter(user=wu).update(valid_to=today() - timedelta(days=1))
    assert addressees(draft) == [sun, heir]
    Handler.objects.filter(user=heir).update(valid_to=today() - timedelta(days=1))
    assert addressees(draft) == [sun]
    Handler.objects.filter(user=wu).update(valid_to=today(), scopes=["SX"])
    assert addressees(draft) == [sun]


def test_the_managers_are_told_what_happens_to_a_case_whose_handler_left(sun, company, wu):
    from portal.notifications.models import Notice

    draft = accounts.filled(wu, company)
    accounts.browser(wu).post(builders.url(draft, "check"))
    actions.leave(company=company, by=wu)
    case = Application.objects.get(pk=draft.pk)
    applications.withdraw(application=case, by=sun)
    told = Notice.objects.filter(subject=f"application:{case.pk}").values_list("kind", "recipient")
    assert set(told) == {("received", wu.pk), ("withdrawn", sun.pk)}


def test_the_first_approved_case_confirms_the_account(sun):
    from tests import cases

    company = actions.found(by=sun, **accounts.founding())
    service = builders.registry.get(accounts.CODE)
    answers = cases.handed_in(accounts.CODE)
    answers["answers"]["company"]["uscc"] = company.uscc
    case = applications.submit(
        application=applications.start(by=sun, service=service.code, language="zh-hans", company=company),
        by=sun,
        **answers,
    )
    intake, reviewer = cases.officer("intake"), cases.officer("reviewer")
    applications.move(case, State.ACCEPTED, by=intake, changes={"acceptor": intake})
    case = Application.objects.get(pk=case.pk)
    case = cases.propose(case, reviewer)
    company.refresh_from_db()
    assert company.confirmed_at is None
    cases.approve(case)
    company.refresh_from_db()
    assert company.confirmed_by == "filing"
