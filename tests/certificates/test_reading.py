"""Who may open a receipt or a certificate, and that each opening is audited."""

import pytest
from django.urls import reverse

from portal.audit.models import Entry
from portal.documents import storage
from portal.seals.judging import judge
from tests import cases
from tests.certificates.test_issue import store_of

pytestmark = pytest.mark.django_db


def test_the_receipt_is_the_same_every_time_and_only_for_those_who_may_see_the_case(client, settings):
    settings.DEMO = True
    case = cases.submitted("TH")
    case.refresh_from_db()
    url = reverse("certificates:receipt", args=[case.pk])
    client.force_login(case.owner)
    first, again = client.get(url), client.get(url)
    assert first.content == again.content
    assert first["Content-Type"] == "application/pdf"
    assert "no-store" in first["Cache-Control"]
    notice = case.certificates.get(type="HZ")
    assert f'filename="{notice.number}.pdf"' in first["Content-Disposition"]
    assert judge(first.content).bottom_line
    assert Entry.objects.filter(action="certificate:read", subject=f"certificate:{notice.pk}").count() == 2
    client.force_login(cases.officer("reviewer"))
    assert client.get(url).status_code == 200
    for stranger in (cases.applicant("other"), cases.officer("intake", "310151000000")):
        if case.district != "310151" or not stranger.postings.exists():
            client.force_login(stranger)
            assert client.get(url).status_code == 404
    client.logout()
    assert client.get(url).status_code == 302
    client.force_login(case.owner)
    assert client.get(reverse("certificates:receipt", args=[cases.draft().pk])).status_code == 404


def test_only_the_owner_and_covered_officers_download_and_it_is_audited(
    client, settings, django_capture_on_commit_callbacks
):
    settings.DEMO = True
    with django_capture_on_commit_callbacks(execute=True):
        case = cases.approved("TH")
    certificate = case.certificates.get(event=None)
    url = reverse("certificates:download", args=[certificate.pk])
    other = "310151000000" if case.district != "310151" else "310101000000"
    for stranger in (cases.applicant("other"), cases.officer("intake", other)):
        client.force_login(stranger)
        assert client.get(url).status_code == 404
    assert not Entry.objects.filter(action="certificate:read").exists()
    for reader in (case.owner, cases.officer("reviewer"), cases.officer("intake", case.unit)):
        client.force_login(reader)
        answer = client.get(url)
        assert answer.content == storage.read(certificate.key)
        assert answer["Cache-Control"] == "private, no-store"
        assert answer["Content-Disposition"].startswith("attachment")
    assert Entry.objects.filter(action="certificate:read").count() == 3
    client.logout()
    assert client.get(url)["Location"].startswith(reverse("account_login"))
    with store_of("DownStorage"):
        client.force_login(case.owner)
        assert client.get(url).status_code == 503
