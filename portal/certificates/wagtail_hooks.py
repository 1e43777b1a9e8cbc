"""Texts of papers in the CMS admin: editors see the paper that their draft makes."""

from portal.catalog.paper_texts import PREVIEW
from portal.certificates.preview import preview
from portal.rulebook.lists import register_preview

register_preview(PREVIEW, preview)
