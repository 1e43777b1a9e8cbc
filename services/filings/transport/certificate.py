"""The transport filing certificate and the transport licence as data (domain B11; 条例 art. 22). Always in Chinese."""

from datetime import date

from portal.catalog.declaration import Answers, Norms
from portal.catalog.papers import CaseRecord, Paper, Table
from portal.standards import divisions
from services.filings.chemicals.printing import as_filed, period, substances, sum_in_words
from services.filings.transport import rules
from services.filings.transport.kinds import Kind
from services.filings.transport.reading import M3, M12, Transport, read, rows_of

MODES = {"ROAD": "公路运输", "RAIL": "铁路运输", "WATER": "水路运输", "AIR": "航空运输"}
VALIDITY = {M3: "三个月", M12: "十二个月"}
MOST_PLATES = 4
NOTES = (
    "运输人员应当自启运起全程携带本证，承运的品种、数量应当与本证一致。",
    "本证自签发之日起生效，至有效期届满之日二十四时止，不得转让、出借。",
)


def valid_to(answers: Answers, issued: date, norms: Norms, kind: Kind) -> date:
    """Return the last day of the certificate: three or twelve months after issue, as the norms say (B8)."""
    short, long = (norms.value(f"{kind.code}.{key}_months") for key in ("m3", "m12"))
    return rules.valid_to(read(answers).validity, issued, short, long)


def content(record: CaseRecord, norms: Norms, kind: Kind) -> Paper:
    """Return the certificate of a decided case, without number, seal and QR code. Pure."""
    answers, transport = record.answers, read(record.answers)
    place, consignee, carrier = answers["place"], answers["consignee"], answers["carrier"]
    fields = (
        ("货主", transport.name),
        ("统一社会信用代码", transport.uscc),
        ("收货人", consignee["consignee_name"]),
        ("运出地", divisions.with_address(transport.haul.dispatch, place["dispatch_address"])),
        ("运入地", divisions.with_address(transport.haul.destination, place["destination_address"])),
        ("承运人", carrier["carrier_name"]),
        ("运输方式", MODES[transport.mode]),
        ("车辆号牌", plates_in_short(transport)),
        ("数量合计", sum_in_words(transport.total_kg)),
        ("种类", f"{kind.permit}（{VALIDITY[transport.validity]}内多次使用有效）"),
        ("有效期", period(record.issued_on, record.valid_to)),
        (kind.organ, record.unit_name),
    )
    load = substances(answers["substances"]["rows"], as_filed(record, norms), "品种和数量")
    return Paper(
        title=kind.title,
        fields=tuple((label, text) for label, text in fields if text),
        tables=(load, *vehicles(answers, transport)),
        notes=NOTES,
    )


def plates_in_short(transport: Transport) -> str:
    """Return the plates, or their number when they stand in a table of their own; "" without vehicles."""
    if len(transport.plates) > MOST_PLATES:
        return f"共{len(transport.vehicles)}辆，见车辆表"
    return "、".join(transport.plates)


def vehicles(answers: Answers, transport: Transport) -> tuple[Table, ...]:
    """Return the table of vehicles when they are too many for a line."""
    if len(transport.plates) <= MOST_PLATES:
        return ()
    rows = enumerate(rows_of(answers, "vehicles"), 1)
    return (
        Table(
            head=("序号", "车辆号牌", "挂车号牌"),
            rows=tuple((str(n), row["plate"], row.get("trailer_plate") or "无") for n, row in rows),
            title="车辆",
            widths=(1, 3, 3),
        ),
    )
