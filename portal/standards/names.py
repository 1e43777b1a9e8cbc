"""Names of persons under GB 18030-2022 (C-standards §C8): check, compare, mask.

Names are never normalised (NFC and NFKC change characters that people bear); the typed form is kept, and
`fold` makes a separate key to compare by.
"""

import re
import unicodedata

from .errors import Invalid, gettext_noop

# Escapes on purpose: typed literally, an editor may normalise U+F900 and the range swallows private use.
HANZI = "[\u3400-\u4dbf\u4e00-\u9fff\u3007\uf900-\ufaff\U00020000-\U000323af]"
DOT = "\u00b7"
CHINESE = re.compile(f"{HANZI}{{1,50}}(?:{DOT}{HANZI}{{1,50}})*")
LATIN = re.compile(f"[A-Za-z][A-Za-z .'\\-{DOT}]{{0,99}}")
MAX_CHINESE = 50
MAX_LATIN = 100
TYPED_DOTS = re.compile(f"(?<={HANZI})[\u2022\u30fb\uff0e.\u2027](?={HANZI})")
PRIVATE_USE = re.compile("[\ue000-\uf8ff\U000f0000-\U0010ffff]")
# GB 18030-2022 moved these out of the private-use area; files in the older mapping still hold them.
STANDARD_FORMS = str.maketrans(
    {
        0xE78D: 0xFE10, 0xE78E: 0xFE12, 0xE78F: 0xFE11, 0xE790: 0xFE13, 0xE791: 0xFE14,
        0xE792: 0xFE15, 0xE793: 0xFE16, 0xE794: 0xFE17, 0xE795: 0xFE18, 0xE796: 0xFE19,
        0xE81E: 0x9FB4, 0xE826: 0x9FB5, 0xE82B: 0x9FB6, 0xE82C: 0x9FB7, 0xE832: 0x9FB8,
        0xE843: 0x9FB9, 0xE854: 0x9FBA, 0xE864: 0x9FBB, 0xE816: 0x20087, 0xE817: 0x20089,
        0xE818: 0x200CC, 0xE831: 0x215D7, 0xE83B: 0x2298F, 0xE855: 0x241FE,
    }
)  # fmt: skip

MESSAGES = {
    "NAME_PRIVATE_USE": gettext_noop("The name holds a self-made character; choose its standard form"),
    "NAME_SPACE": gettext_noop("Write the name without spaces"),
    "NAME_LENGTH": gettext_noop("Enter a name of at most 50 Chinese characters or 100 Latin letters"),
    "NAME_FORMAT": gettext_noop("Enter the name as on the identity document, in Chinese or Latin letters"),
}


def matches(text: str) -> bool:
    """Return whether a text is a name as it stands, without any conversion."""
    if CHINESE.fullmatch(text):
        return len(text) <= MAX_CHINESE
    return bool(LATIN.fullmatch(text))


def person_name(text: str) -> str:
    """Return a person's name as it is kept: trimmed, with the dots typed between hanzi made U+00B7.

    Raises Invalid: NAME_PRIVATE_USE (suggestion: the name in standard characters, when a mapping exists),
    NAME_SPACE (blank in a Chinese name; suggestion: without it), NAME_LENGTH, NAME_FORMAT.
    """
    name = TYPED_DOTS.sub(DOT, text.strip())
    if PRIVATE_USE.search(name):
        raise _invalid("NAME_PRIVATE_USE", name.translate(STANDARD_FORMS))
    if re.search(r"\s", name) and re.search(HANZI, name):
        raise _invalid("NAME_SPACE", re.sub(r"\s", "", name))
    if not name or len(name) > (MAX_CHINESE if re.search(HANZI, name) else MAX_LATIN):
        raise _invalid("NAME_LENGTH")
    if not matches(name):
        raise _invalid("NAME_FORMAT")
    return name


def fold(name: str) -> str:
    """Return the key by which two names are compared: compatibility forms, case, dots and blanks aside."""
    plain = unicodedata.normalize("NFKC", name.translate(STANDARD_FORMS)).casefold()
    return re.sub(r"[\s.'\-\u00b7\u2022\u30fb\u2027]", "", plain)


def mask(name: str) -> str:
    """Return a name for eyes that need not know it: first and last of three or more, only the first of two.

    Latin names keep each part's first letter: J*** S***.
    """
    if LATIN.fullmatch(name):
        return " ".join(f"{part[0]}***" for part in name.split())
    if len(name) <= 2:
        return name[:1] + "*" * (len(name) - 1) if len(name) == 2 else "*" * len(name)
    return f"{name[0]}{'*' * (len(name) - 2)}{name[-1]}"


def _invalid(code: str, suggestion: str | None = None) -> Invalid:
    """Return the exception of a code; a suggestion that would not be accepted itself is left out."""
    return Invalid(code, MESSAGES[code], suggestion if suggestion and matches(suggestion) else None)
