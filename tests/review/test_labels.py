"""Labels: of a case, of a unit, of the portal itself; and following."""

import uuid

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from portal import flow
from portal.applications.models import Application
from portal.audit.models import Entry
from portal.documents.models import Standin
from portal.notifications import inbox
from portal.notifications.models import Memo
from portal.review import actions, labels
from portal.review.models import Follow, Label, Labelled
from portal.review.policies import NotPossible, OwnCase
from tests.factories import CITY, UserFactory, officer, submitted_application
from tests.review.addresses import desk_url

pytestmark = pytest.mark.django_db


def district_of(case):
    return f"{case.district}000000"


def elsewhere(case):
    return "310151000000" if case.district != "310151" else "310101000000"


def names_on(case):
    return [label.name for label in labels.of([case]).get(case.pk, [])]


def test_a_typed_label_is_made_for_the_units_own_and_comes_off_again(client):
    case, user = submitted_application(), officer("intake", "310000000000")
    client.force_login(user)
    url = desk_url("case-labels", case.pk, language="en")
    assert client.post(url, {"name": "  复核  户口簿 "}).status_code == 302
    label = Label.objects.get(unit=CITY)
    assert label.name == "复核 户口簿" and names_on(case) == [label.name]
    assert label.name in client.get(desk_url("case", case.pk, language="en")).content.decode()
    client.post(url, {"name": "复核 户口簿"})
    assert Labelled.objects.count() == 1
    part = client.post(url, {"off": label.pk}, headers={"HX-Request": "true"}).content.decode()
    assert 'id="labels"' in part and "<html" not in part and names_on(case) == []
    entries = Entry.objects.filter(subject=f"application:{case.pk}", action__contains="labelled")
    assert list(entries.order_by("seq").values_list("action", flat=True)) == [
        "case:labelled",
        "case:unlabelled",
    ]


def test_labels_of_city_and_district_are_offered_to_the_stations(client):
    case = submitted_application()
    for unit, name in [(CITY, "市"), (district_of(case), "区"), (case.unit, "所"), (elsewhere(case), "别区")]:
        Label.objects.create(unit=unit, name=name)
    client.force_login(officer("intake", case.unit))
    url = desk_url("case-labels", case.pk, language="en")
    part = client.get(url, headers={"HX-Request": "true"}).content.decode()
    assert all(f'value="{name}"' in part for name in ("市", "区", "所")) and "别区" not in part
    client.post(url, {"name": "区"})
    assert names_on(case) == ["区"] and Label.objects.count() == 4
    whole = client.get(url).content.decode()
    assert "<html" in whole and 'value="市"' in whole


def test_a_label_of_another_unit_is_not_put_on():
    case = submitted_application()
    foreign = Label.objects.create(unit=elsewhere(case), name="别区")
    user = officer("intake", case.unit)
    with pytest.raises(NotPossible):
        actions.attach(application=case, by=user, label=foreign)
    with pytest.raises(NotPossible):
        actions.put_label(application=case, by=officer("intake", elsewhere(case)), name="x")
    with pytest.raises(OwnCase):
        owner = case.owner
        owner.postings.create(unit=case.unit, role="intake")
        actions.put_label(application=case, by=owner, name="x")
    assert not Labelled.objects.exists()


@pytest.mark.parametrize("name", ["", "   ", "长" * 31, "a\u202eb"])
def test_a_name_that_cannot_be_is_said_in_words(client, name):
    case = submitted_application()
    client.force_login(officer("intake"))
    url = desk_url("case-labels", case.pk, language="en")
    part = client.post(url, {"name": name}, headers={"HX-Request": "true"}).content.decode()
    assert 'role="alert"' in part and not Label.objects.exists()
    assert client.post(url, {"name": name}, follow=True).status_code == 200
    for sent in ({"off": "999999"}, {"off": "x"}, {"off": "²"}):
        assert client.post(url, sent).status_code == 404


def test_foreign_officers_and_applicants_find_no_labels(client):
    case = submitted_application()
    label = actions.put_label(application=case, by=officer("intake"), name="内部存疑")
    foreign = officer("intake", elsewhere(case))
    for person in (foreign, UserFactory(second_factor=True), case.owner):
        client.force_login(person)
        for name in ("case-labels", "follow"):
            assert client.post(desk_url(name, case.pk), {"name": "x", "off": label.pk}).status_code == 404
        if person is not foreign:
            assert client.get(desk_url("labels")).status_code == 404
        assert client.post(desk_url("label", label.pk), {"delete": "1"}).status_code == 404
    assert names_on(case) == ["内部存疑"] and not Follow.objects.exists()
    assert "内部存疑" not in client.get(f"/my/{case.pk}/").content.decode()


