"""What only PostgreSQL can show: many processes at one upload, and one document in the end."""

from collections import Counter as Tally

import pytest
from django.db import connection

from portal.applications import actions as applications
from portal.documents import actions, limits, queries
from portal.documents.models import Chunk, Document, Upload
from tests import cases
from tests.applications.test_concurrency import race
from tests.documents import files

pytestmark = [pytest.mark.postgres, pytest.mark.django_db(transaction=True)]
MATERIAL = "TH02"


@pytest.fixture(autouse=True)
def on_postgres():
    if connection.vendor != "postgresql":
        pytest.skip("the tests run on SQLite: one writer at a time")


@pytest.fixture
def case():
    return cases.draft("TH")


def begun(case, name="a.pdf", size=1000, modified="1"):
    return actions.begin(
        application=case, material=MATERIAL, name=name, size=size, modified=modified, by=case.owner
    )


def arrived(case, name="a.pdf"):
    """Return an upload that is whole and waits to be inspected."""
    content = files.pdf()
    upload = begun(case, name, len(content))
    return actions.append(upload=upload, offset=0, content=content, by=case.owner, later=True)


def test_one_file_announced_ten_times_at_once_is_one_upload(case):
    results = race(*(lambda: begun(case) for _ in range(10)))
    assert {one.pk for one in results} == {Upload.objects.get().pk}


def test_the_same_piece_ten_times_at_once_counts_once(case, own_objects):
    upload = begun(case)
    results = race(
        *(
            lambda: actions.append(upload=Upload.objects.get(), offset=0, content=b"x" * 400, by=case.owner)
            for _ in range(10)
        )
    )
    assert Tally(type(one).__name__ for one in results) == {"Upload": 1, "WrongOffset": 9}
    upload.refresh_from_db()
    assert upload.received == 400
    assert [chunk.key for chunk in Chunk.objects.all()] == [
        f"quarantine/{path.name}" for path in (own_objects / "quarantine").iterdir()
    ]


def test_four_workers_at_one_file_make_one_document(case, own_objects):
    upload = arrived(case)
    results = race(*(lambda: actions.inspect(upload_id=upload.pk) for _ in range(4)))
    assert not [one for one in results if isinstance(one, Exception)]
    document = Document.objects.get()
    upload.refresh_from_db()
    assert (upload.state, upload.document) == ("ready", document)
    kept = [f"documents/{path.name}" for path in (own_objects / "documents").iterdir()]
    assert kept == [document.key]


def test_cancelled_while_it_is_inspected_is_one_or_the_other(case):
    upload = arrived(case)
    inspected, cancelled = race(
        lambda: actions.inspect(upload_id=upload.pk), lambda: actions.cancel(upload=upload, by=case.owner)
    )
    if Document.objects.exists():
        assert inspected is True and isinstance(cancelled, Exception)
    else:
        assert inspected is False and cancelled is None
        assert not Upload.objects.exists()


def test_room_is_never_given_twice(case):
    ten = 10 * 1024 * 1024
    results = race(*(lambda n=n: begun(case, f"{n}.pdf", ten, str(n)) for n in range(10)))
    assert Tally(type(one).__name__ for one in results) == {"Upload": 6, "Refused": 4}
    assert sum(Upload.objects.values_list("size", flat=True)) == limits.MOST_BYTES_CASE


def test_handed_in_while_a_file_is_inspected_lists_it_or_refuses_it(case):
    upload = arrived(case)
    handed_in = cases.handed_in("TH")

    def submit():
        return applications.submit(
            application=case, by=case.owner, **handed_in | {"materials": queries.snapshot(case)}
        )

    inspected, _submitted = race(lambda: actions.inspect(upload_id=upload.pk), submit)
    upload.refresh_from_db()
    assert (upload.state, inspected) in [("ready", True), ("refused", False)]
    assert Document.objects.exists() is inspected
