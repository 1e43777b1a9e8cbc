"""The check character of ISO 7064 MOD 11-2, used by resident IDs, case numbers and certificate numbers."""


def check_digit(digits: str) -> str:
    """Return the check character ("0" to "9" or "X") of a string of ASCII digits.

    Raises ValueError when the string holds anything else. Source: ISO 7064, GB 11643-1999.
    """
    if not (digits.isascii() and digits.isdigit()):
        raise ValueError("MOD 11-2 is defined over digits only")
    product = 0
    for digit in digits:
        product = (product + int(digit)) * 2 % 11
    check = (12 - product) % 11
    return "X" if check == 10 else str(check)


def valid(text: str) -> bool:
    """Return whether the last character of `text` is the check character of the digits before it."""
    digits, check = text[:-1], text[-1:]
    return digits.isascii() and digits.isdigit() and check_digit(digits) == check
