"""What a browser's session holds of a signature: a door that is open for a while, and what is shown once."""

import base64
import time
from datetime import timedelta
from typing import Any

from django.http import HttpRequest

from portal.keyring.sealing import open_json, seal_json
from portal.signing.models import Signature

DOOR, SHOWN = "sign_door", "sign_shown"
#: How long a code opens what is to be signed, in that browser.
OPEN_FOR = timedelta(minutes=15)


def let_in(request: HttpRequest, signature: Signature) -> None:
    """Remember that the code of a link was right in this browser. The session gets a new key."""
    request.session.cycle_key()
    until = time.time() + OPEN_FOR.total_seconds()
    request.session[DOOR] = {"link": signature.token_hash, "until": until}


def is_in(request: HttpRequest, signature: Signature) -> bool:
    """Return whether this browser may see what is to be signed under this very link now."""
    door = request.session.get(DOOR) or {}
    return bool(door.get("link") == signature.token_hash and door.get("until", 0) > time.time())


def put(request: HttpRequest, name: str, value: str) -> None:
    """Keep a secret to be shown on the next page. It is sealed: sessions lie in the database."""
    shown = request.session.get(SHOWN, {})
    sealed = seal_json(value, f"sign:shown:{name}")
    request.session[SHOWN] = {**shown, name: base64.b64encode(sealed).decode()}


def take(request: HttpRequest, name: str, *, again: bool = False) -> str:
    """Return what was kept under a name, "" when nothing was, and forget it unless it is shown again."""
    shown: dict[str, Any] = request.session.get(SHOWN, {})
    if name not in shown:
        return ""
    if not again:
        request.session[SHOWN] = {key: value for key, value in shown.items() if key != name}
    return str(open_json(base64.b64decode(shown[name]), f"sign:shown:{name}"))
