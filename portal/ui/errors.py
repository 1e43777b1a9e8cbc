"""What an error summary is made of: for each error the address of its input and the sentence."""

from typing import Any

from django.core.exceptions import ValidationError
from django.forms import BaseForm
from django.forms.boundfield import BoundField
from django.utils.translation import gettext as _

from portal.ui import wording

#: Reasons whose sentence says what to type, but not into which field.
NAMELESS = frozenset({"required", "invalid", "earliest", "latest", *wording.LENGTH, *wording.NUMBER})


def target(field: BoundField) -> str:
    """Return the id to jump to: the input, or the first choice of a group."""
    return f"{field.auto_id}_0" if field.use_fieldset else field.auto_id


def form_anchor(prefix: str | None) -> str:
    """Return the id of the box that holds the errors of a whole form."""
    return f"id_{prefix}_errors" if prefix else "id_form_errors"


def sentence(field: BoundField, problem: ValidationError) -> str:
    """Return the text of an error away from its field: "please fill in" must say what."""
    text = " ".join(problem.messages)
    if problem.code not in NAMELESS or field.widget_type == "checkbox":
        return text
    label = str(field.label)
    if label.endswith(("?", "？")):  # a question needs no colon, and in Chinese no blank either
        return f"{label} {text}" if label.endswith("?") else f"{label}{text}"
    return _("%(label)s: %(text)s") % {"label": label, "text": text}


def form_links(form: BaseForm) -> list[tuple[str, str]]:
    """Return (href, text) of each error of one form, in the order of its fields."""
    if not form.is_bound:
        return []
    links = [(f"#{form_anchor(form.prefix)}", str(text)) for text in form.non_field_errors()]
    problems = form.errors.as_data()
    for field in form:
        links += [(f"#{target(field)}", sentence(field, problem)) for problem in problems.get(field.name, ())]
    return links


def error_links(form: Any) -> list[tuple[str, str]]:
    """Return (href, text) of each error of a form or formset; nothing for an unbound one or None."""
    if form is None or not form.is_bound:
        return []
    if isinstance(form, BaseForm):
        return form_links(form)
    links = [(f"#{form_anchor(form.prefix)}", str(text)) for text in form.non_form_errors()]
    for number, row in enumerate(form.forms, start=1):
        place = f"{form.row} {number} – " if len(form.forms) > 1 else ""
        links += [(href, f"{place}{text}") for href, text in form_links(row)]
    return links
