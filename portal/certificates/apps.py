from pathlib import Path

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class CertificatesConfig(AppConfig):
    name = "portal.certificates"

    def ready(self) -> None:
        from portal.applications import gates
        from portal.certificates import checkpoints, gate, memos, policies, upkeep
        from portal.certificates.actions import alerts, batches, daily, sweep
        from portal.certificates.models import Certificate
        from portal.checkpoints import registry
        from portal.documents import claims
        from portal.keyring import rotation
        from portal.rulebook.lists import ValueSpec, declare_values
        from portal.work.sweeping import register

        titles = (
            _("First warning before a permit ends"),
            _("Last warning before a permit ends"),
        )
        declare_values(
            [
                ValueSpec(key, title, "integer", _("days"))
                for key, title in zip(upkeep.WARNINGS, titles, strict=True)
            ]
            + [
                ValueSpec(
                    checkpoints.DELIVERY_DAYS,
                    _("Time to deliver a certificate after the decision"),
                    "integer",
                    _("working days"),
                ),
                ValueSpec(
                    policies.RENEWABLE,
                    _("Certificates that may be renewed (types, separated by blanks)"),
                    "text",
                ),
            ],
            Path(__file__).parent / "data" / "values.json",
        )
        claims.register("certificates/", upkeep.stored)
        register("certificates", sweep)
        register("certificates of batches", batches.sweep)
        register("expired permits", upkeep.expire_permits)
        register("certificates that ran out", upkeep.note_ends)
        register("daily lists of the register", daily.publish, every=60)
        register("end of the seal", alerts.watch_seal, every=3600)
        register("permits that end soon", upkeep.warn_of_ends)
        memos.declare()
        gates.register(gate.CODE, gate.hold)
        registry.register("CP36", checkpoints.elements)
        registry.register("CP37", checkpoints.delivery)
        registry.register("CP38", checkpoints.archive)
        rotation.register("certificates", lambda: iter([(Certificate, "content")]))
