"""Steps whose rows have pages of their own: add, change and remove one at a time, without JavaScript."""

import pytest

from portal.applications.models import Application
from portal.catalog.declaration import Finding
from portal.wizard import checking
from portal.wizard.journey import open_journey
from portal.wizard.views.checking import CheckView
from tests.services.household.cast import SPOUSE, child, typed
from tests.wizard import builders
from tests.wizard.builders import document, post, row_url, url

YE, MAN = typed(SPOUSE), typed(child("2017-05-21"))


@pytest.fixture
def draft(page, gu):
    """A draft that has come to the family."""
    return builders.filled(page, gu, until="family")


def send(page, draft, row, values, **buttons):
    data = {f"family-{row}-{name}": value for name, value in values.items()}
    data |= {name.replace("_", "-"): value for name, value in buttons.items()}
    return page.post(row_url(draft, "family", row), data)


def rows(draft):
    return document(draft)["raw"].get("family", {}).get("rows", [])


def test_with_nobody_to_enter_one_simply_goes_on(page, draft):
    assert page.get(url(draft, "family")).context["rows"] == []
    assert page.post(url(draft, "family"))["Location"] == url(draft, "staying")
    assert document(draft)["answers"]["family"] == {"rows": []}


def test_a_person_is_added_shown_by_name_and_changed(page, draft):
    listed = page.get(url(draft, "family"))
    assert listed.context["add_url"] == row_url(draft, "family", 0)
    assert send(page, draft, 0, YE)["Location"] == url(draft, "family") + "#row-0"
    (row,) = page.get(url(draft, "family")).context["rows"]
    assert (row.name, row.finished) == ("叶念真（配偶）", True)
    send(page, draft, 0, YE | {"f_name": "叶念真真"})
    assert [row["f_name"] for row in rows(draft)] == ["叶念真真"]
    assert page.post(url(draft, "family")).status_code == 302


def test_a_person_who_is_not_right_is_shown_again_and_nothing_is_lost(page, draft):
    response = send(page, draft, 0, YE | {"f_sex": "1"})
    assert response.status_code == 422
    assert [href for href, _text in response.context["errors"]] == ["#id_family-0-f_sex_0"]
    assert rows(draft)[0]["f_name"] == "叶念真"
    (row,) = page.get(url(draft, "family")).context["rows"]
    assert not row.finished


def test_the_step_is_refused_with_links_while_a_person_is_not_right(page, draft):
    send(page, draft, 0, YE)
    send(page, draft, 1, MAN | {"child_opinion": ""}, go_back="1")
    response = page.post(url(draft, "family"))
    assert response.status_code == 422
    ((href, _text),) = response.context["errors"]
    assert href == f"{row_url(draft, 'family', 1)}?next=check#id_family-1-child_opinion"
    assert "family" not in document(draft)["complete"]
    assert page.get(url(draft, "staying"))["Location"] == url(draft, "family")


def test_the_check_calls_every_person_by_name_and_says_whose_answer_is_looked_at(page, gu):
    family = {"rows": [YE, MAN | {"f_name": "顾小满"}]}
    draft = builders.filled(page, gu, until="family")
    for place, row in enumerate(family["rows"]):
        send(page, draft, place, row)
    page.post(url(draft, "family"))
    journey = open_journey(Application.objects.get(pk=draft.pk), gu)
    view = CheckView()
    view.journey = journey
    step = journey.service.step("family")
    for place, name in ((0, "叶念真（配偶）"), (1, "顾小满（女）")):
        assert view.name_of_row(step, place).endswith(name)
    found = [Finding("R", "flag", "m", "family", "f_birth"), Finding("R", "flag", "m", "applicant", "name")]
    listed, single = checking.remarks(journey, found)
    assert str(step.title) in listed["title"] and listed["url"] == url(draft, "family", next="check")
    assert str(journey.service.step("applicant").title) not in single["title"]


def test_removing_asks_first_and_takes_only_that_person(page, draft):
    send(page, draft, 0, YE)
    send(page, draft, 1, MAN)
    asked = page.get(url(draft, "family", remove="0"))
    assert asked.context["removing"].place == 0
    assert len(rows(draft)) == 2
    page.post(url(draft, "family"), {"remove-row": "0"})
    assert [row["relation"] for row in rows(draft)] == ["30"]
    assert page.post(url(draft, "family"), {"remove-row": "7"})["Location"] == url(draft, "family")
    assert len(rows(draft)) == 1


def test_a_new_person_left_empty_is_not_kept(page, draft):
    assert send(page, draft, 0, {}, go_back="1")["Location"] == url(draft, "family")
    assert rows(draft) == []
    send(page, draft, 0, {"f_name": "叶"}, save_and_leave="1")
    assert rows(draft)[0]["f_name"] == "叶"


