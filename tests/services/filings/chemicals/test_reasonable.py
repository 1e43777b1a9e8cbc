"""Whether an amount is usual: each threshold on both sides, and what must hold for any numbers."""

from datetime import date
from decimal import Decimal

import pytest
from django.utils.translation import override
from hypothesis import given
from hypothesis import strategies as st

from services.filings.chemicals import reasonable
from services.filings.chemicals.reasonable import Line, Measured, measure, percentile_of, tone_of, z_score

RULES = {
    "z_yellow": "2", "z_orange": "3", "z_red": "4", "percentile_yellow": "90", "percentile_orange": "97",
    "percentile_red": "99.5", "stock_share": "1.5", "least_filings": 4, "least_spread": "0.05",
}  # fmt: skip


class Rules:
    """The thresholds as the data file has them, without a database."""

    on = date(2026, 11, 24)

    def value(self, key):
        raw = RULES[key.removeprefix("reasonable.")]
        return Decimal(raw) if isinstance(raw, str) else raw

    def entries(self, key):
        return {"3-02": {"name": "丙酮", "name_en": "Acetone"}}


class Before:
    """A history that is given."""

    def __init__(self, own=(), peers=()):
        self.own, self.others, self.asked = list(own), list(peers), []

    def amounts(self, key, *, company, since):
        self.asked.append((key, company, since))
        return [(date(2026, 1, 1), Decimal(kg)) for kg in self.own]

    def peers(self, key, *, group, since):
        self.asked.append((key, group, since))
        return [Decimal(kg) for kg in self.others]


kg = st.decimals(min_value="0.001", max_value="1000000", places=3)
many = st.lists(kg, max_size=40)


def answers(rows, **company):
    own = {"uscc": "91310115MA1K00001A", "industry": "C2614", "employees": "120", **company}
    return {"company": own, "substances": {"rows": rows}}


def row(quantity, annual="2000", stock="100", chem="3-02", unit="kg"):
    return {"chem": chem, "quantity": quantity, "unit": unit, "annual_demand_kg": annual, "stock_kg": stock}


@pytest.mark.parametrize(
    ("z", "tone"),
    [
        ("1.99", ""),
        ("2", "yellow"),
        ("2.99", "yellow"),
        ("3", "orange"),
        ("3.99", "orange"),
        ("4", "red"),
        (None, ""),
    ],
)
def test_the_tone_by_the_companys_own_filings(z, tone):
    assert tone_of(Measured(own=4, z=Decimal(z) if z else None), Rules()) == tone


@pytest.mark.parametrize(
    ("percentile", "tone"),
    [
        ("89.9", ""),
        ("90", "yellow"),
        ("96.9", "yellow"),
        ("97", "orange"),
        ("99.4", "orange"),
        ("99.5", "red"),
    ],
)
def test_the_tone_by_the_peers(percentile, tone):
    assert tone_of(Measured(peers=1000, percentile=Decimal(percentile)), Rules()) == tone


@pytest.mark.parametrize(
    ("peers", "tone"),
    [(9, ""), (10, "yellow"), (33, "yellow"), (34, "orange"), (199, "orange"), (200, "red")],
)
def test_few_peers_say_nothing_about_a_high_percentile(peers, tone):
    assert tone_of(Measured(peers=peers, percentile=Decimal(100)), Rules()) == tone


@pytest.mark.parametrize(("stock", "tone"), [("2500", ""), ("2500.001", "red"), ("0", "")])
def test_more_than_one_and_a_half_yearly_demands_in_store_is_red(stock, tone):
    line = Line("3-02", Decimal(500), Decimal(2000), Decimal(stock))
    assert tone_of(measure(line, [], [], Rules()), Rules()) == tone


def test_the_ratio_is_of_the_demand_and_of_at_least_one_kilogram():
    assert measure(Line("3-02", Decimal(500), Decimal(2000)), [], [], Rules()).ratio == Decimal("0.25")
    assert measure(Line("3-02", Decimal(2), Decimal("0.5")), [], [], Rules()).ratio == 2
    assert measure(Line("3-02", Decimal(2)), [], [], Rules()).ratio is None


