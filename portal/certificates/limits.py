"""How often one address may ask the public verification."""

from django.conf import settings
from django.core.cache import cache
from django.http import HttpRequest

#: B11 [P]: ten questions a minute from one address.
MOST_A_MINUTE = 10


def client_address(request: HttpRequest) -> str:
    """Return the address a request comes from: behind our own proxy, the last one that it added."""
    forwarded = request.headers.get("X-Forwarded-For", "")
    if settings.SECURE_PROXY_SSL_HEADER and forwarded:
        return forwarded.rsplit(",", 1)[-1].strip()
    return request.META.get("REMOTE_ADDR", "")


def may_ask(request: HttpRequest) -> bool:
    """Count a question and return whether its address is still within the limit of the running minute."""
    key = f"verify:{client_address(request)}"
    if cache.add(key, 1, timeout=60):
        return True
    try:
        return cache.incr(key) <= MOST_A_MINUTE
    except ValueError:  # it ran out between the two calls
        return True
