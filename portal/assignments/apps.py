from pathlib import Path

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class AssignmentsConfig(AppConfig):
    name = "portal.assignments"

    def ready(self) -> None:
        from portal.applications import gates
        from portal.assignments import actions, memos
        from portal.assignments.gate import gate, keep_away
        from portal.notifications import inbox
        from portal.rulebook.lists import ValueSpec, declare_values
        from portal.work.sweeping import register

        title = _("Time after which a case that nobody touches is free for other officers")
        declare_values(
            [ValueSpec("desk.claim_minutes", title, "integer", _("minutes"))],
            Path(__file__).parent / "data" / "values.json",
        )
        gates.register("assignments", gate, of_people=True)
        gates.register_bar("assignments", keep_away)
        inbox.declare(memos.HANDED, memos.handed)
        inbox.declare(memos.AWAY, memos.away)
        register("absences that begin", actions.begin_absences)
        register("claims that have lapsed", actions.drop_claims)
