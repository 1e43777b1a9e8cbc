"""Step forms and their rows: conditions, locking, JSON, display, adding and removing without JavaScript."""

from datetime import date
from decimal import Decimal

import pytest
from django.http import QueryDict
from django.utils import translation

from portal.ui import fields
from portal.ui.errors import error_links
from portal.ui.forms import StepForm, step_formset


class Person(StepForm):
    name = fields.PersonNameField(label="Name")
    married = fields.YesNoField(label="Are you married?")
    spouse = fields.PersonNameField(label="Spouse")
    spouse_born = fields.CalendarDateField(label="Born")
    kind = fields.RadioField(label="Kind")
    remark = fields.PlainTextField(label="Remark", required=False)
    shown_when = {"spouse": ("married", ("yes",)), "spouse_born": ("married", ("yes",))}

    def prepare(self):
        entries = self.norms.entries("kinds") if self.norms else {"A": {"title": "First"}}
        self.fields["kind"].choices = [(code, entry["title"]) for code, entry in entries.items()]


class Amount(StepForm):
    substance = fields.PlainTextField(label="Substance")
    amount = fields.DecimalField(label="Amount", unit="kg", min_value=0)


class RulesOfTheDay:
    on = date(2026, 11, 24)

    def value(self, key):
        return {"days": 5}[key]

    def entries(self, key):
        return {"kinds": {"B": {"title": "Second"}}}[key]


Rows = step_formset(Amount, 1, 3, row="Substance")


def typed(**pairs):
    data = QueryDict(mutable=True)
    for key, value in pairs.items():
        data[key.replace("__", "-")] = value
    return data


def test_condition_holds_then_the_field_is_required():
    form = Person({"name": "王小明", "married": "yes", "kind": "A"})
    assert not form.is_valid()
    assert set(form.errors) == {"spouse", "spouse_born"}


def test_condition_fails_then_the_field_is_emptied_and_its_errors_are_gone():
    form = Person({"name": "王小明", "married": "no", "kind": "A", "spouse": "李<", "spouse_born": "never"})
    assert form.is_valid(), form.errors
    assert form.json_values() == {
        "name": "王小明", "married": False, "spouse": None, "spouse_born": None, "kind": "A", "remark": None,
    }  # fmt: skip


def test_json_values_are_iso_and_strings_and_can_be_given_back():
    form = Person(
        {"name": "王小明", "married": "yes", "kind": "A", "spouse": "李华", "spouse_born": "1990年1月2日"}
    )
    assert form.is_valid(), form.errors
    values = form.json_values()
    assert (values["married"], values["spouse_born"]) == (True, "1990-01-02")
    again = Person(initial=values)
    assert again["married"].value() == "yes"
    assert 'value="1990-01-02"' in str(again["spouse_born"])


def test_norms_fill_choices():
    assert Person(norms=RulesOfTheDay()).fields["kind"].choices == [("B", "Second")]
    assert Person({"kind": "A"}, norms=RulesOfTheDay()).errors.get("kind") is not None


def test_locked_fields_keep_their_stored_value():
    stored = {"name": "王小明", "married": True, "spouse": "李华", "spouse_born": "1990-01-02", "kind": "A"}
    form = Person(
        {"name": "赵六", "married": "no", "remark": "new"},
        initial=stored,
        locked=("name", "married", "spouse", "spouse_born", "kind"),
    )
    assert form.is_valid(), form.errors
    assert form.json_values() == stored | {"remark": "new"}


def test_display_follows_conditions_and_the_language():
    form = Person()
    with translation.override("en"):
        rows = form.display({"name": "王小明", "married": False, "kind": "A", "spouse": "李华"})
    assert rows == [
        ("name", "Name", "王小明"),
        ("married", "Are you married?", "No"),
        ("kind", "Kind", "First"),
        ("remark", "Remark", "Not given"),
    ]
    with translation.override("en"):
        married = form.display({"married": True, "spouse_born": "1990-01-02"})
    assert ("spouse_born", "Born", "2 January 1990") in married


