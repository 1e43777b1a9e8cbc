"""How notices write days and what people typed."""

from datetime import UTC, date, datetime

import pytest

from portal.certificates.notices.wording import labelled, paragraphs, plain, spelled, spelled_moment


@pytest.mark.parametrize(
    ("value", "chinese", "english"),
    [
        (date(2026, 3, 2), "2026年3月2日", "2 March 2026"),
        (datetime(2026, 3, 1, 16, 30, tzinfo=UTC), "2026年3月2日", "2 March 2026"),
        (None, "", ""),
    ],
)
def test_a_day_is_one_of_shanghai_and_has_its_year(value, chinese, english):
    assert (spelled(value, "zh-hans"), spelled(value, "en")) == (chinese, english)


def test_a_moment_goes_to_the_minute():
    assert spelled_moment(datetime(2026, 3, 1, 16, 5, tzinfo=UTC), "zh-hans") == "2026年3月2日 00:05"


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("一\r\n二", "一\n二"),
        ("一\t二", "一 二"),
        ("\ufeff一\u200b二\u202e三\x07", "一二三"),
        ("  一  \n二  ", "一\n二"),
        ("一😀", "一😀"),
    ],
)
def test_only_what_has_no_shape_is_left_out(typed, kept):
    assert plain(typed) == kept


def test_paragraphs_are_those_that_say_something():
    assert paragraphs("一\n\n  \n二\n") == ("一", "二")


@pytest.mark.parametrize(("language", "mark"), [("zh-hans", "："), ("en", ": ")])
def test_the_label_opens_the_first_paragraph_only(language, mark):
    assert labelled("L", "一\n二", language) == (f"L{mark}一", "二")
    assert labelled("L", " \n", language) == ()
