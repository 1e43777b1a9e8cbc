from django.apps import AppConfig
from django.db.models.signals import post_delete, post_migrate, post_save
from django.utils.translation import gettext_lazy as _


class WorkdaysConfig(AppConfig):
    name = "portal.workdays"
    label = "workdays"
    verbose_name = _("Working days")

    def ready(self) -> None:
        """Seed after each migrate (and flush); forget what was read whenever the calendar changes."""
        from . import calendar, seeding

        post_migrate.connect(seeding.seed_after_migrate, sender=self, dispatch_uid="workdays.seed")
        for name in ("CalendarYear", "CalendarDay"):
            model = self.get_model(name)
            for signal in (post_save, post_delete):
                signal.connect(calendar.forget, sender=model, dispatch_uid=f"workdays.forget.{name}")
