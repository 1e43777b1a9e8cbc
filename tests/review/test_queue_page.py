"""The page of the queue: tabs and their counts afterwards, suggestions, what it costs with everything chosen."""

import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from portal.applications.models import Application
from portal.review.models import DeskSettings, Label, Labelled, SavedView
from tests.factories import officer, submitted_application
from tests.review.addresses import desk_url
from tests.review.test_queue import copies

pytestmark = pytest.mark.django_db
MOST_QUERIES = 12


def url(name, *args):
    return desk_url(name, *args, language="en")


def counted(client):
    page = client.get(url("counts")).content.decode()
    return dict(
        re.findall(r'<span class="count" id="count-([^"]+)" data-hx-swap-oob="true">([^<]*)</span>', page)
    )


def test_tabs_and_their_counts(client):
    user = officer("intake")
    mine, taken = submitted_application(n=1), submitted_application(n=2)
    submitted_application(n=3, state="CORRECTION")
    Application.objects.update(assignee=None)
    Application.objects.filter(pk=taken.pk).update(assignee=user)
    view = SavedView.objects.create(owner=user, name="Mine", query="@me")
    broken = SavedView.objects.create(owner=user, name="Gone", query="label:gone", place=1)
    client.force_login(user)
    page = client.get(url("queue")).content.decode()
    assert re.findall(r'<span class="count" id="[^"]+">([^<]*)</span>', page).count("") == 11
    assert [entry["tab"].code for entry in client.get(url("queue")).context["tabs"]] == [
        "mine", "assigned", "unassigned", "unit", "open", "waiting", "concluded",
    ]  # fmt: skip
    found = counted(client)
    assert found.pop("quick-near").isdigit()
    assert found == {
        "mine": "2", "assigned": "1", "unassigned": "1", "unit": "0", "open": "3", "waiting": "1", "concluded": "0",
        "quick-overdue": "0", f"view-{view.pk}": "1", f"view-{broken.pk}": "–",
    }  # fmt: skip
    rows = client.get(url("queue"), {"tab": "unassigned"}).context["rows"]
    assert [row["case"].pk for row in rows] == [mine.pk]


def test_who_has_no_turn_has_no_work_of_his_own(client):
    client.force_login(officer("supervisor"))
    assert [entry["tab"].code for entry in client.get(url("queue")).context["tabs"]] == [
        "unit", "open", "waiting", "concluded",
    ]  # fmt: skip


def test_the_page_does_not_count(client):
    client.force_login(officer("intake"))
    with CaptureQueriesContext(connection) as captured:
        client.get(url("queue"))
    assert not [query["sql"] for query in captured if "COUNT(" in query["sql"].upper()]


@pytest.mark.parametrize("extra", [[], ["fact:chosen"]])
def test_the_page_costs_the_same_with_labels_views_and_facts(client, monkeypatch, extra):
    user, case = officer("intake"), submitted_application(state="IN_REVIEW")
    monkeypatch.setattr("portal.review.columns.fact_names", lambda: {"chosen": "Chosen"})
    case.facts.create(key="chosen", text="CHOSEN")
    DeskSettings.objects.create(
        officer=user, columns=["number", "labels", "assignee", "district", "officers", *extra]
    )
    SavedView.objects.create(owner=user, name="View", query="is:open")
    label = Label.objects.create(unit=case.unit, name="On hold")
    client.force_login(user)
    page = url("queue") + "?tab=open"
    client.get(page)

    def cost():
        with CaptureQueriesContext(connection) as captured:
            text = client.get(page).content.decode()
        return len(captured), text

    one, _text = cost()
    copies(case, 29)
    Labelled.objects.bulk_create(
        [Labelled(application=row, label=label) for row in Application.objects.all()]
    )
    many, text = cost()
    assert many == one <= MOST_QUERIES
    assert text.count("On hold") == 25
    assert ("CHOSEN" in text) is bool(extra)


@pytest.mark.parametrize(
    ("word", "expected"),
    [
        ("", {"is:overdue", "@me", "service:", "label:"}),
        ("is:o", {"is:overdue", "is:open"}),
        ("-is:unass", {"-is:unassigned"}),
        ("serv", {"service:"}),
        ("service:P", {"service:PB"}),
        ("state：rev", {"state:IN_REVIEW"}),
        ("due:<", {"due:<2d"}),
        ("label:on", {'label:"On hold"'}),
        ("@wang", {"@wang@people.test"}),
        ("@m", {"@me"}),
        ("turn:r", {"turn:reviewer"}),
        ("check:", {"check:open", "check:late"}),
        ("district:310115", set()),
        ("nothing:x", set()),
        ("a b", set()),
    ],
)
def test_suggestions(client, word, expected):
    user = officer("intake")
    officer("intake", email="wang@people.test")
    Label.objects.create(unit="310115000000", name="On hold")
    client.force_login(user)
    page = (
        client.get(url("suggest"), {"q": word}).content.decode().replace("&quot;", '"').replace("&lt;", "<")
    )
    found = set(re.findall(r'data-insert="(.*?)"><code>', page))
    assert expected <= found
    assert expected or not found
    assert page.count('role="option"') == len(found) <= 8


def test_suggestions_name_nobody_and_nothing_of_other_districts(client):
    officer("intake", "310151000000", email="zhao@people.test")
    Label.objects.create(unit="310151000000", name="Elsewhere")
    client.force_login(officer("intake", "310115000000"))
    for word in ("@zhao", "label:else"):
        assert "option" not in client.get(url("suggest"), {"q": word}).content.decode()


@pytest.mark.parametrize("name", ["suggest", "counts", "columns", "views"])
def test_strangers_find_nothing(client, name):
    assert client.get(url(name)).status_code == 302
    client.force_login(submitted_application().owner)
    assert client.get(url(name)).status_code == 404
