"""What can be done to a signature. Each action locks the application first, then the signature."""

from portal.signing.actions.asking import invite, withdraw
from portal.signing.actions.coding import send_code, verify_code
from portal.signing.actions.keeping import keep_with_submission, sync
from portal.signing.actions.signing import decline, record_all, sign, sign_own

__all__ = [
    "decline",
    "invite",
    "keep_with_submission",
    "record_all",
    "send_code",
    "sign",
    "sign_own",
    "sync",
    "verify_code",
    "withdraw",
]
