"""The record: what may be added, that nothing changes, and what tampering the verifier finds."""

import json
from datetime import UTC, date
from decimal import Decimal
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.db import connection, transaction
from hypothesis import given
from hypothesis import strategies as st

from portal.audit import actions, chain, queries, verification
from portal.audit.models import AppendOnly, ChainHead, Entry
from portal.standards.digests import canonical_json, sha256

pytestmark = pytest.mark.django_db


def fill(count):
    """Add entries 1 to count."""
    with transaction.atomic():
        for number in range(1, count + 1):
            actions.record(
                actor="user:7",
                action="move:ACCEPTED",
                subject=f"application:{number % 2}",
                data={"round": number},
            )


def tamper(sql, *params):
    """Do what only the owner of the database can: write past the models and the trigger."""
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("ALTER TABLE audit_entry DISABLE TRIGGER ALL")
        cursor.execute(sql, params)
        if connection.vendor == "postgresql":
            cursor.execute("ALTER TABLE audit_entry ENABLE TRIGGER ALL")


def verify_command(*options):
    """Return exit code and output of the command."""
    out = StringIO()
    try:
        call_command("verify_audit", *map(str, options), stdout=out)
    except SystemExit as end:
        return end.code, out.getvalue()
    return 0, out.getvalue()


def test_entries_are_numbered_chained_and_found_by_subject():
    fill(3)
    one, two, three = Entry.objects.all()
    assert (one.seq, two.seq, three.seq) == (1, 2, 3)
    assert (one.previous, two.previous, three.previous) == (chain.GENESIS, one.digest, two.digest)
    assert queries.head() == (3, three.digest)
    assert [entry.seq for entry in queries.for_subject("application:1")] == [1, 3]
    assert two.data == {"round": 2}


def test_the_digest_is_over_the_canonical_json_of_all_fields():
    with transaction.atomic():
        actions.record(
            actor="system", action='a"\\b', subject="字\n", data={"z": date(2026, 1, 2), "a": Decimal("1.50")}
        )
    entry = Entry.objects.get()
    fields = {
        name: getattr(entry, name) for name in ("seq", "actor", "action", "subject", "data", "previous")
    }
    assert entry.digest == sha256(canonical_json({**fields, "at": entry.at.astimezone(UTC)}))


@given(st.text(), st.text(), st.dictionaries(st.text(), st.integers() | st.text() | st.none(), max_size=3))
def test_the_hand_written_form_is_the_canonical_one(actor, action, data):
    at = Entry._meta.get_field("at").to_python("2026-11-23T01:02:03+00:00")
    fields = {
        "seq": 1,
        "at": at,
        "actor": actor,
        "action": action,
        "subject": "s",
        "data": data,
        "previous": "p",
    }
    digest = chain.entry_digest(1, at, actor, action, "s", canonical_json(data).decode(), "p")
    assert digest == sha256(canonical_json(fields))


@pytest.mark.django_db(transaction=True)
def test_nothing_is_recorded_outside_a_transaction_or_kept_after_a_rollback():
    with pytest.raises(actions.NotInTransaction):
        actions.record(actor="system", action="x", subject="y")
    with pytest.raises(InterruptedError), transaction.atomic():
        actions.record(actor="system", action="x", subject="y")
        raise InterruptedError
    assert queries.head() == (0, chain.GENESIS)
    fill(1)
    assert verification.verify().broken is None


@pytest.mark.parametrize("data", [{"a": 1.5}, {"a": [{"b": 0.1}]}, {"a": object()}])
def test_data_without_a_canonical_form_is_refused(data):
    with pytest.raises(TypeError):
        actions.record(actor="system", action="x", subject="y", data=data)


@pytest.mark.parametrize("field", ["actor", "action", "subject"])
@pytest.mark.parametrize("text", ["", "x" * 101])
def test_texts_that_do_not_fit_are_refused(field, text):
    with pytest.raises(ValueError, match=field):
        actions.record(**{"actor": "a", "action": "b", "subject": "c", field: text})


def test_the_models_refuse_every_other_way_of_writing():
    fill(1)
    entry = Entry.objects.get()
    for write in (
        entry.save,
        entry.delete,
        Entry.objects.all().delete,
        lambda: Entry.objects.update(actor="x"),
        lambda: Entry.objects.create(seq=2),
        lambda: Entry.objects.bulk_create([entry]),
        lambda: Entry.objects.bulk_update([entry], ["actor"]),
        lambda: Entry.objects.get_or_create(seq=2),
        lambda: Entry._base_manager.all().update(actor="x"),
    ):
        with pytest.raises(AppendOnly):
            write()
    assert verification.verify().broken is None


