from pathlib import Path

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class SigningConfig(AppConfig):
    name = "portal.signing"

    def ready(self) -> None:
        from portal.rulebook.lists import ValueSpec, declare_values
        from portal.signing import upkeep
        from portal.work.sweeping import register

        days = _("days")
        declare_values(
            [
                ValueSpec("sign.invitation_days", _("Days in which a co-signer can sign"), "integer", days),
                ValueSpec("sign.reminder_days_1", _("Days to the first reminder to sign"), "integer", days),
                ValueSpec("sign.reminder_days_2", _("Days to the second reminder to sign"), "integer", days),
                ValueSpec("sign.reminder_days_3", _("Days to the third reminder to sign"), "integer", days),
            ],
            Path(__file__).parent / "data" / "values.json",
        )
        register("reminders to sign", upkeep.remind)
        register("invitations to sign", upkeep.expire)
        register("allowances to send", upkeep.forget)
