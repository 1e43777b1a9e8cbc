"""What is on record of issue, delivery and archive: one that passes, one with a note, one that fails (CP36 to CP38)."""

from datetime import timedelta

import pytest
from django.utils import timezone, translation

from portal.applications.models import Application
from portal.applications.states import State
from portal.certificates import checkpoints
from portal.certificates.actions import record_reading
from portal.checkpoints import registry
from portal.documents.models import Chunk, Document, Upload
from tests import cases
from tests.factories import submitted_application

pytestmark = pytest.mark.django_db
PASS, NOTE, FAIL, NOT_HERE = "PASS", "PASS_WITH_NOTE", "FAIL", "NOT_APPLICABLE"


@pytest.fixture
def issued(django_capture_on_commit_callbacks) -> Application:
    """A case with its certificate, delivered."""
    with django_capture_on_commit_callbacks(execute=True):
        case = cases.approved("PB")
    return Application.objects.get(pk=case.pk)


def judged(checkpoint: str, case: Application) -> tuple[str, str]:
    registered = registry.get(checkpoint)
    assert registered is not None
    found = registered.judge(Application.objects.get(pk=case.pk))
    with translation.override("en"):
        return found.result, str(found.note)


def denied() -> Application:
    case = cases.proposed("PB")
    by = cases.officer("approver")
    changes = {"approver": by, "decided_at": timezone.now()}
    return cases.actions.move(
        case, State.DENIED, by=by, changes=changes, note=cases.REASON, outcome="not_required"
    )


def test_a_certificate_that_was_stored_and_read_back_is_right(issued):
    assert judged("CP36", issued) == (PASS, "")


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"number": "GB3101152026000001X"}, "is no right number"),
        ({"number": "YB3101152026000001X"}, "is no right number"),
        ({"sm3": ""}, "digests are missing"),
        ({"content_sealed": b""}, "content or digests are missing"),
        ({"organ": ""}, "lacks title, organ or day"),
        ({"status": "numbered"}, "is not stored and read back yet"),
    ],
)
def test_what_is_wrong_with_a_certificate_fails(issued, changes, words):
    issued.certificates.filter(event=None).update(**changes)
    result, note = judged("CP36", issued)
    assert (result, words in note) == (FAIL, True), note


def test_a_decision_in_favour_without_a_certificate_fails_and_a_refusal_needs_none(issued):
    issued.certificates.filter(event=None).update(register="revoked")
    assert judged("CP36", issued)[0] == FAIL
    assert judged("CP37", issued)[0] == FAIL
    assert judged("CP36", cases.submitted("PB", 2))[0] == NOT_HERE


def test_a_refusal_is_delivered_without_a_certificate():
    case = denied()
    assert judged("CP36", case)[0] == NOT_HERE
    assert judged("CP37", case) == (PASS, "")


def test_a_certificate_is_delivered_in_time_and_opened(issued):
    result, note = judged("CP37", issued)
    assert (result, note) == (NOTE, "The applicant has not opened the certificate yet.")
    record_reading(certificate=issued.certificates.get(event=None), by=cases.officer("reviewer"))
    assert judged("CP37", issued)[0] == NOTE  # an officer's reading is not the applicant's
    record_reading(certificate=issued.certificates.get(event=None), by=issued.owner)
    assert judged("CP37", issued) == (PASS, "")


def test_late_delivery_is_noted_and_holds_nothing_back(issued):
    record_reading(certificate=issued.certificates.get(event=None), by=issued.owner)
    Application.objects.filter(pk=issued.pk).update(decided_at=timezone.now() - timedelta(days=40))
    result, note = judged("CP37", issued)
    assert (result, "10 are allowed" in note) == (NOTE, True)


def test_the_archive_is_complete_while_every_file_has_its_row():
    case = submitted_application("PB")
    assert judged("CP38", case) == (PASS, "")
    named = [entry["id"] for entry in case.submissions.get().materials if "id" in entry]
    Document.objects.filter(pk=named[0]).update(erased_at=timezone.now())  # at the end of its retention
    assert judged("CP38", case) == (PASS, "")
    Document.objects.filter(pk=named[0]).delete()
    assert judged("CP38", case) == (FAIL, "Files of the last submission that are not on record any more: 1.")


def test_pieces_of_uploads_are_deleted_before_the_archive():
    case = submitted_application("PB")
    upload = Upload.objects.create(
        application=case, material="EN05", name="a.pdf", size=10, uploaded_by=case.owner
    )
    Chunk.objects.create(upload=upload, offset=0, size=10, sha256="0" * 64, key="quarantine/a")
    result, note = judged("CP38", case)
    assert (result, "not deleted yet: 1." in note) == (FAIL, True)


def test_papers_kept_for_good_are_said_to_be():
    result, note = judged("CP38", submitted_application("TH"))
    assert (result, "kept with the record" in note) == (NOTE, True)


def test_it_is_judged_in_few_queries(issued, django_assert_max_num_queries):
    case = Application.objects.get(pk=issued.pk)
    for judge, most in ((checkpoints.elements, 2), (checkpoints.delivery, 8), (checkpoints.archive, 4)):
        with django_assert_max_num_queries(most):
            judge(case)
