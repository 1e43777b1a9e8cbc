"""Which papers are identity papers, and what becomes of them at the end of their retention."""

import pytest

from portal.catalog import registry


@pytest.mark.parametrize(
    ("code", "papers", "retention"),
    [
        ("TH", {"TH01", "TH14"}, ""),  # the household archive is kept for good
        ("PB", {"EN02", "EN03"}, "filings.retention_days"),
        ("SX", {"EN02", "EN03"}, "filings.retention_days"),
    ],
)
def test_they_are_declared(code, papers, retention):
    service = registry.get(code)
    found = {material.code for material in service.materials if material.identity}
    assert found == papers
    assert service.retention == retention
