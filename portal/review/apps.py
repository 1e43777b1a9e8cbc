from django.apps import AppConfig


class ReviewConfig(AppConfig):
    name = "portal.review"

    def ready(self) -> None:
        from portal.keyring import rotation
        from portal.review.models import Outside

        rotation.register("acts of offices outside", lambda: iter([(Outside, "content")]))
