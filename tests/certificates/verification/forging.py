"""What a forger makes of a paper."""

import io
from collections.abc import Callable

import pikepdf
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import BestAvailableEncryption, pkcs12
from pyhanko.pdf_utils.generic import pdf_string
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.sign import signers
from reportlab.pdfgen.canvas import Canvas

from portal.certificates.actions import issuing
from portal.certificates.models import Certificate
from portal.seals import demo
from portal.seals.signer import PadesSigner

Forgery = Callable[[Certificate, bytes], bytes]


def flipped(place: float) -> Forgery:
    """Return what changes one bit at a part of the file, 0 to 1."""

    def forge(certificate: Certificate, content: bytes) -> bytes:
        forged = bytearray(content)
        forged[int(len(forged) * place)] ^= 1
        return bytes(forged)

    return forge


def appended(certificate: Certificate, content: bytes) -> bytes:
    """Add bytes after the end."""
    return content + b"\n% more"


def updated(certificate: Certificate, content: bytes) -> bytes:
    """Change the title by an increment, which leaves the signed bytes as they are."""
    writer = IncrementalPdfFileWriter(io.BytesIO(content))
    writer.root["/Lang"] = pdf_string("xx")
    writer.update_root()
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()


def resaved(certificate: Certificate, content: bytes) -> bytes:
    """Open and save the file with another program."""
    out = io.BytesIO()
    with pikepdf.open(io.BytesIO(content)) as pdf:
        pdf.save(out)
    return out.getvalue()


def stripped(certificate: Certificate, content: bytes) -> bytes:
    """Take the drawing without its seal."""
    return issuing.draw(certificate)


def look_alike(certificate: Certificate, content: bytes) -> bytes:
    """Sign the same drawing by a seal of the same name from an authority of the same name."""
    return sealed_by_another(issuing.draw(certificate))


def renamed(certificate: Certificate, content: bytes) -> bytes:
    """Draw the paper with another name and sign it like that."""
    drawn = Certificate.objects.get(pk=certificate.pk)
    paper = drawn.content["papers"][0]
    fields = [[label, f"{value}（改）"] for label, value in paper["fields"]]
    drawn.content = {**drawn.content, "papers": [{**paper, "fields": fields}]}
    return sealed_by_another(issuing.draw(drawn))


def with_another_code(code: str) -> Forgery:
    """Return what draws the paper with the QR code of another one and signs it."""

    def forge(certificate: Certificate, content: bytes) -> bytes:
        drawn = Certificate.objects.get(pk=certificate.pk)
        drawn.qr = code
        return sealed_by_another(issuing.draw(drawn))

    return forge


def plain() -> bytes:
    """Return a small PDF that is nobody's paper."""
    out = io.BytesIO()
    canvas = Canvas(out)
    canvas.drawString(100, 700, "x")
    canvas.save()
    return out.getvalue()


def sealed_by_another(drawn: bytes) -> bytes:
    """Return a drawing under a seal that only looks like ours."""
    root_key, root = demo.authority()
    key = ec.generate_private_key(ec.SECP256R1())
    made = demo.seal_certificate(root_key, root, key.public_key())
    package = pkcs12.serialize_key_and_certificates(b"seal", key, made, [root], BestAvailableEncryption(b"x"))
    signer = signers.SimpleSigner.load_pkcs12_data(package, other_certs=[], passphrase=b"x")
    return PadesSigner(signer).sign(drawn, reason="forged", place="nowhere")
