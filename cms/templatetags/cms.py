"""Header navigation and footer for the pages of every room: `{% load cms %}`."""

from typing import Any

from django.template import Library
from django.template.context import Context
from django.utils.translation import get_language

from cms.queries import Frame, frame

register = Library()


@register.inclusion_tag("cms/nav.html", takes_context=True)
def cms_nav(context: Context) -> dict[str, Any]:
    """Draw the `<li>`s of the main navigation: home, the parts of the page tree, then the portal's own.

    Home and the portal's own links are the `nav_items` that `portal.ui` puts into every context.
    """
    request = context.get("request")
    path = request.path if request else ""
    parts = [{**link, "current": current(link["url"], path)} for link in frame(get_language())["nav"]]
    own = list(context.get("nav_items", ()))
    return {"links": [*own[:1], *parts, *own[1:]]}


@register.inclusion_tag("cms/footer_links.html")
def cms_footer_links() -> dict[str, Any]:
    """Draw the `<li>`s of the footer's links: contact, accessibility, privacy."""
    return {"links": frame(get_language())["links"]}


@register.inclusion_tag("cms/footer_text.html")
def cms_footer_text() -> Frame:
    """Draw the footer's text: what the site is, address, telephone."""
    return frame(get_language())


def current(url: str, path: str) -> bool:
    """Return whether a link leads to the page at `path` or to a page above it."""
    return path.startswith(url)
