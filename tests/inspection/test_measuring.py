"""What a stream unpacks to is counted right, without unpacking it."""

import zlib

import pytest

from portal.inspection import jpeg, pdf_streams
from portal.inspection.verdict import Refusal

from . import honest_scans, pdf_making
from .pdf_making import zeros

pytestmark = pytest.mark.slow

DATA = [b"", b"a", bytes(range(256)) * 40, bytes(100_000), b"abcabcabd" * 5000]


@pytest.mark.parametrize("data", DATA, ids=len)
def test_lzw_is_counted(data: bytes) -> None:
    assert pdf_streams.lzw_size(pdf_making.lzw(data)) == len(data)


def test_run_lengths_are_counted() -> None:
    assert pdf_streams.run_length_size(b"\x02abc\xffx\x81y\x80ignored") == 3 + 2 + 128
    assert pdf_streams.run_length_size(b"") == 0


@pytest.mark.parametrize("data", DATA, ids=len)
def test_flate_is_counted_from_the_raw_bytes(data: bytes) -> None:
    raw = b"1 0 obj <<>> stream\r\n" + zlib.compress(data) + b"\nendstream endobj stream\nno zlib"
    assert pdf_streams.measure(raw).total == len(data)


def test_the_limit_for_one_stream() -> None:
    assert pdf_streams.measure(b"stream\n" + zeros(128)).total == 128 << 20
    with pytest.raises(Refusal) as refused:
        pdf_streams.measure(b"stream\n" + zeros(129))
    assert refused.value.code == "heavy"


def test_the_limit_for_all_grows_with_the_file() -> None:
    two = b"stream\n" + zeros(100) + b"\nstream\n" + zeros(100)
    assert pdf_streams.measure(two).total == 200 << 20
    with pytest.raises(Refusal):
        pdf_streams.measure(two + b"\nstream\n" + zeros(100))
    assert pdf_streams.measure(two + b"\nstream\n" + zeros(100) + bytes(2 << 20)).total == 300 << 20


def test_broken_wrappings_are_damage() -> None:
    assert pdf_streams.from_ascii(b"48 65 6c6>", "hex") == b"Hel`"
    assert pdf_streams.from_ascii(b"<~87cUR\nDZ~>", "85") == b"Hello"
    for data, way in ((b"xyz>", "hex"), (b"\x80~>", "85")):
        with pytest.raises(Refusal) as refused:
            pdf_streams.from_ascii(data, way)
        assert refused.value.code == "damaged"


def test_the_size_of_a_jpeg_is_read_from_the_jpeg() -> None:
    assert jpeg.size(honest_scans.photo(size=(320, 450))) == (320, 450)
    for data in (b"", b"\xff\xd8", b"\xff\xd8\xff\xd9", b"GIF89a", b"\xff\xd8\x00\x00\x00\x00"):
        with pytest.raises(Refusal):
            jpeg.size(data)


def test_a_jpeg_that_breaks_off_is_kept_as_it_is() -> None:
    photo = honest_scans.photo()
    assert jpeg.bare(photo[: len(photo) // 2]).startswith(b"\xff\xd8\xff\xe0")


def test_a_jpeg_of_endless_scans_is_heavy() -> None:
    photo = honest_scans.photo()
    scan = photo[photo.index(b"\xff\xda") : -2]
    with pytest.raises(Refusal) as refused:
        jpeg.bare(photo[:-2] + scan * 200 + b"\xff\xd9")
    assert refused.value.code == "heavy"
