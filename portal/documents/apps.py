from django.apps import AppConfig


class DocumentsConfig(AppConfig):
    name = "portal.documents"

    def ready(self) -> None:
        from django.db.models.signals import post_delete

        from portal.documents import upkeep
        from portal.documents.actions import close_overdue, remind, suspend_overdue
        from portal.documents.cleaning import delete_object
        from portal.documents.models import Document
        from portal.keyring import rotation
        from portal.work.sweeping import register

        post_delete.connect(delete_object, sender=Document, dispatch_uid="portal.documents")
        register("reminders of promised papers", remind)
        register("cases without a promised paper", suspend_overdue)
        register("cases closed without a promised paper", close_overdue)
        rotation.register("statements and promises", upkeep.sealed_standins)
