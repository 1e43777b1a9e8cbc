"""The transport filing certificate and the transport licence as data (domain B11; 条例 art. 22)."""

from datetime import date

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from portal.catalog.declaration import Answers, Norms
from portal.catalog.papers import CaseRecord, Paper, Table, is_english
from portal.standards import divisions
from services.filings.chemicals.printing import as_filed, period, substances, sum_in_words
from services.filings.transport import rules
from services.filings.transport.kinds import FILING, LICENCE, Kind
from services.filings.transport.reading import M3, M12, Transport, read, rows_of

MODES = {
    "ROAD": gettext_lazy("Transport by road"),
    "RAIL": gettext_lazy("Transport by railway"),
    "WATER": gettext_lazy("Transport by water"),
    "AIR": gettext_lazy("Transport by air"),
}
#: How often it may be used, by how long it holds.
USES = {
    M3: gettext_lazy("Several times within three months"),
    M12: gettext_lazy("Several times within twelve months"),
}
ORGANS = {
    FILING.code: gettext_lazy("Filing authority at the place of dispatch"),
    LICENCE.code: gettext_lazy("Licensing authority at the place of dispatch"),
}
MOST_PLATES = 4


def valid_to(answers: Answers, issued: date, norms: Norms, kind: Kind) -> date:
    """Return the last day of the certificate: three or twelve months after issue, as the norms say (B8)."""
    short, long = (norms.value(f"{kind.code}.{key}_months") for key in ("m3", "m12"))
    return rules.valid_to(read(answers).validity, issued, short, long)


def content(record: CaseRecord, norms: Norms, kind: Kind) -> Paper:
    """Return the certificate of a decided case, without number, seal and QR code. Pure."""
    answers, language, transport = record.answers, record.language, read(record.answers)
    place, consignee, carrier = answers["place"], answers["consignee"], answers["carrier"]
    fields = (
        (_("Cargo owner"), transport.name),
        (_("Unified social credit code"), transport.uscc),
        (_("Consignee"), consignee["consignee_name"]),
        (_("Dispatched from"), divisions.with_address(transport.haul.dispatch, place["dispatch_address"])),
        (_("Destination"), divisions.with_address(transport.haul.destination, place["destination_address"])),
        (_("Carrier"), carrier["carrier_name"]),
        (_("Way of transport"), str(MODES[transport.mode])),
        (_("Number plate"), plates_in_short(transport, language)),
        (_("Total quantity"), sum_in_words(transport.total_kg, language)),
        (_("Number of uses"), str(USES[transport.validity])),
        (_("Validity period"), period(record.issued_on, record.valid_to, language)),
        (str(ORGANS[kind.code]), record.unit_name),
    )
    filed = as_filed(record, norms)
    load = substances(answers["substances"]["rows"], filed, _("Substances and quantities"), language)
    return Paper(
        language=language,
        fields=tuple((label, text) for label, text in fields if text),
        tables=(load, *vehicles(answers, transport)),
    )


def plates_in_short(transport: Transport, language: str) -> str:
    """Return the plates, or their number when they stand in a table of their own; "" without vehicles."""
    if len(transport.plates) > MOST_PLATES:
        return _("%(count)s vehicles, see the table") % {"count": len(transport.vehicles)}
    return (", " if is_english(language) else "、").join(transport.plates)


def vehicles(answers: Answers, transport: Transport) -> tuple[Table, ...]:
    """Return the table of vehicles when they are too many for a line."""
    if len(transport.plates) <= MOST_PLATES:
        return ()
    rows = enumerate(rows_of(answers, "vehicles"), 1)
    none = _("None")
    return (
        Table(
            head=(_("No."), _("Number plate"), _("Number plate of the trailer")),
            rows=tuple((str(n), row["plate"], row.get("trailer_plate") or none) for n, row in rows),
            title=_("Vehicles"),
            widths=(1, 3, 3),
        ),
    )
