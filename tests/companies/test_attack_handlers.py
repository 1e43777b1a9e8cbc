"""What handlers, leavers and guessers try with the accounts of companies: each attempt must fail."""

from datetime import timedelta

import pytest
from allauth.account.models import EmailAddress
from django.core import mail
from django.db import connection
from django.urls import reverse
from django.utils import timezone

from portal.accounts.models import Posting, Role, User
from portal.applications.models import Application, Fact
from portal.applications.policies import FourEyes, check_can_move
from portal.applications.queries import visible_to
from portal.applications.states import State
from portal.audit.models import Entry
from portal.audit.verification import verify as verify_audit
from portal.catalog.sources import Reply
from portal.companies import actions
from portal.companies.actions.founding import MOST_A_CODE
from portal.companies.models import Company, Handler, Incident
from portal.companies.policies import NotInvited, NotManager, Taken
from portal.companies.registers import NotConfirmed
from portal.documents.actions import reuse
from portal.review.company import cases_seen
from portal.review.policies import OwnCase, check_may_open
from portal.review.queries import my_turn
from portal.rulebook.queries import norms
from portal.wizard.journey import open_journey
from portal.workdays.queries import today
from tests import factories
from tests.companies import accounts
from tests.wizard import builders

pytestmark = pytest.mark.django_db
YESTERDAY = today() - timedelta(days=1)
IN_A_YEAR = today() + timedelta(days=365)


@pytest.fixture
def case(sun, company):
    draft = accounts.filled(sun, company)
    accounts.browser(sun).post(builders.url(draft, "check"))
    case = Application.objects.get(pk=draft.pk)
    assert case.state == State.RECEIVED
    return case


class TestInvitation:
    """The link serves one person, once, with the very address that was invited."""

    @pytest.mark.parametrize(
        ("invited", "own"),
        [
            ("victim@company.test", "vıctim@company.test"),  # PostgreSQL: the capital of both is I
            ("kim@company.test", "\u212aim@company.test"),  # the sign of Kelvin
            ("sam@company.test", "ſam@company.test"),
            ("a_b@company.test", "axb@company.test"),
            ("%@company.test", "any@company.test"),
            ("victim@company.test", "victim@company.test.evil.test"),
        ],
    )
    def test_an_address_that_only_looks_the_same(self, company, sun, invited, own):
        row, token = accounts.invited(company, sun, invited)
        thief = builders.person("thief@company.test")
        EmailAddress.objects.create(user=thief, email=own, verified=True, primary=True)
        with pytest.raises(NotInvited) as refused:
            actions.join(token=token, by=thief, details=accounts.DETAILS)
        assert refused.value.reason == "address"
        address = reverse("companies:join", args=[token])
        assert accounts.browser(thief).get(address).status_code == 403
        assert Handler.objects.get(pk=row.pk).user is None

    def test_capitals_of_the_plain_alphabet_are_the_same_mailbox(self, company, sun):
        _row, token = accounts.invited(company, sun, "Wang@Company.test")
        wang = builders.person("wang2@company.test")
        EmailAddress.objects.create(user=wang, email="WANG@company.TEST", verified=True, primary=True)
        assert actions.join(token=token, by=wang, details=accounts.DETAILS).state == "ACTIVE"

    def test_an_address_that_was_never_confirmed(self, company, sun):
        _row, token = accounts.invited(company, sun, "victim@company.test")
        thief = builders.person("thief@company.test")
        EmailAddress.objects.create(user=thief, email="victim@company.test", verified=False)
        with pytest.raises(NotInvited):
            actions.join(token=token, by=thief, details=accounts.DETAILS)

    @pytest.mark.parametrize("token", ["x", "0" * 64, "%2e%2e", "a" * 3000, "é", "' or 1=1"])
    def test_guessed_links_all_get_one_answer(self, company, sun, wu, token):
        row, right = accounts.invited(company, sun, "victim@company.test")
        answers = []
        for guess in (token, row.token, right[:-1], right + "a", right.swapcase()):
            answer = accounts.browser(wu).get(f"/my/companies/join/{guess}/")
            answers.append((answer.status_code, company.name in answer.content.decode()))
        assert set(answers) == {(404, False)}

    def test_the_link_stands_nowhere_but_in_the_mail(self, company, sun):
        _row, token = accounts.invited(company, sun, "victim@company.test")
        assert token in mail.outbox[-1].body
        for table, text in everything():
            assert token not in text, table


