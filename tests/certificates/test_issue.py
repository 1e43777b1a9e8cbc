"""Issuing, storage first: one certificate, one number, one notice, wherever it is interrupted."""

import io
from datetime import timedelta

import pytest
import time_machine
from django.core.files.storage import FileSystemStorage
from django.db import IntegrityError, transaction
from django.test import override_settings
from django.urls import reverse
from django.utils import timezone

from portal.applications import actions as applications
from portal.applications.models import Counter
from portal.applications.states import State
from portal.audit.models import Entry
from portal.certificates import actions
from portal.certificates.actions import finishing, issuing
from portal.certificates.models import Certificate
from portal.certificates.upkeep import expire_permits
from portal.documents import storage
from portal.notifications.models import Notice
from portal.papers.fonts import MissingGlyph
from portal.rulebook.models import RuleEntry
from portal.seals.judging import judge
from portal.standards.case_numbers import valid
from portal.work.sweeping import sweep_all
from tests import cases

pytestmark = pytest.mark.django_db
Status = Certificate.Status


class Killed(BaseException):
    """Stands for the end of the process: nothing in the code may catch it."""


class DownStorage(FileSystemStorage):
    """A store that does not answer."""

    def _open(self, name, mode="rb"):
        raise OSError("connection refused")

    _save = _open


class LyingStorage(FileSystemStorage):
    """A store that gives back other bytes than it was given."""

    def _open(self, name, mode="rb"):
        content = super()._open(name, mode).read()
        return io.BytesIO(content[:-1] + b"?")


def store_of(name):
    """Return settings under which the object storage is the class of that name, at the same place."""
    from django.conf import settings

    documents = {**settings.STORAGES["documents"], "BACKEND": f"{__name__}.{name}"}
    return override_settings(STORAGES={**settings.STORAGES, "documents": documents})


def later(seconds):
    return time_machine.travel(timezone.now() + timedelta(seconds=seconds))


def whole(case):
    """Assert that a case has one issued certificate, number, object, line, notice and audit entries; return it."""
    certificate = case.certificates.get(event=None)
    assert certificate.status == Status.ISSUED
    assert valid(certificate.number)
    serial = int(certificate.number[12:18])
    assert Counter.objects.get(scope__startswith=f"certificate:{certificate.type}:").value == serial == 1
    assert storage.read(certificate.key)
    assert Notice.objects.filter(kind="certificate_issued").count() == 1
    for action in ("certificate:numbered", "certificate:issued"):
        assert Entry.objects.filter(action=action, subject=f"certificate:{certificate.pk}").count() == 1
    assert [line.act for line in certificate.entries.all()] == ["issued"]
    case.refresh_from_db()
    assert case.state == {"deliver": State.CONCLUDED, "origin": State.ORIGIN_PENDING}[case.declaration.after]
    return certificate


@pytest.mark.parametrize("service", ["TH", "PB"])
def test_an_approved_case_gets_its_certificate(service, django_capture_on_commit_callbacks, own_objects):
    with django_capture_on_commit_callbacks(execute=True):
        case = cases.approved(service)
    certificate = whole(case)
    kept = list((own_objects / "certificates").rglob(f"{certificate.pk}.pdf"))
    assert len(kept) == 1
    content = kept[0].read_bytes()
    assert len(content) == certificate.size
    assert content.startswith(b"%PDF-") and certificate.number.encode() in content
    assert certificate.valid_to > certificate.issued_on == cases.today()
    assert certificate.number[2:8] == case.district
    assert len(certificate.code) == 16
    assert content.startswith(issuing.draw(certificate))
    found = judge(content)
    assert found.bottom_line and found.fingerprint == certificate.seal


def test_nothing_is_told_before_the_certificate_is_stored(django_capture_on_commit_callbacks):
    with store_of("DownStorage"), django_capture_on_commit_callbacks(execute=True):
        case = cases.approved("PB")
    assert case.certificates.get(event=None).status == Status.NUMBERED
    case.refresh_from_db()
    assert case.state == State.APPROVED
    assert not Notice.objects.filter(kind="certificate_issued").exists()


