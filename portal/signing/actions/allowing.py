"""How much may be sent to one number, or for one person, counted across all applications."""

from django.utils import timezone

from portal.keyring.sealing import blind_index
from portal.signing import wording
from portal.signing.models import Allowance
from portal.signing.policies import Refused
from portal.signing.tokens import CODES_A_DAY, INVITATIONS_A_DAY, INVITATIONS_A_DAY_TO_ONE, PAUSE
from portal.workdays.queries import today


def take_code(address: str) -> None:
    """Count a code sent to a number or mail address. Raises Refused within a minute, and after ten a day (C4)."""
    row = _locked("code", address)
    now = timezone.now()
    if row.last_at and now - row.last_at < PAUSE:
        raise Refused(wording.TOO_SOON)
    if row.sends >= CODES_A_DAY:
        raise Refused(wording.TOO_MANY_CODES)
    _count(row)


def take_invitation(person: str, mobile: str) -> None:
    """Count an invitation by a person, and to a number: nobody's telephone is to be troubled through us.

    The number is counted across all people who ask: many accounts may not do what one may not. Raises Refused.
    """
    for kind, text, most, words in (
        ("invitation", person, INVITATIONS_A_DAY, wording.TOO_MANY_INVITATIONS),
        ("invited", mobile, INVITATIONS_A_DAY_TO_ONE, wording.TOO_MANY_TO_ONE),
    ):
        row = _locked(kind, text)
        if row.sends >= most:
            raise Refused(words)
        _count(row)


def _locked(kind: str, text: str) -> Allowance:
    who = blind_index(f"sign:{kind}", text)
    row, _new = Allowance.objects.select_for_update().get_or_create(who=who, defaults={"day": today()})
    if row.day != today():
        row.day, row.sends = today(), 0
    return row


def _count(row: Allowance) -> None:
    row.sends += 1
    row.last_at = timezone.now()
    row.save()
