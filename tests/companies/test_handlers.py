"""Handlers are invited, join, are renewed, rescoped and ended; each of it is recorded."""

from datetime import timedelta

import pytest
from django.core import mail
from django.urls import reverse
from django.utils import timezone

from portal.audit.models import Entry
from portal.companies import actions
from portal.companies.models import Handler
from portal.companies.policies import AlreadyMember, LastManager, NotInvited, NotManager
from portal.companies.queries import acting
from portal.workdays.queries import today
from tests.companies import accounts

pytestmark = pytest.mark.django_db
JOINING = {
    "handler_name": "钱经办",
    "handler_doc_no": "310104197102021001",
    "handler_mobile": "13900000009",
}


def url(company, name="account", *more):
    return reverse(f"companies:{name}", args=[company.pk, *more])


def join(user, token):
    return accounts.browser(user).post(reverse("companies:join", args=[token]), JOINING)


def test_an_invitation_is_mailed_and_taken(page, company, sun):
    answer = page.post(
        url(company, "invite"),
        {
            "email": "Qian@Company.test",
            "role": "handler",
            "scopes": [accounts.CODE],
            "authorization_no": "授2",
            "valid_to": str(today() + timedelta(days=90)),
        },
    )
    assert answer["Location"] == url(company)
    (letter,) = mail.outbox
    assert letter.to == ["qian@company.test"] and company.name in letter.body
    token = accounts.link_in(letter.body)
    row = company.handlers.get(state="INVITED")
    assert len(token) >= 43 and token not in row.token and row.user is None
    qian = accounts.person("qian")
    assert join(qian, token)["Location"] == url(company)
    row.refresh_from_db()
    assert (row.user, row.state, row.token, row.scopes) == (qian, "ACTIVE", "", [accounts.CODE])
    assert row.details == {**JOINING, "handler_doc_type": "ID_CARD", "authorization_no": "授2"}
    told = Entry.objects.filter(subject=f"company:{company.pk}").values_list("action", flat=True)
    assert list(told)[-2:] == ["handler:invited", "handler:joined"]


def test_a_link_works_once(company, sun):
    row, token = accounts.invited(company, sun, "qian@company.test")
    qian = accounts.person("qian")
    join(qian, token)
    actions.end(handler=row, by=sun)
    assert join(qian, token).status_code == 404
    assert not acting(qian).exists()


def test_another_address_cannot_take_it(company, sun):
    _row, token = accounts.invited(company, sun, "qian@company.test")
    other = accounts.person("other")
    answer = join(other, token)
    assert answer.status_code == 403 and "qian@company.test" not in answer.content.decode()
    with pytest.raises(NotInvited):
        actions.join(token=token, by=other, details={})
    assert not acting(other).exists()


def test_an_address_that_nobody_has_confirmed_cannot_take_it(company, sun):
    _row, token = accounts.invited(company, sun, "qian@company.test")
    qian = accounts.person("qian")
    qian.emailaddress_set.update(verified=False)
    assert join(qian, token).status_code == 403
    assert not acting(qian).exists()


@pytest.mark.parametrize(("age", "status"), [(13, 302), (15, 404)])
def test_a_link_is_good_for_fourteen_days(company, sun, age, status):
    row, token = accounts.invited(company, sun, "qian@company.test")
    Handler.objects.filter(pk=row.pk).update(invited_at=timezone.now() - timedelta(days=age))
    assert join(accounts.person("qian"), token).status_code == status


def test_a_withdrawn_link_does_not_work(page, company, sun):
    row, token = accounts.invited(company, sun, "qian@company.test")
    assert page.get(url(company, "end", row.pk)).status_code == 200
    page.post(url(company, "end", row.pk))
    assert join(accounts.person("qian"), token).status_code == 404


def test_inviting_once_more_makes_the_first_link_useless(page, company, sun):
    row, first = accounts.invited(company, sun, "qian@company.test")
    page.post(url(company, "again", row.pk))
    second = accounts.link_in(mail.outbox[-1].body)
    qian = accounts.person("qian")
    assert first != second
    assert join(qian, first).status_code == 404
    assert join(qian, second).status_code == 302


def test_nobody_is_invited_twice(company, sun, wu):
    accounts.invited(company, sun, "qian@company.test")
    for email in ("QIAN@company.test", wu.email):
        with pytest.raises(AlreadyMember):
            accounts.invited(company, sun, email)


