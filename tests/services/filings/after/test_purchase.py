"""What a buyer may and must report (B8)."""

from datetime import date, timedelta
from decimal import Decimal

import pytest

from portal.catalog.declaration import ALWAYS
from portal.rulebook.queries import norms as norms_on
from services.filings.after.annual import PurchaseYearForm
from services.filings.after.loss import LOSS
from services.filings.after.purchase import (
    PURCHASE_REPORTS,
    SaleForm,
    UseForm,
    purchase_allowances,
    purchase_dues,
    purchase_exhausted,
    sale_due,
    use_due,
)
from tests.services.filings.after.held import ISSUED, held, reported

pytestmark = pytest.mark.django_db
REPORTS = {report.key: report for report in PURCHASE_REPORTS}


def test_allowances_are_kilograms_by_substance_also_of_volumes(filing, norms):
    found = {
        item.code: (item.amount, item.unit, str(item.title)) for item in purchase_allowances(filing(), norms)
    }
    assert found == {"3-02": (Decimal(200), "kg", "丙酮"), "2-02": (Decimal("108.2"), "kg", "醋酸酐")}
    assert purchase_allowances({}, norms) == []


def test_what_is_offered_in_which_state():
    assert list(REPORTS) == ["use", "sales", "annual", "loss"]
    assert REPORTS["use"].still == ("EXPIRED",)
    assert REPORTS["loss"].still == REPORTS["sales"].still == REPORTS["annual"].still == ALWAYS
    assert [key for key, report in REPORTS.items() if report.urgent] == ["loss"]


@pytest.mark.parametrize(("purpose", "offered"), [("P02", False), ("P09", True)])
def test_sales_are_reported_by_those_who_resell(filing, norms, purpose, offered):
    row = filing()["substances"]["rows"][0] | {"purpose_code": purpose}
    assert REPORTS["sales"].when(held(filing(rows=[row])), None, norms) is offered


def test_a_purchase_is_due_after_three_working_days_and_a_sale_after_thirty_days(norms):
    assert use_due({"bought_on": "2026-11-26"}, None, norms) == date(2026, 12, 1)  # Thursday to Tuesday
    assert sale_due({"sold_on": "2026-11-24"}, None, norms) == date(2026, 12, 24)


@pytest.mark.parametrize(
    ("use_type", "left", "closed", "over"),
    [
        ("ONCE", {}, False, True),
        ("ONCE", {"3-02": "0.2", "2-02": "0.108"}, False, True),
        ("ONCE", {"3-02": "0.201"}, False, False),
        ("ONCE", {"2-02": "0.109"}, False, False),  # 99.9 % of each, not of the sum
        ("ONCE", {"3-02": "200", "2-02": "100"}, True, True),
        ("MULTI", {"3-02": "200", "2-02": "100"}, True, False),
        ("MULTI", {"3-02": "0", "2-02": "0"}, False, True),
        ("MULTI", {"3-02": "200", "2-02": "108.2"}, False, False),
    ],
)
def test_when_it_is_used_up(filing, norms, use_type, left, closed, over):
    book = held(filing(seller={"use_type": use_type}), reported("use", ISSUED, closed=closed))
    assert purchase_exhausted(book, {code: Decimal(kg) for code, kg in left.items()}, norms) is over


def test_the_year_of_issue_and_each_year_with_a_purchase_are_reported(filing, norms):
    first = held(filing())
    assert [(due.report, due.on) for due in purchase_dues(first, norms)] == [("annual", date(2027, 3, 31))]
    later = held(filing(), reported("use", date(2027, 2, 1)))
    in_2027 = norms_on(date(2027, 2, 2))
    assert [due.on for due in purchase_dues(later, in_2027)] == [date(2027, 3, 31), date(2028, 3, 31)]
    done = held(
        filing(), reported("use", date(2027, 2, 1)), reported("annual", date(2027, 2, 2), year="2026")
    )
    assert [due.on for due in purchase_dues(done, in_2027)] == [date(2028, 3, 31)]


def test_the_annual_report_is_offered_when_the_year_has_ended_and_refused_twice(filing, norms):
    annual, in_2027 = REPORTS["annual"], norms_on(date(2027, 1, 1))
    assert not annual.when(held(filing()), None, norms)
    assert annual.when(held(filing()), None, in_2027)
    done = held(filing(), reported("annual", date(2027, 1, 1), year="2026"))
    assert not annual.when(done, None, in_2027)
    assert [field for field, _text in annual.check(done, {"year": "2026"}, None, in_2027)] == ["year"]
    assert annual.check(held(filing()), {"year": "2026"}, None, in_2027) == []


def form(cls, filing, norms, data, **answers):
    known = filing(**answers) | {"held": {"issued_on": "2026-11-24", "valid_to": "2027-05-24"}, "about": {}}
    return cls(data, norms=norms, answers=known)


USE = {
    "bought_on": "2026-11-24",
    "chem": "3-02",
    "quantity": "10",
    "unit": "kg",
    "document_no": "A1",
    "closed": "no",
}


def test_the_seller_stands_as_filed_and_cannot_be_changed(filing, norms):
    made = form(UseForm, filing, norms, USE | {"seller_name": "别的公司"})
    assert made.is_valid(), made.errors
    assert made.json_values()["seller_name"] == filing()["seller"]["seller_name"]


def test_a_volume_without_any_density_is_refused(filing, norms):
    rows = [filing()["substances"]["rows"][0] | {"chem": "3-04"}]
    known = filing(rows=rows) | {"held": {}, "about": {}}
    made = UseForm(USE | {"chem": "3-04", "unit": "L"}, norms=norms, answers=known)
    assert "density" in made.errors
    assert UseForm(
        USE | {"chem": "3-04", "unit": "L", "density": "1.2"}, norms=norms, answers=known
    ).is_valid()


@pytest.mark.parametrize("quantity", ["0", "-1", "abc", "", "1e9", "0.0001"])
def test_an_amount_that_is_none_is_refused(filing, norms, quantity):
    assert "quantity" in form(UseForm, filing, norms, USE | {"quantity": quantity}).errors


def test_a_loss_asks_for_all_that_the_office_must_know(filing, norms):
    made = form(LOSS.form, filing, norms, {"police_told": "yes"})
    asked = {
        "kind",
        "lost_on",
        "place",
        "what",
        "chem",
        "quantity",
        "police_station",
        "contact_name",
        "contact_mobile",
    }
    assert asked <= set(made.errors)
    assert "police_station" not in form(LOSS.form, filing, norms, {"police_told": "no"}).errors
    assert LOSS.incident({}, None, norms) == "LOSS"


def test_a_sale_before_the_certificate_is_refused(filing, norms):
    day = (ISSUED - timedelta(days=1)).isoformat()
    assert [field for field, _ in REPORTS["sales"].check(held(filing()), {"sold_on": day}, None, norms)] == [
        "sold_on"
    ]
    assert REPORTS["sales"].check(held(filing()), {"sold_on": ISSUED.isoformat()}, None, norms) == []
    assert "buyer_name" in form(SaleForm, filing, norms, {}).errors


def test_the_annual_form_asks_four_amounts_of_each_substance(filing):
    in_2027 = norms_on(date(2027, 1, 5))
    empty = form(PurchaseYearForm, filing, in_2027, {})
    assert len(empty.errors) == 1 + 2 * 4
    given = {name: "0" for name in empty.errors if name != "year"} | {"year": "2026"}
    made = form(PurchaseYearForm, filing, in_2027, given)
    assert made.is_valid(), made.errors
    labels = [label for _name, label, _text in made.display(made.json_values())]
    assert any("丙酮" in label for label in labels)
