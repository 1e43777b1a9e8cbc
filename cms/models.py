"""The kinds of pages, and the texts of header and footer."""

from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.db import models
from django.http import Http404, HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import get_language, get_language_info, override
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, MultiFieldPanel
from wagtail.contrib.settings.models import BaseSiteSetting, register_setting
from wagtail.fields import RichTextField, StreamField
from wagtail.models import Page
from wagtail.search import index

from cms.blocks import TEXT_FEATURES, BodyBlock, QuestionsBlock
from portal.catalog import registry
from portal.catalog.declaration import Service
from portal.catalog.queries import legal_text, promise_text
from portal.ui.addresses import in_language

ARTICLES_ON_A_PAGE = 20


def service_choices() -> list[tuple[str, str]]:
    """Return code and title of every registered service. A function, so that migrations name none."""
    return [(service.code, str(service.title)) for service in registry.all_services()]


class SitePage(Page):
    """What all pages of the site share: a summary, and their address in the other language."""

    summary = models.TextField(
        _("summary"),
        max_length=200,
        blank=True,
        help_text=_("One sentence. It stands in lists and in the results of search engines."),
    )

    content_panels = [*Page.content_panels, FieldPanel("summary")]
    search_fields = [*Page.search_fields, index.SearchField("summary")]

    class Meta:
        abstract = True

    @cached_property
    def language_links(self) -> list[dict[str, Any]]:
        """Return one entry a language: its codes, its own name, address, whether this page is there.

        Where this page has no translation, the address is that language's home page.
        """
        there = {
            page.locale.language_code: page
            for page in self.get_translations().live().select_related("locale")
        }
        there[self.locale.language_code] = self
        links = []
        for code, _name in settings.LANGUAGES:
            with override(code):
                address = there[code].get_url() if code in there else in_language("/", code)
            name = get_language_info(code)["name_local"]
            html = "zh-CN" if code == "zh-hans" else code
            links.append(
                {"code": code, "html": html, "name": name, "url": address, "translated": code in there}
            )
        return links

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """Return the context, with canonical address, description and the addresses in other languages."""
        context = super().get_context(request, *args, **kwargs)
        context["canonical"] = f"{settings.SITE_URL}{self.get_url(request)}"
        context["description"] = self.search_description or self.summary
        context["language_links"] = self.language_links
        context["site_url"] = settings.SITE_URL
        return context


class HomePage(SitePage):
    """The first page of one language: what can be done here, and the two other entrances."""

    lead = models.TextField(_("lead"), max_length=300, help_text=_("One or two sentences below the title."))

    content_panels = [*SitePage.content_panels, FieldPanel("lead")]
    parent_page_types = ["wagtailcore.Page"]
    subpage_types = ["cms.ServiceIndexPage", "cms.GuidePage", "cms.ArticleIndexPage"]

    class Meta:
        verbose_name = _("home page")

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """Return the context, with the services offered, the guides and the latest news."""
        context = super().get_context(request, *args, **kwargs)
        news = ArticleIndexPage.objects.live().child_of(self).first()
        context["services"] = offered(self)
        context["guides"] = (
            GuidePage.objects.live().descendant_of(self).filter(depth=self.depth + 2).order_by("path")
        )
        context["news"] = news
        context["articles"] = list(news.articles()[:3]) if news else []
        return context


class ServiceIndexPage(SitePage):
    """All services on one page."""

    parent_page_types = ["cms.HomePage"]
    subpage_types = ["cms.ServicePage"]

    class Meta:
        verbose_name = _("list of services")

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """Return the context, with the services offered."""
        return super().get_context(request, *args, **kwargs) | {"services": offered(self)}


class ServicePage(SitePage):
    """The guide to one registered service. Steps, materials and times come from the catalog."""

    service_code = models.CharField(_("service"), max_length=8, choices=service_choices)
    intro = RichTextField(_("introduction"), blank=True, features=TEXT_FEATURES)
    questions = StreamField(QuestionsBlock(), blank=True, verbose_name=_("questions and answers"))

    content_panels = [
        *SitePage.content_panels,
        FieldPanel("service_code"),
        FieldPanel("intro"),
        FieldPanel("questions"),
    ]
    search_fields = [*SitePage.search_fields, index.SearchField("intro"), index.SearchField("questions")]
    parent_page_types = ["cms.ServiceIndexPage"]
    subpage_types: list[str] = []

    class Meta:
        verbose_name = _("service page")

    @property
    def service(self) -> Service:
        """Return the declaration of the service. Raises KeyError when its folder has been taken away."""
        return registry.get(self.service_code)

    def clean(self) -> None:
        """Raise ValidationError when another page of this language already shows the service."""
        super().clean()
        others = ServicePage.objects.exclude(pk=self.pk).filter(
            locale=self.locale_id, service_code=self.service_code
        )
        if others.exists():
            raise ValidationError(
                {"service_code": _("There is already a page for this service in this language.")}
            )

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """Return the context, with the service and its times. Raises Http404 when it is no longer offered."""
        try:
            service = self.service
        except KeyError as error:
            raise Http404(self.service_code) from error
        language = get_language()
        return super().get_context(request, *args, **kwargs) | {
            "service": service,
            "promised": promise_text(service, language),
            "legal": legal_text(service, language),
            "start_url": reverse("wizard:start", args=[service.code]),
            "eligibility_url": (
                reverse("wizard:eligibility", args=[service.code]) if service.eligibility else ""
            ),
        }


