"""The invented registers of the demo know the first invented companies and their handlers."""

import pytest

from portal.catalog import registry, sources


@pytest.mark.parametrize("service", ["PB", "TB", "TP"])
def test_the_demo_knows_the_first_companies(norms, settings, service):
    settings.DEMO, settings.SOURCES = True, {}
    declared = registry.get(service)
    for n, state in ((0, "YES"), (1, "YES"), (7, "UNAVAILABLE")):
        answers = declared.sample(n, norms)
        for source in declared.sources:
            question = source.ask(answers)
            if question is not None:
                assert sources.ask(service, source.key, question).state == state


def test_a_wrong_name_is_told(norms, settings):
    settings.DEMO, settings.SOURCES = True, {}
    own = registry.get("PB").sample(0, norms)["company"]
    assert sources.ask("PB", "enterprise", {"uscc": own["uscc"], "name": "别的公司"}).state == "NO"


def test_registers_of_a_service_lie_in_its_folder():
    assert {sources.demo_file(code).parts[-3] for code in ("PB", "TB", "TP")} == {"filings"}
    assert sources.demo_file("TH").parts[-3] == "household"
