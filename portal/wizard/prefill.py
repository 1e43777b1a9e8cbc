"""What a new draft begins with: what the account of the company keeps, and what it keeps of a submission.

Which steps it filled lies in the draft document: {"profile": {"on": day it was last confirmed, "steps": [step, …]}}.
"""

from datetime import date
from typing import Any

from portal.accounts.models import User
from portal.applications.models import Application
from portal.catalog.declaration import Answers, Service
from portal.catalog.sources import ACCOUNT
from portal.companies import actions as companies
from portal.documents import actions as documents
from portal.wizard import draft, forms
from portal.wizard.journey import Journey, open_journey

EMPTY = (None, "", [])


def begin(application: Application, by: User) -> Journey:
    """Fill a new draft with the profile of its company, when it has one; steps that are whole are complete.

    Papers of the company that may serve again are taken over (see `documents.actions.reuse`).
    """
    journey = open_journey(application, by)
    company = application.company
    if company is None:
        return journey
    filling = filling_of(journey.service, company.profile)
    if filling:
        journey.keep(by, lambda document: put(document, application), quietly=True)
        settle(journey, by, filling)
    wanted = journey.service.materials_for(journey.answers)
    documents.reuse(application=application, materials=wanted, norms=journey.norms, by=by)
    return journey


def put(document: draft.Document, application: Application) -> None:
    """Put what the profile of the company knows over what was typed, and note where."""
    company = application.company
    if company is None:
        return
    filling = filling_of(application.declaration, company.profile)
    for slug, values in filling.items():
        draft.keep_typed(document, slug, {**draft.typed(document, slug), **values})
    if filling and company.profile_on:
        document["profile"] = {"on": company.profile_on.isoformat(), "steps": list(filling)}


def day_of(journey: Journey, slug: str) -> date | None:
    """Return when the profile was last confirmed that filled a step; None when none did."""
    noted = journey.document.get("profile", {})
    return date.fromisoformat(noted["on"]) if slug in noted.get("steps", ()) else None


def filling_of(service: Service, profile: dict[str, Any]) -> dict[str, dict[str, Any]]:
    """Return {step: {field: text}} of the fields of a service that a profile knows."""
    filling: dict[str, dict[str, Any]] = {}
    for place in service.profile:
        slug, name = place.split(".", 1)
        if profile.get(name) not in EMPTY:
            filling.setdefault(slug, {})[name] = profile[name]
    return filling


def settle(journey: Journey, by: User, slugs: Any) -> None:
    """Save those of the steps that are valid as they stand, in the order of the service."""
    for step in journey.service.steps:
        if step.slug not in slugs:
            continue
        raw = draft.typed(journey.document, step.slug)
        form = forms.build(journey, step, data=forms.data_of(step, raw))
        if form.is_valid():
            values = forms.values_of(form, {}, ())
            journey.keep(
                by,
                lambda document, s=step, r=raw, v=values: draft.keep_valid(document, s.slug, r, v),
                quietly=True,
            )


def remember(journey: Journey, answers: Answers, by: User) -> None:
    """Keep in the company's profile what was typed into the fields that the service declares for it.

    answers: those submitted. A field that was left empty is forgotten; one that was not asked for stays as it was.
    The account's own fields are no part of the profile. Nothing happens without a company.
    """
    company = journey.application.company
    if company is None:
        return
    own = {place for source in journey.service.sources if source.key == ACCOUNT for place in source.fills}
    profile = {}
    for place in journey.service.profile:
        slug, name = place.split(".", 1)
        if place not in own and slug in answers:
            given = answers[slug].get(name) not in EMPTY
            profile[name] = draft.typed(journey.document, slug).get(name, "") if given else ""
    if profile:
        companies.remember(company=company, profile=profile, by=by)
