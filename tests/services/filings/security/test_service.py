import ast
from pathlib import Path

import pytest

from portal.applications.states import AFTER_CERTIFICATE, State
from portal.catalog import registry
from portal.rulebook.lists import declared_values
from services.filings import security

PURE = ["rules", "reading", "jurisdiction"]


def test_both_are_registered():
    slugs = [[step.slug for step in registry.get(code).steps] for code in ("SX", "SF")]
    assert slugs == [
        ["place", "company", "handler", "licence", "client", "contract", "leader", "guards", "declare"],
        ["place", "company", "handler", "licence", "branch", "guards", "declare"],
    ]


@pytest.mark.parametrize(("code", "kind"), [("SX", "BA"), ("SF", "BF")])
def test_what_they_are(code, kind):
    service = registry.get(code)
    assert (service.nature, service.officers, service.after) == ("filing", 2, "inspect")
    assert AFTER_CERTIFICATE[service.after] is State.INSPECTION_PLANNED
    assert service.certificate.type == kind
    assert (service.company, service.individuals, service.again) == ("company.uscc", False, True)
    assert service.limits.statutory == ""
    assert not service.limits.same_day
    assert {service.limits.decision, service.inspection} <= set(declared_values())


def test_the_values_of_the_rulebook(norms):
    assert [norms.value(f"SX.{key}") for key in ("decision_days", "start_workdays", "inspection_days")] == [
        3,
        30,
        30,
    ]
    assert [norms.value(f"SF.{key}") for key in ("decision_days", "days", "inspection_days")] == [3, 15, 30]
    assert len(norms.entries("security_services")) == 9


def test_what_the_law_forbids_is_a_closed_list():
    assert set(registry.get("SX").bars) == {"R-EN-13", "ART-10", "R-EN-14"}
    assert registry.get("SF").bars == {}


@pytest.mark.parametrize("code", ["SX", "SF"])
def test_what_is_new_each_time_and_what_is_kept_name_fields(code):
    service = registry.get(code)
    for step in service.steps:
        assert set(step.fresh) <= set(step.form.base_fields)
    assert service.step("guards").fresh == ()
    for place in (*service.profile, *(name for source in service.sources for name in source.fills)):
        slug, name = place.split(".")
        assert name in service.step(slug).form.base_fields


@pytest.mark.parametrize("module", PURE)
def test_rules_import_no_django(module):
    tree = ast.parse((Path(security.__file__).parent / f"{module}.py").read_text(encoding="utf-8"))
    imported = {node.module or "" for node in ast.walk(tree) if isinstance(node, ast.ImportFrom)}
    imported |= {
        alias.name for node in ast.walk(tree) if isinstance(node, ast.Import) for alias in node.names
    }
    assert not any(name.split(".")[0] == "django" for name in imported)