def test_raw_values_take_own_fields_only():
    data = typed(p__name="王小明", p__married="yes", csrfmiddlewaretoken="secret", other__name="x")
    assert "secret" not in str(Person.raw_values(data, "p"))
    assert Person.raw_values(data, "p", only_sent=True) == {"name": "王小明", "married": "yes"}
    assert Person.merged({"name": "old", "kind": "A"}, data, "p") == {
        "name": "王小明", "married": "yes", "kind": "A",
    }  # fmt: skip


def test_summary_says_which_field_is_empty():
    form = Person({"married": "no", "kind": "A"})
    with translation.override("en"):
        assert form.error_links() == [("#id_name", "Name: Please fill in this field.")]
        links = Person({"name": "王小明", "kind": "A"}).error_links()
    assert links == [("#id_married_0", "Are you married? Please choose an answer.")]


def rows_of(*pairs, prefix="s", **extra):
    data = typed(**{f"{prefix}__TOTAL_FORMS": str(len(pairs)), f"{prefix}__INITIAL_FORMS": "0"})
    for place, (substance, amount) in enumerate(pairs):
        data[f"{prefix}-{place}-substance"] = substance
        data[f"{prefix}-{place}-amount"] = amount
    data.update(extra)
    return data


def test_rows_give_json():
    formset = Rows(rows_of(("Acetone", "1.50"), ("Toluene", "2")), prefix="s")
    assert formset.is_valid(), formset.errors
    assert formset.json_values() == {
        "rows": [{"substance": "Acetone", "amount": "1.50"}, {"substance": "Toluene", "amount": "2"}]
    }


def test_rows_equal_to_the_stored_ones_are_not_lost():
    stored = [{"substance": "Acetone", "amount": "1.50"}]
    formset = Rows(rows_of(("Acetone", "1.50")), prefix="s", initial=stored)
    assert formset.is_valid()
    assert formset.json_values() == {"rows": stored}


def test_empty_rows_beyond_the_minimum_are_dropped_and_gaps_closed():
    formset = Rows(rows_of(("", ""), ("Toluene", "2"), (" ", "")), prefix="s")
    assert formset.is_valid(), formset.errors
    assert formset.json_values() == {"rows": [{"substance": "Toluene", "amount": "2"}]}


def test_summary_says_which_row_and_which_field():
    with translation.override("en"):
        first, second = (
            text for _href, text in error_links(Rows(rows_of(("Acetone", "x"), ("", "1")), prefix="s"))
        )
    assert first == "Substance 1 – Amount: Please type a number in digits, for example 12.5."
    assert second == "Substance 2 – Substance: Please fill in this field."


def test_empty_row_within_the_minimum_is_an_error():
    assert not Rows(rows_of(("", "")), prefix="s").is_valid()


@pytest.mark.parametrize("told", ["", "x", "-1", "0", "99999999"])
def test_wrong_management_form_does_no_harm(told):
    data = rows_of(("Acetone", "1"))
    data["s-TOTAL_FORMS"] = told
    formset = Rows(data, prefix="s")
    assert formset.is_valid(), formset.errors
    assert len(formset.json_values()["rows"]) == 1


def test_too_many_rows_are_said_in_words():
    with translation.override("en"):
        formset = Rows(rows_of(*[("Acetone", "1")] * 4), prefix="s")
        assert not formset.is_valid()
        assert "at most 3" in formset.error_links()[0][1]


def test_add_and_remove_are_submit_buttons():
    data = rows_of(("Acetone", "1"), ("Toluene", "x"))
    assert Rows.rows_after(data, "s") is None
    data["remove-row"] = "0"
    assert Rows.rows_after(data, "s") == [{"substance": "Toluene", "amount": "x"}]
    data = rows_of(("Acetone", "1"))
    data["add-row"] = "1"
    assert Rows.rows_after(data, "s") == [{"substance": "Acetone", "amount": "1"}, {}]
    data["remove-row"] = data.pop("add-row") and "0"
    assert len(Rows.rows_after(data, "s")) == 1, "the last row of the minimum stays"


