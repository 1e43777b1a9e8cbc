"""Editors keep the rules in the CMS admin."""

from datetime import date

import pytest
from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret
from django.urls import reverse
from django.utils.translation import gettext

from portal.rulebook import lists
from portal.rulebook.models import RuleEntry, RuleValue

pytestmark = pytest.mark.django_db


@pytest.fixture
def editor(django_user_model, client):
    """An administrator with a second factor, signed in at the CMS."""
    user = django_user_model.objects.create_superuser(
        email="editor@example.test", password="x", language="en"
    )
    TOTP.activate(user, generate_totp_secret())  # no staff page opens without a second factor
    client.force_login(user)
    return user


def url(name, *args):
    return reverse(f"wagtailsnippets_rulebook_ruleentry:{name}", args=args)


def form_of(row, **changes):
    values = {
        "list_key": row.list_key,
        "code": row.code,
        "data": '{"name": "浦东新区", "name_en": "Pudong", "char": "浦"}',
        "effective_from": row.effective_from.isoformat(),
        "effective_to": "",
        "source": "GB/T 2260",
        "mark": row.mark,
        "note": "",
    }
    return values | changes


@pytest.fixture
def pudong():
    return RuleEntry.objects.get(list_key="districts", code="310115")


def test_entries_are_filtered_by_list_and_found_by_code_and_name(editor, client):
    page = client.get(url("list"), {"list_key": "districts", "q": "310115"}).content.decode()
    assert "浦东新区" in page
    assert "花木派出所" not in page
    assert "花木派出所" in client.get(url("list"), {"q": "花木"}).content.decode()


def test_data_that_do_not_fit_come_back_with_the_column_named(editor, client, pudong):
    answer = client.post(url("edit", pudong.pk), form_of(pudong, data='{"name": "浦东"}'))
    assert answer.status_code == 200
    assert "name_en" in answer.context["form"].errors["data"][0]


def test_a_tick_confirms_and_a_later_change_voids_it_and_both_leave_a_revision(editor, client, pudong):
    assert client.post(url("edit", pudong.pk), form_of(pudong, confirmed="on")).status_code == 302
    pudong.refresh_from_db()
    assert pudong.confirmed_by == editor
    changed = form_of(pudong, data='{"name": "浦东", "name_en": "Pudong", "char": "浦"}', confirmed="on")
    assert client.post(url("edit", pudong.pk), changed).status_code == 302
    pudong.refresh_from_db()
    assert pudong.data["name"] == "浦东"
    assert pudong.confirmed_by is None
    assert pudong.confirmed_at is None
    assert pudong.revisions.count() == 2
    assert client.get(url("history", pudong.pk)).status_code == 200


def test_the_key_of_a_row_stays(editor, client, pudong):
    client.post(url("edit", pudong.pk), form_of(pudong, list_key="units", code="310199"))
    pudong.refresh_from_db()
    assert (pudong.list_key, pudong.code) == ("districts", "310115")


def test_a_new_version_is_added_by_the_form(editor, client, pudong):
    answer = client.post(url("add"), form_of(pudong, effective_from="2030-01-01"))
    assert answer.status_code == 302
    assert RuleEntry.objects.filter(
        list_key="districts", code="310115", effective_from=date(2030, 1, 1)
    ).exists()


def test_nothing_is_saved_while_somebody_types(editor, client, pudong):
    """What is saved is in force at once: Wagtail's saving every half second would put half a word into force."""
    value = RuleValue.objects.first()
    addresses = [
        url("edit", pudong.pk),
        url("add"),
        url("copy", pudong.pk),
        reverse("wagtailsnippets_rulebook_rulevalue:edit", args=[value.pk]),
    ]
    for address in addresses:
        page = client.get(address)
        assert page.context["autosave_enabled"] is False, address
        assert "w-autosave#save" not in page.content.decode()


def test_a_new_version_begins_as_a_copy_that_can_be_sent(editor, client, pudong):
    form = client.get(url("copy", pudong.pk)).context["form"]
    assert not form.fields["list_key"].disabled and not form.fields["code"].disabled
    assert (form["list_key"].value(), form["code"].value()) == ("districts", "310115")
    assert form["confirmed"].initial is False


def test_nobody_deletes_a_version(editor, client, pudong):
    client.post(url("delete", pudong.pk))
    assert RuleEntry.objects.filter(pk=pudong.pk).exists()


def test_values_have_a_list_and_a_form(editor, client):
    assert client.get(reverse("wagtailsnippets_rulebook_rulevalue:list")).status_code == 200
    assert client.get(reverse("wagtailsnippets_rulebook_rulevalue:add")).status_code == 200


def test_a_counted_entry_says_how_much_cases_use_of_it_and_keeps_the_editors_number(
    editor, client, pudong, monkeypatch
):
    asked = []

    def counter(list_key, since, without):
        asked.append((list_key, since, without))
        return dict.fromkeys(since, 7)

    monkeypatch.setattr(lists, "_counters", {counter: None})
    row = RuleEntry.objects.get(list_key="public_households", code="31011551000001")
    row.data |= {"counted_on": "2026-01-31"}
    row.save()
    page = client.get(url("edit", row.pk)).content.decode()
    assert gettext("In use by cases of this portal: %(number)s") % {"number": 7} in page
    assert f"&quot;occupied&quot;: {row.data['occupied']}" in page
    assert asked == [("public_households", {"31011551000001": date(2026, 1, 31)}, "")]
    assert "In use by cases" not in client.get(url("edit", pudong.pk)).content.decode()


def test_a_mistake_in_a_counted_entry_comes_back_in_words(editor, client):
    row = RuleEntry.objects.get(list_key="public_households", code="31011551000001")
    answer = client.post(url("edit", row.pk), form_of(row, data='{"name": "花木", "counted_on": "x"}'))
    assert answer.status_code == 200
    assert answer.context["form"].errors["data"]
