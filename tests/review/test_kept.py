"""The list that an officer works through stands as before after each case, and the next case is one of it."""

from datetime import timedelta

import pytest
from django.utils import timezone

from portal.applications.models import Application
from tests.factories import officer, submitted_application
from tests.review.addresses import desk_url

pytestmark = pytest.mark.django_db


def url(name, *args):
    return desk_url(name, *args, language="en")


@pytest.fixture
def intake(client):
    user = officer("intake")
    client.force_login(user)
    return user


@pytest.fixture
def household_first():
    """A household case that is due before a filing."""
    filing, household = submitted_application("PB", n=2), submitted_application(n=1)
    Application.objects.filter(pk=household.pk).update(due_at=timezone.now() - timedelta(days=1))
    return household, filing


def test_the_next_case_is_the_most_urgent_under_the_filters(client, intake, household_first):
    household, filing = household_first
    assert client.get(url("next")).url == url("case", household.pk)
    client.get(url("queue"), {"service": "PB"})
    assert client.get(url("next")).url == url("case", filing.pk)
    client.get(url("queue"))
    assert client.get(url("next")).url == url("case", household.pk)


def test_after_an_act_the_list_stands_as_it_was(client, intake, household_first):
    _household, filing = household_first
    client.get(url("queue"), {"service": "PB", "tab": "mine", "nonsense": "1"})
    assert f'href="{url("queue")}?q=service%3APB"' in client.get(url("case", filing.pk)).content.decode()
    done = client.post(url("act", filing.pk, "accept"), {"version": filing.version})
    assert done.url == url("queue") + "?q=service%3APB"
    nothing = client.get(url("next"), follow=True)
    assert nothing.redirect_chain == [(url("queue") + "?q=service%3APB", 302)]
    assert "Nothing more waits for you under these filters." in nothing.content.decode()


def test_a_search_is_over_with_its_case(client, intake, household_first):
    household, filing = household_first
    client.get(url("queue"), {"service": "PB"})
    client.get(url("queue"), {"q": household.number})
    done = client.post(url("act", household.pk, "accept"), {"version": household.version})
    assert done.url == url("queue") + "?q=service%3APB"
    assert client.get(url("next")).url == url("case", filing.pk)


def test_the_next_case_follows_a_search_that_is_not_for_one_case(client, intake, household_first):
    household, filing = household_first
    client.get(url("queue"), {"q": filing.subject[:4]})
    assert filing.subject[:4] not in client.session["desk.list"]
    assert client.get(url("next")).url == url("case", filing.pk)
    client.get(url("queue"), {"q": "-service:PB"})
    assert client.get(url("next")).url == url("case", household.pk)
    client.get(url("queue"), {"q": "nonsense:PB"})  # a mistake leaves the list before it in place
    assert client.session["desk.list"] == "q=-service%3APB"


def test_what_the_filters_hold_opens_no_case_of_another_unit(client, household_first):
    client.force_login(officer("intake", "310151000000"))
    client.get(url("queue"), {"service": "PB", "tab": "open"})
    assert client.get(url("next")).url == url("queue") + "?tab=open&q=service%3APB"


def test_who_decides_nothing_has_no_next_case(client, household_first):
    client.force_login(officer("supervisor"))
    assert client.get(url("next")).url == url("queue")
