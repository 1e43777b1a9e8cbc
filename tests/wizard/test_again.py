"""File again like an earlier case: what is taken over, what is judged anew, and what is asked each time."""

from dataclasses import replace

import pytest
from django.test import Client
from django.urls import reverse

from portal.applications.models import Application
from portal.applications.states import State
from portal.audit.queries import for_subject
from portal.catalog.declaration import Source
from portal.companies.models import Handler
from portal.wizard import again, registers
from tests.wizard import builders, guards
from tests.wizard.builders import document, url


@pytest.fixture
def offered(db):
    with guards.offered() as made:
        yield made


@pytest.fixture
def company(gu):
    return guards.company_of(gu)


@pytest.fixture
def case(page, gu, offered, company):
    return guards.filed(page, gu, company)


def press(page, case):
    return page.post(reverse("wizard:again", args=[case.service, case.pk]))


def draft_in(answer):
    return Application.objects.get(pk=answer["Location"].split("/")[-3])


def test_a_new_draft_stands_at_the_first_step_that_needs_something(page, case, company):
    answer = press(page, case)
    made = draft_in(answer)
    assert answer["Location"] == url(made, "tour")
    assert (made.state, made.company, made.owner) == (State.DRAFT, company, case.owner)
    kept = document(made)
    assert kept["complete"] == ["company", "guards"]
    assert kept["raw"]["guards"] == document(case)["raw"]["guards"]
    assert kept["raw"]["tour"] == {"tour": "一号线"}  # its number is new each time
    assert "oath" not in kept["complete"] and "oath" not in kept["raw"].get("oath", {})
    (entry,) = for_subject(f"application:{made.pk}")
    assert (entry.action, entry.data) == ("draft:again", {"from": str(case.pk)})


def test_what_is_new_each_time_is_asked_without_a_reproach(page, case):
    made = draft_in(press(page, case))
    shown = page.get(url(made, "tour"))
    assert shown.context["errors"] == []
    assert shown.context["form"]["tour"].value() == "一号线"


def test_it_can_be_sent_in_after_what_is_new(page, gu, case):
    made = draft_in(press(page, case))
    builders.post(page, made, "tour", {"tour": "一号线", "tour_no": "T-2"})
    builders.post(page, made, "oath", {"oath": "on"})
    page.post(url(made, "materials"))
    assert page.post(url(made, "check")).status_code == 302
    assert Application.objects.get(pk=made.pk).state == State.RECEIVED


def test_pressed_twice_it_is_one_draft_and_a_touched_one_is_left_alone(page, case):
    first = press(page, case)
    assert press(page, case)["Location"] == first["Location"]
    made = draft_in(first)
    page.post(url(made, "tour", "wizard:autosave"), {"tour_no": "T-3"})
    assert draft_in(press(page, case)).pk != made.pk
    assert document(made)["raw"]["tour"]["tour_no"] == "T-3"


def test_a_step_that_is_not_valid_any_more_is_open_with_its_errors(page, case):
    class Stricter(guards.GuardForm):
        def clean(self):
            self.add_error("note", "Please say more.")
            return super().clean()

    steps = [
        replace(step, form=Stricter) if step.slug == "guards" else step for step in guards.service().steps
    ]
    with guards.offered(steps=tuple(steps)):
        made = draft_in(press(page, case))
        assert "guards" not in document(made)["complete"]
        assert "guards" in document(made)["attempted"]
        assert page.get(url(made, "guards")).context["finished"] == 0
        assert document(made)["raw"]["guards"]["rows"]


def test_fresh_fields_are_left_out_of_rows_too(page, case):
    steps = [
        replace(step, fresh=("hours",)) if step.slug == "guards" else step for step in guards.service().steps
    ]
    with guards.offered(steps=tuple(steps)):
        made = draft_in(press(page, case))
        rows = document(made)["raw"]["guards"]["rows"]
        assert rows and all("hours" not in row and row["name"] for row in rows)
        assert "guards" not in document(made)["complete"]


def test_without_the_old_draft_the_answers_serve(page, case):
    Application.objects.filter(pk=case.pk).update(draft_sealed=b"")
    made = draft_in(press(page, case))
    assert document(made)["complete"] == ["company", "guards"]
    assert document(made)["raw"]["guards"]["rows"][0]["trained"] == "yes"


