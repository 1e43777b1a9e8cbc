"""What a new draft begins with: what the account of the company keeps."""

from typing import Any

from portal.accounts.models import User
from portal.applications.models import Application
from portal.catalog.declaration import Service
from portal.wizard import draft, forms
from portal.wizard.journey import Journey, open_journey


def begin(application: Application, by: User) -> Journey:
    """Fill a new draft with the profile of its company, when it has one; steps that are whole are complete."""
    journey = open_journey(application, by)
    if application.company is None:
        return journey
    filling = filling_of(journey.service, application.company.profile)

    def put(document: draft.Document) -> None:
        for slug, values in filling.items():
            draft.keep_typed(document, slug, {**draft.typed(document, slug), **values})

    if filling:
        journey.keep(by, put, quietly=True)
        settle(journey, by, filling)
    return journey


def filling_of(service: Service, profile: dict[str, Any]) -> dict[str, dict[str, Any]]:
    """Return {step: {field: text}} of the fields of a service that a profile knows."""
    filling: dict[str, dict[str, Any]] = {}
    for place in service.profile:
        slug, name = place.split(".", 1)
        if profile.get(name) not in (None, ""):
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
