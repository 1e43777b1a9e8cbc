"""Files at the end of their time: uploads nobody came back to, withdrawn cases, drafts, identity papers."""

from datetime import timedelta

import pytest
import time_machine
from django.utils import timezone

from portal.applications import actions as applications
from portal.applications.models import Application
from portal.applications.states import State
from portal.audit.models import Entry
from portal.catalog import registry
from portal.documents import actions, storage
from portal.documents.models import Chunk, Document, Upload
from portal.rulebook.models import RuleValue
from portal.work.sweeping import _last, register, sweep_all
from tests import cases
from tests.documents import files
from tests.documents.test_uploads import store_down

pytestmark = pytest.mark.django_db
MATERIAL = "TH02"
HALF = 400


@pytest.fixture
def case():
    return cases.draft("TH")


def arriving(case, modified="1") -> Upload:
    """Return an upload whose first piece lies in storage."""
    content = files.pdf()
    upload = actions.begin(
        application=case,
        material=MATERIAL,
        name="lease.pdf",
        size=len(content),
        modified=modified,
        by=case.owner,
    )
    return actions.append(upload=upload, offset=0, content=content[:HALF], by=case.owner)


def document(case, material=MATERIAL) -> Document:
    return actions.receive(
        application=case, material=material, file=files.upload("lease.pdf", files.pdf()), by=case.owner
    )


def objects(prefix: str) -> list[str]:
    return [found.key for found in storage.keys(prefix)]


def after(days: float):
    return time_machine.travel(timezone.now() + timedelta(days=days), tick=False)


def erased() -> list[str]:
    entries = Entry.objects.filter(action="document:erased").order_by("seq")
    assert all(entry.actor == "system" for entry in entries)
    return [entry.data["reason"] for entry in entries]


class TestUploads:
    def test_one_that_nobody_came_back_to_goes_with_its_pieces(
        self, case, django_capture_on_commit_callbacks
    ):
        upload = arriving(case)
        assert len(objects("quarantine/")) == 1
        with after(1.9), django_capture_on_commit_callbacks(execute=True):
            assert actions.drop_uploads() == 0
        with after(2.1), django_capture_on_commit_callbacks(execute=True):
            assert actions.drop_uploads() == 1
        assert not Upload.objects.filter(pk=upload.pk).exists()
        assert not Chunk.objects.exists() and objects("quarantine/") == []

    def test_a_piece_gives_it_two_days_more(self, case):
        upload = arriving(case)
        with after(1.9):
            piece = files.pdf()[HALF : 2 * HALF]
            actions.append(upload=upload, offset=HALF, content=piece, by=case.owner)
        with after(2.1):
            assert actions.drop_uploads() == 0

    def test_one_that_is_being_checked_stays_however_long(self, case):
        upload = arriving(case)
        Upload.objects.filter(pk=upload.pk).update(state=Upload.State.CHECKING, received=upload.size)
        with after(30):
            assert actions.drop_uploads() == 0
        assert len(objects("quarantine/")) == 1

    def test_the_row_of_a_finished_one_goes_and_its_document_stays(self, case):
        there = document(case)
        assert there.upload.state == Upload.State.READY
        with after(2.1):
            assert actions.drop_uploads() == 1
        there.refresh_from_db()
        assert there.erased_at is None and storage.read(there.key)

    def test_a_refused_one_is_told_for_two_days(self, case):
        Upload.objects.filter(pk=arriving(case).pk).update(state=Upload.State.REFUSED, reason="damaged")
        with after(1.9):
            assert actions.drop_uploads() == 0
        with after(2.1):
            assert actions.drop_uploads() == 1

    def test_pieces_are_deleted_together(self, case, django_capture_on_commit_callbacks):
        content = files.pdf()
        upload = arriving(case)
        actions.append(upload=upload, offset=HALF, content=content[HALF : HALF + 200], by=case.owner)
        assert len(objects("quarantine/")) == 2
        with django_capture_on_commit_callbacks(execute=True) as deeds:
            actions.cancel(upload=upload, by=case.owner)
        assert len(deeds) == 1
        assert objects("quarantine/") == []

    def test_a_case_that_is_deleted_takes_its_pieces_along(self, case, django_capture_on_commit_callbacks):
        with django_capture_on_commit_callbacks(execute=True):
            arriving(case)
            document(case)
        assert len(objects("quarantine/")) == len(objects("documents/")) == 1
        with django_capture_on_commit_callbacks(execute=True):
            Application.objects.get(pk=case.pk).delete()
        assert objects("quarantine/") == objects("documents/") == []


