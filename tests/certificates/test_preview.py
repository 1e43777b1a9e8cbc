"""Editors see the paper that their draft of its texts makes; nobody else does, and nothing of it runs or is saved."""

import base64
import io
import json
import re

import pytest
from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret
from django.contrib.auth.models import Permission
from django.urls import reverse
from django.utils import timezone
from PIL import Image
from wagtail.users.models import UserProfile

from portal.accounts.models import User
from portal.applications.models import Application, Correction, Event, Submission
from portal.applications.states import State
from portal.catalog import registry as catalog
from portal.certificates import preview
from portal.certificates.models import Certificate, RegisterEntry
from portal.certificates.notices import registry, samples, texts
from portal.companies.models import Company
from portal.rulebook.lists import declared_lists
from portal.rulebook.models import RuleEntry
from portal.rulebook.queries import norms
from portal.workdays.queries import today

pytestmark = pytest.mark.django_db
PICTURE = re.compile(r'src="data:image/png;base64,([^"]+)"')


@pytest.fixture
def row():
    return RuleEntry.objects.get(list_key="household_papers", code="ZQ")


def staff(django_user_model, client, *permissions):
    """Sign in somebody with a second factor and these rights."""
    user = django_user_model.objects.create_user(
        email="staff@example.test", password="x", language="en", is_staff=bool(permissions)
    )
    user.user_permissions.set(Permission.objects.filter(codename__in=permissions))
    UserProfile.objects.create(user=user, preferred_language="en")
    TOTP.activate(user, generate_totp_secret())
    client.force_login(user)
    return user


@pytest.fixture
def editor(django_user_model, client):
    return staff(django_user_model, client, "access_admin", "change_ruleentry", "add_ruleentry")


def url(name, *args):
    return reverse(f"wagtailsnippets_rulebook_ruleentry:{name}", args=args)


def form_of(row, **texts):
    columns = {f"data-{key}": text for key, text in {**row.data, **texts}.items()}
    about = {
        "effective_from": row.effective_from.isoformat(),
        "effective_to": "",
        "source": "x",
        "mark": row.mark,
    }
    return {"list_key": row.list_key, "code": row.code, "note": "", **about, **columns}


def seen(client, row, **texts):
    """Type texts as the panel sends them, and return what the frame shows."""
    address = url("preview_on_edit", row.pk)
    sent = client.post(address, form_of(row, **texts))
    assert sent.json() == {"is_valid": True, "is_available": True}
    return client.get(address, {"in_preview_panel": "true"})


def test_the_draft_is_drawn_in_both_languages_and_nothing_is_saved(editor, client, row):
    before = seen(client, row)
    drafted = seen(client, row, title="准予迁入证明书（新）")
    pages, others = (PICTURE.findall(answer.content.decode()) for answer in (drafted, before))
    assert len(pages) == 2
    assert pages[0] != others[0], "the Chinese page shows what was typed"
    pictures = [Image.open(io.BytesIO(base64.b64decode(page))) for page in pages]
    assert all(picture.format == "PNG" and picture.width > 700 for picture in pictures)
    row.refresh_from_db()
    assert row.data["title"] == "准予迁入证明"
    assert not Certificate.objects.exists()


@pytest.mark.parametrize(
    ("texts", "said"),
    [
        ({"opening": "共{people}人"}, "{people}"),
        ({"notes": "共{persons人"}, "curly brace"),
        ({"title": ""}, "“Title”"),
        ({"notes_en": "\ue000"}, "U+E000"),
    ],
)
def test_a_mistake_is_told_in_a_sentence(editor, client, row, texts, said):
    page = seen(client, row, **texts).content.decode()
    assert said in page
    assert 'role="alert"' in page
    assert not PICTURE.search(page)


def test_what_is_typed_is_drawn_or_escaped_and_never_runs(editor, client, row):
    attack = "<script>alert(1)</script><img src=x onerror=alert(1)>"
    shown = seen(client, row, title=attack)
    assert "<script" not in shown.content.decode() and "onerror" not in shown.content.decode()
    told = seen(client, row, opening=attack + "{attack}" + attack + "{").content.decode()
    assert "<script" not in told and "<img src=x" not in told
    policy = shown.headers["Content-Security-Policy"]
    assert "default-src 'none'" in policy and "script-src" not in policy
    assert "unsafe-inline" not in policy and "style-src 'nonce-" in policy
    assert "frame-ancestors 'self'" in policy and "img-src data:" in policy
    assert shown.headers["X-Frame-Options"] == "SAMEORIGIN"


