"""An unknown number and a wrong code cannot be told apart: not by the page, the work or the time."""

import statistics
import time
from collections.abc import Callable

import pytest

from portal.certificates.queries import verify

pytestmark = pytest.mark.django_db
UNKNOWN, WRONG = "ZQ31011520269999990", "0" * 16
#: CPU time of 200 questions each, one kind after the other, so that what else the machine does meets both.
PAIRS, MOST = 200, 1.25


def ratio(one: Callable[[int], object], other: Callable[[int], object]) -> float:
    """Return how much longer the median of the slower question takes."""
    spent: tuple[list[float], list[float]] = ([], [])
    for at in range(PAIRS):
        for kind, ask in sorted(enumerate((one, other)), reverse=bool(at % 2)):
            began = time.process_time()
            ask(at)
            spent[kind].append(time.process_time() - began)
    medians = sorted(statistics.median(times) for times in spent)
    print(f"medians of {PAIRS}: {medians[0] * 1e3:.3f} and {medians[1] * 1e3:.3f} ms")
    return medians[1] / medians[0]


def test_the_register_takes_the_same_time(certificate):
    found = ratio(
        lambda _at: verify(UNKNOWN, certificate.code), lambda _at: verify(certificate.number, WRONG)
    )
    assert found < MOST


@pytest.mark.slow
@pytest.mark.parametrize("form", ["html", "json"])
def test_the_answer_takes_the_same_time(client, certificate, form):
    def ask(number: str, code: str) -> Callable[[int], object]:
        return lambda at: client.get(
            f"/verify/{number}/", {"code": code, "format": form}, REMOTE_ADDR=f"198.51.{at // 250}.{at % 250}"
        )

    assert ratio(ask(UNKNOWN, certificate.code), ask(certificate.number, WRONG)) < MOST


@pytest.mark.parametrize("prefix", ["", "/en"])
def test_the_pages_are_as_long_as_each_other(client, certificate, prefix):
    one = client.get(f"{prefix}/verify/{UNKNOWN}/", {"code": certificate.code})
    other = client.get(f"{prefix}/verify/{certificate.number}/", {"code": WRONG})
    assert one.status_code == other.status_code == 404
    assert len(one.content) == len(other.content)


def test_the_pages_ask_the_database_the_same(client, certificate, django_assert_num_queries):
    client.get("/verify/")
    with django_assert_num_queries(1) as one:
        client.get(f"/verify/{UNKNOWN}/", {"code": certificate.code})
    with django_assert_num_queries(1) as other:
        client.get(f"/verify/{certificate.number}/", {"code": WRONG})
    asked = [
        [query["sql"].replace(UNKNOWN, "").replace(certificate.number, "") for query in each]
        for each in (one, other)
    ]
    assert asked[0] == asked[1]
