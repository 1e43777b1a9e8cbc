"""What the portal publishes so that papers can be verified without it: keys of codes, and the lists of the days."""

from base64 import urlsafe_b64encode
from datetime import date
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.utils.cache import patch_cache_control
from django.utils.dateparse import parse_date
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe

from portal.certificates.models import DailyList
from portal.certificates.verification import payload
from portal.certificates.verification.facts import titles
from portal.seals import codes
from portal.seals.errors import SealUnavailable
from portal.ui.middleware import PERMISSIONS_POLICY

HOUR, YEAR = 3600, 365 * 86400


@require_safe
def keys(request: HttpRequest) -> HttpResponse:
    """Show the keys of the codes, with a page that checks a code by them and needs no network once it is there.

    It may use the camera, for which the browser asks.
    """
    try:
        published = codes.published_keys()
    except SealUnavailable:
        published = []
    data = {"keys": [key.jwk for key in published], "layout": layout(), "titles": titles()}
    status = 200 if published else 503
    response = render(
        request, "certificates/verify_keys.html", {"keys": published, "data": data}, status=status
    )
    response["Permissions-Policy"] = PERMISSIONS_POLICY.replace("camera=()", "camera=(self)")
    return response


@require_safe
def key_set(request: HttpRequest) -> JsonResponse:
    """Return the keys of the codes as a JWK Set (RFC 7517 §5)."""
    try:
        published = codes.published_keys()
    except SealUnavailable:
        return JsonResponse({"error": "the keys are not there now"}, status=503)
    response = JsonResponse({"keys": [key.jwk for key in published]}, content_type="application/jwk-set+json")
    patch_cache_control(response, public=True, max_age=HOUR)
    return response


@require_safe
def digests(request: HttpRequest) -> HttpResponse:
    """List the published lists of one month, the newest day first. Two queries."""
    months = list(DailyList.objects.dates("day", "month", order="DESC"))
    month = parsed(f"{request.GET['month']}-01") if "month" in request.GET else next(iter(months), None)
    if "month" in request.GET and month not in months:
        raise Http404
    at = months.index(month) if month else 0
    rows = (
        DailyList.objects.filter(day__year=month.year, day__month=month.month)
        if month
        else DailyList.objects.none()
    )
    context = {
        "month": month,
        "days": rows.defer("document").order_by("-day"),
        "newer_url": address(months[at - 1]) if at > 0 else "",
        "older_url": address(months[at + 1]) if at + 1 < len(months) else "",
    }
    return render(request, "certificates/verify_digests.html", context)


@require_safe
@cache_control(public=True, max_age=YEAR, immutable=True)
def digest(request: HttpRequest, day: str) -> JsonResponse:
    """Return the list of one day as flattened JWS, as it was signed when it was published."""
    row = DailyList.objects.filter(day=parsed(day)).first()
    if row is None:
        raise Http404
    body = {
        "payload": urlsafe_b64encode(row.document.encode()).rstrip(b"=").decode(),
        "protected": row.protected,
        "signature": row.signature,
    }
    return JsonResponse(body)


def parsed(day: str) -> date | None:
    """Return the day of an address, None for one that is none or is written in another way."""
    try:
        found = parse_date(day)
    except ValueError:
        return None
    return found if found and found.isoformat() == day else None


def address(month: date) -> str:
    """Return the address of a month, relative to the page."""
    return f"?month={month:%Y-%m}"


def layout() -> dict[str, Any]:
    """Return how a code is laid out, for the program on the page: as `payload` has it."""
    return {
        "version": payload.VERSION,
        "mark": payload.MARK,
        "alphabet": payload.ALPHABET,
        "epoch": payload.EPOCH.isoformat(),
        "number": payload.NUMBER,
        "code": payload.CODE,
        "day": payload.DAY,
        "kid": payload.KID,
        "signature": payload.SIGNATURE,
    }
