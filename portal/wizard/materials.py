"""The materials of a draft as the page shows them, and which are still missing."""

from dataclasses import dataclass, field
from typing import Any

from django.contrib.messages import ERROR
from django.urls import reverse
from django.utils.translation import gettext as _

from portal.catalog.declaration import Material
from portal.documents.models import Document
from portal.documents.queries import by_material
from portal.wizard.journey import MATERIALS, Journey

TONES = {Document.State.READY: "good"}
TAG = "material:"


@dataclass
class Row:
    """One material: what is asked for, what is there, and what was said about the last upload."""

    material: Material
    documents: list[Document]
    required: bool
    reasons: list[str] = field(default_factory=list)
    renewed: bool = True
    problems: list[str] = field(default_factory=list)
    news: list[str] = field(default_factory=list)

    @property
    def anchor(self) -> str:
        """The id of the material's section."""
        return f"material-{self.material.code}"

    @property
    def missing(self) -> bool:
        """Whether a paper that is needed is not there, or the one asked for anew is not a new one."""
        return self.required and not (self.documents and self.renewed)


def rows_of(journey: Journey) -> list[Row]:
    """Return a row for each material the answers call for; in a correction for those asked for. One query."""
    present = by_material(journey.application)
    wanted = journey.service.materials_for(journey.answers)
    asked = journey.asked
    if asked is None:
        return [Row(item, present.get(item.code, []), item.required) for item in wanted]
    rows = []
    for item in wanted:
        if item.code in asked.materials:
            documents = present.get(item.code, [])
            renewed = any(document.created_at > asked.at for document in documents)
            rows.append(Row(item, documents, True, asked.reasons(material=item.code), renewed))
    return rows


def add_messages(rows: list[Row], messages: Any) -> list[Any]:
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
    """Return (href, text) of each material that is needed and not there."""
    return [(f"#{row.anchor}", missing_text(row)) for row in rows if row.missing]


def missing_text(row: Row) -> str:
    """Return the sentence that asks for a missing material."""
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
            "remove_url": reverse("documents:remove", args=[document.pk]),
            "next": back,
        }
        for document in row.documents
    ]
