"""Files damaged at random: each is refused or re-made, and nothing else ever comes out."""

import random

import pytest

from portal.inspection.verdict import CODES
from tests.inspection import samples
from tests.inspection.boxes import inspected

pytestmark = pytest.mark.slow

QUICK, ALL = 60, 600
EDGES = [b"\xff\xff\xff\xff", b"\0\0\0\0", b"\x7f\xff\xff\xff", b"\x80\0\0\0"]


def mutant(content: bytes, chance: random.Random) -> bytes:
    """Return bytes with one to eight faults."""
    made = bytearray(content)
    for _ in range(chance.randint(1, 8)):
        at, length = chance.randrange(len(made)), chance.randint(1, 64)
        match chance.randrange(6):
            case 0:
                made[at] ^= 1 << chance.randrange(8)
            case 1:
                made[at : at + length] = chance.randbytes(length)
            case 2:
                made[at:at] = made[-length:]
            case 3:
                del made[at : at + length]
            case 4:
                made[at : at + 4] = chance.choice(
                    [b"\xff\xff\xff\xff", b"\0\0\0\0", b"\x7f\xff\xff\xff", b"\x80\0\0\0"]
                )
            case 5:
                del made[max(at, 64) :]
    return bytes(made)


def run(numbers: range) -> dict[str, int]:
    """Inspect mutants of all kinds by number; return how often which code came out."""
    counted: dict[str, int] = {}
    names = list(samples.HONEST)
    for number in numbers:
        name = names[number % len(names)]
        outcome = inspected(mutant(samples.HONEST[name](), random.Random(number)), name)
        assert outcome.code in {"", *CODES}
        assert bool(outcome.code) != bool(outcome.content)
        counted[outcome.code] = counted.get(outcome.code, 0) + 1
    return counted


def test_sixty_mutants() -> None:
    counted = run(range(QUICK))
    assert sum(counted.values()) == QUICK
    assert counted["damaged"] > 0


def test_six_hundred_mutants() -> None:
    counted = run(range(QUICK, QUICK + ALL))
    assert sum(counted.values()) == ALL
    assert counted["damaged"] > counted.get("heavy", 0)
