"""Reads: header and footer, the same on every page of the portal, in at most two queries a minute."""

from typing import TypedDict

from django.core.cache import cache
from django.db.models import Q
from wagtail.models import Page, Site

from cms.models import SiteTexts
from portal.ui.addresses import in_language

#: Seconds. Other processes see a change of the pages after this time at the latest.
FRAME_LIFETIME = 60
FOOTER_PAGES = ("contact", "accessibility", "privacy")


class Link(TypedDict):
    """A link of the navigation or the footer."""

    title: str
    url: str


class Frame(TypedDict):
    """What header and footer show in one language. `name` is empty until the site has been set up."""

    name: str
    home: str
    nav: list[Link]
    links: list[Link]
    phone: str
    address: str
    text: str


def frame_key(language: str) -> str:
    """Return the key under which the frame of that language is cached."""
    return f"cms.frame.{language}"


def frame(language: str) -> Frame:
    """Return header and footer in the language given (`zh-hans` or `en`), from the cache when it is there."""
    found: Frame | None = cache.get(frame_key(language))
    if found is None:
        found = read_frame(language)
        cache.set(frame_key(language), found, FRAME_LIFETIME)
    return found


def read_frame(language: str) -> Frame:
    """Read header and footer from the database: one query for the texts, one for the pages."""
    texts = SiteTexts.base_queryset().filter(site__is_default_site=True).first() or SiteTexts()
    keys = {name: page.translation_key for name in FOOTER_PAGES if (page := getattr(texts, name))}
    home = in_language("/", language)
    nav, links = links_of_frame(language, home, keys)
    return {
        "name": texts.text("name", language),
        "home": home,
        "nav": nav,
        "links": links,
        "phone": texts.phone,
        "address": texts.text("address", language),
        "text": texts.text("footer", language),
    }


def links_of_frame(language: str, home: str, keys: dict[str, object]) -> tuple[list[Link], list[Link]]:
    """Return the links of navigation and footer. keys: translation key of each page named in the footer."""
    root = Site.objects.filter(is_default_site=True).values("root_page__translation_key")
    pages = Page.objects.live().filter(locale__language_code=language).order_by("path")
    pages = pages.filter(
        Q(translation_key__in=root) | Q(depth=3, show_in_menus=True) | Q(translation_key__in=keys.values())
    )
    found = list(pages)
    top = next((page for page in found if page.depth == 2), None)
    if top is None:
        return [], []

    def link(page: Page) -> Link:
        return {"title": page.title, "url": home + page.url_path.removeprefix(top.url_path)}

    inside = [page for page in found if page.url_path.startswith(top.url_path)]
    by_key = {page.translation_key: page for page in inside}
    nav = [link(page) for page in inside if page.depth == 3 and page.show_in_menus]
    return nav, [link(by_key[key]) for key in keys.values() if key in by_key]
