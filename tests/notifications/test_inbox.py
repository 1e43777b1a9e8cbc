"""The inbox of the desk."""

import pytest

from portal.notifications import inbox
from portal.notifications.models import Memo
from tests import cases

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def kinds(monkeypatch):
    monkeypatch.setattr(inbox, "_wordings", {"test": lambda context: f"About {context['number']}"})


def test_a_memo_reads_as_its_room_says():
    intake, reviewer = cases.officer("intake"), cases.officer("reviewer")
    memo = inbox.put(
        recipient=intake, kind="test", subject="application:1", context={"number": "N1"}, by=reviewer
    )
    assert inbox.said(memo) == "About N1"
    assert Memo.objects.get().recipient == intake


def test_nobody_is_told_what_he_or_she_did():
    intake = cases.officer("intake")
    assert inbox.put(recipient=intake, kind="test", subject="x", context={"number": ""}, by=intake) is None
    assert not Memo.objects.exists()


@pytest.mark.parametrize(("kind", "context"), [("unknown", {"number": "1"}), ("test", {})])
def test_a_memo_that_could_not_be_read_is_not_written(kind, context):
    with pytest.raises(KeyError):
        inbox.put(recipient=cases.officer("intake"), kind=kind, subject="x", context=context)
    assert not Memo.objects.exists()
