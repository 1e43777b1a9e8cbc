"""Certificates as they are printed, with the texts of the rulebook."""

from dataclasses import replace

from portal.catalog.declaration import Certificate, Norms
from portal.catalog.paper_texts import printed
from portal.catalog.papers import CaseRecord, Paper


def in_chinese(certificate: Certificate, case: CaseRecord, norms: Norms) -> Paper:
    """Return the original."""
    return printed(certificate, replace(case, language="zh-hans"), norms)


def in_english(certificate: Certificate, case: CaseRecord, norms: Norms) -> Paper:
    """Return the translation; its office has an English name, as the platform hands it in."""
    return printed(certificate, replace(case, language="en", unit_name="Jinshan Sub-bureau"), norms)