def at(step, monkeypatch):
    """Have the process end at a step of the issue, the first time it comes there."""
    left = [True]

    def once(function, *, after):
        def wrapped(*args, **kwargs):
            if not left:
                return function(*args, **kwargs)
            if after:
                function(*args, **kwargs)
            left.clear()
            raise Killed

        return wrapped

    module, name, after = {
        "before the number": (issuing, "draw_number", False),
        "before the number is kept": (issuing, "draw_number", True),
        "after the number is kept": (issuing, "store", False),
        "before the put": (storage, "put_new", False),
        "after the put": (storage, "put_new", True),
        "before the case moves": (finishing, "move", False),
        "before all is kept": (finishing, "move", True),
    }[step]
    monkeypatch.setattr(module, name, once(getattr(module, name), after=after))


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
def test_killed_at_any_step_it_ends_in_one_certificate(step, again, monkeypatch):
    case = cases.approved("PB")
    certificate = case.certificates.get(event=None)
    at(step, monkeypatch)
    with pytest.raises(Killed):
        actions.issue(certificate_id=certificate.pk)
    assert case.certificates.get(event=None).status != Status.ISSUED
    if again == "task":
        assert actions.issue(certificate_id=certificate.pk) is True
    else:
        sweep_all()  # too early: the task may still be on its way
        assert case.certificates.get(event=None).status != Status.ISSUED
        with later(11):
            sweep_all()
    assert actions.issue(certificate_id=certificate.pk) is True  # and any number of times
    whole(case)


def test_an_outage_of_the_store_is_waited_for():
    case = cases.approved("PB")
    certificate = case.certificates.get(event=None)
    with store_of("DownStorage"):
        assert actions.issue(certificate_id=certificate.pk) is False
        certificate.refresh_from_db()
        assert (certificate.status, certificate.attempts) == (Status.NUMBERED, 1)
        assert "StorageUnavailable" in certificate.error
        number = certificate.number
        for seconds in (11, 32, 75):
            with later(seconds):
                sweep_all()
        certificate.refresh_from_db()
        assert certificate.attempts == 4
    with later(3600):
        sweep_all()
    assert whole(case).number == number
    assert case.certificates.get(event=None).error == ""


def test_ten_attempts_are_enough_and_spread_over_half_an_hour_at_least():
    case = cases.approved("PB")
    certificate = case.certificates.get(event=None)
    with store_of("DownStorage"):
        for _ in range(9):
            actions.issue(certificate_id=certificate.pk)
        assert case.certificates.get(event=None).status == Status.NUMBERED
        actions.issue(certificate_id=certificate.pk)
    assert case.certificates.get(event=None).status == Status.FAILED
    assert sum((actions.wait(n) for n in range(1, 10)), timedelta()) > timedelta(minutes=30)
    with later(86400):
        sweep_all()
    assert case.certificates.get(event=None).status == Status.FAILED


def test_bytes_that_come_back_different_are_noticed():
    case = cases.approved("PB")
    certificate = case.certificates.get(event=None)
    with store_of("LyingStorage"):
        assert actions.issue(certificate_id=certificate.pk) is False
        with pytest.raises(issuing.StoredDifferently):
            issuing.store(certificate_id=certificate.pk)
    certificate.refresh_from_db()
    assert certificate.status == Status.NUMBERED
    assert certificate.error.startswith("StoredDifferently")
    case.refresh_from_db()
    assert case.state == State.APPROVED
    assert actions.issue(certificate_id=certificate.pk) is True
    whole(case)


def test_a_character_that_no_font_has_stops_it_before_a_number_is_drawn():
    person = cases.applicant()
    handed_in = cases.handed_in("TH")
    handed_in["answers"]["applicant"]["name"] = "林\U000f0001岚"
    case = cases.draft("TH", person)
    case = applications.submit(application=case, by=person, **handed_in)
    case.refresh_from_db()
    for to, role, field in (
        (State.ACCEPTED, "intake", "acceptor"),
        (State.PENDING_APPROVAL, "reviewer", "reviewer"),
    ):
        who = cases.officer(role)
        applications.move(case, to, by=who, note=cases.PROPOSAL, changes={field: who})
        case.refresh_from_db()
    case = cases.approve(case)
    certificate = case.certificates.get(event=None)
    assert actions.issue(certificate_id=certificate.pk) is False
    certificate.refresh_from_db()
    assert certificate.status == Status.FAILED
    assert "U+F0001" in certificate.error or "\U000f0001" in certificate.error
    assert certificate.number is None
    assert not Counter.objects.filter(scope__startswith="certificate:").exists()


def test_a_character_in_the_name_of_the_office_stops_it_too():
    case = cases.approved("PB")
    certificate = case.certificates.get(event=None)
    for row in RuleEntry.objects.filter(list_key="units", code=certificate.unit):
        RuleEntry.objects.filter(pk=row.pk).update(data={**row.data, "name": "\U000f0001局"})
    with pytest.raises(MissingGlyph):
        issuing.number(certificate_id=certificate.pk)
    assert actions.issue(certificate_id=certificate.pk) is False
    assert case.certificates.get(event=None).number is None


