"""What stands around the content of a public page, rendered once a minute for visitors who are not signed in.

Head, navigation and foot are most of the work of a small page and the same for everybody but for the address in their
links. That is put in each time, so every visitor of every address goes the same way.
"""

import threading
import time
from collections.abc import Mapping

from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.http import HttpRequest
from django.template.loader import render_to_string
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language

#: Seconds that a frame is kept in a process: an editor's change is seen after them.
KEPT = 60.0
CONTENT = "0FRAME0CONTENT0"
_frames: dict[tuple[str, ...], tuple[float, str]] = {}
_lock = threading.Lock()


def framed(
    request: HttpRequest, frame: str, content: str, pattern: str, words: Mapping[str, str]
) -> SafeString | None:
    """Return a page: content in a frame; None for a visitor who is signed in, or an address with other characters.

    frame: a template that shows `content` where it belongs. content: HTML, escaped. pattern: the address with the names
    of words in capitals between zeros ("/verify/0NUMBER0/"). words: what stands for them, letters and digits.
    """
    if request.user.is_authenticated or not all(word.isascii() and word.isalnum() for word in words.values()):
        return None
    page = _frame(request, frame, pattern)
    before, _place, after = page.partition(CONTENT)  # before a word that is typed can look like the place
    for name, word in words.items():
        before, after = (part.replace(f"0{name}0", word) for part in (before, after))
    # The frame is a rendered template, the words letters and digits, the content a rendered template.
    return mark_safe(before + content + after)  # noqa: S308


def _frame(request: HttpRequest, frame: str, pattern: str) -> str:
    """Return the frame in the language and type size of a visitor, at most a minute old."""
    elder = request.COOKIES.get("elder", "") == "1"
    key = (
        frame,
        pattern,
        get_language() or "",
        str(elder),
        str(settings.DEMO),
        request.get_host(),
        request.scheme or "",
    )
    kept = _frames.get(key)
    if kept is None or time.monotonic() - kept[0] > KEPT:
        asked = HttpRequest()
        asked.path = asked.path_info = pattern.partition("?")[0]
        asked.META = {**request.META, "QUERY_STRING": pattern.partition("?")[2]}
        asked.method, asked.user = "GET", AnonymousUser()  # type: ignore[assignment]
        asked.COOKIES = {"elder": "1"} if elder else {}
        asked.resolver_match = request.resolver_match
        kept = time.monotonic(), render_to_string(frame, {"content": CONTENT}, asked)
        with _lock:
            if len(_frames) > 100:  # hosts are few, and whoever sends others is not let in
                _frames.clear()
            _frames[key] = kept
    return kept[1]
