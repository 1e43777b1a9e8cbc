"""Saved views: kept, shared with one's own units only, changed by their owner only, deleted and taken back."""

import re

import pytest

from portal.accounts.models import Posting
from portal.applications.policies import NotAllowed
from portal.audit.models import Entry
from portal.review import actions
from portal.review.models import SavedView
from portal.review.policies import NotPossible
from tests.factories import officer, submitted_application
from tests.review.addresses import desk_url

pytestmark = pytest.mark.django_db
PUDONG, ELSEWHERE = "310115000000", "310151000000"


def url(name, *args):
    return desk_url(name, *args, language="en")


@pytest.fixture
def user(client):
    found = officer("intake", PUDONG)
    client.force_login(found)
    return found


def saved(user, name="View", query="is:open", **fields):
    return actions.save_view(by=user, name=name, query=query, **fields)


def names(user):
    return list(SavedView.objects.filter(owner=user).values_list("name", flat=True))


def test_the_search_shown_is_saved_with_its_tab_and_opened_again(client, user):
    page = client.get(url("queue"), {"tab": "waiting", "q": "service:PB"})
    values = {"s": page.context["search"].was, "tab": "waiting", "name": "  PB   waiting ", "unit": PUDONG}
    response = client.post(url("views"), values)
    view = SavedView.objects.get()
    assert response.url == f"{url('queue')}?view={view.pk}"
    assert (view.name, view.query, view.unit) == ("PB waiting", "is:waiting service:PB", PUDONG)
    shown = client.get(response.url)
    assert shown.context["search"].text == "is:waiting service:PB"
    assert [entry["current"] for entry in shown.context["views"]] == [True]
    assert [entry["current"] for entry in shown.context["tabs"]] == [False] * 7
    assert client.session["desk.list"] == f"view={view.pk}"
    assert Entry.objects.filter(action="view:saved", subject=f"saved-view:{view.pk}").count() == 1


def test_a_view_shows_only_what_who_looks_may_see(client, user):
    case = submitted_application()
    city = officer("intake")
    Posting.objects.create(user=city, unit=PUDONG, role="intake")
    view = saved(city, query="is:open", unit=PUDONG)
    here = case.unit.startswith(PUDONG[:6])
    rows = client.get(url("queue"), {"view": view.pk}).context["rows"]
    assert bool(rows) is here
    client.force_login(officer("intake", ELSEWHERE))
    assert client.get(url("queue"), {"view": view.pk}).context["search"].view is None


def test_views_of_others_are_seen_where_they_are_shared_and_changed_nowhere(client, user):
    other = officer("intake", PUDONG)
    private, shared = saved(other, "Private"), saved(other, "Shared", unit=PUDONG)
    listed = {entry["view"].pk for entry in client.get(url("queue")).context["views"]}
    assert listed == {shared.pk}
    assert client.get(url("queue"), {"view": private.pk}).context["search"].view is None
    before = list(SavedView.objects.order_by("pk").values())
    for view in (private, shared):
        for act in ("up", "down", "delete", "change", ""):
            values = {"act": act, "name": "Stolen", "unit": PUDONG}
            assert client.post(url("view", view.pk), values).status_code == 404
        for attempt in (
            lambda view=view: actions.delete_view(view=view, by=user),
            lambda view=view: actions.move_view(view=view, by=user, steps=1),
            lambda view=view: actions.change_view(view=view, by=user, name="Stolen", unit=""),
        ):
            with pytest.raises(NotAllowed):
                attempt()
    assert list(SavedView.objects.order_by("pk").values()) == before


def test_a_view_is_shared_with_units_of_ones_own_postings_only(client, user):
    for unit in (ELSEWHERE, "310000000000", "x"):
        assert client.post(url("views"), {"name": "Mine", "unit": unit}).status_code == 404
        with pytest.raises(NotAllowed):
            saved(user, unit=unit)
    view = saved(user)
    assert client.post(url("view", view.pk), {"name": "View", "unit": ELSEWHERE}).status_code == 404
    view.refresh_from_db()
    assert view.unit == "" and SavedView.objects.count() == 1


@pytest.mark.parametrize(
    "query", ["张三", "310101199001011237", "fact:plate=沪A12345", "is:nonsense", "x" * 500]
)
def test_a_search_that_may_name_a_person_or_is_wrong_is_not_saved(client, user, query):
    with pytest.raises(NotPossible):
        saved(user, query=query)
    page = client.post(url("views"), {"name": "View", "q": query}).content.decode()
    assert 'role="alert"' in page
    assert SavedView.objects.count() == 0


def test_names_are_there_once_and_not_empty(user):
    first = saved(user)
    second = saved(user, "Other")
    for name in ("View", "", "   ", "x" * 41):
        with pytest.raises(NotPossible):
            saved(user, name)
        with pytest.raises(NotPossible):
            actions.change_view(view=second, by=user, name=name, unit="")
    assert saved(officer("intake", PUDONG)).name == first.name
    assert names(user) == ["View", "Other"]
    for number in range(18):
        saved(user, f"View {number}")
    with pytest.raises(NotPossible, match="20"):
        saved(user, "One more")


def test_views_are_renamed_and_ordered(client, user):
    for name in ("A", "B", "C"):
        saved(user, name)
    c = SavedView.objects.get(name="C")
    client.post(url("view", c.pk), {"act": "up"})
    assert names(user) == ["A", "C", "B"]
    client.post(url("view", c.pk), {"act": "up"})
    client.post(url("view", c.pk), {"act": "up"})
    assert names(user) == ["C", "A", "B"]
    client.post(url("view", c.pk), {"act": "down"})
    assert names(user) == ["A", "C", "B"]
    client.post(url("view", c.pk), {"act": "change", "name": "D", "unit": PUDONG})
    c.refresh_from_db()
    assert (c.name, c.unit) == ("D", PUDONG)
    assert client.get(url("views")).content.decode().count("<li><form") == 3


def test_a_deleted_view_is_taken_back_by_its_owner_within_the_hour(client, user, settings):
    for name in ("A", "B"):
        saved(user, name, "@me", unit=PUDONG)
    view = SavedView.objects.get(name="A")
    page = client.post(url("view", view.pk), {"act": "delete"}).content.decode()
    assert names(user) == ["B"] and "Undo" in page
    token = re.search(r'name="token" value="([^"]+)"', page)[1]
    client.force_login(officer("intake", PUDONG))
    client.post(url("view-restore"), {"token": token})
    assert names(user) == ["B"] and SavedView.objects.count() == 1
    client.force_login(user)
    for _again in range(2):
        client.post(url("view-restore"), {"token": token})
    back = SavedView.objects.get(name="A")
    assert (back.query, back.unit) == ("@me", PUDONG)
    assert names(user) == ["A", "B"]
    actions.delete_view(view=back, by=user)
    user.postings.update(active=False)
    Posting.objects.create(user=user, unit=ELSEWHERE, role="intake")
    client.post(url("view-restore"), {"token": token})
    assert SavedView.objects.get(name="A").unit == "", "shared no more with a unit that one has left"


@pytest.mark.parametrize("number", ["0", "x", "999", "-1", "²", "9" * 30])
def test_a_view_that_is_not_there_shows_the_first_tab(client, user, number):
    assert client.get(url("queue"), {"view": number}).context["current"].code == "mine"
