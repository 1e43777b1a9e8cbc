from django.apps import AppConfig


class PortalConfig(AppConfig):
    name = "portal"

    def ready(self) -> None:
        from portal import flow  # noqa: PLC0415 -- models are ready only now

        flow.connect()