def test_placeholders_cannot_reach_into_objects(editor, client, row):
    page = seen(client, row, opening="{persons.__class__}").content.decode()
    assert "curly brace" in page and "class &#x27;" not in page


@pytest.mark.parametrize(
    "permissions",
    [(), ("access_admin",), ("access_admin", "change_rulevalue")],
    ids=["citizen", "officer", "values"],
)
def test_whoever_may_not_edit_the_list_sees_no_preview(django_user_model, client, row, permissions):
    staff(django_user_model, client, *permissions)
    for address in (url("preview_on_edit", row.pk), url("preview_on_add")):
        for answer in (client.post(address, form_of(row)), client.get(address)):
            assert answer.status_code in (302, 403)
            assert b"data:image" not in answer.content


def test_a_visitor_is_sent_to_sign_in(client, row):
    assert client.get(url("preview_on_edit", row.pk)).status_code == 302


def test_the_page_of_an_entry_has_a_box_for_each_text_and_the_panel(editor, client, row):
    page = client.get(url("edit", row.pk)).content.decode()
    assert 'name="data-opening_en"' in page and 'name="data"' not in page
    assert "{origin}, {persons}" in page
    assert url("preview_on_edit", row.pk) in page
    other = RuleEntry.objects.get(list_key="districts", code="310115")
    page = client.get(url("edit", other.pk)).content.decode()
    assert 'name="data"' in page and url("preview_on_edit", other.pk) not in page


def test_boxes_are_saved_as_the_columns_of_the_entry(editor, client, row):
    assert (
        client.post(url("edit", row.pk), form_of(row, notes="一。\r\n二。", subtitle="")).status_code == 302
    )
    row.refresh_from_db()
    assert row.data["notes"] == "一。\n二。"
    assert "subtitle" not in row.data
    assert row.data["title_en"] == "Move-in Permit"


def test_a_mistake_is_refused_when_it_is_saved_and_what_was_typed_stays(editor, client, row):
    answer = client.post(url("edit", row.pk), form_of(row, notes="共{people}人"))
    assert answer.status_code == 200
    assert "{people}" in answer.context["form"].errors["data"][0]
    assert "共{people}人" in answer.content.decode()
    row.refresh_from_db()
    assert "{people}" not in row.data["notes"]


def test_a_new_version_is_previewed_before_its_day_is_chosen(editor, client, row):
    address = url("preview_on_add")
    typed = {**form_of(row), "effective_from": row.effective_from.isoformat()}
    answer = client.post(address, typed)
    assert answer.json()["is_valid"]
    assert len(PICTURE.findall(client.get(address).content.decode())) == 2
    assert client.post(address, {**typed, "effective_from": ""}).json()["is_valid"]


def test_a_new_version_begins_as_a_copy_with_its_texts_in_boxes(editor, client, row):
    page = client.get(url("copy", row.pk)).content.decode()
    assert 'name="data-notes_en"' in page and url("preview_on_add") in page
    code = re.search(r"<input[^>]*name=\"code\"[^>]*>", page)[0]
    assert 'value="ZQ"' in code and "disabled" not in code
    assert (
        client.post(url("add"), {**form_of(row, title="新"), "effective_from": "2030-01-01"}).status_code
        == 302
    )
    assert RuleEntry.objects.get(code="ZQ", effective_from="2030-01-01").data["title"] == "新"
    row.refresh_from_db()
    assert row.data["title"] == "准予迁入证明"


def test_an_earlier_draft_in_the_history_is_shown_to_editors_only(editor, client, row, django_user_model):
    assert client.post(url("edit", row.pk), form_of(row, title="旧名")).status_code == 302
    earlier = url("revisions_view", row.pk, row.revisions.get().pk)
    assert PICTURE.search(client.get(earlier).content.decode())
    client.logout()
    officer = django_user_model.objects.create_user(email="officer@example.test", password="x", is_staff=True)
    officer.user_permissions.set(Permission.objects.filter(codename="access_admin"))
    TOTP.activate(officer, generate_totp_secret())
    client.force_login(officer)
    answer = client.get(earlier)
    assert answer.status_code in (302, 403)
    assert b"data:image" not in answer.content


