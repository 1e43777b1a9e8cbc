from pathlib import Path

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class CompaniesConfig(AppConfig):
    name = "portal.companies"

    def ready(self) -> None:
        from portal.companies.models import Company, Handler
        from portal.keyring import rotation
        from portal.rulebook.lists import ValueSpec, declare_values

        declare_values(
            [
                ValueSpec(
                    "company.invitation_days",
                    _("Days an invitation to act for a company can be used"),
                    "integer",
                    _("days"),
                ),
            ],
            Path(__file__).parent / "data" / "values.json",
        )
        rotation.register("companies", lambda: iter([(Company, "profile"), (Handler, "details")]))
