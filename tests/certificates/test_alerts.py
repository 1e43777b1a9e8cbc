"""Whom the portal calls: a paper that cannot be made names its character, and a seal that ends is told in time."""

from datetime import UTC, datetime, timedelta

import pytest
from django.urls import reverse

from portal.certificates import actions
from portal.certificates.actions import alerts
from portal.certificates.models import Certificate
from portal.notifications import inbox
from portal.notifications.models import Memo
from portal.rulebook.models import RuleEntry
from tests import cases
from tests.seals.authority import authority, use

pytestmark = pytest.mark.django_db
RARE = "\U000f0001"


def stopped() -> Certificate:
    """Return a certificate that stopped because no font has a character of its organ's name."""
    case = cases.approved("PB")
    certificate = case.certificates.get(event=None)
    for row in RuleEntry.objects.filter(list_key="units", code=certificate.unit):
        RuleEntry.objects.filter(pk=row.pk).update(data={**row.data, "name": f"{RARE}局"})
    assert actions.issue(certificate_id=certificate.pk) is False
    return Certificate.objects.get(pk=certificate.pk)


def test_a_missing_character_is_named_in_the_inbox_of_those_who_see_to_it(client, settings):
    settings.DEMO = True
    supervisor, stranger = (
        cases.officer("supervisor"),
        cases.officer("supervisor", "310151000000", name="far"),
    )
    certificate = stopped()
    assert (certificate.status, certificate.missing, certificate.number) == ("failed", RARE, None)
    memo = Memo.objects.get(recipient=supervisor, kind="paper_stopped")
    assert "U+F0001" in inbox.said(memo) and certificate.application.number in inbox.said(memo)
    assert (
        not Memo.objects.filter(recipient=stranger).exists() or certificate.application.district == "310151"
    )
    client.force_login(supervisor)
    page = client.get(reverse("desk_certificates:list"), {"tab": "stopped"}).text
    assert certificate.application.number in page and "U+F0001" in page
    assert reverse("certificates:retry", args=[certificate.pk]) in page


def test_an_outage_calls_nobody_until_the_last_attempt(settings):
    cases.officer("supervisor")
    case = cases.approved("PB")
    certificate = case.certificates.get(event=None)
    settings.SEAL = "/nowhere.p12"
    for _ in range(9):
        actions.issue(certificate_id=certificate.pk)
    assert not Memo.objects.filter(kind="paper_stopped").exists()
    actions.issue(certificate_id=certificate.pk)
    assert Memo.objects.filter(kind="paper_stopped").count() == 1


@pytest.mark.parametrize(("days", "told"), [(40, 0), (30, 1), (8, 1), (7, 1), (1, 1)])
def test_the_end_of_the_seal_is_told_30_7_and_1_days_before_each_once(settings, tmp_path, days, told):
    cases.officer("supervisor")
    made = authority(tmp_path / "roots")
    use(settings, made, made.seal(ends=datetime.now(UTC) + timedelta(days=days, hours=1)))
    assert alerts.watch_seal() == told
    assert alerts.watch_seal() == 0
    memos = Memo.objects.filter(kind="seal_ends")
    assert [str(days) in inbox.said(memo) for memo in memos] == [True] * told


def test_a_seal_that_cannot_be_used_is_an_error_in_the_log(settings, caplog):
    settings.SEAL = "/nowhere.p12"
    assert alerts.watch_seal() == 0
    assert "the seal cannot be used" in caplog.text
