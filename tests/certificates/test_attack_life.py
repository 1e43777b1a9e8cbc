"""What must not come back, must not be sealed, and must not be said: attempts on the life of a certificate."""

from datetime import UTC, datetime, time, timedelta

import pytest
import time_machine
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db.models.signals import post_save
from django.urls import reverse

from portal.accounts.models import User
from portal.applications.models import Application
from portal.applications.policies import Blocked
from portal.applications.states import State
from portal.assignments.actions.recusing import stand_back
from portal.certificates import actions, preview, upkeep
from portal.certificates.actions import issuing
from portal.certificates.models import Certificate
from portal.certificates.policies import offered
from portal.certificates.queries import verify
from portal.documents import storage
from portal.rulebook.lists import BadData, declared_lists
from portal.rulebook.models import RuleEntry
from tests import cases
from tests.certificates.test_closing import permitted, registered, released, settled
from tests.certificates.test_life import done, issued
from tests.factories import officer
from tests.reports import holders
from tests.seals.authority import authority, use

pytestmark = pytest.mark.django_db
REASON, GROUND = "企业名称已经变更，需要重新核发。", "《行政许可法》第七十条，有关情形应当注销。"


def suspended_permit() -> Certificate:
    """Return the suspended permit of somebody whose release is waited for."""
    return done(permitted().certificates.get(event=None), "suspend")


def test_nobody_settles_on_a_permit_that_is_suspended():
    found = suspended_permit()
    case = released(Application.objects.get(pk=found.application_id))
    with pytest.raises(Blocked, match="暂停"):
        settled(case)
    done(found, "resume")
    settled(case)
    found.refresh_from_db()
    assert found.register == Certificate.Register.USED_UP
    assert verify(found.number, found.code).verdict == "USED"


def test_what_was_used_up_while_it_was_suspended_is_used_up_afterwards():
    ledger = holders.holder_of()  # 200 kg, once
    found = done(Certificate.objects.get(number=ledger.number), "suspend")
    holders.report(ledger, ledger.application.declaration.reports[0].key, holders.use("200"))
    assert verify(found.number, found.code).verdict == "SUSPENDED"
    done(found, "resume")
    assert verify(found.number, found.code).verdict == "USED"


def test_a_suspended_permit_runs_out_and_its_case_goes_back_to_the_desk():
    found = suspended_permit()
    with time_machine.travel(datetime.combine(found.valid_to + timedelta(days=3), time(4), UTC)):
        assert upkeep.expire_permits() == 1
    assert Application.objects.get(pk=found.application_id).state == State.CERT_EXPIRED


@pytest.mark.parametrize("how", ["revoked", "ended"])
def test_a_number_is_not_sealed_by_a_seal_that_holds_no_more(settings, tmp_path, how):
    made = authority(tmp_path / "roots")
    seal = made.seal()
    use(settings, made, seal)
    waiting = cases.approved("PB").certificates.get(event=None)
    assert issuing.number(certificate_id=waiting.pk)
    if how == "revoked":
        made.revoke(tmp_path / "crls", seal.certificate.serial_number)
        settings.SEAL_CRLS = str(tmp_path / "crls")
        assert not actions.issue(certificate_id=waiting.pk)
    else:
        with time_machine.travel(seal.certificate.not_valid_after_utc + timedelta(days=1)):
            assert not actions.issue(certificate_id=waiting.pk)
    waiting.refresh_from_db()
    assert waiting.status == Certificate.Status.NUMBERED and "SealUnavailable" in waiting.error
    assert verify(waiting.number, waiting.code).verdict == "NOT_FOUND"


@pytest.mark.parametrize("ours", [True, False], ids=["registered", "altered"])
def test_when_seals_cannot_be_judged_nothing_is_said_of_a_file(client, settings, tmp_path, ours):
    found = issued()
    content = storage.read(found.key)
    sent = content if ours else content.replace(b"/Title", b"/Titel")
    (tmp_path / "half.crl").write_bytes(b"")
    settings.SEAL_CRLS = str(tmp_path)
    page = client.post("/en/verify/file/", {"file": SimpleUploadedFile("x.pdf", sent)})
    assert page.status_code == 503 and "says nothing about your file" in page.content.decode()
    told = client.post("/en/verify/file/?format=json", {"file": SimpleUploadedFile("x.pdf", sent)})
    assert told.status_code == 503 and "payload" not in told.json()


def test_nobody_can_sign_up_as_the_invented_person_of_a_preview():
    row = RuleEntry.objects.filter(list_key="notices", code="SL").latest("effective_from")
    invented = []

    def see(sender, instance, **_):
        invented.append(instance.email)

    post_save.connect(see, sender=User)
    try:
        for _ in range(2):
            preview.sample(declared_lists()["notices"], "SL", row.data)
    finally:
        post_save.disconnect(see, sender=User)
    assert len(set(invented)) == 2, "another address each time, which nobody can guess"
    assert not User.objects.filter(email__in=invented).exists()


@pytest.mark.parametrize("column", ["title", "title_en", "subtitle"])
def test_a_title_names_nobody(column):
    row = RuleEntry.objects.filter(list_key="notices", code="SL").latest("effective_from")
    spec = declared_lists()["notices"]
    with pytest.raises(BadData, match="占位符"):
        spec.accept("SL", {**row.data, column: "关于{applicant}"})


def test_nobody_tries_again_for_the_own_case_or_after_standing_back(client):
    me, relative = officer("intake"), officer("reviewer")
    own = cases.approved("PB", by=me).certificates.get(event=None)
    other = cases.approved("PB", n=2).certificates.get(event=None)
    stand_back(
        application=Application.objects.get(pk=other.application_id),
        by=relative,
        kind="kinship",
        reason=REASON,
    )
    Certificate.objects.filter(pk__in=[own.pk, other.pk]).update(status="failed", error="x")
    for somebody, paper in ((me, own), (relative, other)):
        client.force_login(somebody)
        client.post(reverse("certificates:retry", args=[paper.pk]))
        paper.refresh_from_db()
        assert paper.status == "failed"


def test_what_has_run_out_is_not_issued_anew():
    found = issued()
    with time_machine.travel(datetime.combine(found.valid_to + timedelta(days=1), time(4), UTC)):
        assert "reissue" not in offered(found)
    assert "reissue" in offered(found)


def test_two_may_ask_for_the_revocation_of_one_case_in_words_of_their_own():
    case = registered()
    first = case.certificates.get(type="ZQ")
    second = case.certificates.get(type="LH")
    actions.issue(certificate_id=second.pk)
    asked = [
        actions.propose(
            certificate=paper,
            act="revoke",
            by=cases.officer("reviewer", name=name),
            reason=REASON + name,
            ground=GROUND,
        )
        for paper, name in ((first, "asks1"), (Certificate.objects.get(pk=second.pk), "asks2"))
    ]
    actions.confirm(proposal=asked[1], by=cases.officer("approver", name="third"))
    assert Application.objects.get(pk=case.pk).state == State.REVOKED


@pytest.mark.parametrize("typed", ["\x00", "GB\x00", "ZQ3101152026000017X\x00"])
def test_no_character_breaks_the_search_by_number(client, typed):
    client.force_login(officer("intake"))
    assert client.get(reverse("desk_certificates:list"), {"number": typed}).status_code == 404