def test_a_mail_that_could_not_be_sent_is_said_and_can_be_sent_again(page, company, settings):
    settings.EMAIL_BACKEND = "tests.companies.test_handlers.Broken"
    given = {
        "email": "qian@company.test",
        "role": "handler",
        "authorization_no": "授2",
        "valid_to": str(today()),
    }
    answer = page.post(url(company, "invite"), given, follow=True)
    assert "notice-warn" in answer.content.decode()
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    page.post(url(company, "again", company.handlers.get(state="INVITED").pk))
    assert len(mail.outbox) == 1


class Broken:
    def __init__(self, *args, **kwargs):
        pass

    def send_messages(self, messages):
        raise ConnectionRefusedError


def test_a_handler_is_ended_and_acts_no_more(page, company, sun, wu):
    row = company.handlers.get(user=wu)
    assert page.get(url(company, "end", row.pk)).status_code == 200
    assert acting(wu).exists()
    for _ in range(2):
        assert page.post(url(company, "end", row.pk))["Location"] == url(company)
    row.refresh_from_db()
    assert Entry.objects.filter(action="handler:ended").count() == 1
    assert row.state == "ENDED" and row.ended_at and not acting(wu).exists()
    assert accounts.browser(wu).get(url(company)).status_code == 404


def test_the_last_manager_stays(page, company, sun, wu):
    own = company.handlers.get(user=sun)
    page.post(url(company, "end", own.pk))
    page.post(url(company, "leave"))
    own.refresh_from_db()
    assert own.state == "ACTIVE"
    with pytest.raises(LastManager):
        actions.leave(company=company, by=sun)
    Handler.objects.filter(user=wu).update(role="manager")
    assert page.post(url(company, "leave"))["Location"] == reverse("companies:home")
    own.refresh_from_db()
    assert own.state == "ENDED"


def test_a_handler_may_leave(company, wu):
    assert accounts.browser(wu).post(url(company, "leave")).status_code == 302
    assert not acting(wu).exists()


def test_an_authorisation_is_renewed_and_rescoped(page, company, wu):
    row = company.handlers.get(user=wu)
    until = today() + timedelta(days=700)
    page.post(url(company, "renew", row.pk), {"authorization_no": "授9", "valid_to": str(until)})
    page.post(url(company, "scopes", row.pk), {})
    row.refresh_from_db()
    assert (row.valid_to, row.scopes, row.details["authorization_no"]) == (until, [], "授9")
    assert row.details["handler_name"] == "吴代办"
    answer = page.post(url(company, "scopes", row.pk), {"scopes": ["TH"]})
    assert answer.status_code == 422  # no service that companies apply for


def test_the_page_says_what_runs_out(page, company, wu):
    row = company.handlers.get(user=wu)
    for days, tone in ((31, "good"), (30, "warn"), (0, "warn"), (-1, "bad")):
        Handler.objects.filter(pk=row.pk).update(valid_to=today() + timedelta(days=days))
        lines = {line.row.pk: line for line in page.get(url(company)).context["lines"]}
        assert lines[row.pk].tone == tone, days


def test_a_handler_changes_the_own_details_and_nothing_else(company, wu):
    page = accounts.browser(wu)
    assert page.get(url(company, "details")).status_code == 200
    page.post(url(company, "details"), {**JOINING, "authorization_no": "授X", "role": "manager"})
    row = company.handlers.get(user=wu)
    assert row.details["handler_name"] == "钱经办"
    assert (row.details["authorization_no"], row.role) == ("授1", "handler")


def test_a_manager_who_ran_out_renews_the_own_authorisation_and_does_nothing_else(page, company, sun, wu):
    own, other = company.handlers.get(user=sun), company.handlers.get(user=wu)
    Handler.objects.filter(pk=own.pk).update(valid_to=today() - timedelta(days=1))
    for act in (
        lambda: actions.end(handler=other, by=sun),
        lambda: actions.renew(handler=other, by=sun, number="x", valid_to=today()),
        lambda: actions.rescope(handler=other, by=sun, scopes=[]),
        lambda: accounts.invited(company, sun, "x@company.test"),
    ):
        with pytest.raises(NotManager):
            act()
    assert page.get(url(company, "invite")).status_code == 404
    until = today() + timedelta(days=9)
    page.post(url(company, "renew", own.pk), {"authorization_no": "授9", "valid_to": str(until)})
    own.refresh_from_db()
    assert own.valid_to == until


def test_the_lists_link_to_the_accounts(page, company, sun):
    home = page.get(reverse("my:home")).content.decode()
    assert reverse("companies:home") in home
    assert url(company) in page.get(reverse("companies:home")).content.decode()
    stranger = accounts.browser(accounts.person("nobody"))
    assert url(company) not in stranger.get(reverse("companies:home")).content.decode()
