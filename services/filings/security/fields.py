"""What the steps of the security filings are made of besides the common fields."""

import re
from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from portal.catalog.declaration import Norms
from portal.standards import codes, divisions
from portal.standards.errors import Invalid
from portal.ui import wording
from portal.ui.fields import CodeField, Described
from portal.ui.listing import listed
from services.filings.security.norms import services

CERTIFICATE_NO = re.compile(r"[A-Z0-9\u4e00-\u9fff()〔〕-]{4,30}")
#: Provinces whose security companies the Regulation is about: the mainland.
NOT_MAINLAND = {"71", "81", "82"}


def language() -> str:
    """Return the active language; Chinese when translation is switched off."""
    return get_language() or "zh-hans"


def in_language(entry: Mapping[str, Any]) -> str:
    """Return the name of an entry of the rulebook in the active language."""
    return str(entry["name_en"] if language().startswith("en") else entry["name"])


def service_choices(norms: Norms) -> list[tuple[str, str]]:
    """Return the kinds of service of the day as choices."""
    return [(code, in_language(entry)) for code, entry in services(norms).items()]


def provinces() -> list[tuple[str, str]]:
    """Return the provinces of the mainland as choices, by their two digits."""
    return [
        (code[:2], name)
        for code, name in sorted(divisions.table().items())
        if code.endswith("0000") and code[:2] not in NOT_MAINLAND
    ]


def educations() -> list[tuple[str, str]]:
    """Return the education codes (GB/T 4658) as choices."""
    return [(code, codes.label(codes.EDUCATION, code, language())) for code in codes.EDUCATION]


def sexes() -> list[tuple[str, str]]:
    """Return the two sexes (GB/T 2261.1) that an ID number can say, as choices."""
    return [(code, codes.label(codes.SEX, code, language())) for code in ("1", "2")]


class SeveralField(Described, forms.MultipleChoiceField):
    """Several of a few choices, all in view; stored as a list of codes. Set `choices` in `prepare()`."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        usual: dict[str, Any] = {
            "widget": forms.CheckboxSelectMultiple,
            "error_messages": {"required": wording.REQUIRED_CHOICE},
        }
        super().__init__(*args, **usual | kwargs)

    def text(self, value: Any) -> str:
        """Return the labels of the choices; a code that is no longer a choice stays a code."""
        labels: Any = self.choices
        names = {str(code): str(label) for code, label in labels}
        return listed(names.get(str(code), str(code)) for code in value)


class CertificateNumberField(CodeField):
    """The number of a guard's certificate, in one way of writing so that two can be compared."""

    other_words = _("Type the number as on the guard's certificate: letters, digits and Chinese characters.")
    input_attrs = {"autocomplete": "off", "spellcheck": "false", "class": "num"}

    def check(self, text: str) -> str:
        """Return the number in capitals, full-width brackets made plain. Raises Invalid."""
        number = text.upper().replace("（", "(").replace("）", ")")
        if not CERTIFICATE_NO.fullmatch(number):
            raise Invalid("E_CERTIFICATE", "")
        return number