def test_a_unit_makes_renames_merges_and_deletes_its_labels(client):
    case, other = submitted_application(), submitted_application(n=2)
    user = officer("intake")
    client.force_login(user)
    page = desk_url("labels", language="en")
    for name in ("急", "催"):
        assert client.post(page, {"unit": CITY, "name": name, "tone": "warn"}).status_code == 302
    assert client.post(page, {"unit": CITY, "name": "急", "tone": "warn"}).status_code == 422
    assert client.post(page, {"unit": elsewhere(case), "name": "x", "tone": "warn"}).status_code == 422
    urgent, pushed = Label.objects.get(name="急"), Label.objects.get(name="催")
    for one, label in [(case, urgent), (case, pushed), (other, pushed)]:
        actions.attach(application=one, by=user, label=label)
    one_page = client.get(desk_url("label", pushed.pk, language="en")).content.decode()
    assert "Cases with this label: 2" in one_page
    client.post(desk_url("label", urgent.pk), {"rename": "1", "name": "加急"})
    assert client.post(desk_url("label", urgent.pk), {"rename": "1", "name": "催"}).status_code == 422
    assert client.post(desk_url("label", urgent.pk), {"merge": "1", "name": "x"}).status_code == 422
    client.post(desk_url("label", pushed.pk), {"merge": "1", "name": "x", "into": urgent.pk})
    assert not Label.objects.filter(pk=pushed.pk).exists()
    assert names_on(case) == names_on(other) == ["加急"]
    client.post(desk_url("label", urgent.pk), {"delete": "1", "name": "x"})
    assert not Label.objects.exists() and not Labelled.objects.exists()


def test_labels_of_other_units_and_of_the_portal_are_nobodys_to_change():
    case = submitted_application()
    station = Label.objects.create(unit=case.unit, name="所")
    system = labels.system_label("first")
    user = officer("intake", district_of(case))
    for label in (station, system):
        for act in (
            lambda label=label: actions.delete_label(label=label, by=user),
            lambda label=label: actions.rename_label(label=label, by=user, name="x"),
        ):
            with pytest.raises(NotPossible):
                act()
    actions.mark(application=case, code="first")
    with pytest.raises(NotPossible):
        actions.detach(application=case, by=user, label=system)
    assert names_on(case) == ["首次"] and Label.objects.count() == 2


def test_the_first_case_of_a_company_is_labelled():
    case = submitted_application("PB")
    assert names_on(case) == ["首次"]
    again = submitted_application("PB", owner=case.owner)
    assert again.company_id == case.company_id and names_on(again) == []
    assert names_on(submitted_application(n=3)) == []


def test_promised_papers_are_labelled_until_the_last_has_come():
    case = submitted_application()
    promise = Standin(
        application=case, kind=Standin.Kind.OMISSION, material="TH02", days=5, made_at=timezone.now()
    )
    promise.made_by = case.owner
    promise.text = {"shown": "x"}
    promise.save()
    case = actions.accept(application=case, by=officer("intake"), version=case.version)
    assert names_on(case) == ["容缺"]
    Standin.objects.update(fulfilled_at=timezone.now())
    flow.note_paper(Application, application=case)
    assert names_on(case) == []


@pytest.mark.parametrize("count", [1, 30])
def test_labels_of_many_cases_cost_one_query(count):
    label = Label.objects.create(unit=CITY, name="急")
    case = submitted_application()
    cases = [case]
    for number in range(count - 1):
        row = Application.objects.get(pk=case.pk)
        row.pk, row.number = uuid.uuid4(), f"TH310101202601010{number:05d}X"
        row.save(force_insert=True)
        cases.append(row)
    for row in cases:
        Labelled.objects.create(application=row, label=label)
    with CaptureQueriesContext(connection) as captured:
        found = labels.of(cases)
    assert len(captured) == 1 and len(found) == count


def test_followers_are_told_of_moves_by_others_only(client):
    case = submitted_application()
    watcher, actor, gone = officer("supervisor"), officer("intake"), officer("intake")
    client.force_login(watcher)
    client.post(desk_url("follow", case.pk))
    assert "Follow no more" in client.get(desk_url("case", case.pk, language="en")).content.decode()
    for one in (actor, gone):
        actions.follow(application=case, by=one)
    gone.postings.update(active=False)
    case = Application.objects.get(pk=case.pk)
    actions.accept(application=case, by=actor, version=case.version)
    assert [memo.context["state"] for memo in watcher.memos.order_by("pk")] == ["ACCEPTED", "IN_REVIEW"]
    assert [memo.context["state"] for memo in actor.memos.all()] == ["IN_REVIEW"]
    assert not gone.memos.exists()
    assert case.number in inbox.said(watcher.memos.first())
    client.post(desk_url("follow", case.pk), {"follow": "0"})
    assert actions.tell_followers(application=case, kind="case_message", by=None) == 1
    assert Memo.objects.filter(kind="case_message").get().recipient == actor


def test_nobody_follows_what_is_not_his_to_see():
    case = submitted_application()
    with pytest.raises(NotPossible):
        actions.follow(application=case, by=officer("intake", elsewhere(case)))
    owner = case.owner
    owner.postings.create(unit=CITY, role="intake")
    with pytest.raises(OwnCase):
        actions.follow(application=case, by=owner)
