"""A time-stamp server of our own (RFC 3161) on loopback, which can also be slow, broken or wrong."""

import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

from asn1crypto import keys, tsp, x509
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from cryptography.x509 import ExtendedKeyUsage
from cryptography.x509.oid import ExtendedKeyUsageOID

from tests.seals.authority import Authority


def stamper(authority: Authority) -> Any:
    """Return what answers requests, with a certificate of an authority for nothing but time stamps."""
    from datetime import UTC, datetime, timedelta

    from cryptography import x509 as made
    from cryptography.hazmat.primitives import hashes
    from cryptography.x509.oid import NameOID
    from pyhanko.sign.timestamps import DummyTimeStamper
    from pyhanko_certvalidator.registry import SimpleCertificateStore

    key = rsa.generate_private_key(65537, 2048)
    name = made.Name([made.NameAttribute(NameOID.COMMON_NAME, "时间戳（测试）")])
    now = datetime.now(UTC)
    certificate = (
        made.CertificateBuilder(authority.root.subject, name, key.public_key(), made.random_serial_number())
        .not_valid_before(now - timedelta(days=400))
        .not_valid_after(now + timedelta(days=400))
        .add_extension(ExtendedKeyUsage([ExtendedKeyUsageOID.TIME_STAMPING]), critical=True)
        .sign(authority.key, hashes.SHA256())
    )
    private = key.private_bytes(Encoding.DER, PrivateFormat.PKCS8, NoEncryption())
    certs = SimpleCertificateStore()
    certs.register(x509.Certificate.load(authority.root.public_bytes(Encoding.DER)))
    return DummyTimeStamper(
        tsa_cert=x509.Certificate.load(certificate.public_bytes(Encoding.DER)),
        tsa_key=keys.PrivateKeyInfo.load(private),
        certs_to_embed=certs,
    )


@contextmanager
def serving(authority: Authority, fault: str = "") -> Iterator[str]:
    """Give the address of a server. fault: "", "slow", "drips", "broken", "refuses" or "other digest"."""
    answers = stamper(authority)

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            request = tsp.TimeStampReq.load(self.rfile.read(int(self.headers["Content-Length"])))
            if fault == "slow":
                time.sleep(8)
            if fault == "other digest":
                request["message_imprint"]["hashed_message"] = b"\x01" * 32
            body = b"nonsense" if fault == "broken" else answers.request_tsa_response(request).dump()
            try:
                self.send_response(503 if fault == "refuses" else 200)
                self.send_header("Content-Type", "application/timestamp-reply")
                self.send_header("Content-Length", str(len(body)))
                self.end_headers()
                for place in range(0, len(body), 1 if fault == "drips" else len(body)):
                    self.wfile.write(body[place : place + 1] if fault == "drips" else body)
                    time.sleep(1 if fault == "drips" else 0)
            except OSError as gone:  # who asked did not wait
                self.close_connection = bool(gone)

        def log_message(self, *_: Any) -> None:
            """Say nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}/"
    finally:
        server.shutdown()
        server.server_close()
