"""The virus scanner clamd, over its INSTREAM command."""

import socket
import struct
from typing import BinaryIO

from portal.inspection.verdict import Unavailable

PIECE = 256 * 1024
CONNECT_SECONDS, MOST_SECONDS = 2, 30


def scan(address: str, file: BinaryIO) -> str:
    """Return the name of what clamd found in a file, "" for nothing.

    address: "host:port" or the path of a socket. Raises Unavailable for anything but a clear answer (fail closed).
    """
    try:
        with _connected(address) as there:
            there.sendall(b"zINSTREAM\0")
            for piece in iter(lambda: file.read(PIECE), b""):
                there.sendall(struct.pack("!L", len(piece)) + piece)
            there.sendall(struct.pack("!L", 0))
            answer = _answer(there)
    except OSError as failure:
        raise Unavailable(f"clamd: {failure}") from failure
    if answer == "stream: OK":
        return ""
    if answer.startswith("stream: ") and answer.endswith(" FOUND"):
        return answer.removeprefix("stream: ").removesuffix(" FOUND")
    raise Unavailable(f"clamd answered {answer!r}")


def _connected(address: str) -> socket.socket:
    if address.startswith("/"):
        there = socket.socket(socket.AF_UNIX)
        there.settimeout(CONNECT_SECONDS)
        there.connect(address)
    else:
        host, _, port = address.rpartition(":")
        there = socket.create_connection((host, int(port)), timeout=CONNECT_SECONDS)
    there.settimeout(MOST_SECONDS)
    return there


def _answer(there: socket.socket) -> str:
    answer = b""
    while not answer.endswith(b"\0"):
        piece = there.recv(4096)
        if not piece or len(answer) > 4096:
            raise OSError("the answer was cut")
        answer += piece
    return answer.rstrip(b"\0").decode(errors="replace")
