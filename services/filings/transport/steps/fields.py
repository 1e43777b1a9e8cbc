"""Fields that only transports ask for: number plates, several boxes to tick, several counties."""

import re
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from portal.standards import divisions, plates
from portal.ui import wording
from portal.ui.fields import CodeField, Described, DivisionField, PlainTextField
from portal.ui.listing import listed


class PlateField(CodeField):
    """The number plate of a vehicle or trailer (C-standards C5)."""

    other_words = _("Type the plate with its province character, such as 沪A12345 or 沪AD12345.")
    input_attrs = {"class": "num", "autocomplete": "off", "spellcheck": "false"}

    def check(self, text: str) -> str:
        """Return the plate as it is kept. Raises Invalid."""
        return plates.check(text)


class TicksField(Described, forms.MultipleChoiceField):
    """Any number of a few choices, at least one; stored as a list of codes."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        words = {"required": wording.REQUIRED_CHOICE}
        usual: dict[str, Any] = {"widget": forms.CheckboxSelectMultiple(), "error_messages": words}
        super().__init__(*args, **usual | kwargs)

    def text(self, value: Any) -> str:
        """Return the labels of the choices."""
        choices: Any = self.choices
        labels = {str(code): str(label) for code, label in choices}
        return (
            listed(labels.get(code, str(code)) for code in value) if isinstance(value, list) else str(value)
        )


class DivisionsField(PlainTextField):
    """Several counties, one a line or with 、，,；; between, typed by name or code; stored as a list of codes."""

    def __init__(self, *args: Any, most: int, **kwargs: Any) -> None:
        self.most, self.one = most, DivisionField()
        super().__init__(*args, multiline=True, **kwargs)

    def prepare_value(self, value: Any) -> Any:
        """Return the names, one a line."""
        return "\n".join(self.one.prepare_value(code) for code in value) if isinstance(value, list) else value

    def to_python(self, value: Any) -> list[str]:  # type: ignore[override]
        """Return the codes. Raises ValidationError for a name that is no county or means several."""
        typed = super().to_python(self.prepare_value(value))
        names = [name.strip() for name in re.split(r"[\n、，,；;]+", typed) if name.strip()]
        if len(names) > self.most:
            text = _("Please name at most %(most)s places.")
            raise ValidationError(text, code="most", params={"most": self.most})
        return list(dict.fromkeys(str(self.one.clean(name)) for name in names))

    def text(self, value: Any) -> str:
        """Return the names with a comma between."""
        names = map(divisions.name, value) if isinstance(value, list) else [str(value)]
        return listed(names)
