from django.apps import AppConfig


class CorrespondenceConfig(AppConfig):
    name = "portal.correspondence"

    def ready(self) -> None:
        from portal.correspondence import actions, queries
        from portal.correspondence.models import Message
        from portal.correspondence.wording import memo
        from portal.documents import enclosures
        from portal.keyring import rotation
        from portal.notifications import inbox
        from portal.work.sweeping import register

        enclosures.register(queries.was_sent)
        inbox.declare("message", memo)
        rotation.register("messages", lambda: iter([(Message, "content")]))
        register("forgotten enclosures", actions.drop_forgotten, every=3600)
