"""The start page: sign in first, drafts first, one draft however often the button is pressed."""

from django.test import Client
from django.urls import reverse

from portal.applications.models import Application
from tests.wizard import builders


def test_a_visitor_signs_in_first_and_comes_back(db):
    response = Client().get(reverse("wizard:start", args=["TH"]))
    assert response.status_code == 302
    assert response["Location"] == f"{reverse('account_login')}?next=/apply/TH/"


def test_looking_makes_no_draft(page):
    response = page.get("/apply/th/")
    assert response.status_code == 200
    assert Application.objects.count() == 0


def test_it_says_what_is_needed(page):
    text = page.get("/en/apply/PB/").content.decode()
    for words in ("Substances", "Business licence", "Start now"):
        assert words in text


def test_an_unknown_service_is_not_found(page):
    assert page.get("/apply/XX/").status_code == 404


def test_starting_leads_to_the_first_step_and_pressing_twice_makes_one_draft(page, gu):
    first = page.post("/apply/PB/")
    second = page.post("/apply/PB/")
    application = Application.objects.get()
    assert first["Location"] == second["Location"] == builders.url(application, "site")
    assert (application.owner, application.service) == (gu, "PB")


def test_open_drafts_are_offered_first_and_a_new_one_can_be_started(page, gu):
    application = builders.started(gu)
    builders.post(page, application, "consent")
    response = page.get("/en/apply/TH/")
    assert list(response.context["drafts"]) == [application]
    text = response.content.decode()
    assert text.index("Continue your draft of") < text.index("Start a new one")
    page.post("/apply/TH/")
    assert Application.objects.count() == 2


def test_drafts_of_others_are_not_offered(page, officer):
    builders.started(officer)
    assert not page.get("/apply/TH/").context["drafts"]
