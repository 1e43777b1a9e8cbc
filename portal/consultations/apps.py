from pathlib import Path

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ConsultationsConfig(AppConfig):
    name = "portal.consultations"

    def ready(self) -> None:
        from portal.applications import gates
        from portal.consultations import memos, upkeep, wording
        from portal.consultations.gate import CODE, gate
        from portal.consultations.models import sealed_columns
        from portal.consultations.queries import KIND
        from portal.consultations.templatetags.consultations import PLACE, waiting
        from portal.keyring import rotation
        from portal.review import counts, lines
        from portal.rulebook.lists import ValueSpec, declare_values
        from portal.work.sweeping import register

        days = _("working days")
        declare_values(
            [
                ValueSpec("consultation.convene_days", _("Days to convene a consultation"), "integer", days),
                ValueSpec(
                    "consultation.conclude_days", _("Days to conclude a consultation"), "integer", days
                ),
            ],
            Path(__file__).parent / "data" / "values.json",
        )
        gates.register(CODE, gate)
        lines.register(KIND, wording.line_of)
        counts.register(PLACE, waiting)
        memos.declare()
        rotation.register("consultations", sealed_columns)
        register("terms of consultations", upkeep.remind, every=600)
