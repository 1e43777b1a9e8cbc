"""ZZ: permission for a neighbourhood fair."""

from pathlib import Path

from django.utils.translation import gettext_lazy as _

from portal.catalog.declaration import Certificate, Limits, Repeat, Service, Step
from portal.catalog.paper_texts import texts_list
from portal.catalog.registry import register
from portal.rulebook.lists import ValueSpec, declare_list, declare_values

from . import certificate, materials, rules, samples, verdicts
from .steps import FairForm, OrganiserForm, StallForm

DATA = Path(__file__).parent / "data"
PAPERS = declare_list(
    texts_list(
        "fair_papers", _("Permission for a neighbourhood fair"), DATA / "papers.json", {"ZZ": ("stalls",)}
    )
)
declare_values(
    [
        ValueSpec("ZZ.decision_days", _("Promised time to decide"), "integer", _("working days")),
        ValueSpec("ZZ.most_visitors", _("Visitors from which a fair is no longer small"), "integer"),
    ],
    DATA / "values.json",
)

register(
    Service(
        code="ZZ",
        title=_("Permission for a neighbourhood fair"),
        summary=_("For residents who hold a small fair in the open."),
        audience="person",
        nature="licence",
        steps=(
            Step("organiser", _("Organiser"), OrganiserForm),
            Step("fair", _("The fair"), FairForm, _("Decides which district takes your application.")),
            Step("stalls", _("Stalls"), StallForm, repeat=Repeat(_("Stall"), 1, 20)),
        ),
        materials=materials.MATERIALS,
        route=rules.route,
        subject=rules.organiser,
        halt=verdicts.halt,
        check=verdicts.check,
        facts=verdicts.facts,
        sample=samples.sample,
        certificate=Certificate(
            type="ZZ",
            title=_("Permission for a neighbourhood fair"),
            valid_to=certificate.valid_to,
            content=certificate.content,
            texts=PAPERS.key,
        ),
        limits=Limits("ZZ.decision_days", "ZZ.decision_days", "ZZ.decision_days"),
        officers=2,
    )
)
