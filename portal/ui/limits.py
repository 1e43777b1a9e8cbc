"""How often one address may ask for something."""

from ipaddress import IPv6Address, ip_address, ip_network

from django.conf import settings
from django.core.cache import cache
from django.http import HttpRequest


def client_address(request: HttpRequest) -> str:
    """Return the address a request comes from: behind our own proxy, the last one that it added."""
    forwarded = request.headers.get("X-Forwarded-For", "")
    if settings.SECURE_PROXY_SSL_HEADER and forwarded:
        return forwarded.rsplit(",", 1)[-1].strip()
    return request.META.get("REMOTE_ADDR", "")


def counted(address: str) -> str:
    """Return what is counted for an address: for IPv6 its /64, of which every visitor has as many addresses as wanted.

    What is no address is returned as it is.
    """
    try:
        found = ip_address(address)
    except ValueError:
        return address
    if not isinstance(found, IPv6Address):
        return str(found)
    if found.ipv4_mapped:
        return str(found.ipv4_mapped)
    return str(ip_network((found.packed, 64), strict=False))


def within(request: HttpRequest, what: str, most: int) -> bool:
    """Count a request and return whether its address is still within the limit of the running minute."""
    key = f"{what}:{counted(client_address(request))}"
    if cache.add(key, 1, timeout=60):
        return True
    try:
        return cache.incr(key) <= most
    except ValueError:  # it ran out between the two calls
        return True
