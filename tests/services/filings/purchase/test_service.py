import ast
from pathlib import Path

import pytest

from portal.catalog import registry
from portal.rulebook.lists import declared_values
from services import filings

PURE = [
    "purchase/rules",
    "purchase/reading",
    "chemicals/catalogue",
    "chemicals/items",
    "jurisdiction",
    "reading",
]


def test_purchase_filing_is_registered():
    service = registry.get("PB")
    assert [step.slug for step in service.steps] == ["company", "site", "substances", "seller", "declare"]
    assert (service.nature, service.officers, service.after) == ("filing", 2, "deliver")
    assert service.limits.same_day
    assert service.certificate.type == "GB"


def test_transport_and_security_are_not_offered_yet():
    offered = {service.code for service in registry.all_services()}
    assert not offered & {"TB", "TP", "SX", "SF"}


def test_limits_name_declared_values():
    limits = registry.get("PB").limits
    assert {limits.decision, limits.statutory} <= set(declared_values())


@pytest.mark.parametrize("module", PURE)
def test_rules_import_no_django(module):
    tree = ast.parse((Path(filings.__file__).parent / f"{module}.py").read_text(encoding="utf-8"))
    imported = {node.module or "" for node in ast.walk(tree) if isinstance(node, ast.ImportFrom)}
    imported |= {
        alias.name for node in ast.walk(tree) if isinstance(node, ast.Import) for alias in node.names
    }
    assert not any(name.split(".")[0] == "django" for name in imported)