class TestWithdrawn:
    def withdrawn(self) -> Document:
        case = cases.draft("TH")
        there = document(case)
        applications.submit(application=case, by=case.owner, **cases.handed_in("TH"))
        applications.move(Application.objects.get(pk=case.pk), State.WITHDRAWN, by=case.owner)
        return there

    def test_its_files_are_erased_after_thirty_days_and_the_row_stays(self):
        there = self.withdrawn()
        with after(29.9):
            assert actions.erase_withdrawn() == 0
        with after(30.1):
            assert actions.erase_withdrawn() == 1
            now = timezone.now()
            assert actions.erase_withdrawn() == 0
        kept = Document.objects.get(pk=there.pk)
        assert kept.erased_at == now and kept.sha256 == there.sha256 and kept.sm3 == there.sm3
        assert kept.removed_at is None
        assert objects("documents/") == []
        assert erased() == ["withdrawn"]

    def test_the_days_are_the_rulebooks(self):
        self.withdrawn()
        RuleValue.objects.filter(key="retention.withdrawn_days").update(data=60)
        with after(59):
            assert actions.erase_withdrawn() == 0
        with after(61):
            assert actions.erase_withdrawn() == 1

    def test_without_a_rule_nothing_is_erased(self):
        self.withdrawn()
        RuleValue.objects.filter(key="retention.withdrawn_days").delete()
        with after(400):
            assert actions.erase_withdrawn() == 0

    def test_a_running_case_keeps_its_files(self):
        case = cases.draft("TH")
        document(case)
        applications.submit(application=case, by=case.owner, **cases.handed_in("TH"))
        with after(400):
            assert actions.erase_withdrawn() == actions.erase_abandoned() == actions.erase_identity() == 0

    def test_while_the_storage_is_away_nothing_is_said_to_be_erased(self, caplog):
        there = self.withdrawn()
        with after(31), store_down():
            assert actions.erase_withdrawn() == 0
        assert Document.objects.get(pk=there.pk).erased_at is None
        assert erased() == []
        assert any("wait for the storage" in record.getMessage() for record in caplog.records)
        with after(31):
            assert actions.erase_withdrawn() == 1


class TestDrafts:
    def test_one_that_nobody_touched_for_ninety_days_loses_its_files(self, client, case):
        there = document(case)
        with after(89):
            assert actions.erase_abandoned() == 0
        with after(91):
            assert actions.erase_abandoned() == 1
        there.refresh_from_db()
        assert there.erased_at == there.removed_at and there.erased_at is not None
        assert objects("documents/") == [] and erased() == ["draft"]
        assert not case.documents.filter(removed_at=None).exists()  # it is asked for anew

    @pytest.mark.parametrize("touch", ["saved", "file", "upload"])
    def test_whatever_touches_it_keeps_them(self, case, touch):
        document(case)
        with after(50):
            if touch == "saved":
                Application.objects.filter(pk=case.pk).update(draft_saved_at=timezone.now())
            elif touch == "file":
                document(case)
            else:
                arriving(case)
        with after(91):
            assert actions.erase_abandoned() == 0


class TestIdentity:
    def ended(self, service: str) -> dict[str, Document]:
        """Return a file for each material of a case that has ended just now."""
        case = cases.draft(service)
        wanted = [item.code for item in registry.get(service).materials if not item.later][:4]
        found = {}
        for code in wanted:
            found[code] = Document.objects.create(
                application=case,
                material=code,
                name="a.pdf",
                content_type="application/pdf",
                size=1,
                sha256="0" * 64,
                sm3="0" * 64,
                key=f"documents/{code.lower()}",
                uploaded_by=case.owner,
            )
            storage.put(found[code].key, b"x")
        applications.submit(application=case, by=case.owner, **cases.handed_in(service))
        applications.withdraw(application=Application.objects.get(pk=case.pk), by=case.owner)
        return found

    def test_they_are_erased_ten_years_after_a_filing_ended_and_the_other_papers_stay(self):
        found = self.ended("PB")
        with after(3649):
            assert actions.erase_identity() == 0
        with after(3651):
            assert actions.erase_identity() == 2
        gone = {code for code, row in found.items() if Document.objects.get(pk=row.pk).erased_at}
        assert gone == {"EN02", "EN03"}
        assert sorted(objects("documents/")) == sorted(
            row.key for code, row in found.items() if code not in gone
        )
        assert erased() == ["retention", "retention"]

    def test_being_archived_begins_no_new_time(self):
        found = self.ended("PB")
        case = Application.objects.get()
        ended_at = timezone.now() - timedelta(days=3651)
        Application.objects.update(state=State.CONCLUDED, concluded_at=ended_at)
        applications.move(Application.objects.get(pk=case.pk), State.ARCHIVED, by=None)
        assert actions.erase_identity() == 2
        assert Document.objects.get(pk=found["EN03"].pk).erased_at

    def test_the_household_archive_is_kept_for_good(self):
        self.ended("TH")
        with after(20_000):
            assert actions.erase_identity() == 0

    def test_an_erased_paper_does_not_serve_again(self):
        found = self.ended("PB")
        Document.objects.filter(pk=found["EN03"].pk).update(erased_at=timezone.now())
        case = cases.draft("PB")
        materials = [item for item in registry.get("PB").materials if item.code in {"EN01", "EN03"}]
        from portal.rulebook.queries import norms

        taken = actions.reuse(application=case, materials=materials, norms=norms(), by=case.owner)
        assert [row.material for row in taken] == ["EN01"]


def test_the_ticker_runs_them_once_an_hour(monkeypatch):
    ran = []
    register("tests: by the hour", lambda: ran.append(1) or 1, 3600)
    monkeypatch.setattr("portal.work.sweeping.time.monotonic", lambda: clock[0])
    clock = [10.0]
    try:
        assert sweep_all()["tests: by the hour"] == 1
        clock[0] += 3599
        assert sweep_all()["tests: by the hour"] == 0
        clock[0] += 2
        assert sweep_all()["tests: by the hour"] == 1
        assert len(ran) == 2
        assert "identity papers erased" in sweep_all()
    finally:
        from portal.work import sweeping

        sweeping._sweepers.pop("tests: by the hour")
        _last.clear()


def test_the_bucket_has_a_net_below_ours():
    import json

    from tests.tree import ROOT

    rules = json.loads((ROOT / "deploy" / "bucket-lifecycle.json").read_text())["Rules"]
    quarantine = [rule for rule in rules if rule["Filter"].get("Prefix") == "quarantine/"]
    assert [rule["Expiration"]["Days"] for rule in quarantine] == [3]
    assert all("Expiration" not in rule for rule in rules if rule not in quarantine)
