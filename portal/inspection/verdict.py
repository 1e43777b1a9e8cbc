"""What is asked of a file, and what became of it. Plain data: both sides of the process boundary read it."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

#: extension → kind, as A7 and C7 list them; "image" is re-made as JPEG or PNG
KINDS = {
    ".pdf": "pdf",
    ".jpg": "image",
    ".jpeg": "image",
    ".png": "image",
    ".heic": "image",
    ".heif": "image",
    ".webp": "image",
    ".ofd": "ofd",
    ".csv": "csv",
}
MOST_BYTES = 10 * 1024 * 1024
MOST_PAGES = 200
MOST_PIXELS = 50_000_000


@dataclass(frozen=True)
class Wanted:
    """What a file has to be.

    name: its cleaned name, whose extension tells the type. declared: the content type the browser gave, "" when it
    gave none. kinds: what the material takes (values of KINDS). least_px: least pixels of a picture's long side.
    """

    name: str
    declared: str = ""
    kinds: tuple[str, ...] = ("pdf", "image", "ofd")
    least_px: int = 1000


@dataclass(frozen=True)
class Remade:
    """What the re-made file is: its content type, and its pages (1 for a picture, 0 where there are none)."""

    content_type: str
    pages: int


@dataclass
class Refusal(Exception):
    """The file is not taken. code: why, one of CODES. data: what the sentence about it names."""

    code: str
    data: dict[str, Any] = field(default_factory=dict)


class Unavailable(Exception):
    """The file could not be judged now, for a reason that is not its own. Try again later."""


class Fault(Unavailable):
    """Our own code failed at this file. Tried again and again it will fail again."""


#: code → what the data names. The sentences are in `documents.sentences`.
CODES: dict[str, tuple[str, ...]] = {
    "empty": (),  # no bytes
    "too_large": ("megabytes",),  # over MOST_BYTES
    "type": (),  # an extension that is not taken at all
    "not_here": ("kind",),  # taken elsewhere, not for this material (a CSV for a contract)
    "mismatch": (),  # extension, declared type and content do not agree
    "damaged": (),  # cannot be parsed whole
    "encrypted": (),  # needs a password
    "active": (),  # scripts, launch actions, forms that run (XFA), media
    "attachment": (),  # other files inside
    "pages": ("pages", "most"),  # too many pages
    "pixels": ("megapixels", "most"),  # too many pixels
    "small": ("pixels", "least"),  # too few to be read
    "heavy": (),  # unpacks to far more than it should, or takes too long or too much memory
    "virus": (),  # the scanner found something
}


@contextmanager
def parsing(broken: tuple[type[Exception], ...]) -> Iterator[None]:
    """Say "damaged" of a file that a parser cannot read. broken: what it raises then; recursion without end passes."""
    try:
        yield
    except RecursionError:
        raise
    except broken as failure:
        raise Refusal("damaged") from failure
