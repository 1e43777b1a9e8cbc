"""Limits in seconds that hold on machines of any pace: what was done is measured beside work of a known size.

The machines that run these tests differ by a factor of nine, and share their cores. So it is the CPU time of this
process that counts, in seconds of the machine on which the limits were set.
"""

import gc
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from django import forms
from django.template import Context, Engine

#: CPU seconds of the yardstick on the machine on which the limits were set.
REFERENCE = 0.030


@dataclass
class Spent:
    """What was spent: CPU seconds at the pace of the reference, known when the work is done."""

    seconds: float = 0.0


class Typed(forms.Form):
    """What the yardstick checks: a form of bare Django."""

    name = forms.CharField(max_length=60)
    number = forms.IntegerField(min_value=0)
    day = forms.DateField(input_formats=["%Y-%m-%d"])


SHOWN = Engine().from_string(
    "{% for row in rows %}<li>{{ row.name }} {{ row.number|add:1 }} {{ row.day|date:'Y-m-d' }}</li>{% endfor %}"
)


def yardstick() -> float:
    """Return the CPU seconds that bare Django takes now to check and show 150 small forms."""
    began = time.process_time()
    checked = []
    for number in range(150):
        form = Typed({"name": f"甲{number}", "number": str(number), "day": "2026-11-29"})
        assert form.is_valid()
        checked.append(form.cleaned_data)
    assert SHOWN.render(Context({"rows": checked})).count("2026-11-29") == len(checked)
    return time.process_time() - began


@contextmanager
def spent() -> Iterator[Spent]:
    """Measure the CPU time of what is done inside, and the pace of the machine before and after it."""
    gc.collect()
    gc.freeze()  # what the tests before left is not searched again
    found, before, began = Spent(), yardstick(), time.process_time()
    yield found
    cpu = time.process_time() - began
    after = yardstick()
    found.seconds = cpu * REFERENCE * 2 / (before + after)
    print(f"{cpu:.2f} s of CPU, the yardstick {before:.3f} and {after:.3f} s")
