"""How files are sent in the browser tests: slow and dead lines, drops and pastes, and what the server has taken."""

import base64
import io
from collections.abc import Callable
from typing import Any

from PIL import Image
from playwright.sync_api import Page, Route

MB = 1024 * 1024
#: Makes a File from base64 and sends it to an element as a drop or a paste does.
SEND = """
([selector, kind, name, type, base64]) => {
  const bytes = Uint8Array.from(atob(base64), (c) => c.charCodeAt(0));
  const data = new DataTransfer();
  data.items.add(new File([bytes], name, { type }));
  const to = document.querySelector(selector);
  const options = { bubbles: true, cancelable: true };
  if (kind === "paste") to.dispatchEvent(new ClipboardEvent("paste", { ...options, clipboardData: data }));
  else to.dispatchEvent(new DragEvent(kind, { ...options, dataTransfer: data }));
}
"""
#: Requests that a gate holds back.
HELD: list[Route] = []


def photo(megabytes: float = 0.0) -> bytes:
    """Return a JPEG of at least 1000 pixels; of noise, so that it has about so many megabytes."""
    out = io.BytesIO()
    if megabytes:
        side = int((megabytes * MB / 0.94) ** 0.5)
        Image.effect_noise((side, side), 90).save(out, "JPEG", quality=94)
    else:
        Image.linear_gradient("L").resize((1200, 900)).save(out, "JPEG")
    return out.getvalue()


def line(page: Page) -> Callable[[bool], Any]:
    """Let the page send 4 MB a second at most; returns a function that cuts the line (True) or mends it."""
    session = page.context.new_cdp_session(page)
    session.send("Network.enable")

    def cut(offline: bool) -> None:
        speed = {"latency": 20, "downloadThroughput": -1, "uploadThroughput": 4 * MB}
        session.send("Network.emulateNetworkConditions", {"offline": offline, **speed})

    cut(False)
    return cut


def taken(page: Page) -> list[tuple[int, int]]:
    """Return a list that fills with offset and length of each piece that the server has taken."""
    seen: list[tuple[int, int]] = []

    def note(answer: Any) -> None:
        offset = answer.request.headers.get("upload-offset")
        if offset and answer.status == 200:
            seen.append((int(offset), len(answer.request.post_data_buffer or b"")))

    page.on("response", note)
    return seen


def gate(page: Page, most: int) -> None:
    """Let so many pieces through; the others hang, as on a dead line."""
    passed = []

    def decide(route: Route) -> None:
        if "upload-offset" not in route.request.headers:
            route.continue_()
        elif len(passed) < most:
            passed.append(route)
            route.continue_()
        else:
            HELD.append(route)

    page.route("**/files/**", decide)


def sends(page: Page, selector: str, kind: str, content: bytes, name: str, mime: str = "image/jpeg") -> None:
    """Send a file to an element as the mouse or the clipboard does; kind: dragover, drop, paste."""
    page.evaluate(SEND, [selector, kind, name, mime, base64.b64encode(content).decode()])