def test_the_profile_of_today_goes_over_what_was_typed_then(page, case, company):
    company.profile = {"phone": "021-55559999"}
    company.save()
    made = draft_in(press(page, case))
    assert document(made)["raw"]["company"]["phone"] == "021-55559999"
    assert "company" in document(made)["complete"]


def test_registers_are_asked_again_and_what_they_say_is_filled_in(page, gu, company):
    asked = Source(
        "enterprise",
        "登记",
        lambda answers: {"uscc": answers["company"]["uscc"]} if "company" in answers else None,
    )
    with guards.offered(sources=(asked,)):
        case = guards.filed(page, gu, company)
        made = draft_in(press(page, case))
        assert set(document(made)["sources"]) == {"enterprise"}
        assert document(made)["sources"]["enterprise"]["at"] >= document(case)["sources"]["enterprise"]["at"]


def test_too_many_questions_today_do_not_lose_the_draft(page, gu, company, monkeypatch):
    asked = Source(
        "enterprise",
        "登记",
        lambda answers: {"uscc": answers["company"]["uscc"]} if "company" in answers else None,
    )
    with guards.offered(sources=(asked,)):
        case = guards.filed(page, gu, company)
        monkeypatch.setattr(registers, "MOST_A_DAY", 1)
        made = draft_in(press(page, case))
        assert document(made)["raw"]["guards"] == document(case)["raw"]["guards"]
        assert "sources" not in document(made)
        again_there = page.get(url(made, "tour"))
        assert len(list(again_there.context["messages"])) >= 2


def test_somebody_elses_case_is_not_found(case):
    other = Client()
    other.force_login(builders.person("other@example.test"))
    assert press(other, case).status_code == 404
    assert Application.objects.filter(state=State.DRAFT).count() == 0


def test_who_does_not_act_for_the_company_any_more_gets_no_draft(page, case, company):
    Handler.objects.update(state=Handler.State.ENDED)
    assert press(page, case).status_code in {302, 404}
    assert Application.objects.filter(state=State.DRAFT).count() == 0
    with pytest.raises(again.NotHandled):
        again.begin(case=case, by=case.owner)


def test_who_acts_for_the_company_in_other_services_only_gets_no_draft(page, case):
    Handler.objects.update(scopes=["PB"])
    assert press(page, case).status_code in {302, 404}
    with pytest.raises(again.NotHandled):
        again.begin(case=case, by=case.owner)


def test_drafts_and_services_that_do_not_offer_it_are_not_found(page, gu, case, company):
    draft = guards.begun(gu, company)
    assert press(page, draft).status_code == 404
    with guards.offered(again=False):
        assert press(page, case).status_code == 404
        assert (
            reverse("wizard:again", args=["GD", case.pk]) not in page.get(f"/my/{case.pk}/").content.decode()
        )
        assert page.get("/apply/GD/").context["last"] is None
    wrong = page.post(reverse("wizard:again", args=["TH", case.pk]))
    assert wrong.status_code == 404


def test_a_visitor_signs_in_first_and_a_get_makes_nothing(client, page, case):
    address = reverse("wizard:again", args=["GD", case.pk])
    assert "login" in client.post(address)["Location"]
    assert page.get(address)["Location"] == reverse("my:case", args=[case.pk])
    assert Application.objects.filter(state=State.DRAFT).count() == 0


def test_the_button_is_on_the_case_on_the_list_and_on_the_start_page(page, case):
    address = reverse("wizard:again", args=["GD", case.pk])
    for where in (f"/my/{case.pk}/", "/my/", "/apply/GD/"):
        assert address in page.get(where).content.decode(), where


def test_while_a_correction_is_open_what_was_submitted_counts(page, officer, case):
    case = builders.asked_to_correct(case, officer, {"step": "tour", "field": "tour", "reason": "?"})
    page.post(url(case, "tour", "wizard:autosave"), {"tour": "二号线"})
    assert document(draft_in(press(page, case)))["raw"]["tour"] == {"tour": "一号线"}


def test_a_copy_holds_no_bad_lines_of_tables_and_no_old_replies(page, gu, case):
    document_of = dict(case.draft)
    document_of["tables"] = {"guards": {"bad": [{"line": 2, "raw": {}, "errors": {}}]}}
    case.draft = document_of
    case.save()
    made = document(draft_in(press(page, case)))
    assert "tables" not in made and "sources" not in made