def test_typed_rows_are_drawn_again_without_errors():
    formset = Rows(initial=[{"substance": "Acetone", "amount": "x"}, {}], prefix="s")
    html = str(formset)
    assert html.count("<legend>Substance") == 2
    assert 'value="Acetone"' in html and "field-error" not in html
    assert 'name="s-TOTAL_FORMS" value="2"' in html


def test_locked_rows_cannot_be_added_or_changed():
    stored = [{"substance": "Acetone", "amount": "1.50"}, {"substance": "Toluene", "amount": "2"}]
    data = rows_of(("Other", "9"))
    formset = Rows(data, prefix="s", initial=stored, locked=("substance", "amount"))
    assert formset.is_valid(), formset.errors
    assert formset.json_values() == {"rows": stored}
    assert "add-row" not in str(formset)


def test_autosaved_field_of_a_row_is_merged():
    data = typed(s__TOTAL_FORMS="2", s__1__amount="3")
    assert Rows.merged({"rows": [{"substance": "A"}, {"substance": "B"}]}, data, "s") == {
        "rows": [{"substance": "A"}, {"substance": "B", "amount": "3"}]
    }


def test_display_of_rows():
    with translation.override("en"):
        shown = Rows(prefix="s").display({"rows": [{"substance": "Acetone", "amount": "1.50"}]})
    assert shown == [[("substance", "Substance", "Acetone"), ("amount", "Amount", "1.50 kg")]]


def test_decimal_is_exact():
    form = Amount({"substance": "Acetone", "amount": "1,000.10"})
    assert form.is_valid()
    assert form.cleaned_data["amount"] == Decimal("1000.10")


class Ward(StepForm):
    """A child or a spouse: what is asked depends on who it is and how old."""

    who = fields.RadioField(label="Who", choices=[("child", "Child"), ("spouse", "Spouse")])
    born = fields.CalendarDateField(label="Born")
    opinion = fields.PlainTextField(label="Opinion")
    consent = fields.CommitmentField(label="Consent")
    shown_when = {
        "opinion": (("who", ("child",)), ("born", ("age:8-",))),
        "consent": (("who", ("child",)), ("born", ("age:0-13",))),
    }


@pytest.mark.parametrize(
    ("who", "born", "asked"),
    [
        ("child", "2018-11-25", {"consent"}),
        ("child", "2018-11-24", {"consent", "opinion"}),  # eight today
        ("child", "2012-11-25", {"consent", "opinion"}),
        ("child", "2012-11-24", {"opinion"}),  # fourteen today
        ("spouse", "2018-11-24", set()),
    ],
)
def test_several_conditions_must_all_hold_and_ages_count_on_the_day(who, born, asked):
    form = Ward({"who": who, "born": born}, norms=RulesOfTheDay())
    assert set(form.errors) == asked
    stored = {"who": who, "born": born}
    assert {name for name in ("opinion", "consent") if form.is_shown(name, stored)} == asked


def test_a_statement_asked_for_only_then_must_be_ticked():
    typed_in = {"who": "child", "born": "2018-11-25"}
    assert "consent" in Ward(typed_in, norms=RulesOfTheDay()).errors
    assert Ward(typed_in | {"consent": "on"}, norms=RulesOfTheDay()).is_valid()


def test_conditions_are_said_in_words_and_carried_for_javascript():
    with translation.override("en"):
        form = Ward(norms=RulesOfTheDay(), prefix="p")
        hint = str(form.fields["consent"].shown_when_hint)
    assert "Child" in hint and "0 to 13" in hint
    assert form.fields["opinion"].shown_when_data == '[["p-who", ["child"]], ["p-born", ["age:8-"]]]'
