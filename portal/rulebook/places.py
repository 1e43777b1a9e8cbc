"""The lists of the platform itself: districts and the units of the police."""

from pathlib import Path

from django.utils.translation import gettext_lazy as _

from portal.rulebook.lists import Column, ListSpec, declare_list

DATA = Path(__file__).parent / "data"

#: Sixteen districts by their six-digit code (GB/T 2260); `char` stands on certificates.
DISTRICTS = declare_list(
    ListSpec(
        key="districts",
        title=_("Districts"),
        columns=(
            Column("name", _("Name")),
            Column("name_en", _("Name in English")),
            Column("char", _("Character on certificates")),
        ),
        seed=DATA / "districts.json",
    )
)

#: Units by their twelve-digit code: the municipal bureau, the district bureaus, the stations.
UNITS = declare_list(
    ListSpec(
        key="units",
        title=_("Units"),
        columns=(
            Column("name", _("Name")),
            Column("name_en", _("Name in English")),
            Column("kind", _("Kind"), "choice", choices=("MUNICIPAL", "DISTRICT", "STATION")),
            Column("district_code", _("District"), required=False),
            Column("address", _("Address"), required=False),
            Column("phone", _("Phone"), required=False),
        ),
        seed=DATA / "units.json",
    )
)
