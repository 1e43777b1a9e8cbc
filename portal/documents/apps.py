from django.apps import AppConfig


class DocumentsConfig(AppConfig):
    name = "portal.documents"

    def ready(self) -> None:
        from django.db.models.signals import post_delete

        from portal.documents.cleaning import delete_object
        from portal.documents.models import Document

        post_delete.connect(delete_object, sender=Document, dispatch_uid="portal.documents")
