"""Columns of the queue: chosen, ordered, reset; facts among them; each officer's own."""

import pytest

from portal.catalog import registry
from portal.review import actions
from portal.review.columns import USUAL
from portal.review.labels import system_label
from portal.review.models import DeskSettings, Labelled
from portal.review.policies import NotPossible
from tests.factories import officer, submitted_application
from tests.review.addresses import desk_url

pytestmark = pytest.mark.django_db


def url(name, *args):
    return desk_url(name, *args, language="en")


@pytest.fixture
def user(client):
    found = officer("intake")
    client.force_login(found)
    return found


def shown(client, **parameters):
    return [column.code for column in client.get(url("queue"), parameters).context["columns"]]


def test_the_usual_columns_until_one_chooses(client, user):
    assert shown(client) == list(USUAL)
    client.post(url("columns"), {"column": ["number", "state", "submitted"], "apply": "1"})
    assert shown(client) == ["number", "state", "submitted"]
    client.force_login(officer("intake"))
    assert shown(client) == list(USUAL)
    client.force_login(user)
    client.post(url("columns"), {"column": ["state"], "reset": "1"})
    assert shown(client) == list(USUAL)


def test_columns_move_up_and_down_without_losing_what_was_ticked(client, user):
    ticked = ["number", "service", "state", "unit"]
    client.post(url("columns"), {"column": ticked, "up": "unit"})
    assert shown(client) == ["number", "service", "unit", "state"]
    client.post(url("columns"), {"column": shown(client), "down": "number"})
    assert shown(client) == ["service", "number", "unit", "state"]
    client.post(url("columns"), {"column": shown(client), "up": "service"})
    assert shown(client) == ["service", "number", "unit", "state"]
    done = client.post(url("columns"), {"column": shown(client), "done": "1"})
    assert done.url == url("queue")


def test_the_number_is_always_there_and_nonsense_never(client, user):
    client.post(url("columns"), {"column": ["state", "nonsense", "fact:secret", "state"]})
    assert DeskSettings.objects.get(officer=user).columns == ["state"]
    assert shown(client) == ["number", "state"]
    client.post(url("columns"), {"apply": "1"})
    assert shown(client) == ["number", "state"], "at least one"


def test_too_many_columns_are_refused(user, monkeypatch):
    names = {f"f{n}": f"F{n}" for n in range(30)}
    monkeypatch.setitem(registry.get("TH").__dict__, "fact_names", names)
    with pytest.raises(NotPossible, match="20"):
        actions.choose_columns(by=user, columns=[f"fact:{key}" for key in names])


def test_every_column_is_drawn(client, user, monkeypatch):
    names = {"amount": "Amount", "until": "Until", "kind": "Kind", "hidden": "Hidden"}
    monkeypatch.setitem(registry.get("TH").__dict__, "fact_names", names)
    case = submitted_application(state="IN_REVIEW")
    case.warnings, case.assignee = 3, officer("reviewer", last_name="示例", first_name="审")
    case.save()
    case.facts.create(key="amount", number="120.500000")
    case.facts.create(key="until", date="2030-03-01")
    for word in ("A1", "A2", "A3", "A4"):
        case.facts.create(key="kind", text=word)
    case.facts.create(key="hidden", index="f" * 64)
    page = client.get(url("columns"))
    codes = [column.code for column in (*page.context["chosen"], *page.context["others"])]
    assert {"fact:amount", "fact:until", "fact:kind", "fact:hidden"} <= set(codes)
    few = [code for code in codes if not code.startswith("fact:")]
    codes = [*few[:16], "fact:amount", "fact:until", "fact:kind", "fact:hidden"]
    client.post(url("columns"), {"column": codes})
    text = client.get(url("queue"), {"tab": "open"}).content.decode()
    for words in ("120.5<", "1 March 2030", "A1, A2, A3 …", "示例审", "Reviewer", "Review", "Last change"):
        assert words in text, words
    assert "f" * 64 not in text


@pytest.mark.parametrize(("language", "shown"), [("en", "First case"), ("zh-hans", "首次")])
def test_labels_of_the_portal_are_read_in_the_language_of_the_page(client, user, language, shown):
    case = submitted_application()
    Labelled.objects.create(application=case, label=system_label("first"), by=user)
    page = client.get(desk_url("queue", language=language), {"tab": "open"}).content.decode()
    labels = page[page.index('<td class="labels">') :]
    assert shown in labels[: labels.index("</td>")]


def test_a_view_may_have_columns_of_its_own(client, user):
    view = actions.save_view(by=user, name="View", query="is:open", columns=["number", "due"])
    assert shown(client, view=view.pk) == ["number", "due"]
    assert shown(client) == list(USUAL)
