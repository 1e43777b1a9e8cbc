"""A certificate and a notice that were issued, by the real actions."""

import pytest

from portal.certificates import actions
from portal.certificates.models import Certificate
from portal.documents import storage
from tests import cases, copied


def issue_one() -> Certificate:
    """Return the certificate of an approved case."""
    case = cases.approved("PB")
    pk = case.certificates.get(event=None).pk
    assert actions.issue(certificate_id=pk)
    return Certificate.objects.get(pk=pk)


@pytest.fixture
def certificate(db) -> Certificate:
    """An issued certificate."""
    return copied.once("an issued certificate of PB", issue_one)


@pytest.fixture
def notice(certificate) -> Certificate:
    """The notice of acceptance of the same case, issued."""
    pk = certificate.application.certificates.get(type="SL").pk
    assert actions.issue(certificate_id=pk)
    return Certificate.objects.get(pk=pk)


@pytest.fixture
def content(certificate) -> bytes:
    """The file of the certificate."""
    return storage.read(certificate.key)
