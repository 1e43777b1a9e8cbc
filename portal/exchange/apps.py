from pathlib import Path

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ExchangeConfig(AppConfig):
    name = "portal.exchange"

    def ready(self) -> None:
        from portal.exchange.actions import sweep
        from portal.exchange.handing import PREFIX
        from portal.exchange.models import Packet
        from portal.exchange.receiving import poll
        from portal.keyring import rotation
        from portal.rulebook.lists import ValueSpec, declare_values
        from portal.work.sweeping import register

        title = _("Prefix of permit numbers in the exchange with other places")
        declare_values([ValueSpec(PREFIX, title, "text")], Path(__file__).parent / "data" / "values.json")
        register("packets to the exchange", sweep)
        register("answers of the exchange", poll)
        rotation.register("packets", lambda: iter([(Packet, "payload")]))
