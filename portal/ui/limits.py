"""How often one address may ask for something."""

from django.conf import settings
from django.core.cache import cache
from django.http import HttpRequest


def client_address(request: HttpRequest) -> str:
    """Return the address a request comes from: behind our own proxy, the last one that it added."""
    forwarded = request.headers.get("X-Forwarded-For", "")
    if settings.SECURE_PROXY_SSL_HEADER and forwarded:
        return forwarded.rsplit(",", 1)[-1].strip()
    return request.META.get("REMOTE_ADDR", "")


def within(request: HttpRequest, what: str, most: int) -> bool:
    """Count a request and return whether its address is still within the limit of the running minute."""
    key = f"{what}:{client_address(request)}"
    if cache.add(key, 1, timeout=60):
        return True
    try:
        return cache.incr(key) <= most
    except ValueError:  # it ran out between the two calls
        return True
