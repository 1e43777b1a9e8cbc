"""The lists and values that change by decree for this service, with the files of their first versions."""

from pathlib import Path

from django.utils.translation import gettext_lazy as _

from portal.catalog.paper_texts import texts_list
from portal.rulebook.lists import Column, ListSpec, ValueSpec, declare_list, declare_values

DATA = Path(__file__).parent / "data"

NAMES = (Column("name", _("Name")), Column("name_en", _("Name in English")))

PUBLIC_HOUSEHOLDS = declare_list(
    ListSpec(
        key="public_households",
        title=_("Community public households"),
        columns=(
            Column("name", _("Name")),
            Column("address", _("Address")),
            Column("district_code", _("District")),
            Column("station_code", _("Police station")),
            Column("capacity", _("Places"), "integer", required=False),
            Column("occupied", _("Places taken"), "integer"),
            Column("counted_on", _("Day on which the places taken were counted"), "date", required=False),
            Column("status", _("State"), "choice", choices=("OPEN", "PAUSED", "CLOSED")),
            Column("contact_phone", _("Phone"), required=False),
        ),
        seed=DATA / "public_households.json",
        counted="occupied",
        counted_on="counted_on",
        limit="capacity",
    )
)

#: Streets and towns of the sixteen districts by nine digits, each with the police station that serves it.
RESIDENCE_AREAS = declare_list(
    ListSpec(
        key="residence_areas",
        title=_("Streets and towns"),
        columns=(
            Column("name", _("Name")),
            Column("name_en", _("Name in English"), required=False),
            Column("district_code", _("District")),
            Column("station_code", _("Police station")),
        ),
        seed=DATA / "residence_areas.json",
        group=("district_code", "districts"),
        suggest=True,
    )
)

TALENT_CATEGORIES = declare_list(
    ListSpec("talent_categories", _("Talent categories"), NAMES, DATA / "talent_categories.json")
)

TALENT_CHANNELS = declare_list(
    ListSpec(
        key="talent_channels",
        title=_("Ways to settle as talent"),
        columns=(*NAMES, Column("open", _("Open in this portal"), "flag")),
        seed=DATA / "talent_channels.json",
    )
)

#: What the papers of this service say, by type: the move-in permit, the settlement notice.
TEXTS = declare_list(
    texts_list(
        "household_papers",
        _("Texts of papers: talent registration"),
        DATA / "papers.json",
        {"ZQ": ("origin", "persons", "release"), "LH": ("name", "contact")},
    )
)

declare_values(
    [
        ValueSpec(
            "TH.intake_days", _("Promised time to accept or ask for more"), "integer", _("working days")
        ),
        ValueSpec("TH.decision_days", _("Promised time to decide"), "integer", _("working days")),
        ValueSpec("TH.statutory_days", _("Legal time limit to decide"), "integer", _("working days")),
        ValueSpec("TH.zqz_valid_days", _("Validity of the move-in permit"), "integer", _("days")),
        ValueSpec(
            "TH.qyz_valid_days",
            _("Validity of a migration certificate that names no last day"),
            "integer",
            _("days"),
        ),
        ValueSpec("TH.move_reason_code", _("Code of the reason for moving, for the exchange"), "text"),
        ValueSpec(
            "TH.approval_valid_days", _("Validity of a talent approval that names none"), "integer", _("days")
        ),
        ValueSpec("TH.lease_min_days", _("Time a lease must still run"), "integer", _("days")),
        ValueSpec("TH.adult_age", _("Age from which a person applies alone"), "integer", _("years")),
        ValueSpec(
            "TH.parent_years", _("Years between parent and child below which an officer looks"), "integer"
        ),
        ValueSpec(
            "TH.most_at_address", _("Cases of a year at one residence from which an officer looks"), "integer"
        ),
        ValueSpec(
            "TH.most_of_mobile", _("Open cases with one mobile number that nobody looks at"), "integer"
        ),
        ValueSpec(
            "TH.contract_grace_days",
            _("Time to hand in a labour contract later"),
            "integer",
            _("working days"),
        ),
        ValueSpec("TH.consent_mode", _("Boxes of the notice: ACK (taken note of) or CONSENT"), "text"),
        ValueSpec("TH.approval_org", _("Authority that usually approves talent"), "text"),
        ValueSpec("TH.move_reason", _("Reason for moving, as printed on the permit"), "text"),
        ValueSpec("TH.move_reason_en", _("Reason for moving, as printed in English"), "text"),
        ValueSpec("TH.notice_version", _("Current version of the privacy notice"), "text"),
    ],
    seed=DATA / "values.json",
)
