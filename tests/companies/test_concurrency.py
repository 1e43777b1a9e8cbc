"""What only PostgreSQL can show: what happens to the handlers of an account at the same moment."""

import pytest
from django.core import mail
from django.db import connection

from portal.accounts.models import User
from portal.companies import actions
from portal.companies.actions.inviting import MOST_A_DAY
from portal.companies.models import Company, Handler
from portal.companies.policies import AlreadyMember, LastManager, NotInvited, NotManager, TooMany
from tests.applications.test_concurrency import race
from tests.companies import accounts

pytestmark = [pytest.mark.postgres, pytest.mark.django_db(transaction=True)]


@pytest.fixture(autouse=True)
def on_postgres():
    if connection.vendor != "postgresql":
        pytest.skip("the tests run on SQLite: one writer at a time")


@pytest.fixture
def managers(db):
    """Two managers of one account, as (user, handler)."""
    one, two = accounts.person("one"), accounts.person("two")
    company = actions.found(by=one, **accounts.founding())
    accounts.handler(company, two, role="manager")
    return [(user, Handler.objects.select_related("company").get(user=user)) for user in (one, two)]


def again(user):
    return User.objects.get(pk=user.pk)


@pytest.mark.parametrize("round_", range(5))
def test_two_managers_who_end_each_other_leave_one(managers, round_):
    (one, first), (two, second) = managers
    results = race(
        lambda: actions.end(handler=second, by=again(one)), lambda: actions.end(handler=first, by=again(two))
    )
    assert sorted(type(result).__name__ for result in results) == ["Handler", "NotManager"]
    assert Handler.objects.filter(state="ACTIVE", role="manager").count() == 1


@pytest.mark.parametrize("round_", range(3))
def test_two_managers_who_leave_at_once_leave_one(managers, round_):
    company = Company.objects.get()
    results = race(
        *(lambda user=user: actions.leave(company=company, by=again(user)) for user, _row in managers)
    )
    assert sorted(type(result).__name__ for result in results) == ["Handler", "LastManager"]
    assert Handler.objects.filter(state="ACTIVE", role="manager").count() == 1


def test_a_link_taken_by_one_person_ten_times_at_once_makes_one_handler(managers):
    (one, _first), _two = managers
    friend = accounts.person("friend")
    _row, token = accounts.invited(Company.objects.get(), one, friend.email)
    results = race(
        *(lambda: actions.join(token=token, by=again(friend), details=accounts.DETAILS) for _ in range(10))
    )
    assert [type(result) for result in results].count(Handler) == 1
    assert all(isinstance(result, Handler | NotInvited | AlreadyMember) for result in results)
    assert Handler.objects.filter(user=friend, state="ACTIVE").count() == 1


def test_a_link_that_is_withdrawn_while_it_is_taken_is_one_of_both(managers):
    (one, _first), _two = managers
    friend = accounts.person("friend")
    row, token = accounts.invited(Company.objects.get(), one, friend.email)
    row = Handler.objects.select_related("company").get(pk=row.pk)
    joined, ended = race(
        lambda: actions.join(token=token, by=again(friend), details=accounts.DETAILS),
        lambda: actions.end(handler=row, by=again(one)),
    )
    assert isinstance(joined, Handler | NotInvited) and isinstance(ended, Handler)
    assert Handler.objects.get(pk=row.pk).state == "ENDED"


def test_many_invitations_at_once_are_counted(managers):
    (one, _first), _two = managers
    company = Company.objects.get()
    calls = [
        lambda n=n: accounts.invited(company, again(one), f"friend{n}@company.test")
        for n in range(MOST_A_DAY + 5)
    ]
    results = race(*calls)
    assert sum(isinstance(result, TooMany) for result in results) == 5
    assert len(mail.outbox) == MOST_A_DAY
    assert not [result for result in results if isinstance(result, NotManager | LastManager)]
