"""Tags and filters that every template has (a builtin of the template engine)."""

import json
from datetime import date, datetime
from functools import lru_cache
from typing import Any

from django.template import Library
from django.template.context import RequestContext
from django.utils import dateformat, timezone
from django.utils.formats import number_format
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop
from heroicons import _render_icon

from portal.ui import addresses, errors

register = Library()

TONES = {
    "neutral": "minus-circle",
    "info": "information-circle",
    "good": "check-circle",
    "warn": "exclamation-triangle",
    "bad": "x-circle",
}
# Named here so that our catalogue holds them: in Chinese a date says 周五, Django's own word is 星期五.
WEEKDAYS = (
    gettext_noop("Mon"), gettext_noop("Tue"), gettext_noop("Wed"), gettext_noop("Thu"),
    gettext_noop("Fri"), gettext_noop("Sat"), gettext_noop("Sun"),
)  # fmt: skip


@register.simple_tag
def icon(name: str, size: int = 20) -> SafeString:
    """Return a heroicons outline icon as inline SVG, hidden from screen readers: put a word beside it."""
    return _drawn(name, size)


@lru_cache(maxsize=256)
def _drawn(name: str, size: int) -> SafeString:
    # Kept, because heroicons copies and writes out an XML tree for each one.
    attributes = {"aria-hidden": "true", "class": "icon", "focusable": "false"}
    return mark_safe(_render_icon("outline", name, size, attributes))  # noqa: S308 -- packaged SVG


@register.simple_tag
def status_tag(tone: str, text: Any) -> SafeString:
    """Return a tag with icon and word. tone: neutral, info, good, warn or bad."""
    return format_html('<span class="tag tag-{}">{} {}</span>', tone, icon(TONES[tone], 16), text)


@register.filter
def tone_icon(tone: str, size: int = 20) -> SafeString:
    """Return the icon that belongs to a tone."""
    return icon(TONES[tone], size)


def shanghai(value: date | datetime) -> date | datetime:
    """Return a moment in local time; a date stays as it is."""
    if isinstance(value, datetime) and timezone.is_aware(value):
        return timezone.localtime(value)
    return value


@register.filter
def local_date(value: date | datetime | None) -> str:
    """Return a date with its weekday; the year is added when it is not the current one."""
    if not value:
        return ""
    day = shanghai(value)
    if day.year == timezone.localdate().year:
        # Translators: a date format of Django with weekday, day and month
        return dateformat.format(day, _("l j F"))
    # Translators: a date format of Django with weekday, day, month and year
    return dateformat.format(day, _("l j F Y"))


@register.filter
def local_time(value: datetime | None) -> str:
    """Return the time of day in Shanghai, like 14:02."""
    return f"{shanghai(value):%H:%M}" if value else ""


@register.filter
def local_moment(value: datetime | None) -> str:
    """Return date with weekday and time of day."""
    return f"{local_date(value)} {local_time(value)}" if value else ""


@register.filter
def mask_id(value: str | None) -> str:
    """Return an identity number with all but the first three and last four characters starred."""
    text = str(value or "")
    return text[:3] + "*" * (len(text) - 7) + text[-4:] if len(text) > 7 else "*" * len(text)


@register.filter
def file_size(size: int | None) -> str:
    """Return a size in bytes in words: 320 KB, 2.4 MB."""
    if size is None:
        return ""
    if size < 1024 * 1024:
        return f"{max(1, round(size / 1024))} KB" if size else "0 KB"
    return f"{number_format(round(size / 1024 / 1024, 1), 1)} MB"


@register.filter
def message_tone(message: Any) -> str:
    """Return the tone of a message of django.contrib.messages."""
    return {"success": "good", "warning": "warn", "error": "bad"}.get(message.level_tag, "info")


@register.simple_tag
def portal_texts() -> str:
    """Return as JSON the sentences that portal.js says."""
    texts = {
        "saving": _("Saving…"),
        "saved": _("Saved at %(time)s"),
        "unsaved": _("Not saved yet"),
        "offline": _("No connection. Your answers will be saved when it is back."),
        "not_sent": _(
            "No connection, so nothing was sent. Your answers are still here: please press the button again "
            "when the connection is back."
        ),
        "signed_out": _(
            "You are signed out. Press the button below and sign in: what you typed here is kept."
        ),
        "failed": _("Saving failed. We will try again; you can also save with the button below."),
        "copied": _("Copied"),
    }
    return json.dumps(texts)


@register.simple_tag(takes_context=True)
def language_url(context: RequestContext, language: str) -> str:
    """Return the address of the page shown, in another language, with path and query kept."""
    request = context.get("request")
    return addresses.in_language(request.get_full_path() if request else "/", language)


@register.simple_tag
def local_url(path: str) -> str:
    """Return a fixed address (`/my/`) in the active language."""
    return addresses.local_url(path)


@register.simple_tag
def error_links(form: Any) -> list[tuple[str, str]]:
    """Return (href, text) of each error of a form or formset, for the error summary. Unbound: empty."""
    return errors.error_links(form)