def test_there_is_no_page_beyond_the_next_new_person_nor_beyond_the_most(page, draft):
    assert page.get(row_url(draft, "family", 3))["Location"] == url(draft, "family")
    for place in range(9):
        send(page, draft, place, MAN, go_back="1")
    assert page.get(url(draft, "family")).context["add_url"] == ""
    assert page.get(row_url(draft, "family", 9))["Location"] == url(draft, "family")
    assert send(page, draft, 9, MAN)["Location"] == url(draft, "family")
    assert len(rows(draft)) == 9


def test_a_single_field_is_kept_while_it_is_typed(page, draft):
    send(page, draft, 0, YE)
    answer = page.post(url(draft, "family", "wizard:autosave"), {"family-0-f_mobile": "13700137000"})
    assert answer.status_code == 200
    assert rows(draft)[0]["f_mobile"] == "13700137000"
    assert rows(draft)[0]["f_name"] == "叶念真"


def test_what_is_typed_when_signed_out_is_there_again_and_the_other_persons_too(page, gu, draft):
    send(page, draft, 0, YE)
    page.logout()
    send(page, draft, 1, MAN)
    page.force_login(gu)
    again = page.get(row_url(draft, "family", 1))
    assert again.status_code == 200
    assert [row["f_name"] for row in rows(draft)] == ["叶念真", "顾小满"]


def test_the_rows_of_somebody_elses_draft_are_not_found(client, draft):
    client.force_login(builders.person("other@example.test"))
    assert client.get(url(draft, "family")).status_code == 404
    assert client.get(row_url(draft, "family", 0)).status_code == 404
    assert send(client, draft, 0, YE).status_code == 404
    assert client.post(url(draft, "family"), {"remove-row": "0"}).status_code == 404


def test_age_decides_what_is_asked(page, draft):
    grown = MAN | {"f_birth": "2007-05-21", "f_id_no": "320102200705210028"}
    response = send(page, draft, 0, grown)
    missing = {
        href.removeprefix("#id_family-0-").removesuffix("_0") for href, _text in response.context["errors"]
    }
    assert {"f_mobile", "f_in_school", "f_school_kind"} <= missing
    assert not missing & {"f_guardian_consent", "consent_minor"}


def test_in_a_correction_only_what_was_asked_for_is_open_and_nobody_is_added(page, gu, officer):
    draft = builders.filled(page, gu, until="family")
    send(page, draft, 0, MAN | {"f_guardian_consent": "SOLE"})
    for step in ("family", "staying", "residence", "household", "delivery"):
        if step != "family":
            post(page, draft, step)
        else:
            page.post(url(draft, "family"))
    from portal.applications import actions
    from tests.cases import handed_in, named

    answers = document(draft)["answers"]
    given = handed_in("TH") | {"answers": answers, "shown": {"zh-hans": named(answers)}}
    case = actions.submit(application=draft, by=gu, **given)
    item = {"step": "family", "field": "child_opinion", "reason": "Please let the child say it."}
    case = builders.asked_to_correct(Application.objects.get(pk=case.pk), officer, item)
    listed = page.get(url(case, "family"))
    assert listed.context["add_url"] == ""
    assert item["reason"] in listed.content.decode()
    shown = page.get(row_url(case, "family", 0))
    assert item["reason"] in shown.content.decode()
    assert [href for href, _label in shown.context["asked_fields"]] == ["#id_family-0-child_opinion"]
    fields = page.get(row_url(case, "family", 0)).context["form"].fields
    assert {name for name, field in fields.items() if not field.disabled} == {"child_opinion"}
    send(page, case, 0, {"child_opinion": "想去", "f_name": "别人"})
    assert (rows(case)[0]["child_opinion"], rows(case)[0]["f_name"]) == ("想去", "顾小满")
    page.post(url(case, "family"), {"remove-row": "0"})
    assert len(rows(case)) == 1


def test_in_a_correction_of_the_whole_step_the_list_and_each_person_say_why(page, gu, officer):
    case = builders.submitted(page, gu)
    item = {"step": "family", "reason": "Please enter everybody who moves."}
    case = builders.asked_to_correct(case, officer, item)
    listed = page.get(url(case, "family"))
    assert item["reason"] in listed.content.decode()
    assert listed.context["add_url"]
    assert item["reason"] in page.get(row_url(case, "family", 0)).content.decode()


def test_whoever_changes_one_person_from_the_check_is_led_back_there(page, gu):
    draft = builders.filled(page, gu, until="family")
    send(page, draft, 0, MAN | {"f_guardian_consent": "SOLE"})
    page.post(url(draft, "family"))
    for step in ("staying", "residence", "household", "delivery"):
        post(page, draft, step)
    changed = {f"family-0-{name}": value for name, value in (MAN | {"f_guardian_consent": "SOLE"}).items()}
    changed["family-0-child_opinion"] = "想去"
    answer = page.post(row_url(draft, "family", 0) + "?next=check", changed)
    assert answer["Location"] == url(draft, "materials"), "the first stop that is not finished"
    assert "family" in document(draft)["complete"]
    assert document(draft)["answers"]["family"]["rows"][0]["child_opinion"] == "想去"
