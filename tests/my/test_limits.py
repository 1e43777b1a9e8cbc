"""What the applicant reads about time: what stands still, what is over, and by when to answer, that day included."""

import pytest
from django.utils.translation import override

from portal.applications import actions
from portal.applications.models import Application
from portal.applications.states import State
from portal.my import progress
from portal.ui.templatetags.ui import local_date
from portal.workdays.queries import today
from tests import cases

pytestmark = pytest.mark.django_db
WHY = "需要委托有资质的机构对材料作出鉴定。"


@pytest.fixture
def person(client):
    user = cases.applicant()
    client.force_login(user)
    return user


@pytest.fixture
def suspended(person):
    case, by = cases.accepted("TH"), cases.officer("reviewer")
    actions.move(case, State.SUSPENDED, by=by, note=WHY, grounds=cases.expert(), changes={"reviewer": by})
    return Application.objects.get(pk=case.pk)


def page(client, case):
    return client.get(f"/en/my/{case.pk}/").content.decode()


def test_a_stopped_clock_promises_no_day(client, suspended):
    stop = suspended.stops.get()
    with override("en"):
        begin, end, promised = (local_date(day) for day in (today(), stop.planned_on, suspended.promised_on))
        ground = progress.standstill(suspended).ground
    text = page(client, suspended)
    assert f"They stand still from {begin}, planned until {end}, and move on accordingly." in text
    assert f"You need not do anything. Ground: {ground}." not in text
    assert f"The time limit stands still; you need not do anything. Ground: {ground}." in text
    assert "Decision promised by" not in text and "Legal limit" not in text
    listed = client.get("/en/my/").content.decode()
    assert "the time limit stands still" in listed and f"promised by {promised}" not in listed


def test_a_stop_for_something_of_the_applicant_asks_for_it(suspended):
    stop = progress.standstill(suspended)
    with override("en"):
        assert "Please hand in what is missing" in progress.stopped(stop, True)
        assert "need not do anything" in progress.stopped(stop, False)


def test_a_stop_from_before_grounds_were_kept_is_told_without_them(client, suspended):
    suspended.events.filter(after=State.SUSPENDED).update(grounds={})
    text = page(client, suspended)
    assert "The time limit stands still; you need not do anything.<" in text
    assert "and move on accordingly" in text and "planned until" not in text


def test_no_clock_stands_still_in_other_states():
    assert progress.standstill(cases.accepted("TH")) is None


def test_what_is_decided_is_promised_no_more(client, person, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        case = cases.approved("TH")
    case = Application.objects.get(pk=case.pk)
    assert case.state == State.ORIGIN_PENDING
    text = page(client, case)
    for words in ("Decision promised by", "Legal limit", "Working days left"):
        assert words not in text
    assert "Decided on" in text
    assert "decision promised by" not in client.get("/en/my/").content.decode()


def test_the_list_leads_to_the_correction_instead_of_the_same_again(client, person):
    case = cases.correction(cases.submitted("TB"), step="company", field="phone")
    listed = client.get("/en/my/").content.decode()
    assert f"/apply/TB/{case.pk}/check/" in listed and "Correct these items" in listed
    assert f"/again/{case.pk}" not in listed


def test_a_step_without_rows_says_none(client, person):
    case = cases.draft("TH")
    given = cases.handed_in("TH")
    given["shown"]["zh-hans"].append({"slug": "family", "title": "随迁人员", "rows": []})
    case = actions.submit(application=case, by=person, **given)
    opened = page(client, case).split("随迁人员</summary>")[1].split("</details>")[0]
    assert "<p>None</p>" in opened
