"""What people type into fields for codes: full-width characters, small letters, blanks around."""

import unicodedata


def code(text: str) -> str:
    """Return a typed code with full-width characters made plain, trimmed and in capitals.

    For codes only: NFKC changes characters of names (C-standards §C8). Inner blanks stay, so that the
    caller can refuse them.
    """
    return unicodedata.normalize("NFKC", text).strip().upper()
