"""What accompanying and staying relatives are called in the list of rows."""

from collections.abc import Mapping
from typing import Any

from portal.standards import codes

from .fields import language


def companion_name(row: Mapping[str, Any]) -> str:
    """Return name and relation of somebody who moves along, "" while there is no name."""
    return _called(row.get("f_name"), row.get("relation"))


def staying_name(row: Mapping[str, Any]) -> str:
    """Return name and relation of somebody who stays, "" while there is no name."""
    return _called(row.get("s_name"), row.get("s_relation"))


def _called(name: Any, relation: Any) -> str:
    if not name:
        return ""
    label = codes.label(codes.FAMILY_RELATION, str(relation or ""), language())
    sign = " ({})" if language().startswith("en") else "（{}）"
    return f"{name}{sign.format(label)}" if relation else str(name)
