"""How often one address may ask the public verification."""

from django.http import HttpRequest

from portal.ui.limits import within

#: B11 [P]: questions a minute from one address, behind which there may be a whole office. At that rate nobody guesses
#: a code of 80 bits.
MOST_A_MINUTE = 30
#: Files cost more: one that the register does not know is read by a process of its own.
MOST_FILES_A_MINUTE = 5
#: Bytes of a file that is looked at [P]; the longest paper has a tenth of it.
MOST_BYTES = 10 * 1024 * 1024


def may_ask(request: HttpRequest) -> bool:
    """Count a question and return whether its address is still within the limit of the running minute."""
    return within(request, "verify", MOST_A_MINUTE)


def may_send(request: HttpRequest) -> bool:
    """Count a file and return whether its address is still within the limit of the running minute."""
    return within(request, "verify-file", MOST_FILES_A_MINUTE)
