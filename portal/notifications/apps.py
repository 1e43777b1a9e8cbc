from django.apps import AppConfig


class NotificationsConfig(AppConfig):
    name = "portal.notifications"

    def ready(self) -> None:
        from portal.notifications.actions import sweep  # noqa: PLC0415 -- models are ready only now
        from portal.work.sweeping import register  # noqa: PLC0415

        register("notices", sweep)
