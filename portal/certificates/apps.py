from pathlib import Path

from django.apps import AppConfig
from django.db.models.signals import post_save
from django.utils.translation import gettext_lazy as _


class CertificatesConfig(AppConfig):
    name = "portal.certificates"

    def ready(self) -> None:
        from portal.applications import gates
        from portal.certificates import checkpoints, gate, memos, queries, upkeep
        from portal.certificates.actions import alerts, batches, daily, sweep
        from portal.certificates.desk.page import words_asked
        from portal.certificates.models import Certificate, Proposal
        from portal.checkpoints import registry
        from portal.documents import claims
        from portal.keyring import rotation
        from portal.review import forms as review_forms
        from portal.review.language import finding
        from portal.work.sweeping import register

        self.declare_norms()
        claims.register("certificates/", upkeep.stored)
        register("certificates", sweep)
        register("certificates of batches", batches.sweep)
        register("expired permits", upkeep.expire_permits)
        register("certificates that ran out", upkeep.note_ends)
        register("daily lists of the register", daily.publish, every=60)
        register("end of the seal", alerts.watch_seal, every=3600)
        register("permits that end soon", upkeep.warn_of_ends)
        memos.declare()
        post_save.connect(alerts.settle, sender=Proposal)
        review_forms.revocations_are_asked_for(words_asked)
        finding.register("certificates", queries.cases_of)
        gates.register(gate.CODE, gate.hold)
        gates.register(gate.PERMIT, gate.hold_suspended)
        registry.register("CP36", checkpoints.elements)
        registry.register("CP37", checkpoints.delivery)
        registry.register("CP38", checkpoints.archive)
        rotation.register("certificates", lambda: iter([(Certificate, "content")]))

    def declare_norms(self) -> None:
        """Declare the values of the rulebook that this room asks for."""
        from portal.certificates import checkpoints, policies, upkeep
        from portal.rulebook.lists import ValueSpec, declare_values

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
