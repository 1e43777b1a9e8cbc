"""What applicants and strangers send to make papers and the verification fall over."""

import io

import pytest
from django.urls import reverse
from pypdf import PdfReader

from portal.certificates.queries import verify
from tests import factories

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("language", ["zh-hans", "en"])
@pytest.mark.parametrize(
    "name", ["合同😀.pdf", "\u0f40\u0f0b.pdf", "𰻝\U000323af.pdf", "<img src='file:x'/>&amp;.pdf"]
)
def test_a_receipt_is_made_whatever_the_files_are_called(client, name, language):
    draft = factories.draft("TH")
    draft.documents.update(name=name)
    case = factories.actions.submit(application=draft, **factories.handed_in(draft))
    client.force_login(case.owner)
    prefix = "/en" if language == "en" else ""
    answer = client.get(prefix + reverse("certificates:receipt", args=[case.pk]))
    assert answer.status_code == 200
    assert len(PdfReader(io.BytesIO(answer.content)).pages) >= 1


@pytest.mark.parametrize("number", ["\x00", "GB31011620260001\x0030", "'", "%", "\ud800", "9" * 10_000])
def test_no_number_breaks_the_verification(client, number):
    assert verify(number.encode("utf-8", "replace").decode(), "x\x00").verdict == "NOT_FOUND"
    quoted = number.encode("utf-8", "surrogatepass")
    address = "/verify/" + "".join(f"%{byte:02X}" for byte in quoted) + "/?code=%00%ED%A0%80"
    assert client.get(address).status_code == 404
