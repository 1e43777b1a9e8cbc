"""The fields that the steps of services are made of. Each says in words what is wrong and what to do."""

import re
import unicodedata
from collections.abc import Callable
from datetime import date, datetime
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.urls import reverse_lazy
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from portal.standards import credit_code, divisions, names, phones, resident_id
from portal.standards.errors import Invalid
from portal.ui import wording

BIDI = set("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
FULL_WIDTH = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)}
HAN = re.compile("[\u3400-\u4dbf\u4e00-\u9fff\u3007\uf900-\ufaff\U00020000-\U000323af]")
ADDRESS_SIGN = re.compile(r"[^\w\s\-#/()（）·、，,.—]")
DATE_FORMS = ("%Y-%m-%d", "%Y/%m/%d", "%Y.%m.%d", "%Y%m%d", "%Y年%m月%d日")

CODE_ATTRS = {"autocomplete": "off", "spellcheck": "false", "autocapitalize": "characters", "class": "num"}

MOST_NAMED = 5

Limit = date | Callable[[], date] | None
MOST_DIGITS = 20


def compact(text: str) -> str:
    """Return typed digits and letters without spaces and with full-width signs made plain."""
    return re.sub(r"\s", "", text.translate(FULL_WIDTH))


def check_plain(text: str) -> None:
    """Raise ValidationError for control signs, changed writing direction, < and > (rule TXT of A6)."""
    for sign in text:
        if sign in BIDI or (unicodedata.category(sign) in {"Cc", "Cs"} and sign not in "\n\t"):
            raise ValidationError(wording.CONTROL, code="control")
    if "<" in text or ">" in text:
        raise ValidationError(wording.ANGLE, code="angle")


class Described:
    """What every field of a step can do: say its width, and show a stored value as text."""

    width = "medium"
    unit: Any = ""
    input_attrs: dict[str, str] = {}

    def __init__(self, *args: Any, width: str | None = None, **kwargs: Any) -> None:
        self.width = width or self.width
        messages = (
            {"required": wording.REQUIRED} | wording.LENGTH | (kwargs.pop("error_messages", None) or {})
        )
        super().__init__(*args, error_messages=messages, **kwargs)
        self.widget.attrs = {**self.input_attrs, **self.widget.attrs}
        if "type" in self.widget.attrs:
            self.widget.input_type = self.widget.attrs.pop("type")

    def text(self, value: Any) -> str:
        """Return a stored value as a reader wants to see it."""
        return str(value)


class PlainTextField(Described, forms.CharField):
    """A text: trimmed, without control characters and < >, never normalised (rule TXT of A6)."""

    width = "long"

    def __init__(self, *args: Any, multiline: bool = False, **kwargs: Any) -> None:
        if multiline:
            kwargs.setdefault("widget", forms.Textarea(attrs={"rows": 4}))
        super().__init__(*args, **kwargs)

    def to_python(self, value: Any) -> str:
        text = super().to_python(value).replace("\r\n", "\n")
        check_plain(text)
        return text


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
    """A resident identity number (GB 11643-1999), in its 18 characters."""

    words = wording.RESIDENT_ID
    other_words = wording.RESIDENT_ID["E_FORMAT"]
    input_attrs = CODE_ATTRS

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


