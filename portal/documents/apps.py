from pathlib import Path

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

#: Seconds between two rounds of what is due by the day.
HOUR = 3600


class DocumentsConfig(AppConfig):
    name = "portal.documents"

    def ready(self) -> None:
        from django.core import checks as django_checks
        from django.db.models.signals import post_delete, pre_delete

        from portal.documents import actions, checks, claims, upkeep
        from portal.documents.cleaning import delete_chunks, delete_object
        from portal.documents.models import Document, Upload
        from portal.keyring import rotation
        from portal.rulebook.lists import ValueSpec, declare_values
        from portal.work.sweeping import register

        django_checks.register(checks.scanner, deploy=True)
        post_delete.connect(delete_object, sender=Document, dispatch_uid="portal.documents")
        pre_delete.connect(delete_chunks, sender=Upload, dispatch_uid="portal.documents")
        title = _("Days after which the files of a withdrawn case are deleted")
        declare_values(
            [ValueSpec("retention.withdrawn_days", title, "integer", _("days"))],
            Path(__file__).parent / "data" / "values.json",
        )
        claims.register("documents/", claims.documents)
        claims.register("quarantine/", claims.chunks, actions.send_again)
        register("uploads to be inspected", actions.sweep)
        register("reminders of promised papers", actions.remind)
        register("cases without a promised paper", actions.suspend_overdue)
        register("cases closed without a promised paper", actions.close_overdue)
        register("uploads nobody came back to", actions.drop_uploads, HOUR)
        register("files of withdrawn cases erased", actions.erase_withdrawn, HOUR)
        register("files of abandoned drafts erased", actions.erase_abandoned, HOUR)
        register("identity papers erased", actions.erase_identity, HOUR)
        rotation.register("statements and promises", upkeep.sealed_standins)
