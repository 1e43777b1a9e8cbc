from django.apps import AppConfig


class NotificationsConfig(AppConfig):
    name = "portal.notifications"

    def ready(self) -> None:
        from portal.notifications.actions import sweep
        from portal.work.sweeping import register

        register("notices", sweep)