def test_one_broken_case_does_not_hold_up_the_others():
    broken, sound = cases.approved("PB", 1), cases.approved("PB", 2)
    submission = broken.submissions.get()
    submission.content = {"answers": {}, "shown": {}}
    submission.save()
    with later(11):
        sweep_all()
    assert sound.certificates.get(event=None).status == Status.ISSUED
    stopped = broken.certificates.get(event=None)
    assert (stopped.status, stopped.attempts) == (Status.REQUESTED, 1)
    assert stopped.error


def test_an_officer_of_the_unit_lets_a_stopped_one_be_tried_again(
    client, django_capture_on_commit_callbacks, settings
):
    settings.DEMO = True
    case = cases.approved("PB")
    case.certificates.filter(event=None).update(status=Status.FAILED, attempts=10, error="x")
    certificate = case.certificates.get(event=None)
    url = reverse("certificates:retry", args=[certificate.pk])
    other = "310151000000" if case.district != "310151" else "310101000000"
    for stranger in (case.owner, cases.applicant("other"), cases.officer("intake", other)):
        client.force_login(stranger)
        assert client.post(url).status_code == 404
    client.force_login(cases.officer("intake"))
    assert client.get(url).status_code == 405
    with django_capture_on_commit_callbacks(execute=True):
        assert client.post(url).status_code == 302
    whole(case)
    assert Entry.objects.filter(action="certificate:retry").count() == 1
    client.post(url)  # nothing to try again: it is issued
    assert Entry.objects.filter(action="certificate:retry").count() == 1


def test_a_second_approval_replaces_the_first_certificate(django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        case = cases.approved("TH")
    case.refresh_from_db()
    first = case.certificates.get(event=None)
    case = applications.move(case, State.ORIGIN_REFUSED, by=cases.officer("intake"))
    reviewer = cases.officer("reviewer")
    case = applications.move(case, State.IN_REVIEW, by=reviewer)
    case = cases.propose(case, reviewer)
    with django_capture_on_commit_callbacks(execute=True):
        cases.approve(case)
    case.refresh_from_db()
    assert case.state == State.ORIGIN_PENDING
    first.refresh_from_db()
    assert first.register == Certificate.Register.REPLACED
    second = case.certificates.get(event=None, register="active")
    assert second.status == Status.ISSUED
    assert second.number != first.number


@pytest.mark.parametrize("service", ["PB"])
def test_a_revoked_decision_takes_the_certificate_with_it(service, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        case = cases.approved(service)
    case.refresh_from_db()
    cases.revoke(case)
    assert case.certificates.get(event=None).register == Certificate.Register.REVOKED
    assert Entry.objects.filter(action="certificate:revoked").count() == 1


def test_a_permit_that_ran_out_hands_the_case_back_the_day_after(django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        case = cases.approved("TH")
    last = case.certificates.get(event=None).valid_to
    with time_machine.travel(f"{last}T10:00:00+08:00"):
        assert expire_permits() == 0
    with time_machine.travel(f"{last + timedelta(days=1)}T00:10:00+08:00"):
        assert expire_permits() == 1
        assert expire_permits() == 0
    case.refresh_from_db()
    assert case.state == State.CERT_EXPIRED
    assert Notice.objects.filter(kind="certificate_expired").count() == 1


def test_the_database_keeps_one_certificate_in_force_a_case():
    case = cases.approved("PB")
    with pytest.raises(IntegrityError), transaction.atomic():
        Certificate.objects.create(application=case, type="GB", unit=case.unit)
    for values in ({"status": Status.NUMBERED}, {"status": Status.ISSUED}):
        with pytest.raises(IntegrityError), transaction.atomic():
            case.certificates.filter(event=None).update(**values)


def test_serials_of_certificates_have_no_gap_over_failures():
    numbers = []
    for n in range(3):
        case = cases.approved("PB", 1)
        pk = case.certificates.get(event=None).pk
        with pytest.raises(Killed), transaction.atomic():
            issuing.number(certificate_id=pk)
            raise Killed
        actions.issue(certificate_id=pk)
        numbers.append(int(case.certificates.get(event=None).number[12:18]))
        assert numbers[-1] == n + 1


def test_the_content_is_sealed_in_the_register():
    case = cases.approved("TH")
    pk = case.certificates.get(event=None).pk
    actions.issue(certificate_id=pk)
    row = Certificate.objects.get(pk=pk)
    id_no = cases.answers_of("TH")["applicant"]["id_no"]
    assert id_no in str(row.content)
    assert id_no.encode() not in bytes(row.content_sealed)