class GuidePage(SitePage):
    """A page that explains something; with pages below it, it lists them too."""

    version = models.CharField(
        _("version of this text"),
        max_length=20,
        blank=True,
        help_text=_("Shown below the title of legal texts."),
    )
    body = StreamField(BodyBlock(), blank=True, verbose_name=_("body"))

    content_panels = [*SitePage.content_panels, FieldPanel("version"), FieldPanel("body")]
    search_fields = [*SitePage.search_fields, index.SearchField("body")]
    parent_page_types = ["cms.HomePage", "cms.GuidePage"]
    subpage_types = ["cms.GuidePage"]

    class Meta:
        verbose_name = _("guide")

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """Return the context, with the pages above (home first) and the guides below."""
        context = super().get_context(request, *args, **kwargs)
        context["ancestors"] = self.get_ancestors().filter(depth__gt=1)
        context["guides"] = GuidePage.objects.live().child_of(self).order_by("path")
        return context


class ArticleIndexPage(SitePage):
    """The news, newest first."""

    parent_page_types = ["cms.HomePage"]
    subpage_types = ["cms.ArticlePage"]

    class Meta:
        verbose_name = _("list of news")

    def articles(self) -> models.QuerySet["ArticlePage"]:
        """Return the published articles, newest first."""
        return ArticlePage.objects.live().child_of(self).order_by("-date", "-pk")

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """Return the context, with one page of articles; an unknown page number shows the nearest."""
        page = Paginator(self.articles(), ARTICLES_ON_A_PAGE).get_page(request.GET.get("page"))
        return super().get_context(request, *args, **kwargs) | {
            "articles": page,
            "newer_url": f"?page={page.previous_page_number()}" if page.has_previous() else "",
            "older_url": f"?page={page.next_page_number()}" if page.has_next() else "",
        }


class ArticlePage(SitePage):
    """One piece of news."""

    date = models.DateField(_("date"), default=timezone.localdate)
    body = StreamField(BodyBlock(), verbose_name=_("body"))

    content_panels = [*SitePage.content_panels, FieldPanel("date"), FieldPanel("body")]
    search_fields = [*SitePage.search_fields, index.SearchField("body"), index.FilterField("date")]
    parent_page_types = ["cms.ArticleIndexPage"]
    subpage_types: list[str] = []

    class Meta:
        verbose_name = _("article")


def offered(page: SitePage) -> list[dict[str, Any]]:
    """Return every registered service with its page in this page's language or None."""
    live = ServicePage.objects.live().filter(locale=page.locale_id)
    pages = {entry.service_code: entry for entry in live}
    return [
        {
            "service": service,
            "page": pages.get(service.code),
            "start_url": reverse("wizard:start", args=[service.code]),
        }
        for service in registry.all_services()
    ]


def footer_page(label: Any) -> models.ForeignKey:
    """Return a field that names the page which a link of the footer leads to, in any language."""
    return models.ForeignKey(
        Page, verbose_name=label, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )


@register_setting(icon="globe")
class SiteTexts(BaseSiteSetting):
    """The texts of header and footer, in both languages; `_zh` is simplified Chinese."""

    name_zh = models.CharField(_("name of the site (Chinese)"), max_length=60)
    name_en = models.CharField(_("name of the site (English)"), max_length=60)
    phone = models.CharField(_("telephone"), max_length=40, blank=True)
    address_zh = models.CharField(_("address (Chinese)"), max_length=120, blank=True)
    address_en = models.CharField(_("address (English)"), max_length=120, blank=True)
    footer_zh = models.TextField(_("text of the footer (Chinese)"), max_length=300, blank=True)
    footer_en = models.TextField(_("text of the footer (English)"), max_length=300, blank=True)
    contact = footer_page(_("contact page"))
    accessibility = footer_page(_("accessibility page"))
    privacy = footer_page(_("privacy page"))

    select_related = ["contact", "accessibility", "privacy"]
    panels = [
        MultiFieldPanel([FieldPanel("name_zh"), FieldPanel("name_en")], heading=_("Header")),
        MultiFieldPanel(
            [FieldPanel(name) for name in ("phone", "address_zh", "address_en", "footer_zh", "footer_en")],
            heading=_("Footer"),
        ),
        MultiFieldPanel([FieldPanel(name) for name in select_related], heading=_("Links of the footer")),
    ]

    class Meta:
        verbose_name = _("header and footer")

    def text(self, name: str, language: str) -> str:
        """Return `name`, `address` or `footer` in the language given (`zh-hans` or `en`)."""
        return str(getattr(self, f"{name}_{language[:2]}"))
