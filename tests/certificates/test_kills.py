"""A worker is killed (SIGKILL) at each boundary between two steps of issuing; what is left ends in one certificate.

Each kill ends a real process: a fork of this one with a connection of its own to the database. Its parent then does
what the ticker and the next worker do.
"""

import os
import signal
from collections.abc import Callable

import pytest
import time_machine
from django.db import connection, connections
from django.utils import timezone

from portal.applications.models import Application, Counter
from portal.applications.states import State
from portal.audit.verification import verify as verify_audit
from portal.certificates import actions, writing
from portal.certificates.actions import finishing, issuing
from portal.certificates.models import Certificate, RegisterEntry
from portal.documents import storage
from portal.notifications.models import Notice
from portal.seals import current
from portal.seals.judging import judge
from portal.standards.case_numbers import valid
from portal.work.sweeping import sweep_all
from tests import cases

pytestmark = [
    pytest.mark.postgres,
    pytest.mark.django_db(transaction=True),
    pytest.mark.filterwarnings("ignore:.*fork.*:DeprecationWarning"),
]

#: Where the worker ends: module, function of it, before or after that function has run.
BOUNDARIES = {
    "before anything": (issuing, "number", False),
    "before the seal is looked at": (current, "check", False),
    "before the content is written": (writing, "written", False),
    "before the number": (issuing, "draw_number", False),
    "after the number, before it is kept": (issuing, "draw_number", True),
    "after the code is signed": (issuing, "qr_text", True),
    "after number and content are kept": (issuing, "number", True),
    "before the drawing": (issuing, "draw", False),
    "after the drawing": (issuing, "draw", True),
    "after the seal": (current, "signer", True),
    "before the put": (storage, "put_new", False),
    "after the put": (storage, "put_new", True),
    "after it was read back": (issuing, "put_sealed", True),
    "before the register's line": (finishing, "add", False),
    "after the register's line": (finishing, "add", True),
    "before the case moves": (finishing, "move", False),
    "after the case moves, before all is kept": (finishing, "move", True),
    "after all is kept": (issuing, "store", True),
}


@pytest.fixture(autouse=True)
def on_postgres(settings):
    settings.TASKS = {
        "default": {"BACKEND": "django_tasks_db.DatabaseBackend"}
    }  # nobody works on them but the test
    if connection.vendor != "postgresql":
        pytest.skip("the tests run on SQLite: a fork cannot share its connection")


def in_a_worker(work: Callable[[], object]) -> int:
    """Run work in a process of its own and return the signal that ended it, 0 when it ended by itself."""
    connections.close_all()
    pid = os.fork()
    if not pid:
        try:
            work()
        finally:  # what it raises is printed by nobody: the parent sees what it left
            os._exit(0)
    _, status = os.waitpid(pid, 0)
    return os.WTERMSIG(status) if os.WIFSIGNALED(status) else 0


def killed_at(boundary: str, work: Callable[[], object]) -> int:
    """Run work in a process that is killed at a boundary; return the signal that ended it."""
    module, name, after = BOUNDARIES[boundary]
    original = getattr(module, name)

    def cut(*args: object, **options: object) -> None:
        if after:
            original(*args, **options)
        os.kill(os.getpid(), signal.SIGKILL)

    def worker() -> None:
        setattr(module, name, cut)
        work()

    return in_a_worker(worker)


def issue_again_and_again(pk: object) -> None:
    """Do what ticker and workers do afterwards, more often than needed."""
    with time_machine.travel(timezone.now() + timezone.timedelta(seconds=30)):
        sweep_all()
    for _ in range(2):
        assert actions.issue(certificate_id=pk) is True


def whole(case: Application, objects: object) -> Certificate:
    """Assert that a case has one certificate, number, object, line, move and notice to its holder; return it."""
    certificate = case.certificates.get(event=None)
    assert certificate.status == Certificate.Status.ISSUED and valid(certificate.number)
    scope = f"certificate:{certificate.type}:{case.district}:{certificate.issued_on.year}"
    assert int(certificate.number[12:18]) == Counter.objects.get(pk=scope).value == 1
    assert storage.read(certificate.key).startswith(issuing.draw(certificate))
    assert judge(storage.read(certificate.key)).bottom_line
    assert [line.act for line in certificate.entries.all()] == [RegisterEntry.Act.ISSUED]
    assert case.events.filter(after=State.CERT_ISSUED).count() == 1
    assert Notice.objects.filter(kind="certificate_issued").count() == 1
    assert Application.objects.get(pk=case.pk).state == State.CONCLUDED
    lying = [key for key, _size, _at in storage.keys("certificates/")]
    assert lying.count(certificate.key) == 1
    assert {Certificate.objects.get(key=key).status for key in lying} == {Certificate.Status.ISSUED}
    assert verify_audit().broken is None
    return certificate


@pytest.mark.slow
@pytest.mark.parametrize("boundary", BOUNDARIES)
def test_a_worker_killed_at_any_boundary_leaves_one_certificate(boundary, own_objects):
    case = cases.approved("PB")
    Certificate.objects.exclude(event=None).delete()
    certificate = case.certificates.get(event=None)
    assert killed_at(boundary, lambda: actions.issue(certificate_id=certificate.pk)) == signal.SIGKILL
    if boundary != "after all is kept":
        assert not Notice.objects.filter(kind="certificate_issued").exists()
    issue_again_and_again(certificate.pk)
    whole(case, own_objects)
