"""The paper that closes a case: as safe against crashes as the certificate of the approval, and told of last."""

from datetime import timedelta

import pytest
import time_machine
from django.urls import reverse
from django.utils import timezone

from portal.applications.models import Application, Counter
from portal.applications.states import State
from portal.audit.models import Entry
from portal.certificates import actions
from portal.certificates.models import Certificate
from portal.certificates.queries import verdict_of, verify
from portal.certificates.verification.files import answer_to
from portal.documents import storage
from portal.notifications.models import Notice
from portal.review import actions as review
from portal.standards.case_numbers import valid
from portal.work.sweeping import sweep_all
from portal.workdays.queries import today
from tests import cases
from tests.certificates.test_issue import Killed, at, store_of

pytestmark = pytest.mark.django_db
Status = Certificate.Status
HOUSEHOLD = "310115000001"


def registered(n=3, commits=None):
    """Return a case that has just been entered in the register; its paper has been asked for."""
    return settled(released(permitted(n)))


def permitted(n=3):
    """Return a case whose permit has been issued and that waits for the place of origin."""
    case = cases.approved("TH", n)
    assert actions.issue(certificate_id=case.certificates.get(event=None).pk)
    return Application.objects.get(pk=case.pk)


def released(case):
    """Return the case with the release of the place of origin recorded."""
    return review.record_release(
        application=case,
        by=cases.officer("intake"),
        version=case.version,
        number="甘00000007",
        issued_by="雁滩派出所",
        issued_on=today(),
    )


def settled(case):
    """Return the case entered in the register of the public household."""
    return review.register(
        application=case, by=cases.officer("intake"), version=case.version, household_no=HOUSEHOLD
    )


def closing_of(case):
    return case.certificates.get(type="LH")


def whole(case):
    """Assert that the case is concluded with one notice of registration; return it."""
    certificate = closing_of(case)
    assert certificate.status == Status.ISSUED
    assert valid(certificate.number) and certificate.number.startswith(f"LH{case.district}{today().year}")
    assert (
        int(certificate.number[12:18]) == Counter.objects.get(scope__startswith="certificate:LH:").value == 1
    )
    assert (certificate.valid_to, verdict_of(certificate)) == (None, "VALID")
    assert Notice.objects.filter(kind="registered").count() == 1
    mine = [f"certificate:{row.pk}" for row in case.certificates.filter(event=None)]
    assert Entry.objects.filter(action="certificate:issued", subject__in=mine).count() == 2
    case.refresh_from_db()
    assert case.state == State.CONCLUDED
    permit = case.certificates.get(type="ZQ")
    assert (permit.status, permit.register) == (Status.ISSUED, "used")
    return certificate


def test_the_notice_says_what_the_officer_entered_and_nothing_it_need_not():
    case = registered()
    assert actions.issue(certificate_id=closing_of(case).pk) is True
    certificate = whole(case)
    fields = dict(certificate.content["papers"][0]["fields"])
    assert fields["户号"] == HOUSEHOLD
    assert fields["迁移证编号"] == "甘00000007（雁滩派出所）"
    own = cases.answers_of("TH", 3)["applicant"]
    assert own["id_no"] not in str(certificate.content)
    assert own["id_no"][-4:] in fields["公民身份号码"]
    content = storage.read(certificate.key)
    assert answer_to(content).verdict == "VALID"
    answer = verify(certificate.number, certificate.code)
    assert (answer.verdict, answer.valid_to, answer.title) == ("VALID", None, "落户告知")


def test_nobody_is_told_before_it_is_stored():
    case = registered()
    with store_of("DownStorage"):
        assert actions.issue(certificate_id=closing_of(case).pk) is False
    case.refresh_from_db()
    assert case.state == State.REGISTERED
    assert not Notice.objects.filter(kind="registered").exists()
    with time_machine.travel(timezone.now() + timedelta(seconds=60)):
        sweep_all()
    assert closing_of(case).status == Status.ISSUED


@pytest.mark.slow
@pytest.mark.parametrize("again", ["task", "sweep"])
@pytest.mark.parametrize(
    "step",
    [
        "before the number",
        "before the number is kept",
        "after the number is kept",
        "before the put",
        "after the put",
        "before the case moves",
        "before all is kept",
    ],
)
def test_killed_at_any_step_it_ends_in_one_notice(step, again, monkeypatch):
    case = registered()
    certificate = closing_of(case)
    at(step, monkeypatch)
    with pytest.raises(Killed):
        actions.issue(certificate_id=certificate.pk)
    assert closing_of(case).status != Status.ISSUED
    if again == "task":
        assert actions.issue(certificate_id=certificate.pk) is True
    else:
        with time_machine.travel(timezone.now() + timedelta(seconds=11)):
            sweep_all()
    assert actions.issue(certificate_id=certificate.pk) is True
    whole(case)


def test_a_stopped_one_is_tried_again_without_touching_the_permit(django_capture_on_commit_callbacks):
    case = registered()
    case.certificates.filter(type="LH").update(status=Status.FAILED, attempts=10, error="x")
    permit = case.certificates.get(type="ZQ")
    with django_capture_on_commit_callbacks(execute=True):
        actions.retry(certificate=closing_of(case), by=cases.officer("intake"))
    whole(case)
    assert case.certificates.filter(event=None).count() == 2
    assert case.certificates.get(type="ZQ").register == permit.register == "used"


def test_the_applicant_downloads_it_and_anybody_verifies_it(client, tmp_path):
    from django.core.management import call_command

    case = registered()
    actions.issue(certificate_id=closing_of(case).pk)
    certificate = closing_of(case)
    client.force_login(case.owner)
    page = client.get(f"/en/my/{case.pk}/").content.decode()
    url = reverse("certificates:download", args=[certificate.pk])
    assert url.removeprefix("/en") in page
    assert f"Household number {HOUSEHOLD}" in page
    file = tmp_path / "notice.pdf"
    file.write_bytes(client.get(url).content)
    call_command("verify_certificate", str(file))
    client.logout()
    answer = client.get(f"/en/verify/{certificate.number}/?code={certificate.code}").content.decode()
    assert "Valid" in answer and "Valid until" not in answer
    client.force_login(cases.applicant("stranger"))
    assert client.get(url).status_code == 404
