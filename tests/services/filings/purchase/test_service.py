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
    "chemicals/rules",
    "company/reading",
    "company/history",
    "transport/kinds",
    "transport/reading",
    "transport/rules",
    "jurisdiction",
    "reading",
]


def test_purchase_filing_is_registered():
    service = registry.get("PB")
    assert [step.slug for step in service.steps] == [
        "site",
        "company",
        "handler",
        "store",
        "substances",
        "seller",
        "declare",
    ]
    assert (service.nature, service.officers, service.after) == ("filing", 2, "deliver")
    assert service.limits.same_day
    assert service.certificate.type == "GB"


def test_what_is_new_each_time_is_asked_again():
    service = registry.get("PB")
    fresh = {step.slug: step.fresh for step in service.steps if step.fresh}
    assert set(fresh) == {"seller", "declare"}
    assert set(fresh["declare"]) == set(service.step("declare").form.base_fields)
    assert {"contract_no", "contract_date", "contract_qty", "plan_from", "plan_to"} == set(fresh["seller"])


def test_what_the_account_keeps_and_fills_are_fields_of_the_form():
    for service in (registry.get("PB"), registry.get("TB"), registry.get("TP")):
        filled = [place for source in service.sources for place in source.fills]
        for place in (*service.profile, *filled, service.company):
            slug, name = place.split(".")
            assert name in service.step(slug).form.base_fields
        names = [place.split(".")[1] for place in service.profile]
        assert len(set(names)) == len(names)


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
