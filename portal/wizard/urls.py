"""Addresses of the wizard. The steps of each registered service are a formtools wizard of their own."""

from django.urls import URLPattern, path

from portal.catalog import registry
from portal.catalog.declaration import Service
from portal.wizard import forms
from portal.wizard.journey import CHECK, MATERIALS
from portal.wizard.views.autosave import autosave
from portal.wizard.views.checking import CheckView
from portal.wizard.views.eligibility import eligibility
from portal.wizard.views.ending import HaltView, done
from portal.wizard.views.materials import MaterialsView
from portal.wizard.views.starting import start
from portal.wizard.views.steps import StepView

app_name = "wizard"
DRAFT = "<slug:service>/<uuid:draft>/"


def steps_of(service: Service) -> URLPattern:
    """Return the address of the steps of one service."""
    view = StepView.as_view(
        form_list=[(step.slug, forms.form_class(step)) for step in service.steps],
        condition_dict={
            step.slug: lambda wizard, slug=step.slug: slug in wizard.journey.slugs() for step in service.steps
        },
        url_name="wizard:step",
        service=service,
    )
    return path(f"{service.code}/<uuid:draft>/<slug:step>/", view, {"service": service.code}, name="step")


urlpatterns = [
    path("<slug:service>/", start, name="start"),
    path("<slug:service>/eligibility/", eligibility, name="eligibility"),
    path(f"{DRAFT}{MATERIALS}/", MaterialsView.as_view(), {"step": MATERIALS}, name="step"),
    path(f"{DRAFT}{CHECK}/", CheckView.as_view(), {"step": CHECK}, name="step"),
    path(f"{DRAFT}halt/", HaltView.as_view(), name="halt"),
    path(f"{DRAFT}done/", done, name="done"),
    path(f"{DRAFT}<slug:step>/autosave/", autosave, name="autosave"),
    *(steps_of(service) for service in registry.all_services()),
]