class AddressField(PlainTextField):
    """An address of 5 to 200 characters with at least one Chinese character (rule ADDR of A6)."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **{"min_length": 5, "max_length": 200} | kwargs)

    def validate(self, value: str) -> None:
        super().validate(value)
        if value and (sign := ADDRESS_SIGN.search(value)):
            raise ValidationError(wording.ADDRESS_SIGNS, code="sign", params={"sign": sign.group()})
        if value and not HAN.search(value):
            raise ValidationError(wording.ADDRESS_CHINESE, code="chinese")


class CalendarDateField(Described, forms.DateField):
    """A day. Takes the browser's date field and the usual ways of typing a date; stored as ISO.

    earliest, latest: a date, or a function of no argument that gives one; both days are allowed.
    """

    width = "short"

    def __init__(self, *args: Any, earliest: Limit = None, latest: Limit = None, **kwargs: Any) -> None:
        self.earliest, self.latest = earliest, latest
        widget = forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"})
        super().__init__(*args, **{"widget": widget, "error_messages": {"invalid": wording.DATE}} | kwargs)

    def limits(self) -> tuple[date | None, date | None]:
        """Return the first and the last day allowed today."""
        first, last = (limit() if callable(limit) else limit for limit in (self.earliest, self.latest))
        return first, last

    def to_python(self, value: Any) -> date | None:
        if not isinstance(value, str):
            return super().to_python(value)
        text = compact(value)
        if not text:
            return None
        for form in DATE_FORMS:
            try:
                return datetime.strptime(text, form).date()
            except ValueError:
                continue
        raise ValidationError(wording.DATE, code="invalid")

    def validate(self, value: date | None) -> None:
        super().validate(value)
        first, last = self.limits()
        if value and first and value < first:
            raise ValidationError(wording.DATE_EARLIEST, code="earliest", params={"day": date_format(first)})
        if value and last and value > last:
            raise ValidationError(wording.DATE_LATEST, code="latest", params={"day": date_format(last)})

    def text(self, value: Any) -> str:
        """Return the day in the active language, without weekday."""
        day = date.fromisoformat(value) if isinstance(value, str) else value
        return date_format(day, "DATE_FORMAT")


class DecimalField(Described, forms.DecimalField):
    """An exact amount, with the unit shown behind the input; stored as a string."""

    width = "short"

    def __init__(self, *args: Any, unit: Any = "", **kwargs: Any) -> None:
        self.unit = unit
        # A number input changes its value by scrolling and hides what was typed wrong.
        widget = forms.TextInput(attrs={"inputmode": "decimal", "class": "num"})
        # Without a limit 1e999999999 would pass, and be written out digit by digit when it is kept.
        usual = {"widget": widget, "max_digits": MOST_DIGITS, "error_messages": wording.NUMBER}
        super().__init__(*args, **usual | kwargs)

    def to_python(self, value: Any) -> Any:
        if isinstance(value, str):
            value = compact(value).replace(",", "")
        return super().to_python(value)

    def text(self, value: Any) -> str:
        """Return the amount with its unit."""
        return f"{value} {self.unit}".strip()


class Radios(forms.RadioSelect):
    """Radio buttons with Django's markup, drawn by one template: Django's own takes three for each choice."""

    template_name = "ui/forms/radios.html"


class RadioField(Described, forms.ChoiceField):
    """One of a few choices, all in view."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("widget", Radios())
        super().__init__(*args, **{"error_messages": {"required": wording.REQUIRED_CHOICE}} | kwargs)

    def text(self, value: Any) -> str:
        """Return the label of the choice; a code that is no longer a choice stays a code."""
        return str(dict(self.choices).get(value, value))


class SelectField(RadioField):
    """One of many choices. Set `choices` in `prepare()`; the empty line is added here when drawn."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **{"widget": PromptSelect()} | kwargs)


class PromptSelect(forms.Select):
    """A drop-down that begins with a request to choose, drawn by one template for all its choices."""

    template_name = "ui/forms/select.html"

    def optgroups(self, name: str, value: list[str], attrs: dict[str, Any] | None = None) -> list[Any]:
        groups = super().optgroups(name, value, attrs)
        if any(option["value"] == "" for _group, options, _index in groups for option in options):
            return groups
        blank = self.create_option(name, "", _("Please choose"), not any(value), 0, attrs=attrs)
        return [(None, [blank], 0), *groups]


class YesNoField(RadioField):
    """A question answered by yes or no; stored as true or false. In `shown_when`: "yes", "no"."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, choices=lambda: [("yes", _("Yes")), ("no", _("No"))], **kwargs)

    def prepare_value(self, value: Any) -> Any:
        return {True: "yes", False: "no"}.get(value, value) if isinstance(value, bool) else value

    def clean(self, value: Any) -> bool | None:
        answer = super().clean(self.prepare_value(value))
        return {"yes": True, "no": False}.get(answer)

    def text(self, value: Any) -> str:
        """Return Yes or No."""
        return super().text(self.prepare_value(value))


class CommitmentField(Described, forms.BooleanField):
    """A statement that must be ticked, in its own words."""

    width = "long"

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **{"error_messages": {"required": wording.COMMITMENT}} | kwargs)

    def text(self, value: Any) -> str:
        """Return that it was confirmed, or not."""
        return _("Confirmed") if value else _("Not confirmed")


class SuggestInput(forms.TextInput):
    """A text input with a list of suggestions that portal.js fetches while typing."""

    template_name = "ui/forms/suggest_input.html"


class DivisionField(Described, forms.CharField):
    """A county or district: typed by name or code, stored as its six-digit code (GB/T 2260)."""

    width = "long"
    input_attrs = {"autocomplete": "off", "data-suggest-url": reverse_lazy("ui:divisions")}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **{"widget": SuggestInput()} | kwargs)

    def prepare_value(self, value: Any) -> Any:
        return divisions.name(value) if isinstance(value, str) and divisions.is_county(value) else value

    def to_python(self, value: Any) -> str:
        typed = super().to_python(value)
        if not typed or divisions.is_county(typed):
            return typed
        found = divisions.find(typed)
        same = [code for code in found if compact(divisions.name(code)) == compact(typed)]
        if len(same or found) == 1:
            return (same or found)[0]
        if not found:
            raise ValidationError(wording.DIVISION_NONE, code="none")
        words = wording.DIVISION_MANY if len(found) <= MOST_NAMED else wording.DIVISION_TOO_MANY
        names_found = "；".join(divisions.name(code) for code in found[:MOST_NAMED])
        raise ValidationError(words, code="many", params={"names": names_found})

    def text(self, value: Any) -> str:
        """Return the full name of the county."""
        return str(self.prepare_value(value))
