"""Standard texts of the desk (list `desk_texts`): chosen by title, filled in with the case, added to what was typed."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django import forms
from django.utils.translation import get_language, gettext_lazy, override
from django.utils.translation import gettext as _

from portal.applications.models import Application
from portal.catalog import registry
from portal.catalog.declaration import Norms
from portal.review.acts import BY_CODE
from portal.review.queries import answer_day
from portal.rulebook.lists import BadData, Column, ListSpec, declare_list
from portal.rulebook.queries import NotInForce, norms, unit_name
from portal.ui.templatetags.ui import local_date
from portal.workdays.queries import today

#: Name of the drop-down beside a reason.
CHOSEN = "standard_text"
#: What may stand in curly brackets in a standard text.
PLACEHOLDERS = ("number", "applicant", "service", "item", "due_on", "unit")
BRACED = re.compile(r"\{([^{}]*)\}")
#: Texts of these acts are for officers: they are in the language of the page, all others in the applicant's.
INTERNAL = frozenset({"propose", "return", "reopen"})


def check_placeholders(text: str) -> None:
    """Raise BadData, for the editor, when a text has a placeholder that nobody fills in, or a stray bracket."""
    unknown = [name for name in BRACED.findall(text) if name not in PLACEHOLDERS]
    if unknown or set("{}") & set(BRACED.sub("", text)):
        allowed = ", ".join(f"{{{name}}}" for name in PLACEHOLDERS)
        named = ", ".join(f"{{{name}}}" for name in unknown) or "{ }"
        words = _("has %(unknown)s; only these can be filled in: %(allowed)s")
        raise BadData(words % {"unknown": named, "allowed": allowed})


def check_services(text: str) -> None:
    """Raise BadData unless a text is ALL or codes of services with blanks between."""
    known = {"ALL", *(service.code for service in registry.all_services())}
    unknown = [code for code in text.split() if code not in known]
    if unknown or not text.split():
        words = _("must be ALL or codes of services with blanks between: %(codes)s")
        raise BadData(words % {"codes": " ".join(sorted(known))})


TEXTS = declare_list(
    ListSpec(
        key="desk_texts",
        title=gettext_lazy("Standard texts of the desk"),
        columns=(
            Column("act", gettext_lazy("Act"), "choice", choices=(*BY_CODE, "message")),
            Column(
                "services", gettext_lazy("Services: ALL, or codes with blanks between"), check=check_services
            ),
            Column("title", gettext_lazy("Title")),
            Column("title_en", gettext_lazy("Title in English")),
            Column("text", gettext_lazy("Text"), check=check_placeholders),
            Column("text_en", gettext_lazy("Text in English"), check=check_placeholders),
        ),
        seed=Path(__file__).parent / "data" / "desk_texts.json",
    )
)


@dataclass(frozen=True)
class Snippet:
    """A standard text as it is offered: its code, the act it is for, and title and text in both languages."""

    code: str
    act: str
    title: str
    text: str
    text_en: str


def texts_for(application: Application, rules: Norms | None = None) -> list[Snippet]:
    """Return the standard texts for a case's service, in the order of their codes, titles in the active language.

    rules: of today, where they are at hand. One query for all acts; [] when none is in force.
    """
    try:
        rows = (rules or norms(today())).entries(TEXTS.key)
    except NotInForce:
        return []
    title = "title_en" if (get_language() or "").startswith("en") else "title"
    return [
        Snippet(code, row["act"], row[title], row["text"], row["text_en"])
        for code, row in rows.items()
        if {"ALL", application.service} & set(row["services"].split())
    ]


def filled(snippet: Snippet, application: Application, item: str = "") -> str:
    """Return a text with the case's own values: in the applicant's language, texts for officers in the page's.

    item: title of what a correction is about. Asks only for what the text names.
    """
    language = get_language() if snippet.act in INTERNAL else application.language
    text = snippet.text_en if (language or "").startswith("en") else snippet.text
    with override(language):
        values = {name: _value(name, application, snippet.act, item) for name in set(BRACED.findall(text))}
    return BRACED.sub(lambda found: values[found[1]], text)


def _value(name: str, application: Application, act: str, item: str) -> str:
    if name == "applicant":
        return application.company.name if application.company else application.owner.name
    if name == "unit":
        return unit_name(application.unit, get_language() or "zh-hans")
    if name == "due_on":
        return str(local_date(answer_day() if act == "correct" else application.promised_on) or "")
    known = {"number": application.number or "", "service": str(application.declaration.title), "item": item}
    return known.get(name, "")


def appended(typed: str, text: str) -> str:
    """Return a text put after what was typed, which stays as it is."""
    return f"{typed.rstrip()}\n{text}" if typed.strip() else text


class ReasonWidget(forms.Textarea):
    """A text area with the standard texts above it; the button `insert` names the field that it fills."""

    template_name = "review/_reason.html"

    def __init__(self, attrs: Mapping[str, Any], texts: list[Snippet]) -> None:
        super().__init__(attrs=dict(attrs))
        self.texts = texts

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        return {**super().get_context(name, value, attrs), "texts": self.texts, "chosen": CHOSEN}


def offer(form: forms.Form, field: str, act: str, texts: list[Snippet]) -> None:
    """Put the standard texts of an act above a field of its form; without any, the form stays as it is."""
    mine = [snippet for snippet in texts if snippet.act == act]
    if mine and field in form.fields:
        widget = ReasonWidget(form.fields[field].widget.attrs, mine)
        widget.is_required = form.fields[field].required
        form.fields[field].widget = widget
