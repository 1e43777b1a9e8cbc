from pathlib import Path

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class RatingsConfig(AppConfig):
    name = "portal.ratings"

    def ready(self) -> None:
        from portal.checkpoints import registry
        from portal.keyring import rotation
        from portal.ratings import checkpoints
        from portal.ratings.models import sealed_columns
        from portal.rulebook.lists import ValueSpec, declare_values

        declare_values(
            [
                ValueSpec(
                    "rating.contact_days", _("Days to contact who rated badly"), "integer", _("working days")
                )
            ],
            Path(__file__).parent / "data" / "values.json",
        )
        registry.register("CP39", checkpoints.afterwards)
        rotation.register("ratings", sealed_columns)
