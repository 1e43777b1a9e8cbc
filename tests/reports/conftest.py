import pytest

from tests import copied
from tests.reports import holders

MULTI = {"seller": {"use_type": "MULTI"}}


@pytest.fixture
def once(db):
    """The ledger of a certificate for one use of 200 kg."""
    return copied.once("ledger: once", holders.holder_of)


@pytest.fixture
def several(db):
    """The ledger of a certificate for several uses of 200 kg."""
    return copied.once("ledger: several", lambda: holders.holder_of(**MULTI))


@pytest.fixture
def holder(db):
    """A function that returns the ledger of another case."""

    return holders.holder_of


@pytest.fixture
def moving(db):
    """The ledger of a transport certificate of 200 kg, at most 80 kg a trip."""
    with holders.moving():
        yield copied.once(
            "ledger: moving", lambda: holders.holder_of(service=holders.MOVES, **holders.TRANSPORT)
        )
