"""What makes the cached header and footer stale, listed on one page."""

from typing import Any

from django.conf import settings
from django.core.cache import cache
from django.db import transaction
from django.db.models.signals import post_delete, post_save
from wagtail.models import Page, Site
from wagtail.signals import page_published, page_slug_changed, page_unpublished, post_page_move

from cms.models import SiteTexts
from cms.queries import frame_key


def forget_frame(**_: Any) -> None:
    """Drop header and footer of every language from the cache, now and once the change is committed.

    Twice, because another request may read the old rows between the change and its commit.
    """
    keys = [frame_key(code) for code, _name in settings.LANGUAGES]
    cache.delete_many(keys)
    transaction.on_commit(lambda: cache.delete_many(keys))


def forget_frame_of_page(instance: Any, **_: Any) -> None:
    """Drop header and footer when a page of any kind was deleted."""
    if isinstance(instance, Page):
        forget_frame()


for signal in (page_published, page_unpublished, page_slug_changed, post_page_move):
    signal.connect(forget_frame, dispatch_uid="cms.forget_frame")
for model in (SiteTexts, Site):
    post_save.connect(forget_frame, sender=model, dispatch_uid=f"cms.forget_frame.{model.__name__}")
    post_delete.connect(forget_frame, sender=model, dispatch_uid=f"cms.forget_frame.{model.__name__}")
post_delete.connect(forget_frame_of_page, dispatch_uid="cms.forget_frame_of_page")
