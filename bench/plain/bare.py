"""The peer of the verification: a Django view that looks one row up and says what it found."""

from django.http import HttpRequest, HttpResponse

from portal.certificates.models import Certificate


def answer(request: HttpRequest, number: str) -> HttpResponse:
    """Say what is known of a number."""
    row = Certificate.objects.get(number=number)
    text = f"<!doctype html><title>{row.title}</title><p>{row.number} {row.organ} {row.issued_on}"
    return HttpResponse(text)