@pytest.mark.parametrize("batch", [2, 100])
def test_a_whole_chain_is_reported_with_count_and_head(batch):
    fill(5)
    report = verification.verify(batch=batch)
    assert (report.count, report.seq, report.digest, report.broken) == (5, *queries.head(), None)
    code, out = verify_command()
    assert code == 0
    assert out == f"OK: 5 entries, 0 anchors, head {report.digest}.\n"


@pytest.mark.parametrize(
    ("sql", "seq", "what"),
    [
        ("UPDATE audit_entry SET actor = 'user:8' WHERE seq = 3", 3, "edited"),
        ("UPDATE audit_entry SET data_json = '{\"round\":4}' WHERE seq = 3", 3, "edited"),
        ("UPDATE audit_entry SET digest = previous WHERE seq = 3", 3, "edited"),
        ("DELETE FROM audit_entry WHERE seq = 3", 3, "missing"),
        ("DELETE FROM audit_entry WHERE seq = 1", 1, "missing"),
        ("DELETE FROM audit_entry WHERE seq = 5", 5, "missing"),
        ("DELETE FROM audit_entry", 1, "missing"),
        ("UPDATE audit_chainhead SET digest = 'x'", 5, "head"),
        ("DELETE FROM audit_chainhead", 5, "head"),
    ],
)
@pytest.mark.parametrize("batch", [2, 100])
def test_tampering_is_found_and_named(sql, seq, what, batch):
    fill(5)
    tamper(sql)
    broken = verification.verify(batch=batch).broken
    assert (broken.seq, broken.what) == (seq, what)


def test_a_row_edited_with_its_digest_made_anew_is_found_at_the_next():
    fill(5)
    rewrite(2, last=2)
    assert verification.verify().broken.seq == 3


def rewrite(first, last):
    """Forge entries from `first` to `last`: another actor, and digests made anew."""
    previous = Entry.objects.get(seq=first).previous
    for entry in Entry.objects.filter(seq__gte=first, seq__lte=last):
        digest = chain.entry_digest(
            entry.seq, entry.at, "user:8", entry.action, entry.subject, entry.data_json, previous
        )
        tamper(
            "UPDATE audit_entry SET actor = 'user:8', previous = %s, digest = %s WHERE seq = %s",
            previous,
            digest,
            entry.seq,
        )
        previous = digest
    return previous


def test_a_chain_rewritten_whole_is_found_only_through_an_anchor(tmp_path):
    fill(5)
    anchors = tmp_path / "anchors.jsonl"
    assert verify_command("--write-anchor", anchors)[0] == 0
    assert verify_command("--anchor", anchors)[0] == 0
    ChainHead.objects.update(digest=rewrite(2, last=5))
    assert verify_command()[0] == 0
    code, out = verify_command("--anchor", anchors, "--json")
    assert code == 1
    assert json.loads(out)["broken"]["what"] == "anchor"
    assert json.loads(out)["broken"]["seq"] == 5


def test_an_end_cut_off_together_with_its_head_is_found_through_an_anchor(tmp_path):
    fill(5)
    anchors = tmp_path / "anchors.jsonl"
    verify_command("--write-anchor", anchors)
    tamper("DELETE FROM audit_entry WHERE seq = 5")
    ChainHead.objects.update(seq=4, digest=Entry.objects.get(seq=4).digest)
    assert verify_command()[0] == 0
    assert verify_command("--anchor", anchors) == (
        1,
        "BROKEN at entry 5: entry 5 was anchored, but the chain ends at 4.\n",
    )


def test_no_anchor_is_written_of_a_broken_chain(tmp_path):
    fill(2)
    tamper("DELETE FROM audit_entry WHERE seq = 1")
    assert verify_command("--write-anchor", tmp_path / "anchors.jsonl")[0] == 1
    assert not (tmp_path / "anchors.jsonl").exists()


@pytest.mark.parametrize("text", ["x", '{"seq": 1}', '{"seq":1,"digest":"a"}\n{"seq":1,"digest":"b"}'])
def test_anchors_that_make_no_sense_are_refused(tmp_path, text):
    path = tmp_path / "anchors.jsonl"
    path.write_text(text)
    with pytest.raises(CommandError, match="line"):
        verify_command("--anchor", path)
    with pytest.raises(CommandError, match="cannot be read"):
        verify_command("--anchor", tmp_path / "none")


@pytest.mark.django_db(transaction=True)
def test_a_head_taken_away_is_not_made_good_by_the_next_migrate():
    fill(1)
    ChainHead.objects.all().delete()
    chain.begin_after_migrate(using="default")
    assert not ChainHead.objects.exists()
    with pytest.raises(ChainHead.DoesNotExist):
        fill(1)
