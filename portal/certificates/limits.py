"""How often one address may ask the public verification."""

from django.http import HttpRequest

from portal.ui.limits import within

#: B11 [P]: ten questions a minute from one address.
MOST_A_MINUTE = 10


def may_ask(request: HttpRequest) -> bool:
    """Count a question and return whether its address is still within the limit of the running minute."""
    return within(request, "verify", MOST_A_MINUTE)
