"""A correction of some rows of many: which ones, said once, checked, and read by the applicant in the reason."""

import pytest
from django.core.exceptions import ValidationError
from django.utils import translation

from portal.applications.models import Correction
from portal.review.correction_form import RowsField, in_short
from tests.factories import REASON, officer, submitted_application
from tests.review.addresses import desk_url

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("", ""),
        ("3", "3"),
        ("3，5 - 7", "3, 5-7"),
        ("1、2;3", "1, 2, 3"),
        ("1至10", "1-10"),
        ("10-10", "10-10"),
    ],
)
def test_rows_are_given_back_tidy(typed, kept):
    assert RowsField(10).clean(typed) == kept


@pytest.mark.parametrize("typed", ["0", "11", "7-5", "x", "-3", "1-", "1.5", "99999999999", "3-5-7", "５x"])
def test_rows_that_are_not_there_are_refused_with_the_bounds(typed):
    with translation.override("en"), pytest.raises(ValidationError, match="from 1 to 10"):
        RowsField(10).clean(typed)


def test_of_many_answers_the_first_few_stand_beside_the_box():
    assert in_short(["a", "b"]) == "a；b"
    assert in_short([str(n) for n in range(500)]) == "0；1；2… (500)"


@pytest.fixture
def send(client):
    """A function that asks for a correction of three substances: send(**fields) -> response."""
    user = officer("intake")
    client.force_login(user)
    case = submitted_application("PB", n=2)
    address = desk_url("act", case.pk, "correct")

    def sent(**fields):
        key = "substances:purpose_text"
        named = {f"{name}:{key}": value for name, value in fields.items()}
        return client.post(address, {"version": str(case.version), **named, "confirmed": "1"})

    return sent


def test_the_reason_names_the_rows_tidily_in_the_language_of_the_applicant(send):
    assert send(ask="on", why=REASON, rows="1、3").status_code == 302
    reason = Correction.objects.get().items.get().reason
    assert "1, 3" in reason
    assert REASON in reason
    assert not reason.startswith("Rows")


def test_a_row_beyond_the_last_is_told_at_its_field_and_nothing_is_asked(send):
    answer = send(ask="on", why=REASON, rows="4")
    assert answer.status_code in {200, 422}
    assert Correction.objects.count() == 0
    assert REASON in answer.content.decode()


def test_rows_without_a_reason_are_no_correction(send):
    assert send(rows="1").status_code in {200, 422}
    assert Correction.objects.count() == 0
