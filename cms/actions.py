"""Set the site up: both page trees, the texts of the frame, and the group of editors. Safe to repeat."""

from typing import Any

from django.conf import settings
from django.contrib.auth.models import Group, Permission
from django.db import transaction
from django.utils.translation import override
from wagtail.models import Collection, GroupCollectionPermission, GroupPagePermission, Locale, Page, Site

from cms.content import Entry, read_json, read_tree
from cms.models import (
    ArticleIndexPage,
    ArticlePage,
    GuidePage,
    HomePage,
    ServiceIndexPage,
    ServicePage,
    SitePage,
    SiteTexts,
)
from portal.catalog import registry

KINDS: dict[str, type[SitePage]] = {
    "home": HomePage,
    "services": ServiceIndexPage,
    "guide": GuidePage,
    "news": ArticleIndexPage,
    "article": ArticlePage,
}
EDITORS = "editors"
#: Rooms whose snippets are rules that change by decree. Editors may write new versions, never delete one.
RULE_ROOMS = ("rulebook", "workdays")


@transaction.atomic
def build_content() -> None:
    """Create what is missing of the site: locales, pages in every language, the site record, its texts.

    Pages that exist are left as they are, because editors may have changed them.
    """
    root = Page.get_first_root_node()
    homes = []
    first: Page | None = None
    for language, _name in settings.LANGUAGES:
        locale, _created = Locale.objects.get_or_create(language_code=language)
        home = build_page(read_tree(), parent=root, locale=locale, original=first)
        build_service_pages(home, original=first)
        first = first or home
        homes.append(home)
    site = build_site(homes[0])
    build_texts(site, homes[0])


def build_page(entry: Entry, *, parent: Page, locale: Locale, original: Page | None) -> Page:
    """Create a page and those below it where they are missing, and return it.

    original: the same page in the first language, of which this one is the translation; None in the first.
    """
    slug = entry.slug if parent.depth > 1 else home_slug(entry.slug, locale)
    page = parent.get_children().filter(slug=slug).first()
    if page is None:
        fields = {**entry.fields, **entry.texts[locale.language_code]}
        page = KINDS[entry.kind](slug=slug, show_in_menus=entry.menu, **fields)
        publish(page, parent=parent, locale=locale, original=original)
    for child in entry.children:
        there = original.get_children().filter(slug=child.slug).first() if original else None
        build_page(child, parent=page, locale=locale, original=there)
    return page


def home_slug(slug: str, locale: Locale) -> str:
    """Return the slug of a language's home page. They are neighbours in the tree, so each needs its own."""
    return f"portal-{slug}-{locale.language_code}"


def publish(page: SitePage, *, parent: Page, locale: Locale, original: Page | None) -> None:
    """Add a page below `parent` and publish it, with a first revision so that its history begins here."""
    page.locale = locale
    if original is not None:
        page.translation_key = original.translation_key
    parent.refresh_from_db()
    parent.add_child(instance=page)
    page.save_revision().publish()


def build_service_pages(home: Page, *, original: Page | None) -> None:
    """Create a page for each registered service that has none in the language of `home`."""
    index = ServiceIndexPage.objects.child_of(home).get()
    there = {page.service_code: page for page in ServicePage.objects.filter(locale=home.locale_id)}
    first = (
        {page.service_code: page for page in ServicePage.objects.descendant_of(original)} if original else {}
    )
    texts = read_json("services.json")[home.locale.language_code]
    for service in registry.all_services():
        if service.code in there:
            continue
        page = ServicePage(
            slug=service.code.lower(),
            service_code=service.code,
            intro=texts["intro"],
            questions=[{"type": "question", "value": value} for value in texts["questions"]],
            **titles(service, home.locale.language_code),
        )
        publish(page, parent=index, locale=home.locale, original=first.get(service.code))


def titles(service: Any, language: str) -> dict[str, str]:
    """Return title and summary of a service in one language."""
    with override(language):
        return {"title": str(service.title), "summary": str(service.summary)}


def build_site(home: Page) -> Site:
    """Make the default site begin at `home`, and drop the welcome page that Wagtail is installed with."""
    site = Site.objects.filter(is_default_site=True).first() or Site(
        hostname="localhost", port=80, is_default_site=True
    )
    if site.root_page_id and issubclass(site.root_page.specific_class, HomePage):
        return site
    welcome = site.root_page if site.root_page_id else None
    site.root_page = home
    site.save()
    if welcome and welcome.specific_class is Page and welcome.is_leaf():
        welcome.delete()
    return site


def build_texts(site: Site, home: Page) -> None:
    """Create the texts of header and footer unless the site has some."""
    data = read_json("site.json")
    pages = {name: home.get_children().get(slug=name) for name in data.pop("links")}
    SiteTexts.objects.get_or_create(site=site, defaults={**data, **pages})


@transaction.atomic
def build_groups() -> Group:
    """Create the group of editors where it is missing, give it exactly its rights, and return it.

    Editors write pages, images, documents of the site and the rules that change by decree. They reach
    neither users nor groups, sites, settings, nor anything of an application.
    """
    adopt_preset_groups()
    group, _created = Group.objects.get_or_create(name=EDITORS)
    group.permissions.set(editor_permissions())
    for codename in ("add_page", "change_page", "publish_page"):
        GroupPagePermission.objects.get_or_create(
            group=group,
            page=Page.get_first_root_node(),
            permission=Permission.objects.get(content_type__app_label="wagtailcore", codename=codename),
        )
    for codename in ("add_image", "change_image", "choose_image", "add_document", "change_document"):
        GroupCollectionPermission.objects.get_or_create(
            group=group,
            collection=Collection.get_first_root_node(),
            permission=Permission.objects.get(
                content_type__app_label__in=("wagtailimages", "wagtaildocs"), codename=codename
            ),
        )
    return group


def adopt_preset_groups() -> None:
    """Turn Wagtail's own "Editors" into ours and drop its "Moderators", once, when nobody is in them."""
    presets = Group.objects.filter(name__in=("Editors", "Moderators"), user__isnull=True)
    if Group.objects.filter(name=EDITORS).exists():
        return
    presets.filter(name="Editors").update(name=EDITORS)
    presets.filter(name="Moderators").delete()


def editor_permissions() -> list[Permission]:
    """Return the model permissions of editors: to enter the admin, and to write new versions of rules."""
    enter = Permission.objects.filter(content_type__app_label="wagtailadmin", codename="access_admin")
    rules = Permission.objects.filter(
        content_type__app_label__in=RULE_ROOMS, codename__regex="^(add|change|view|publish)_"
    )
    return [*enter, *rules]
