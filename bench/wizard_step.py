"""The largest step of any service, opened and saved, beside the same fields in a plain Django form."""

import re
from collections.abc import Callable
from typing import Any
from urllib.parse import urlencode

from django.contrib.auth import get_user_model
from django.db import connection
from django.test import Client

from bench.measuring import Result, compared, result
from bench.plain import views as plain
from bench.plain.forms import plain_form
from portal.applications import actions
from portal.catalog import registry
from portal.catalog.declaration import Service, Step
from portal.management.demo_companies import company_of
from portal.rulebook.queries import norms
from portal.wizard import draft, forms
from portal.wizard.journey import Journey, open_journey
from portal.workdays.queries import today

GOAL = 2.0


def largest() -> tuple[Service, Step]:
    """Return the step with the most fields. Rows that share a page have no plain peer and are left out."""
    steps = [(service, step) for service in registry.all_services() for step in service.steps]
    single = [pair for pair in steps if pair[1].repeat is None or pair[1].repeat.single]
    return max(single, key=lambda pair: len(pair[1].form.base_fields))


def applicant(service: Service, step: Step) -> dict[str, Any]:
    """Return what the first invented applicant types who has something to enter in the step."""
    typed = (service.sample(n, norms(today())) for n in range(20))
    return next(values for values in typed if values[step.slug].get("rows", True))


def filled(service: Service, user: Any, typed: dict[str, Any]) -> Journey:
    """Return a draft of that person in which every step holds what was typed."""
    company = company_of(service, typed, user)
    application = actions.start(by=user, service=service.code, language="zh-hans", company=company)
    journey = open_journey(application, user)
    for step in service.steps:
        if step.when(journey.answers):
            form = forms.build(journey, step, data=forms.data_of(step, typed[step.slug]))
            assert form.is_valid(), (step.slug, form.errors)
            keep(journey, user, step.slug, typed[step.slug], form.json_values())
    return journey


def keep(journey: Journey, user: Any, slug: str, raw: Any, values: Any) -> None:
    """Save one step of the draft."""
    journey.keep(user, lambda document: draft.keep_valid(document, slug, raw, values))


def signed_in(user: Any) -> Client:
    """Return a browser in which that person is signed in. Unlike in tests, CSRF tokens are asked for."""
    client = Client(enforce_csrf_checks=True)
    client.force_login(user)
    return client


def address(client: Client, journey: Journey, step: Step) -> str:
    """Return the address of the page with the fields; of rows with a page each, that of the first row."""
    url = journey.url(step.slug)
    if step.repeat is None:
        return url
    listed = client.get(url).content.decode()
    found = re.search(rf'href="({re.escape(url)}[^"?#]+)', listed)
    assert found, f"{url} leads to no row"
    return found[1]


def body(client: Client, url: str, values: dict[str, Any]) -> str:
    """Return what a browser sends from the page at an address, with its token and the names of its inputs."""
    html = client.get(url).content.decode()
    names = set(re.findall(r'name="([^"]+)"', html))
    token = re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', html)
    sent = {
        next(name for name in names if name == field or name.endswith(f"-{field}")): value
        for field, value in values.items()
        if value is not None
    }
    return urlencode({"csrfmiddlewaretoken": token[1] if token else "", **sent}, doseq=True)


def round_trip(client: Client, url: str, sent: str) -> Callable[[], None]:
    """Return the piece of work: open the page, send the form, be led on."""

    def work() -> None:
        opened = client.get(url)
        saved = client.post(url, sent, content_type="application/x-www-form-urlencoded")
        assert (opened.status_code, saved.status_code) == (200, 302), (url, opened, saved)

    return work


def measure() -> Result:
    """Return how long opening and saving the largest step takes, beside the plain form."""
    service, step = largest()
    user = get_user_model().objects.create_user("bench@example.test", "a-long-password-1")
    typed = applicant(service, step)
    client, journey = signed_in(user), filled(service, user, typed)
    values = typed[step.slug]["rows"][0] if step.repeat else typed[step.slug]
    plain.chosen["form"] = plain_form(step.form(norms=journey.norms, answers=journey.answers))  # type: ignore[call-arg]
    ours, theirs = address(client, journey, step), "/plain/"
    sides = [round_trip(client, url, body(client, url, values)) for url in (ours, theirs)]
    note = (
        f"GET and POST of {service.code} {step.slug}, {len(step.form.base_fields)} fields, "
        f"against a plain Django form of the same fields with fixed choices, on {connection.vendor}"
    )
    return result("wizard_step", *compared(*sides), GOAL, note)
