"""The applicant's page, and the list at the desk: who sees what of whom."""

import re

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext

from portal.accounts.models import Role
from portal.audit.models import Entry
from portal.ratings import actions, queries
from portal.ratings.models import Rating
from tests import cases
from tests.factories import UserFactory, officer
from tests.ratings.conftest import SECRET, rate

pytestmark = [pytest.mark.django_db, pytest.mark.slow]
LIST = "/en/desk/ratings/"
MOST_QUERIES = 14


def url(case):
    return f"/en/my/{case.pk}/rating/"


@pytest.fixture
def person(client):
    user = cases.applicant()
    client.force_login(user)
    return user


@pytest.fixture
def supervisor():
    return officer("supervisor")


def page_of(client, user, address=LIST):
    client.force_login(user)
    response = client.get(address)
    assert response.status_code == 200
    return response.content.decode()


def test_the_page_of_a_concluded_case_asks_how_it_was(client, person, concluded):
    case = concluded()
    text = client.get(f"/en/my/{case.pk}/").content.decode()
    assert f'action="{url(case)}"' in text
    assert text.count('type="radio" name="grade"') == 5
    assert "Very satisfied" in text and "Very dissatisfied" in text
    assert client.get(url(case) + "?grade=4").context["form"]["grade"].value() == "4"
    assert client.get(url(case) + "?grade=<b>").context["form"]["grade"].value() is None


def test_an_open_case_is_not_rated(client, person):
    case = cases.submitted("PB")
    assert 'name="grade"' not in client.get(f"/en/my/{case.pk}/").content.decode()
    for answer in (client.get(url(case)), client.post(url(case), {"grade": "5", "who": "named"})):
        assert answer.status_code == 302 and answer["Location"] == f"/en/my/{case.pk}/"
    assert not Rating.objects.exists()


def test_a_strangers_case_and_a_draft_are_not_there(client, concluded):
    case = concluded()
    sent = {"grade": "5", "who": "named"}
    assert client.post(url(case), sent)["Location"].startswith("/en/accounts/login/")
    client.force_login(cases.applicant("other"))
    assert client.get(url(case)).status_code == client.post(url(case), sent).status_code == 404
    client.force_login(cases.applicant())
    assert client.post(url(cases.draft()), sent).status_code == 404
    assert not Rating.objects.exists()


def test_a_bad_grade_without_a_word_is_asked_why_and_nothing_is_lost(client, person, concluded):
    case = concluded()
    response = client.post(url(case), {"grade": "1", "who": "named"})
    assert set(response.context["form"].errors) == {"details"}
    text = response.content.decode()
    assert 'href="#id_details_0"' in text
    assert len(re.findall(r" checked[ >]", text)) == 2
    response = client.post(url(case), {"grade": "2", "text": SECRET})
    assert set(response.context["form"].errors) == {"who"}
    assert SECRET in response.content.decode()
    assert not Rating.objects.exists()


def test_a_rating_is_kept_once_and_shown(client, person, concluded):
    case = concluded()
    sent = {"grade": "2", "details": ["slow", "manner"], "text": SECRET, "who": "named"}
    assert client.post(url(case), sent)["Location"] == f"/en/my/{case.pk}/"
    assert client.post(url(case), {**sent, "grade": "5"}).status_code == 302  # pressed twice
    assert client.get(url(case)).status_code == 302
    rating = Rating.objects.get()
    assert (rating.grade, rating.details, rating.anonymous) == (2, ["manner", "slow"], False)
    text = client.get(f"/en/my/{case.pk}/").content.decode()
    assert "Your rating" in text and "will contact you by" in text
    assert 'name="grade"' not in text


@pytest.mark.parametrize("kind", [*Role.values, "applicant", "editor", "foreign"])
def test_the_list_is_for_supervisors_and_approvers_of_the_unit(client, concluded, kind):
    case = concluded()
    rating = rate(case)
    district = f"{case.district}000000"
    if kind == "foreign":
        user = officer("supervisor", "310151000000" if case.district != "310151" else "310101000000")
    elif kind == "editor":
        user = UserFactory(second_factor=True, is_staff=True, is_superuser=True)
    else:
        user = officer(kind, district) if kind in Role.values else UserFactory()
    client.force_login(user)
    opens, reads = kind in {"supervisor", "approver", "foreign"}, kind in {"supervisor", "approver"}
    response = client.get(LIST)
    assert response.status_code == (200 if opens else 404)
    assert (SECRET in response.content.decode()) == reads
    assert (case.number in response.content.decode()) == reads
    answer = client.post(f"{LIST}{rating.pk}/contacted/", {f"{rating.pk.hex}-note": "已电话道歉并说明情况。"})
    assert answer.status_code == (302 if reads else 404)
    rating.refresh_from_db()
    assert bool(rating.handled_at) == reads
    if kind in Role.values:
        assert ('href="/en/desk/ratings/"' in client.get("/en/desk/").content.decode()) == reads