def test_a_new_entry_of_a_list_without_preview_says_so(editor, client):
    data = json.dumps({"name": "浦东", "name_en": "Pudong", "char": "浦"})
    typed = {"list_key": "districts", "code": "310199", "data": data, "mark": "P", "source": "", "note": ""}
    address = url("preview_on_add")
    assert client.post(address, typed).json()["is_valid"]
    shown = client.get(address)
    assert shown.status_code == 200 and "no preview" in shown.content.decode()


@pytest.mark.parametrize("code", ["LH", "GB", "YB", "YX", "BA", "BF"])
def test_every_paper_of_a_service_has_a_preview(editor, client, code):
    row = RuleEntry.objects.get(list_key__in=["household_papers", "filing_papers"], code=code)
    assert len(PICTURE.findall(seen(client, row).content.decode())) >= 2


NOTICES = [row["code"] for row in json.loads(declared_lists()["notices"].seed.read_text())["entries"]]


@pytest.mark.parametrize("code", NOTICES)
def test_a_notice_is_written_as_of_an_invented_case_that_is_not_kept(code):
    row = RuleEntry.objects.filter(list_key="notices", code=code).latest("effective_from")
    people, spec = User.objects.count(), declared_lists()["notices"]
    made = preview.sample(spec, code, {**row.data, "opening": "{applicant}：\n今天写的。"})
    original, translation = made.papers
    assert original.title == row.data["title"] and translation.title == row.data["title_en"]
    assert original.paragraphs[1] == "今天写的。" and "{" not in original.paragraphs[0]
    assert dict(translation.fields)["Case number"].endswith("0" * 6)
    assert all(text for paper in made.papers for _label, text in paper.fields)
    assert not Application.objects.exists() and User.objects.count() == people
    for model in (Certificate, RegisterEntry, Company, Submission, Correction, Event):
        assert not model.objects.exists()


@pytest.mark.parametrize("code", ["BZ", "CX:filing"])
def test_a_notice_is_drawn_before_its_texts_are_saved(editor, client, code):
    row = RuleEntry.objects.filter(list_key="notices", code=code).latest("effective_from")
    assert len(PICTURE.findall(seen(client, row).content.decode())) >= 2


@pytest.mark.parametrize(
    ("code", "service"), [("JB:TH", "TH"), ("XK", "TP"), ("JB:filing", ""), ("BS:REFERRED", ""), ("ZZ", "")]
)
def test_a_notice_is_shown_for_a_service_whose_cases_it_tells_of(code, service):
    found = samples.service_of(code, NOTICES)
    assert found.code == service or not service
    case = Application(service=found.code)
    after = code.partition(":")[2] if code.endswith("REFERRED") else State.DENIED
    assert texts.version_for(code[:2], case, Event(at=timezone.now(), after=after))[0] == code


def test_every_type_of_notice_has_a_story():
    assert set(samples.STORIES) == set(registry.NOTICES)


def test_a_rule_that_is_missing_is_told(editor, client):
    RuleEntry.objects.filter(list_key="suspension_grounds").delete()
    row = RuleEntry.objects.filter(list_key="notices", code="ZT").latest("effective_from")
    page = seen(client, row).content.decode()
    assert "not in force today: suspension_grounds" in page and not PICTURE.search(page)


def test_a_sample_that_the_rules_of_today_do_not_take_is_told(editor, client, row, monkeypatch):
    service = catalog.get("TH")
    broken = {**service.sample(1, norms(today())), service.steps[0].slug: {}}
    monkeypatch.setitem(service.__dict__, "sample", lambda n, rules: broken)
    page = seen(client, row).content.decode()
    assert "does not fit the rules of today" in page and not PICTURE.search(page)


def test_a_text_that_names_what_its_notice_has_not_is_told(editor, client):
    row = RuleEntry.objects.filter(list_key="notices", code="SL").latest("effective_from")
    page = seen(client, row, opening="自{planned_on}起").content.decode()
    assert "{planned_on}" in page and not PICTURE.search(page)
    assert not Application.objects.exists()
