"""Numbers and names that say who somebody is, held to their standards."""

import re
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone

from portal.standards import credit_code, names, phones, resident_id
from portal.standards.errors import Invalid
from portal.ui import wording
from portal.ui.fields.plain import CODE_ATTRS, Described, PlainTextField, compact


class CodeField(Described, forms.CharField):
    """A text without spaces that a function of `portal.standards` checks and makes canonical."""

    words: dict[str, Any] = {}
    other_words: Any = wording.REQUIRED

    def check(self, text: str) -> str:
        """Return the canonical text; raise `Invalid` when it is refused."""
        raise NotImplementedError

    def to_python(self, value: Any) -> str:
        text = compact(super().to_python(value))
        if not text:
            return ""
        try:
            return self.check(text)
        except Invalid as refused:
            words = self.words.get(refused.code, self.other_words)
            raise ValidationError(words, code=refused.code) from refused


class ResidentIdField(CodeField):
    """A resident identity number (GB 11643-1999), in its 18 characters.

    birth, sex: fields of the same form that portal.js fills in from the number while they are empty.
    """

    words = wording.RESIDENT_ID
    other_words = wording.RESIDENT_ID["E_FORMAT"]
    input_attrs = CODE_ATTRS

    def __init__(self, *args: Any, birth: str = "", sex: str = "", **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if birth and sex:
            self.widget.attrs |= {"data-fills-birth": birth, "data-fills-sex": sex}

    def check(self, text: str) -> str:
        if resident_id.FORMAT_15.fullmatch(text):
            raise Invalid("E_FORMAT_15", "")
        return resident_id.check(text.upper(), timezone.localdate())

    def text(self, value: Any) -> str:
        """Return the number in groups: region, birth date, rest."""
        number = str(value)
        return f"{number[:6]} {number[6:14]} {number[14:]}" if len(number) == 18 else number


class CreditCodeField(CodeField):
    """A unified social credit code (GB 32100-2015)."""

    words = wording.CREDIT_CODE
    other_words = wording.CREDIT_CODE_OTHER
    input_attrs = CODE_ATTRS

    def check(self, text: str) -> str:
        return credit_code.check(text.upper())

    def text(self, value: Any) -> str:
        """Return the code in groups: type, region, organisation, check."""
        code = str(value)
        return f"{code[:2]} {code[2:8]} {code[8:17]} {code[17:]}" if len(code) == 18 else code


class MobileField(CodeField):
    """A mobile number of the mainland, 11 digits."""

    other_words = wording.MOBILE
    input_attrs = {"type": "tel", "inputmode": "tel", "autocomplete": "tel-national", "class": "num"}

    def check(self, text: str) -> str:
        return phones.mobile(text)


class LandlineField(CodeField):
    """A landline with area code."""

    other_words = wording.LANDLINE
    input_attrs = {"type": "tel", "inputmode": "tel", "class": "num"}

    def check(self, text: str) -> str:
        return phones.landline(text)


class PostcodeField(CodeField):
    """A postcode of six digits."""

    width = "short"
    other_words = wording.POSTCODE
    input_attrs = {"inputmode": "numeric", "class": "num"}

    def check(self, text: str) -> str:
        return phones.postcode(text)


class PersonNameField(Described, forms.CharField):
    """A name as in the identity document; the dot of minority names is made U+00B7, nothing else changes."""

    input_attrs = {"spellcheck": "false"}

    def to_python(self, value: Any) -> str:
        text = super().to_python(value)
        if not text:
            return ""
        try:
            return names.person_name(text)
        except Invalid as refused:
            raise ValidationError(self.sentence(refused), code=refused.code) from refused

    def sentence(self, refused: Invalid) -> Any:
        """Return the sentence for a refusal, with the standard form of the name when there is one."""
        if refused.code == "NAME_PRIVATE_USE" and refused.suggestion:
            return wording.PERSON_NAME_SUGGESTION % {"name": refused.suggestion}
        return wording.PERSON_NAME.get(refused.code, wording.PERSON_NAME["NAME_FORMAT"])


class NamesField(PlainTextField):
    """Several names in one input, one a line or with 、，,；; between; stored as a list of names.

    most: how many there may be. Each is held to the rule of `PersonNameField`.
    """

    def __init__(self, *args: Any, most: int, **kwargs: Any) -> None:
        self.most = most
        self.one = PersonNameField()
        super().__init__(
            *args, **{"widget": forms.Textarea(attrs={"rows": 2, "spellcheck": "false"})} | kwargs
        )

    def prepare_value(self, value: Any) -> Any:
        return "，".join(value) if isinstance(value, list) else value

    def to_python(self, value: Any) -> list[str]:  # type: ignore[override]
        typed = super().to_python(self.prepare_value(value))
        found = [self.one.clean(name) for name in re.split(r"[\n、，,；;]+", typed) if name.strip()]
        if len(found) > self.most:
            raise ValidationError(wording.NAMES_MOST, code="most", params={"most": self.most})
        return found

    def text(self, value: Any) -> str:
        """Return the names with a comma between."""
        return "，".join(value) if isinstance(value, list) else str(value)
