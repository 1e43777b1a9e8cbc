"""Bodies made to fill the disk, and files with names made to be more than names."""

import email.message

import pytest
from django.test import Client
from django.urls import reverse

from portal.documents.limits import MOST_BYTES_REQUEST
from tests import cases
from tests.documents import files

pytestmark = pytest.mark.django_db


class Endless:
    """A body that says how much was read of it."""

    def __init__(self):
        self.taken = 0

    def read(self, size=-1):
        size = 65536 if size is None or size < 0 else size
        self.taken += size
        return b"x" * size

    readline = read


@pytest.mark.parametrize("address", ["/accounts/login/", "/apply/TH/", "/verify/", "/admin/login/"])
def test_a_body_too_large_is_refused_before_it_is_read(address):
    body = Endless()
    answer = Client(enforce_csrf_checks=True).generic(
        "POST", address, b"",
        **{"wsgi.input": body, "CONTENT_LENGTH": str(MOST_BYTES_REQUEST + 1),
           "CONTENT_TYPE": "multipart/form-data; boundary=b"},
    )  # fmt: skip
    assert answer.status_code in {302, 400, 403, 405}
    assert body.taken < 1_000_000


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ('a"; filename="x.html', 'a"; filename="x.html.pdf'),
        ("a\\..\\b", "b.pdf"),
        ("x\r\nSet-Cookie: a=b", "xSet-Cookie: a=b.pdf"),
        ("\u202efdp.exe", "fdp.exe.pdf"),
        ("<img src=x onerror=alert(1)>", "<img src=x onerror=alert(1)>.pdf"),
    ],
)
def test_a_name_stays_a_name_in_the_header_and_on_the_page(client, name, shown):
    case = cases.draft("TH")
    client.force_login(case.owner)
    upload = files.upload("x.pdf", files.pdf())
    upload._name = f"{name}.pdf"  # as a forged request carries it: Django's own setter would mend it
    from portal.documents import actions

    document = actions.receive(
        application=case, material=case.declaration.materials[0].code, file=upload, by=case.owner
    )
    answer = client.get(reverse("documents:read", args=[document.pk]))
    header = email.message.Message()
    header["Content-Disposition"] = answer["Content-Disposition"]
    assert header.get_filename() == shown
    assert answer["Content-Type"] == "application/pdf"
    assert "Set-Cookie" not in answer.headers