def test_z_needs_four_earlier_filings():
    earlier = [Decimal(n) for n in (100, 110, 90, 100)]
    assert z_score(Decimal(100), earlier[:3], 4, Decimal("0.05")) is None
    assert z_score(Decimal(100), earlier, 4, Decimal("0.05")) == 0
    z = z_score(Decimal(200), earlier, 4, Decimal("0.05"))
    assert z is not None and round(z, 3) == Decimal("12.247")  # 100 / sqrt(200/3)


def test_a_company_that_always_files_the_same_is_not_alarming_at_the_first_gram():
    earlier = [Decimal(100)] * 6
    assert z_score(Decimal("100.001"), earlier, 4, Decimal("0.05")) < 1
    assert z_score(Decimal(120), earlier, 4, Decimal("0.05")) == 4


@given(filed=kg, more=kg, earlier=many, peers=many)
def test_more_is_never_more_usual(filed, more, earlier, peers):
    order = ["", "yellow", "orange", "red"]
    annual, stock = Decimal(5000), Decimal(10)
    less_tone, more_tone = (
        order.index(tone_of(measure(Line("3-02", amount, annual, stock), earlier, peers, Rules()), Rules()))
        for amount in (filed, filed + more)
    )
    assert less_tone <= more_tone


@given(filed=kg, peers=many)
def test_a_percentile_lies_between_0_and_100_and_the_median_in_the_middle(filed, peers):
    place = percentile_of(filed, peers)
    assert (place is None) == (not peers)
    assert place is None or 0 <= place <= 100
    assert percentile_of(filed, [filed] * 3) == 50


@given(
    earlier=st.lists(kg, min_size=4, max_size=40), factor=st.sampled_from([Decimal("0.001"), Decimal(1000)])
)
def test_z_does_not_depend_on_the_unit(earlier, factor):
    one = z_score(earlier[0], earlier, 4, Decimal("0.05"))
    other = z_score(earlier[0] * factor, [amount * factor for amount in earlier], 4, Decimal("0.05"))
    assert one is not None and other is not None and abs(one - other) < Decimal("0.000001")


def test_a_first_time_buyer_is_compared_with_peers_only():
    history = Before(peers=[10] * 300)
    found = reasonable.aids(answers([row("500")]), Rules(), history)
    with override("en"):
        text = reasonable.aids(answers([row("500")]), Rules(), history)[0].text
    assert [aid.tone for aid in found] == ["red"]
    assert "The company filed none of it in the last 12 months." in text
    assert "It is above 100 % of 300 comparable filings of others." in text


def test_the_line_says_all_numbers_in_words():
    history = Before(own=[100, 110, 90, 100], peers=[400, 600])
    with override("en"):
        aid = reasonable.aids(answers([row("0.4", unit="t"), row("100")]), Rules(), history)[0]
    assert aid.title == "Acetone"
    assert aid.text == (
        "500 kg are filed. That is 25 % of the yearly demand of 2000 kg. With the 100 kg in stock it is 30 %. "
        "Earlier filings in 12 months: 4, 100 kg on average; this one lies +49.0 standard deviations from it. "
        "It is above 50 % of 2 comparable filings of others."
    )
    assert aid.tone == "red"
    since = date(2025, 11, 24)
    assert history.asked == [("kg:3-02", "91310115MA1K00001A", since), ("kg:3-02", "C26:2", since)]


def test_a_person_has_neither_history_nor_peers():
    history = Before(own=[1], peers=[1])
    with override("en"):
        aid = reasonable.aids(answers([row("5")], uscc="", industry=""), Rules(), history)[0]
    assert history.asked == []
    assert "No comparable filing of others." in aid.text
    assert aid.tone == ""


def test_half_typed_rows_are_left_out_and_unknown_substances_keep_their_code():
    rows = [{"chem": "3-02"}, row("5", chem="9-99"), {}]
    assert [aid.title for aid in reasonable.aids(answers(rows), Rules(), Before())] == ["9-99"]
    assert reasonable.aids({}, Rules(), Before()) == []


def test_the_rulebook_holds_the_thresholds(norms):
    for key, raw in RULES.items():
        assert norms.value(f"reasonable.{key}") == (Decimal(raw) if isinstance(raw, str) else raw), key
