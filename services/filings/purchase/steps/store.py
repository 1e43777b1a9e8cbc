"""Where an organisation keeps the substances, and who answers for them (domain B4)."""

from typing import Any

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from portal.ui.fields import AddressField, PersonNameField, RadioField, YesNoField
from services.filings.company.safety import OfficerForm

STORES = [
    ("WAREHOUSE", _("A warehouse for dangerous goods")),
    ("ROOM", _("A storeroom")),
    ("CABINET", _("A safety cabinet")),
    ("TANK", _("A tank")),
    ("LEASED", _("The warehouse of a provider")),
]


class StoreForm(OfficerForm):
    """The person in charge, and the store with its two keepers (双人双锁)."""

    store_address = AddressField(label=_("Address of the store"))
    store_kind = RadioField(label=_("Kind of store"), choices=STORES)
    keeper_1 = PersonNameField(label=_("First keeper"), max_length=50)
    keeper_2 = PersonNameField(
        label=_("Second keeper"), max_length=50, help_text=_("The store has two keepers and two locks.")
    )
    video = YesNoField(label=_("Is the store under video surveillance"))
    alarm = YesNoField(label=_("Has the store an alarm"))

    fieldsets = (
        (_("Person in charge"), ("safety_officer", "safety_mobile")),
        (_("The store"), ("store_address", "store_kind", "keeper_1", "keeper_2", "video", "alarm")),
    )

    def clean(self) -> dict[str, Any]:
        """Ask for two keepers who are two people (B4)."""
        super().clean()
        first, second = (self.cleaned_data.get(key) for key in ("keeper_1", "keeper_2"))
        if first and first == second:
            self.add_error("keeper_2", gettext("Please name two different keepers."))
        return self.cleaned_data
