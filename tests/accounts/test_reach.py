"""How units lie below each other: asked of a code, of the postings that cover a case, and of the cases of a unit."""

from itertools import product

import pytest

from portal.accounts import reach
from portal.accounts.models import Posting
from tests.factories import UserFactory

CITY, OFFICE = "310000000000", "310000000001"
DISTRICT, OTHER = "310101000000", "310115000000"
STATION, BESIDE, FOREIGN = "310101010000", "310101020000", "310115570000"
UNITS = [CITY, OFFICE, DISTRICT, OTHER, STATION, BESIDE, FOREIGN]
#: A unit, and what its officers work on.
COVERED = {
    CITY: UNITS,
    OFFICE: UNITS,
    DISTRICT: [DISTRICT, STATION, BESIDE],
    OTHER: [OTHER, FOREIGN],
    STATION: [STATION],
    BESIDE: [BESIDE],
    FOREIGN: [FOREIGN],
}


@pytest.mark.parametrize("posted", UNITS)
def test_a_posting_covers_its_unit_and_those_below(posted):
    assert [unit for unit in UNITS if reach.covers(posted, unit, unit[:6])] == COVERED[posted]
    assert [unit for unit in UNITS if unit.startswith(reach.beginning(posted))] == COVERED[posted]


@pytest.mark.django_db
def test_the_conditions_say_the_same():
    user = UserFactory()
    for unit in UNITS:
        Posting.objects.create(user=user, unit=unit, role="intake")

    def found(condition):
        return set(Posting.objects.filter(condition).values_list("unit", flat=True))

    for posted, unit in product(UNITS, UNITS):
        covers = unit in COVERED[posted]
        assert (posted in found(reach.above((unit, unit[:6])))) == covers, (posted, unit)
        assert (unit in found(reach.below(posted))) == covers, (posted, unit)
    assert found(reach.touching([STATION])) == {STATION, DISTRICT, CITY, OFFICE}
    assert found(reach.touching([DISTRICT, FOREIGN])) == {*UNITS}
    assert found(reach.touching([])) == set()
