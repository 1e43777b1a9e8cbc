from django.apps import AppConfig


class DocumentsConfig(AppConfig):
    name = "portal.documents"

    def ready(self) -> None:
        from django.db.models.signals import post_delete  # noqa: PLC0415

        from portal.documents.cleaning import delete_object  # noqa: PLC0415 -- models are ready only now
        from portal.documents.models import Document  # noqa: PLC0415

        post_delete.connect(delete_object, sender=Document, dispatch_uid="portal.documents")
