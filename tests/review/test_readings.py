"""Who looked at a case is part of its timeline."""

import pytest
from django.test import Client

from portal.correspondence import actions as messages
from tests.factories import UserFactory, officer, submitted_application
from tests.review.addresses import desk_url

pytestmark = pytest.mark.django_db


def browser(user) -> Client:
    client = Client()
    client.force_login(user)
    return client


def url(name: str, case) -> str:
    return desk_url(name, case.pk, language="en")


def test_every_look_is_listed_with_who_and_what():
    case, reader, stranger = submitted_application(), officer("intake"), officer("intake", "310151000000")
    assert case.district != "310151"
    browser(reader).get(url("case", case))
    browser(reader).post(url("show", case), {"field": "applicant.id_no"})
    browser(reader).get(url("answers", case))
    browser(stranger).get(url("case", case))
    messages.read(application=case, by=case.owner, side="applicant")
    page = browser(officer("supervisor")).get(url("readings", case)).content.decode()
    for words in (
        "Opened the case",
        "Uncovered masked answers",
        "Took the answers away as a table",
        "Was refused",
    ):
        assert words in page, words
    assert str(reader) in page and str(stranger) in page
    assert "Was refused" not in browser(reader).get(url("readings", case)).content.decode()
    part = browser(reader).get(url("readings", case), headers={"HX-Request": "true"}).content.decode()
    assert "<h1>" not in part and "Opened the case" in part


def test_nobody_else_reads_who_looked():
    case = submitted_application()
    for user in (UserFactory(), officer("intake", "310151000000"), case.owner):
        assert browser(user).get(url("readings", case)).status_code == 404
    own = submitted_application(n=2, owner=officer("intake"))
    assert browser(own.owner).get(url("readings", own)).status_code == 403


def test_a_standard_text_goes_after_what_was_typed_into_a_message():
    case, user = submitted_application(), officer("intake")
    page = browser(user).get(url("messages", case)).content.decode()
    code = page.split('name="standard_text"')[1].split('<option value="')[2].split('"')[0]
    data = {"text": "Typed before.", "insert": "text", "standard_text": code, "key": "x"}
    filled = browser(user).post(url("messages", case), data).content.decode()
    box = filled.split('name="text"')[1].split("</textarea>")[0]
    assert "Typed before." in box and len(box) > len("Typed before.") + 30
    assert not case.correspondence.exists()
