"""R-EN-15 in every filing: whoever files is a real person by the identity register (real-name level L3)."""

from typing import Any

import pytest

from portal.applications.models import Application
from portal.catalog import registry, sources
from portal.catalog.sources import SOURCES, Reply
from tests.services.filings.answers import ACETONE, PERSON, filing
from tests.services.filings.security import answers as guarded
from tests.services.filings.transport import answers as moved
from tests.wizard import builders

pytestmark = pytest.mark.slow

FILINGS: list[tuple[str, dict[str, Any]]] = [
    ("PB", filing()),
    (
        "PB",
        filing([ACETONE], company=PERSON, handler={"authorization_no": None, "authorization_valid_to": None}),
    ),
    ("TB", moved.transport()),
    ("TP", moved.transport(substances=[moved.ANHYDRIDE])),
    ("SX", guarded.service()),
    ("SF", guarded.branch()),
]
every_filing = pytest.mark.parametrize(
    ("code", "answers"), FILINGS, ids=["PB", "PB of an individual", "TB", "TP", "SX", "SF"]
)
#: What the identity register says -> the findings: effect, and whether only officers read it.
SAID = {"": [], "YES": [], "NO": [("reject", False)], "UNAVAILABLE": [("flag", True)]}


@every_filing
@pytest.mark.parametrize(("state", "expected"), SAID.items())
def test_what_the_identity_register_says_is_judged(norms, code, answers, state, expected):
    replies = {SOURCES: {"identity": {"state": state}}} if state else {}
    service = registry.get(code)
    found = [row for row in service.check(answers | replies, norms) if row.rule == "R-EN-15"]
    assert [(row.effect, row.internal) for row in found] == expected
    for row in found:
        assert row.field in service.step(row.step).form.base_fields


@every_filing
def test_the_register_is_asked_about_whoever_files(code, answers):
    (source,) = (row for row in registry.get(code).sources if row.key == "identity")
    handler = answers["handler"]
    assert source.ask(answers) == {"name": handler["handler_name"], "id_no": handler["handler_doc_no"]}
    assert source.ask(answers | {"handler": {}}) is None


@every_filing
@pytest.mark.parametrize(("state", "level"), [("YES", "L3"), ("NO", "L2"), ("UNAVAILABLE", "L2"), ("", "L2")])
def test_the_level_is_kept_with_the_case(norms, code, answers, state, level):
    facts = registry.get(code).facts(answers | {SOURCES: {"identity": {"state": state}}}, norms)
    assert [fact.text for fact in facts if fact.key == "real_name_level"] == [level]


@pytest.mark.django_db
@pytest.mark.parametrize("code", ["PB", "TB", "TP", "SX", "SF"])
def test_nobody_submits_whom_the_register_does_not_know(client, monkeypatch, code):
    """Through the pages: the draft stays a draft, and the check page leads back to the number."""

    def nobody(service: str, key: str, question: Any, *more: Any) -> Reply:
        return Reply("NO") if key == "identity" else asked(service, key, question, *more)

    asked = sources.ask
    monkeypatch.setattr("portal.wizard.registers.ask", nobody)
    user = builders.person()
    client.force_login(user)
    draft = builders.ready(client, user, code)
    answer = client.post(builders.url(draft, "check"))
    assert answer.status_code == 422
    assert Application.objects.get(pk=draft.pk).state == "DRAFT"
    ((href, _text),) = answer.context["errors"]
    assert href == builders.url(draft, "handler", next="check") + "#id_handler_doc_no"
