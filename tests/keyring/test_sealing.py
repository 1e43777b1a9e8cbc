"""Sealing: what opens, what does not, and the blind index."""

import pytest
from django.test import override_settings
from hypothesis import given
from hypothesis import strategies as st

from portal.keyring import sealing
from portal.keyring.sealing import (
    CannotOpen,
    UnknownKey,
    blind_index,
    open_json,
    open_sealed,
    seal,
    seal_json,
)

OLD, NEW = "old-key-of-the-tests-0123456789abcdef", "new-key-of-the-tests-0123456789abcdef"


@given(st.binary(max_size=200), st.text(max_size=40).filter(lambda text: text.isprintable()))
def test_what_was_sealed_opens_in_its_context_only(data, context):
    blob = seal(data, context)
    assert open_sealed(blob, context) == data
    with pytest.raises(CannotOpen):
        open_sealed(blob, context + "x")


def test_the_same_text_seals_differently_each_time_and_stays_hidden():
    one, two = seal("王小明".encode(), "a"), seal("王小明".encode(), "a")
    assert one != two
    assert "王小明".encode() not in one


@pytest.mark.parametrize("position", [0, 2, 6, 20, -1])
def test_a_changed_byte_anywhere_is_found(position):
    blob = bytearray(seal(b"secret of some length", "a"))
    blob[position] ^= 1
    with pytest.raises(CannotOpen):
        open_sealed(bytes(blob), "a")


@pytest.mark.parametrize("blob", [b"", b"\x01", b"\x01" * 20, b"plain text that was never sealed at all"])
def test_what_is_no_blob_cannot_be_opened(blob):
    with pytest.raises(CannotOpen):
        open_sealed(blob, "a")


def test_the_first_key_seals_and_every_key_opens():
    with override_settings(FIELD_KEYS=[OLD]):
        blob = seal_json({"a": [1, "字"]}, "c")
    with override_settings(FIELD_KEYS=[NEW, OLD]):
        assert open_json(blob, "c") == {"a": [1, "字"]}
        assert sealing.key_id(seal(b"", "c")) == sealing.newest_key_id() != sealing.key_id(blob)
    with override_settings(FIELD_KEYS=[NEW]), pytest.raises(UnknownKey, match=sealing.key_id(blob)):
        open_json(blob, "c")


def test_blind_index_finds_the_same_text_of_one_kind_and_depends_on_the_key():
    assert blind_index("id", "31010119910203008x") == blind_index("id", " 3101011991 0203008X")
    assert blind_index("id", "1") != blind_index("phone", "1")
    before = blind_index("id", "1")
    assert len(before) == 64
    with override_settings(INDEX_KEY="another"):
        assert blind_index("id", "1") != before