def test_signed_out_visitors_are_led_to_the_sign_in(client):
    assert client.get(LIST)["Location"].startswith("/en/accounts/login/")


def test_nothing_tells_who_rated_anonymously(client, concluded, supervisor):
    case = concluded()
    with time_machine.travel("2026-11-27T08:00:00Z"):
        rating = rate(case, 1, anonymous=True, details=["manner"])
    text = page_of(client, supervisor)
    assert "Anonymous" in text and "I was not treated politely" in text and "2026-11" in text
    for secret in (case.number, str(case.pk), str(rating.pk), case.subject, SECRET, "27 November", "11-27"):
        assert secret not in text
    line = queries.line_of(queries.readable_by(supervisor).get(), {})
    assert line.named is None and line.on.day == 1


def test_the_order_does_not_tell_when_somebody_rated(concluded, supervisor):
    ratings = []
    for n in range(6):
        with time_machine.travel(f"2026-11-{10 + n}T08:00:00Z"):
            ratings.append(rate(concluded(n=n + 1), 5, anonymous=True))
    found = [row.pk for row in queries.readable_by(supervisor)]
    assert found == sorted(found, key=str)
    assert {rating.pk for rating in ratings} == set(found)


def test_what_waits_for_a_call_comes_first_with_its_day_in_words(client, concluded, supervisor):
    with time_machine.travel("2026-11-23T02:00:00Z"):
        good = rate(concluded(), 5)
        late = rate(concluded(n=2), 1)
    with time_machine.travel("2026-11-24T02:00:00Z"):
        soon = rate(concluded(n=3), 2)
        hidden = rate(concluded(n=4), 2, anonymous=True)
    with time_machine.travel("2026-11-25T02:00:00Z"):
        assert [row.pk for row in queries.readable_by(supervisor)] == [late.pk, soon.pk, hidden.pk, good.pk]
        text = page_of(client, supervisor)
        assert "level-red" in text and "overdue" in text
        assert "level-orange" in text and "To be called today" in text
        actions.contacted(rating=late, by=supervisor, note="已电话道歉并说明情况。")
        assert next(iter(queries.readable_by(supervisor))).pk == soon.pk
        assert "Called by" in page_of(client, supervisor)


def test_a_short_note_is_refused_at_its_field_and_kept(client, concluded, supervisor):
    rating = rate(concluded())
    client.force_login(supervisor)
    address = f"{LIST}{rating.pk}/contacted/"
    text = client.post(address, {f"{rating.pk.hex}-note": "已联系"}).content.decode()
    assert "at least 10 characters" in text and ">\n已联系</textarea>" in text
    assert f'href="#id_{rating.pk.hex}-note"' in text
    assert client.get(address).status_code == 405
    rating.refresh_from_db()
    assert rating.handled_at is None


def test_one_does_not_read_ones_own_rating(concluded):
    case = concluded()
    rate(case)
    user = cases.officer("supervisor", name="talent")
    assert user == case.owner
    assert not queries.readable_by(user).exists()


def test_the_average_counts_the_last_twelve_months(client, concluded, supervisor):
    old = concluded()
    with time_machine.travel("2025-01-10T02:00:00Z"):
        rate(old, 1)
    rate(concluded(n=11), 5)
    rate(concluded(n=22), 2, anonymous=True)
    rows = queries.averages_of(supervisor)
    assert sum(row.count for row in rows) == 2 and sum(row.bad for row in rows) == 1
    assert sum(row.grade * row.count for row in rows) == 7
    assert "Average by unit" in page_of(client, supervisor)
    assert queries.averages_of(cases.officer("intake")) == []


def test_a_municipal_posting_beside_a_district_one_covers_the_city(concluded, supervisor):
    rate(concluded())
    supervisor.postings.create(unit="310151000000", role="approver")
    from portal.accounts.models import User

    assert queries.readable_by(User.objects.get(pk=supervisor.pk)).count() == 1


def test_the_list_costs_the_same_for_thirty_and_its_reading_is_recorded(client, concluded, supervisor):
    case = concluded()
    rate(case)
    page_of(client, supervisor)
    assert Entry.objects.filter(action="ratings:read", actor=f"user:{supervisor.pk}").count() == 1

    def cost():
        with CaptureQueriesContext(connection) as made:
            client.get(LIST)
        return len(made)

    once = cost()
    handed_in = cases.handed_in("PB")
    from portal.applications.models import Application

    for n in range(29):
        row = cases.actions.submit(application=cases.draft("PB"), by=case.owner, **handed_in)
        Application.objects.filter(pk=row.pk).update(state="CONCLUDED")
        rate(Application.objects.get(pk=row.pk), 1 + n % 5, anonymous=n % 2 == 0)
    assert cost() == once <= MOST_QUERIES
    assert Entry.objects.filter(action="ratings:read").count() == 1
