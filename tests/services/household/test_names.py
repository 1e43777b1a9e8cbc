"""Every name that people bear goes unchanged through form, pages and papers (C8, GB 18030-2022)."""

import html
import io

import pytest
from django.urls import reverse
from pypdf import PdfReader

from portal.applications import actions
from portal.applications.models import Application
from portal.certificates.models import Certificate
from portal.documents import storage
from portal.papers.fonts import missing_glyphs
from portal.review.export import table_of
from portal.standards import names
from services.household.steps.applicant import ApplicantForm
from tests import cases
from tests.factories import STEPS, draft, handed_in, officer, path_to
from tests.review.addresses import desk_url
from tests.wizard import builders

from .cast import answers

pytestmark = pytest.mark.slow

LONGEST = "阿卜杜热合曼·阿卜杜克热木·阿卜杜外力·买买提明江"
NAMES = ["\U00020bb7野", "\U0002cc56", "买买提·艾力", LONGEST, "Anna-Maria O'Neill"]
every_name = pytest.mark.parametrize("name", NAMES)
SELF_MADE, STANDARD = "\ue816野", "\U00020087野"


def submitted_as(name: str) -> Application:
    """Return a received case of somebody of that name, typed and judged like any other."""
    application = draft("TH")

    def rename(document):
        document["raw"]["applicant"]["name"] = name

    application = actions.save_draft(application=application, by=application.owner, change=rename)
    case = actions.submit(application=application, **handed_in(application))
    return Application.objects.get(pk=case.pk)


def text_of(pdf: bytes) -> str:
    """Return the text of a PDF without blanks and line breaks, which are layout."""
    return "".join("".join(page.extract_text() for page in PdfReader(io.BytesIO(pdf)).pages).split())


def test_the_longest_name_has_25_characters():
    assert len(LONGEST) == 25


@every_name
def test_the_form_keeps_a_name_as_it_is_typed(name, norms):
    form = ApplicantForm(data=answers(applicant={"name": f" {name} "})["applicant"], norms=norms)
    assert form.is_valid(), form.errors
    assert form.json_values()["name"] == name
    assert ("name", name) in [(key, text) for key, _label, text in form.display(form.json_values())]


@every_name
@pytest.mark.django_db
def test_the_pages_show_a_name_as_it_is(client, name):
    case = submitted_as(name)
    client.force_login(case.owner)
    assert name in html.unescape(client.get(f"/en/my/{case.pk}/").content.decode())
    assert case.number in client.get("/en/my/").content.decode()
    client.force_login(officer("intake"))
    covered = html.unescape(client.get(desk_url("case", case.pk)).content.decode())
    assert name not in covered
    assert names.mask(name) in covered
    shown = client.post(desk_url("show", case.pk), {"field": "applicant.name"})
    assert name in html.unescape(shown.content.decode())
    assert names.mask(name) in html.unescape(client.get(desk_url("queue")).content.decode())


@every_name
@pytest.mark.django_db
def test_the_table_holds_a_name_as_it_is(client, name):
    case = submitted_as(name)
    client.force_login(officer("intake"))
    text = client.get(desk_url("answers", case.pk)).content.decode("utf-8-sig")
    assert f"applicant,1,name,{name}\r\n" in text
    assert name in table_of({"applicant": {"name": name}})


@every_name
@pytest.mark.django_db
def test_receipt_and_permit_draw_a_name_as_it_is(client, name, django_capture_on_commit_callbacks):
    if missing := missing_glyphs([name]):
        pytest.skip(f"no font here draws {missing}: fonts-hanazono and fonts-babelstone-han do")
    with django_capture_on_commit_callbacks(execute=True):
        case, by = submitted_as(name), {}
        for state in path_to("APPROVED"):
            case = STEPS[state](case, by)
    certificate = case.certificates.get(event=None)
    assert certificate.status == Certificate.Status.ISSUED, certificate.error
    assert "".join(name.split()) in text_of(storage.read(certificate.key))
    masked = "".join(names.mask(name).split())
    client.force_login(case.owner)
    assert masked in text_of(client.get(reverse("certificates:receipt", args=[case.pk])).content)


@pytest.mark.parametrize("language", ["en", "zh-hans"])
def test_a_self_made_character_is_refused_with_its_standard_form(language, norms):
    from django.utils.translation import override

    with override(language):
        form = ApplicantForm(data=answers(applicant={"name": SELF_MADE})["applicant"], norms=norms)
        assert STANDARD in form.errors["name"][0]


@pytest.mark.django_db
def test_the_page_shows_the_standard_form_and_takes_it(client):
    user = cases.applicant()
    client.force_login(user)
    application = builders.filled(client, user, until="applicant")
    typed = builders.raw("TH")["applicant"] | {"name": SELF_MADE}
    response = builders.post(client, application, "applicant", typed)
    assert response.status_code != 302
    text = response.content.decode()
    assert text.count(STANDARD) >= 2  # in the summary and at the field
    assert SELF_MADE in text  # what was typed is not lost
    assert builders.post(client, application, "applicant", typed | {"name": STANDARD}).status_code == 302
    assert builders.document(application)["answers"]["applicant"]["name"] == STANDARD


def test_one_without_a_standard_form_is_refused_in_words(norms):
    from django.utils.translation import override

    with override("en"):
        form = ApplicantForm(data=answers(applicant={"name": "\ue000野"})["applicant"], norms=norms)
        assert "Please choose its standard form" in form.errors["name"][0]
