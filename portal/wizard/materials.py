"""The materials of a draft as the page shows them, and which are still missing."""

from dataclasses import dataclass, field
from typing import Any

from django.contrib.messages import ERROR
from django.urls import reverse
from django.utils.translation import gettext as _

from portal.catalog.declaration import Material
from portal.catalog.sources import state_of
from portal.documents.models import Document, Standin, Upload
from portal.documents.queries import active_standins, by_material, underway
from portal.rulebook.queries import NotInForce
from portal.ui.templatetags.ui import local_date
from portal.wizard.journey import MATERIALS, Journey

TONES = {Document.State.READY: "good"}
TAG = "material:"


@dataclass
class Row:
    """One material: what is asked for, what is there, and what was said about the last upload.

    fetched: title of the register that holds it, so that nothing is uploaded.
    standin: the statement or promise that stands instead.
    void: a statement was signed, but the register has answered since, so it may stand no more.
    commitment: the statement that may be signed; unreachable: because its register did not answer.
    days: working days after acceptance it may come within; None when it may not.
    later: handed in at a later stage, not now.
    uploads: files on their way, being checked, or refused.
    """

    material: Material
    documents: list[Document]
    required: bool
    uploads: list[Upload] = field(default_factory=list)
    reasons: list[str] = field(default_factory=list)
    renewed: bool = True
    problems: list[str] = field(default_factory=list)
    news: list[str] = field(default_factory=list)
    fetched: str = ""
    standin: Standin | None = None
    void: bool = False
    commitment: str = ""
    unreachable: bool = False
    days: int | None = None
    later: bool = False

    @property
    def anchor(self) -> str:
        """The id of the material's section."""
        return f"material-{self.material.code}"

    @property
    def there(self) -> bool:
        """Whether something is there for it, or need not be: files, a register, a statement, a promise."""
        return bool(self.fetched or self.later or self.standin or (self.documents and self.renewed))

    @property
    def coming(self) -> list[Upload]:
        """The files of it that are still on their way."""
        return [upload for upload in self.uploads if upload.is_coming]

    @property
    def missing(self) -> bool:
        """Whether a paper that is needed is not there, or the one asked for anew is not a new one."""
        return self.required and not self.there


def rows_of(journey: Journey) -> list[Row]:
    """Return a row for each material the answers call for, those of a later stage last. Three queries and the rules.

    In a correction for those asked for only: an officer who asks for a paper wants it, whatever a register says.
    """
    present, standins = by_material(journey.application), active_standins(journey.application)
    coming = underway(journey.application)
    asked = journey.asked
    rows = []
    for item in journey.service.materials_for(journey.answers):
        row = Row(item, present.get(item.code, []), item.required, coming.get(item.code, []))
        if asked is None:
            row.later = bool(item.later)
            row.fetched = source_of(journey, item)
        elif item.code in asked.materials:
            row.required, row.reasons = True, asked.reasons(material=item.code)
            row.renewed = any(document.created_at > asked.at for document in row.documents)
        else:
            continue
        if not (row.later or row.fetched):
            put_standin(journey, row, standins.get(item.code))
        rows.append(row)
    return sorted(rows, key=lambda row: row.later)


def source_of(journey: Journey, item: Material) -> str:
    """Return the title of the register that holds a material, "" when none does."""
    if not item.source or state_of(journey.answers, item.source) != "YES":
        return ""
    titles = {source.key: str(source.title) for source in journey.service.sources}
    return titles.get(item.source) or _("the register")


def put_standin(journey: Journey, row: Row, standin: Standin | None) -> None:
    """Put to a row what stands instead of the paper, and what may be offered."""
    item = row.material
    state = state_of(journey.answers, item.source) if item.source else ""
    if item.commitment and state in {"", "UNAVAILABLE"}:
        row.commitment, row.unreachable = str(item.commitment), bool(state)
    row.days = days_of(journey, item) if item.grace and state != "YES" else None
    if standin is None or standin.fulfilled_at or (journey.asked and standin.made_at <= journey.asked.at):
        return
    row.void = not standin.is_promise and not row.commitment
    row.standin = None if row.void else standin


def days_of(journey: Journey, item: Material) -> int | None:
    """Return within how many working days of acceptance a paper may come; None while no rule is in force."""
    try:
        return int(journey.norms.value(item.grace))
    except NotInForce:
        return None


def add_messages(rows: list[Any], messages: Any) -> list[Any]:
    """Put what was said about an upload to its material; return the other messages."""
    by_tag = {f"{TAG}{row.material.code}": row for row in rows}
    others = []
    for message in messages:
        row = by_tag.get(message.extra_tags)
        if row is None:
            others.append(message)
        else:
            (row.problems if message.level >= ERROR else row.news).append(str(message))
    return others


def problems_of(rows: list[Row]) -> list[tuple[str, str]]:
    """Return (href, text) of each refused upload, for the error summary."""
    return [(f"#{row.anchor}", text) for row in rows for text in row.problems]


def missing_of(rows: list[Row]) -> list[tuple[str, str]]:
    """Return (href, text) of each material that is needed and not there, or of which a file is still coming."""
    return [(f"#{row.anchor}", missing_text(row)) for row in rows if row.missing or row.coming]


def missing_text(row: Row) -> str:
    """Return the sentence that asks for a missing material, or for patience while a file of it is on its way."""
    if row.coming:
        text = _("Please wait until “%(name)s” has been checked, then press the button again.")
        return text % {"name": row.coming[0].name}
    text = _("Please upload a new file: %(material)s") if row.documents else _("Please upload: %(material)s")
    return text % {"material": row.material.title}


def files_of(journey: Journey, row: Row) -> list[dict[str, Any]]:
    """Return the files of a material as `ui/file_list.html` draws them, with the way to remove each."""
    back = f"{journey.url(MATERIALS)}#{row.anchor}"
    return [
        {
            "id": document.pk,
            "name": document.name,
            "size": document.size,
            "url": reverse("documents:read", args=[document.pk]),
            "tone": TONES.get(Document.State(document.state), "neutral"),
            "status": document.get_state_display(),
            "remove_url": "" if row.fetched or row.later else reverse("documents:remove", args=[document.pk]),
            "next": back,
            "origin": origin_of(document),
        }
        for document in row.documents
    ]


def origin_of(document: Document) -> str:
    """Return in words from which filing a file was taken over; "" for one that was uploaded here."""
    if document.first_at is None:
        return ""
    day, original = local_date(document.first_at), document.taken_from
    if original is None:
        return _("Taken over from an earlier filing; handed in on %(day)s.") % {"day": day}
    return _("Taken over from filing %(number)s; handed in on %(day)s.") % {
        "number": original.application.number,
        "day": day,
    }
