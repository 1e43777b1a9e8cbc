"""The sentence for each reason why a value was refused: what happened and what to do."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

RESIDENT_ID: dict[str, Promise] = {
    "E_FORMAT": _(
        "An ID number has 18 characters: 17 digits and a last digit or X. Please check what you typed."
    ),
    "E_FORMAT_15": _(
        "This is an old number of 15 digits. Please type the 18 characters of your present identity card."
    ),
    "E_PROVINCE": _("The first two digits of the ID number are no province. Please check digits 1 and 2."),
    "E_DATE": _("The date of birth in the ID number does not exist. Please check digits 7 to 14."),
    "E_RANGE": _("The date of birth in the ID number is not possible. Please check digits 7 to 14."),
    "E_CHECK": _("The last digit of the ID number is not right. Please check digit 18."),
}
CREDIT_CODE: dict[str, Promise] = {
    "E_FORMAT": _(
        "A credit code has 18 digits and capital letters, without I, O, S, V and Z. Please check it."
    ),
    "E_CHECK": _("The last character of the credit code is not right. Please compare it with the licence."),
}
CREDIT_CODE_OTHER = _("This is not a valid credit code. Please compare it with the business licence.")
MOBILE = _("A mobile number has 11 digits and begins with 13 to 19. Please check it.")
LANDLINE = _("Type a landline with area code, for example 021-12345678.")
PERSON_NAME: dict[str, Promise] = {
    "NAME_SPACE": _("There is a space in the name. Please type the Chinese name without spaces."),
    "NAME_PRIVATE_USE": _(
        "One character of the name exists only on some computers. Please choose its standard form."
    ),
    "NAME_LENGTH": _("A name has up to 50 Chinese characters, or 100 letters. Please check it."),
    "NAME_FORMAT": _("Please type the name as in the identity document, without digits or symbols."),
}
PERSON_NAME_SUGGESTION = _(
    "One character of the name exists only on some computers. Its standard form is: %(name)s"
)
CONTROL = _("The text holds invisible control characters. Please type it again.")
ANGLE = _("Please write the text without the signs < and >.")
ADDRESS_CHINESE = _("Please type the address in Chinese, as in the register.")
ADDRESS_SIGNS = _("The address holds a sign that cannot be used: %(sign)s")
POSTCODE = _("A postcode has 6 digits, for example 200000.")
DATE = _("Please type a date that exists, for example 2026-11-24.")
DATE_EARLIEST = _("The date must be %(day)s or later.")
DATE_LATEST = _("The date must be %(day)s or earlier.")
DIVISION: dict[str, Promise] = {
    "none": _("No county or district was found. Type its name, for example 姑苏区, or its 6-digit code."),
    "many": _("More than one county or district fits. Please choose one: %(names)s"),
    "too_many": _(
        "This place has several counties and districts. Please type the name of yours as well, for example: %(names)s"
    ),
}
ENTRY: dict[str, Promise] = {
    "none": _(
        "Nothing of this name was found. Please type the name as in the address, or choose a suggestion."
    ),
    "many": _("More than one fits. Please choose one: %(names)s"),
    "too_many": _("Many fit. Please type more of the name, for example: %(names)s"),
}
NUMBER: dict[str, Promise] = {
    "invalid": _("Please type a number in digits, for example 12.5."),
    "min_value": _("The number must be %(limit_value)s or more."),
    "max_value": _("The number must be %(limit_value)s or less."),
    "max_digits": _("The number has too many digits. Please check it."),
    "max_decimal_places": _("Please type at most %(max)s digits after the decimal point."),
    "max_whole_digits": _("The number is too large. Please check it."),
}
LENGTH: dict[str, Promise] = {
    "min_length": _("Please type at least %(limit_value)s characters; these are %(show_value)s."),
    "max_length": _("Please type at most %(limit_value)s characters; these are %(show_value)s."),
}
COMMITMENT = _("Please read this statement and tick the box to go on.")
REQUIRED = _("Please fill in this field.")
REQUIRED_CHOICE = _("Please choose an answer.")
NAMES_MOST = _("There can be at most %(most)s names here. Please leave some out.")
EMAIL = _("This is no e-mail address. Please check it, for example name@example.com.")
