"""What keeps a seal from being set."""


class SealUnavailable(Exception):
    """Nothing can be sealed now: no key, outside its days, revoked, or a token or time-stamp server does not answer.

    The message is a sentence for the operator. It is always worth trying again later.
    """
