"""An address with the place it lies in, named once."""

import pytest

from portal.standards.divisions import with_address


@pytest.mark.parametrize(
    ("address", "printed"),
    [
        ("江苏省苏州市姑苏区示范路1号", "江苏省苏州市姑苏区示范路1号"),
        ("苏州市姑苏区示范路1号", "江苏省 苏州市姑苏区示范路1号"),
        ("姑苏区示范路1号", "江苏省 苏州市 姑苏区示范路1号"),
        ("示范路1号", "江苏省 苏州市 姑苏区 示范路1号"),
        ("苏州市示范路1号", "江苏省 苏州市 姑苏区 苏州市示范路1号"),  # the county must stand on a paper
    ],
)
def test_the_county_is_named_whole_and_not_twice(address, printed):
    assert with_address("320508", address) == printed


def test_a_municipality_has_no_city_between():
    assert with_address("310116", "上海市金山区化工路8号") == "上海市金山区化工路8号"
    assert with_address("310116", "化工路8号") == "上海市 金山区 化工路8号"
