"""A certificate issued, beside what it cannot do without: bare drawing, bare sealing, two calls of the store.

Ours is `actions.issue` as the worker runs it: the content written from the case, its glyphs checked, the number drawn,
the QR code signed, drawn, sealed, put, read back and compared, the register's line, the audit chain, the ledger moved
on, the holder told; all in its transactions on the database of the run. It is a certificate issued in place of
another, because after a first one the case goes on through its further states, which is other work.
"""

import io
import os
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Any
from uuid import uuid4

from django.conf import settings
from django.contrib.auth import get_user_model
from django.db import connection
from django.test.utils import override_settings

from bench.certificate_draw import bare, lines_of
from bench.measuring import Result, compared, cpu, ratio_of, result, wall
from bench.upload import reference_client
from portal import settings as portal_settings
from portal.applications.models import Application
from portal.catalog import registry
from portal.certificates import actions, writing
from portal.certificates.models import Certificate
from portal.management import demo_cases as demo
from portal.management.demo_acts import accept, approve, propose
from portal.papers.imprint import Imprint
from portal.seals import configured
from tests.cases import officer
from tests.seaweed import BUCKET, Seaweed

GOAL = 1.5
SERVICE = "PB"
MOST_ROUNDS = 60


def issued() -> Certificate:
    """Return the certificate of an invented case, handed in and decided as the demo's are, and issued."""
    owner = get_user_model().objects.create_user("issue@bench.test", "not-needed-here-1")
    staff = {role: officer(role) for role in ("intake", "reviewer", "approver")}
    case = demo.hand_in(demo.draft(registry.get(SERVICE), 1, owner), owner)
    for act in (accept, propose, approve):
        case = act(Application.objects.get(pk=case.pk), staff)
    certificate = case.certificates.get(event=None)
    assert actions.issue(certificate_id=certificate.pk), Certificate.objects.get(pk=certificate.pk).error
    return Certificate.objects.get(pk=certificate.pk)


def ours(first: Certificate) -> Callable[[], None]:
    """Return the piece of work: one more certificate in place of the last."""
    rows = [first]

    def work() -> None:
        successor = Certificate.objects.create(
            application=first.application, type=first.type, unit=first.unit, replaces=rows[-1]
        )
        assert actions.issue(certificate_id=successor.pk)
        rows.append(Certificate.objects.get(pk=successor.pk))

    return work


def bare_signing() -> Callable[[bytes], bytes]:
    """Return bare pyHanko: a key parsed once, the same kind of signature, nothing around it."""
    from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
    from pyhanko.sign import fields, signers

    path, password = configured.seal()
    key = signers.SimpleSigner.load_pkcs12(path, passphrase=password.encode())
    meta = signers.PdfSignatureMetadata(
        field_name="Seal",
        md_algorithm="sha256",
        certify=True,
        docmdp_permissions=fields.MDPPerm.NO_CHANGES,
        subfilter=fields.SigSeedSubFilter.PADES,
    )

    def sign(content: bytes) -> bytes:
        writer = IncrementalPdfFileWriter(io.BytesIO(content))
        return bytes(signers.PdfSigner(meta, key).sign_pdf(writer).getvalue())

    return sign


def theirs(certificate: Certificate, client: Any) -> Callable[[], None]:
    """Return the sum: ReportLab draws the same lines, pyHanko signs them, boto3 puts and gets the file."""
    papers = writing.thaw(certificate.content)
    imprint = Imprint(
        certificate.number or "", certificate.qr, certificate.organ, certificate.issued_on, True,
        code=certificate.code,
    )  # fmt: skip
    draw, sign = bare(lines_of(papers, imprint)), bare_signing()

    def work() -> None:
        content, key = sign(draw()), f"reference/{uuid4().hex}"
        client.put_object(Bucket=BUCKET, Key=key, Body=content)
        assert client.get_object(Bucket=BUCKET, Key=key)["Body"].read() == content

    return work


def measure() -> Result:
    """Compare both by the clock, in turn; the server of the store is the same for both."""
    with tempfile.TemporaryDirectory(prefix="portal-bench-store-") as folder:
        store = Seaweed(Path(folder), 20)
        try:
            store.start()
            return measured(store)
        finally:
            store.kill()


def measured(store: Seaweed) -> Result:
    """Compare both on a store that runs."""
    os.environ |= {**store.environment, "S3_ENCRYPTION": ""}  # the reference asks for none
    portal_settings.S3_BUCKET = BUCKET
    documents = {**settings.STORAGES, "documents": portal_settings.storage_of_documents()}
    with override_settings(STORAGES=documents):
        first = issued()
        sides = ours(first), theirs(first, reference_client(store))
        times, used = compared(*sides, wall, MOST_ROUNDS), compared(*sides, cpu, MOST_ROUNDS)
    note = (
        f"a certificate of {SERVICE} issued in place of another, with number, glyph check, register, audit and all "
        f"rows on {connection.vendor}, against ReportLab's lines, pyHanko's signature and two calls of boto3; "
        f"of CPU {ratio_of(used):.2f} times"
    )
    return result("certificate_issue", *times, GOAL, note, "ms")