class TestLeavers:
    """Whoever was ended, or ran out, does not come back by himself."""

    def test_a_manager_whose_letter_ran_out_renews_nothing_while_another_is_there(self, company, sun):
        row = company.handlers.get(user=sun)
        Handler.objects.filter(pk=row.pk).update(valid_to=YESTERDAY)
        accounts.handler(company, accounts.person("heir"), role="manager")
        with pytest.raises(NotManager):
            actions.renew(handler=row, by=sun, number="x", valid_to=IN_A_YEAR)
        address = reverse("companies:renew", args=[company.pk, row.pk])
        sent = {"authorization_no": "x", "valid_to": IN_A_YEAR.isoformat()}
        assert accounts.browser(sun).post(address, sent).status_code == 404
        assert accounts.browser(sun).get(address).status_code == 404
        page = accounts.browser(sun).get(reverse("companies:account", args=[company.pk]))
        assert address not in page.content.decode()
        assert Handler.objects.get(pk=row.pk).valid_to == YESTERDAY

    def test_the_last_one_may(self, company, sun):
        row = company.handlers.get(user=sun)
        company.handlers.update(valid_to=YESTERDAY)
        accounts.handler(company, accounts.person("old"), role="manager", valid_to=YESTERDAY)
        page = accounts.browser(sun)
        address = reverse("companies:renew", args=[company.pk, row.pk])
        assert address in page.get(reverse("companies:account", args=[company.pk])).content.decode()
        sent = {"authorization_no": "x", "valid_to": IN_A_YEAR.isoformat()}
        assert page.post(address, sent).status_code == 302
        assert Handler.objects.get(pk=row.pk).valid_to == IN_A_YEAR

    def test_an_officer_who_submitted_and_left_handles_nothing_of_that_time(self, case, company, wu):
        """Wu did not begin the case, so that only the handling tells."""
        actions.leave(company=company, by=wu)
        for role in (Role.INTAKE, Role.REVIEWER):
            Posting.objects.create(user=wu, unit=factories.CITY, role=role)
        officer = User.objects.get(pk=wu.pk)
        assert visible_to(officer).filter(pk=case.pk).exists()
        assert not visible_to(officer).filter(my_turn(officer), pk=case.pk).exists()
        with pytest.raises(FourEyes):
            check_can_move(case, State.ACCEPTED, officer)
        with pytest.raises(OwnCase):
            check_may_open(officer, case)
        assert not cases_seen(officer, company.uscc).filter(pk=case.pk).exists()

    def test_and_everything_that_came_after(self, company, sun, wu):
        actions.leave(company=company, by=wu)
        draft = accounts.filled(sun, company)
        accounts.browser(sun).post(builders.url(draft, "check"))
        Posting.objects.create(user=wu, unit=factories.CITY, role=Role.INTAKE)
        officer, later = User.objects.get(pk=wu.pk), Application.objects.get(pk=draft.pk)
        check_can_move(later, State.ACCEPTED, officer)
        assert visible_to(officer).filter(my_turn(officer), pk=later.pk).exists()

    def test_an_officer_whose_authorisation_ran_out_reads_no_record_of_the_company(self, case, company):
        officer = factories.officer("supervisor")
        assert cases_seen(officer, company.uscc).exists()
        accounts.handler(company, officer, valid_to=YESTERDAY)
        officer = User.objects.get(pk=officer.pk)
        assert not cases_seen(officer, company.uscc).exists()


class TestOthersPapers:
    """A colleague's identity document serves that colleague alone."""

    def test_what_a_colleague_handed_in_is_not_taken_for_ones_own(self, case, company, sun, wu):
        from dataclasses import replace

        paper = case.documents.filter(removed_at=None).first()
        item = next(one for one in case.declaration.materials if one.code == paper.material)
        personal = replace(item, reuse="filings.paper_days", personal=True, source="")
        case.documents.update(uploaded_by=wu)  # sun began the case, wu handed the paper in

        def taken(by):
            draft = accounts.draft(by, company)
            return reuse(application=draft, materials=[personal], norms=norms(today()), by=by)

        assert taken(sun) == []
        assert [copy.sha256 for copy in taken(wu)] == [paper.sha256]


