from django.apps import AppConfig


class DocumentsConfig(AppConfig):
    name = "portal.documents"

    def ready(self) -> None:
        from django.core import checks as django_checks
        from django.db.models.signals import post_delete

        from portal.documents import checks, upkeep
        from portal.documents.actions import close_overdue, remind, suspend_overdue, sweep
        from portal.documents.cleaning import delete_object
        from portal.documents.models import Chunk, Document
        from portal.keyring import rotation
        from portal.work.sweeping import register

        django_checks.register(checks.scanner, deploy=True)
        for model in (Document, Chunk):
            post_delete.connect(
                delete_object, sender=model, dispatch_uid=f"portal.documents.{model.__name__}"
            )
        register("uploads to be inspected", sweep)
        register("reminders of promised papers", remind)
        register("cases without a promised paper", suspend_overdue)
        register("cases closed without a promised paper", close_overdue)
        rotation.register("statements and promises", upkeep.sealed_standins)
