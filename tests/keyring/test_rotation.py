"""Sealed columns of a model, and changing the key under them."""

import json
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.db import connection, models
from django.test import override_settings
from django.test.utils import isolate_apps

from portal.keyring import rotation
from portal.keyring.sealed import SealedJSON
from portal.keyring.sealing import CannotOpen, UnknownKey, key_id, newest_key_id, seal_json

OLD, NEW = "old-key-of-the-tests-0123456789abcdef", "new-key-of-the-tests-0123456789abcdef"
pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def paper(monkeypatch):
    """A model with a sealed column, and its table; the only one that rotation sees."""
    with isolate_apps("portal.keyring"):

        class Paper(models.Model):
            sealed = models.BinaryField(default=bytes)
            content = SealedJSON("sealed", context=lambda row: f"paper:{row.pk}")

            class Meta:
                app_label = "keyring"

        with connection.schema_editor() as editor:
            editor.create_model(Paper)
        monkeypatch.setattr(rotation.apps, "get_models", lambda: [Paper])
        yield Paper
        with connection.schema_editor() as editor:
            editor.delete_model(Paper)


def fill(paper, count):
    for number in range(1, count + 1):
        paper.objects.create(pk=number, content={"number": number})


def test_a_sealed_column_reads_as_it_was_set(paper):
    assert paper().content == {}
    fill(paper, 1)
    row = paper.objects.get()
    assert row.content == {"number": 1}
    assert row.content is row.content
    row.content = {"number": 2}
    row.save(update_fields=["sealed"])
    assert row.content == paper.objects.get().content == {"number": 2}
    assert b"number" not in bytes(row.sealed)


def test_a_row_read_again_shows_what_others_wrote(paper):
    fill(paper, 1)
    mine, theirs = paper.objects.get(), paper.objects.get()
    assert mine.content == {"number": 1}
    theirs.content = {"number": 9}
    theirs.save()
    mine.refresh_from_db()
    assert mine.content == {"number": 9}


def test_ciphertexts_swapped_between_rows_do_not_open(paper):
    fill(paper, 2)
    one, two = paper.objects.order_by("pk")
    paper.objects.filter(pk=1).update(sealed=bytes(two.sealed))
    paper.objects.filter(pk=2).update(sealed=bytes(one.sealed))
    for row in paper.objects.all():
        with pytest.raises(CannotOpen):
            _ = row.content


def test_after_rotation_the_old_key_can_be_dropped(paper):
    with override_settings(FIELD_KEYS=[OLD]):
        fill(paper, 25)
        paper.objects.create(pk=99)
    with override_settings(FIELD_KEYS=[NEW]), pytest.raises(UnknownKey):
        _ = paper.objects.get(pk=1).content
    with override_settings(FIELD_KEYS=[NEW, OLD]):
        first = rotation.rotate(batch=4)
        again = rotation.rotate(batch=4)
    assert [(o.resealed, o.current, o.failed) for o in first] == [(25, 1, [])]
    assert [(o.resealed, o.current, o.failed) for o in again] == [(0, 26, [])]
    with override_settings(FIELD_KEYS=[NEW]):
        assert [row.content for row in paper.objects.filter(pk__lt=99)] == [
            {"number": n} for n in range(1, 26)
        ]


def test_a_value_written_meanwhile_is_not_overwritten(paper):
    with override_settings(FIELD_KEYS=[OLD]):
        fill(paper, 1)
        stale = paper.objects.get()
    with override_settings(FIELD_KEYS=[NEW, OLD]):
        paper.objects.filter(pk=1).update(sealed=seal_json({"number": 7}, "paper:1"))
        outcome = rotation.Outcome("paper")
        rotation._reseal(stale, paper.content, outcome)
        assert (outcome.resealed, outcome.changed) == (0, 1)
        assert paper.objects.get().content == {"number": 7}


def test_the_command_reports_and_fails_on_what_it_cannot_open(paper):
    with override_settings(FIELD_KEYS=[OLD]):
        fill(paper, 2)
        paper.objects.filter(pk=2).update(sealed=seal_json({}, "paper:1"))
    rotation.register("papers", lambda: [(paper, "content")])
    try:
        with override_settings(FIELD_KEYS=[NEW, OLD]):
            out = StringIO()
            with pytest.raises(CommandError, match="papers 2"):
                call_command("rotate_keys", "--json", stdout=out)
            report = json.loads(out.getvalue())
            assert report["key"] == newest_key_id() == key_id(paper.objects.get(pk=1).sealed)
            column = {"name": "papers", "resealed": 1, "current": 0, "changed": 0, "failed": ["2"]}
            assert report["columns"] == [column]
    finally:
        del rotation._registered["papers"]


def test_with_everything_current_there_is_nothing_to_do(paper):
    fill(paper, 1)
    out = StringIO()
    call_command("rotate_keys", stdout=out)
    assert "Nothing to do" in out.getvalue()