class TestOracles:
    """What the portal knows about a company is told to nobody who only types its code."""

    def known(self, company):
        other = factories.submitted_application(accounts.CODE, "APPROVED", n=2)
        Fact.objects.filter(application=other, key="company_uscc").update(text=company.uscc)
        long_ago = timezone.now() - timedelta(days=700)
        Application.objects.filter(pk=other.pk).update(state="CONCLUDED", decided_at=long_ago)
        Incident.objects.create(uscc=company.uscc, kind="VIOLATION", on=today() - timedelta(days=40))

    def findings(self, application, user, code):
        journey = open_journey(application, user)
        answers = {"company": {"uscc": code}, "seller": {"use_type": "MULTI"}}
        return {str(one.message) for one in journey.findings(answers) if one.rule == "R-EN-06"}

    def test_the_history_of_a_company_one_does_not_file_for(self, company, sun):
        self.known(company)
        told = self.findings(accounts.draft(sun, company), sun, company.uscc)
        stranger = accounts.person("stranger")
        draft = accounts.draft(stranger, None)
        nothing = self.findings(draft, stranger, "91310115MADEM00109")
        assert told != nothing == self.findings(draft, stranger, company.uscc)
        theirs = accounts.of_sample(stranger, 1)
        assert self.findings(accounts.draft(stranger, theirs), stranger, company.uscc) == nothing

    def test_the_history_of_a_company_whose_account_another_one_has(self, company, sun):
        self.known(company)
        squatter = accounts.person("squatter")
        with pytest.raises(Taken):
            actions.found(by=squatter, **accounts.founding(uscc=company.uscc))
        Company.objects.filter(pk=company.pk).update(confirmed_at=None)
        fake = actions.found(by=squatter, **accounts.founding(uscc=company.uscc))
        draft = accounts.draft(squatter, fake)
        actions.confirm_by_filing(company=Company.objects.get(pk=company.pk), case="x")
        told = self.findings(accounts.draft(sun, company), sun, company.uscc)
        assert self.findings(Application.objects.get(pk=draft.pk), squatter, company.uscc) != told

    def test_the_legal_representative_is_not_found_out_by_many_accounts(self, settings):
        settings.SOURCES = {"companies.enterprise": "tests.companies.test_attack_handlers.Guessed"}
        Guessed.asked = 0
        for n in range(MOST_A_CODE + 3):
            profile = accounts.founding()["profile"] | {"legal_rep_id": f"guess {n}"}
            given = accounts.founding(profile=profile)
            guesser = accounts.person(f"guesser{n}")
            if n < MOST_A_CODE:
                with pytest.raises(NotConfirmed):
                    actions.register_company(by=guesser, **given)
            else:  # the right answer and the wrong one look the same from now on: nothing is asked
                assert actions.register_company(by=guesser, **given).confirmed_at is None
        assert Guessed.asked == MOST_A_CODE
        assert verify_audit().broken is None


class Guessed:
    """A register that knows no such representative."""

    asked = 0

    def ask(self, source, question):
        Guessed.asked += 1
        return Reply("NO")


class TestTraces:
    """What is done leaves an entry; what is known of people lies sealed."""

    def test_each_act_leaves_an_entry_and_the_chain_holds(self, company, sun):
        page, friend = accounts.browser(sun), accounts.person("friend")
        row, _token = accounts.invited(company, sun, friend.email)
        page.post(reverse("companies:again", args=[company.pk, row.pk]))
        actions.join(token=accounts.link_in(mail.outbox[-1].body), by=friend, details=accounts.DETAILS)
        actions.rescope(handler=row, by=sun, scopes=["SX"])
        actions.renew(handler=row, by=sun, number="x", valid_to=IN_A_YEAR)
        actions.describe(company=company, by=friend, details=accounts.DETAILS)
        actions.end(handler=row, by=sun)
        found = Entry.objects.filter(subject=f"company:{company.pk}").order_by("seq")
        assert [entry.action for entry in found if entry.action != "company:found"] == [
            "handler:invited",
            "handler:invited-again",
            "handler:joined",
            "handler:scopes",
            "handler:renewed",
            "handler:details",
            "handler:ended",
        ]
        assert verify_audit().broken is None

    def test_no_detail_of_a_handler_lies_open(self, company, sun, case, caplog):
        marks = ("440305199001019999", "13712345670", "授权壹贰叁号")
        details = accounts.DETAILS | {"handler_doc_no": marks[0], "handler_mobile": marks[1]}
        actions.describe(company=company, by=sun, details=details)
        row = company.handlers.get(user=sun)
        actions.renew(handler=row, by=sun, number=marks[2], valid_to=IN_A_YEAR)
        open_journey(accounts.draft(sun, company), sun)
        for table, text in everything():
            assert not [mark for mark in marks if mark in text], table
        assert not [mark for mark in marks if mark in caplog.text]


def everything():
    """Yield (table, its rows as text) of the whole database."""
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            cursor.execute(f'SELECT * FROM "{table}"')
            cells = (cell for row in cursor.fetchall() for cell in row)
            yield table, repr([bytes(cell) if isinstance(cell, memoryview) else cell for cell in cells])
