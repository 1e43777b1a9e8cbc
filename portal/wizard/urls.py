"""Addresses of the wizard. The steps of each registered service are a formtools wizard of their own."""

from django.urls import URLPattern, path

from portal.catalog import registry
from portal.catalog.declaration import Service
from portal.wizard import forms
from portal.wizard.journey import CHECK, MATERIALS
from portal.wizard.views.again import again
from portal.wizard.views.autosave import autosave
from portal.wizard.views.checking import CheckView
from portal.wizard.views.eligibility import eligibility
from portal.wizard.views.ending import HaltView, done
from portal.wizard.views.lists import suggestions
from portal.wizard.views.materials import MaterialsView
from portal.wizard.views.row import RowView
from portal.wizard.views.rows import RowsView
from portal.wizard.views.signing import SignView
from portal.wizard.views.starting import start
from portal.wizard.views.steps import StepView
from portal.wizard.views.tables import TableFileView, TableView

app_name = "wizard"
DRAFT = "<slug:service>/<uuid:draft>/"


def rows_of(service: Service) -> list[URLPattern]:
    """Return the addresses of the steps of one service whose rows have pages of their own."""
    found = []
    for step in service.steps:
        if step.repeat and step.repeat.single:
            known = {"service": service.code, "step": step.slug}
            way = f"{service.code}/<uuid:draft>/{step.slug}/"
            found += [
                path(way, RowsView.as_view(), known, name="step"),
                path(f"{way}<int:row>/", RowView.as_view(), known, name="row"),
            ]
            if step.repeat.table:
                template, mending = known | {"file": "template"}, known | {"file": "mending"}
                found += [
                    path(f"{way}table/", TableView.as_view(), known, name="table"),
                    path(f"{way}template.csv", TableFileView.as_view(), template, name="template"),
                    path(f"{way}mend.csv", TableFileView.as_view(), mending, name="mending"),
                ]
    return found


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
    path("lists/<slug:key>/", suggestions, name="list"),
    path("<slug:service>/", start, name="start"),
    path("<slug:service>/eligibility/", eligibility, name="eligibility"),
    path("<slug:service>/again/<uuid:case>/", again, name="again"),
    path(f"{DRAFT}{MATERIALS}/", MaterialsView.as_view(), {"step": MATERIALS}, name="step"),
    path(f"{DRAFT}{CHECK}/", CheckView.as_view(), {"step": CHECK}, name="step"),
    path(f"{DRAFT}sign/<str:key>/<slug:act>/", SignView.as_view(), name="sign"),
    path(f"{DRAFT}halt/", HaltView.as_view(), name="halt"),
    path(f"{DRAFT}done/", done, name="done"),
    path(f"{DRAFT}<slug:step>/autosave/", autosave, name="autosave"),
    *(pattern for service in registry.all_services() for pattern in rows_of(service)),
    *(steps_of(service) for service in registry.all_services()),
]
