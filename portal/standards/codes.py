"""National code lists (C-standards §C16), each a dict code -> (Chinese, English), in the standard's order."""

import json
from pathlib import Path

_LISTS = json.loads((Path(__file__).parent / "data" / "codes.json").read_text(encoding="utf-8"))


def _codes(name: str) -> dict[str, tuple[str, str]]:
    """Return a list of the data file."""
    return {code: (chinese, english) for code, (chinese, english) in _LISTS[name].items()}


SEX = _codes("sex")  # GB/T 2261.1
MARITAL = _codes("marital")  # GB/T 2261.2
ETHNICITY = _codes("ethnicity")  # GB/T 3304
EDUCATION = _codes("education")  # GB/T 4658-2006
DEGREE = _codes("degree")  # first digit of GB/T 6864
FAMILY_RELATION = _codes("family_relation")  # GB/T 4761-2008, what the services use of it
DOCUMENT_KINDS = _codes("document_kinds")  # codes of this project


def label(codes: dict[str, tuple[str, str]], code: str, language: str) -> str:
    """Return a code's label in a language ("zh-hans" or "en"), or the code itself when the list lacks it."""
    chinese, english = codes.get(code, (code, code))
    return chinese if language.startswith("zh") else english
