"""The same answers for machines: JSON that the portal has signed, so that whoever keeps one can show it to others."""

import hashlib
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.conf import settings
from django.http import HttpRequest, JsonResponse
from django.utils import timezone
from django.utils.cache import patch_vary_headers

from portal.certificates.queries import FACTS, Answer, acts_of
from portal.seals import codes
from portal.seals.errors import SealUnavailable
from portal.standards.case_numbers import canonical

JSON = ("application/json", "application/jose+json")
#: The `typ` of the signature of an answer.
TYP = "portal-answer+jws"
#: Seconds after which it is worth asking again.
LATER = 60


def wanted(request: HttpRequest) -> bool:
    """Return whether a machine asks: it prefers JSON, or says format=json in the address."""
    return request.GET.get("format") == "json" or request.get_preferred_type(["text/html", *JSON]) in JSON


@dataclass(frozen=True)
class Question:
    """What was asked, as an answer repeats it. about: "number" or "file". digest: SHA-256 of that word, ":" and more.

    More is "NUMBER CODE" without blanks and in capitals, or the bytes of the file. The word keeps an answer to a file
    that says "NUMBER CODE" from being shown as one to this number and code.
    """

    about: str
    digest: str


def about_number(number: str, code: str) -> Question:
    """Return the question for a number and a code as typed."""
    asked = f"number:{canonical(number)} {canonical(code)}".encode()
    return Question("number", hashlib.sha256(asked).hexdigest())


def about_file(content: bytes) -> Question:
    """Return the question for a file."""
    digest = hashlib.sha256(b"file:")
    digest.update(content)
    return Question("file", digest.hexdigest())


def signed(answer: Answer, question: Question) -> JsonResponse:
    """Return an answer as flattened JWS (RFC 7515 §7.2.2), whose payload is JSON.

    An answer of nothing but NOT_FOUND is signed too, and says as little as the page. One query when there are facts.
    """
    payload: dict[str, Any] = {
        "issuer": settings.SITE_URL,
        "about": question.about,
        "asked": question.digest,
        "checked_at": timezone.localtime().isoformat(timespec="seconds"),
        "verdict": answer.verdict,
    }
    if answer.reason:
        payload["reason"] = answer.reason
    if answer.number:
        payload |= {name: _plain(getattr(answer, name)) for name in FACTS}
        payload["history"] = [
            {"act": act, "at": timezone.localtime(at).isoformat(timespec="seconds")}
            for act, at in acts_of(answer.number)
        ]
    try:
        body = codes.jws(payload, TYP)
    except SealUnavailable:
        return problem("the key for answers is not there now", 503)
    return guarded(JsonResponse(body, status=404 if answer.verdict == "NOT_FOUND" else 200))


def problem(said: str, status: int) -> JsonResponse:
    """Return why there is no answer now; 429 and 503 say when to ask again."""
    response = guarded(JsonResponse({"error": said}, status=status))
    if status in {429, 503}:
        response["Retry-After"] = str(LATER)
    return response


def guarded(response: JsonResponse) -> JsonResponse:
    """Return an answer that no cache keeps, and that is another for another kind of client."""
    response["Cache-Control"] = "private, no-store"
    patch_vary_headers(response, ["Accept"])
    return response


def _plain(value: Any) -> Any:
    return value.isoformat() if isinstance(value, date) else value
