"""What a worker left in the store, and a seal that is not there: never an unsealed file, never a second number."""

import io

import pytest
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import NoEncryption, pkcs12
from django.urls import reverse
from pyhanko.sign import signers
from pypdf import PdfReader

from portal.applications.models import Counter
from portal.certificates import actions
from portal.certificates.actions import issuing
from portal.certificates.models import Certificate
from portal.documents import storage
from portal.seals import current, demo
from portal.seals.judging import judge
from portal.seals.signer import PadesSigner
from portal.work.sweeping import sweep_all
from tests import cases
from tests.certificates.test_issue import later, whole

pytestmark = pytest.mark.django_db
Status = Certificate.Status


@pytest.mark.parametrize("left", ["half", "all of it", "without a seal", "under a foreign seal"])
def test_what_a_killed_process_left_is_taken_when_it_is_whole_and_made_anew_when_not(left):
    case = cases.approved("PB")
    certificate = case.certificates.get(event=None)
    issuing.number(certificate_id=certificate.pk)
    certificate.refresh_from_db()
    drawn = issuing.draw(certificate)
    sealed = current.signer().sign(drawn, reason="x", place="y")
    foreign = PadesSigner(foreign_key()).sign(drawn, reason="x", place="y")
    lying = {
        "half": sealed[: len(sealed) // 2],
        "all of it": sealed,
        "without a seal": drawn,
        "under a foreign seal": foreign,
    }[left]
    storage.put(f"certificates/{certificate.pk}.pdf", lying)
    assert actions.issue(certificate_id=certificate.pk) is True
    there = storage.read(whole(case).key)
    assert (there == sealed) is (left == "all of it")
    assert there.startswith(drawn) and judge(there).bottom_line


@pytest.mark.parametrize("shown", [True, False])
def test_what_a_demonstration_issues_is_marked_on_each_page(settings, shown):
    settings.DEMO = shown
    waiting = cases.approved("PB").certificates.get(event=None)
    assert actions.issue(certificate_id=waiting.pk)
    waiting.refresh_from_db()
    pages = PdfReader(io.BytesIO(storage.read(waiting.key))).pages
    assert all(("演示" in page.extract_text()) is shown for page in pages)
    assert judge(storage.read(waiting.key)).bottom_line


def foreign_key():
    """Return a key that pyHanko can sign with, of an authority that is not ours."""
    root_key, root = demo.authority()
    key = ec.generate_private_key(ec.SECP256R1())
    made = demo.seal_certificate(root_key, root, key.public_key())
    content = pkcs12.serialize_key_and_certificates(b"x", key, made, [root], NoEncryption())
    return signers.SimpleSigner.load_pkcs12_data(content, other_certs=[])


def test_without_a_seal_no_number_is_drawn_and_it_goes_on_by_itself(settings):
    case = cases.approved("PB")
    certificate = case.certificates.get(event=None)
    right = settings.SEAL
    settings.SEAL = "/nowhere/seal.p12"
    assert actions.issue(certificate_id=certificate.pk) is False
    certificate.refresh_from_db()
    assert (certificate.status, certificate.number, certificate.attempts) == (Status.REQUESTED, None, 1)
    assert "SealUnavailable" in certificate.error
    assert not Counter.objects.filter(scope__startswith="certificate:").exists()
    settings.SEAL = right
    with later(11):
        sweep_all()
    whole(case)


def test_a_seal_that_fails_after_the_number_keeps_it_and_nothing_unsealed_can_be_had(client, settings):
    case = cases.approved("PB")
    certificate = case.certificates.get(event=None)
    issuing.number(certificate_id=certificate.pk)
    settings.TSA = "http://127.0.0.1:9/"  # nobody listens there
    assert actions.issue(certificate_id=certificate.pk) is False
    certificate.refresh_from_db()
    assert certificate.status == Status.NUMBERED and "SealUnavailable" in certificate.error
    client.force_login(case.owner)
    assert client.get(reverse("certificates:download", args=[certificate.pk])).status_code == 404
    with pytest.raises(FileNotFoundError):
        storage.read(f"certificates/{certificate.pk}.pdf")
    settings.TSA = ""
    assert actions.issue(certificate_id=certificate.pk) is True
    assert whole(case).number == certificate.number
