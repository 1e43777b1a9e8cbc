"""The list of services this installation offers. Filled once, when Django starts."""

from portal.catalog.declaration import Service

_services: dict[str, Service] = {}


class DuplicateService(Exception):
    """Two folders under `services/` claim the same code."""


def register(service: Service) -> Service:
    """Add a service to the registry and return it. Raises DuplicateService for a code in use."""
    if service.code in _services and _services[service.code] is not service:
        raise DuplicateService(service.code)
    _services[service.code] = service
    return service


def get(code: str) -> Service:
    """Return the service of that code. Raises KeyError when no folder registered it."""
    return _services[code]


def all_services() -> list[Service]:
    """Return every registered service, in the order of registration."""
    return list(_services.values())
