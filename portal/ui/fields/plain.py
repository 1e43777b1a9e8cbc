"""Texts, addresses, days and amounts: what every field can do, and the plain ones."""

import re
import unicodedata
from collections.abc import Callable
from datetime import date, datetime
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.formats import date_format

from portal.ui import matching, wording

BIDI = set("\u200e\u200f\u061c\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
HAN = re.compile("[\u3400-\u4dbf\u4e00-\u9fff\u3007\uf900-\ufaff\U00020000-\U000323af]")
ADDRESS_SIGN = re.compile(r"[^\w\s\-#/()（）·、，,.—]")
DATE_FORMS = ("%Y-%m-%d", "%Y/%m/%d", "%Y.%m.%d", "%Y%m%d", "%Y年%m月%d日")

CODE_ATTRS = {"autocomplete": "off", "spellcheck": "false", "autocapitalize": "characters", "class": "num"}

Limit = date | Callable[[], date] | None
MOST_DIGITS = 20
#: Commas between thousands; one that stands anywhere else may be meant for a point, and is not guessed at.
THOUSANDS = re.compile(r"[+-]?[1-9][0-9]{0,2}(,[0-9]{3})+([.][0-9]*)?")
#: What nobody sees and nobody means: it comes with text that is copied. Two texts that look the same are the same.
INVISIBLE = str.maketrans("", "", "\u00ad\u200b\u2060\ufeff")


def compact(text: str) -> str:
    """Return typed digits and letters without spaces and with full-width signs made plain."""
    return re.sub(r"\s", "", text.translate(matching.FULL_WIDTH))


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
    """A text: trimmed, without control and invisible characters and < >, never normalised (rule TXT of A6)."""

    width = "long"
    default_error_messages = {"required": wording.REQUIRED}

    def __init__(self, *args: Any, multiline: bool = False, **kwargs: Any) -> None:
        if multiline:
            kwargs.setdefault("widget", forms.Textarea(attrs={"rows": 4}))
        super().__init__(*args, **kwargs)

    def to_python(self, value: Any) -> str:
        text = super().to_python(value).replace("\r\n", "\n").translate(INVISIBLE).strip()
        check_plain(text)
        return text


class EmailField(Described, forms.EmailField):
    """An e-mail address."""

    input_attrs = {"autocomplete": "email", "spellcheck": "false"}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **{"error_messages": {"invalid": wording.EMAIL}} | kwargs)


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
            value = compact(value)
            value = value.replace(",", "") if THOUSANDS.fullmatch(value) else value
        return super().to_python(value)

    def text(self, value: Any) -> str:
        """Return the amount with its unit."""
        return f"{value} {self.unit}".strip()
