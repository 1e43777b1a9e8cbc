"""Rows with pages of their own, when a browser sends things twice, late, or that no page offers."""

import pytest

from portal.wizard.views.row import RowView
from tests.services.household.cast import SPOUSE, child, typed
from tests.wizard import builders
from tests.wizard.builders import document, row_url, url

YE, MAN, LEI = typed(SPOUSE), typed(child("2017-05-21")), typed(child("2015-04-02", 28))


@pytest.fixture
def draft(page, gu):
    """A draft in which three persons move along."""
    application = builders.filled(page, gu, until="family")
    for place, values in enumerate((YE, MAN, LEI)):
        send(page, application, place, values)
    return application


def send(page, draft, row, values, **more):
    data = {f"family-{row}-{name}": value for name, value in values.items()}
    return page.post(row_url(draft, "family", row), data | more)


def born(draft):
    return [row["f_birth"] for row in document(draft)["raw"]["family"]["rows"]]


@pytest.mark.parametrize("wanted", ["9" * 5000, "-1", "٣", "1e1", "", "0x1"])
def test_no_number_of_a_row_is_an_error_of_ours(page, draft, wanted):
    assert page.get(url(draft, "family"), {"remove": wanted}).status_code == 200
    assert page.post(url(draft, "family"), {"remove-row": wanted}).status_code == 302
    assert len(born(draft)) == 3


def test_a_step_of_plain_rows_takes_no_such_number_either(page, gu, plain_rows):
    draft = builders.filled(page, gu, "ZA", until="substances")
    rows = builders.raw("ZA")["substances"]["rows"]
    sent = builders.sent("ZA", "substances", {"rows": rows * 2})
    sent["remove-row"] = "9" * 5000
    assert page.post(url(draft, "substances"), sent).status_code == 302


def test_remove_pressed_twice_takes_one_person(page, draft):
    asked = page.get(url(draft, "family"), {"remove": "1"})
    mark = asked.context["rows"][1].mark
    assert mark in asked.content.decode()
    for _time in range(2):
        page.post(url(draft, "family"), {"remove-row": "1", "row-mark": mark})
    assert len(born(draft)) == 2
    assert MAN["f_birth"] not in born(draft)


def test_a_page_saved_meanwhile_in_another_tab_is_not_undone(page, draft, monkeypatch):
    elsewhere = RowView.form_of

    def slow(self, row, data, *more):
        monkeypatch.setattr(RowView, "form_of", elsewhere)
        self.rows  # noqa: B018 -- what this request has read before the other one saved
        send(page, draft, 0, YE | {"f_name": "叶念真真"})
        return elsewhere(self, row, data, *more)

    monkeypatch.setattr(RowView, "form_of", slow)
    send(page, draft, 1, MAN | {"f_name": "顾小满满"})
    names = [row["f_name"] for row in document(draft)["raw"]["family"]["rows"]]
    assert names[:2] == ["叶念真真", "顾小满满"]
