"""The papers of a case: files, and what stands in for them."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Q, QuerySet

from portal.accounts.models import User
from portal.applications.models import Application, Submission
from portal.applications.queries import latest_submission, owned_by
from portal.applications.states import State
from portal.catalog.answers import answers_that_count
from portal.catalog.declaration import Answers, Material, Service
from portal.catalog.sources import SOURCES, state_of
from portal.documents.enclosures import ENCLOSURE
from portal.documents.models import Document, Standin, Upload
from portal.standards.digests import canonical_json, sha256
from portal.workdays.queries import today

#: States in which a promised paper may still come.
RUNNING = frozenset(
    {
        State.RECEIVED,
        State.ACCEPTED,
        State.IN_REVIEW,
        State.CONSULTATION,
        State.SUSPENDED,
        State.PENDING_APPROVAL,
    }
)
#: A promise that is neither kept nor taken back.
UNKEPT = Q(kind=Standin.Kind.OMISSION, fulfilled_at=None, taken_back_at=None)


@dataclass
class Holding:
    """What a case holds for one material: files, files that came late, a statement, a promise, a shared record.

    uploads: files of the running case that are still on their way.
    """

    files: list[Document] = field(default_factory=list)
    statement: Standin | None = None
    promise: Standin | None = None
    shared: str = ""
    uploads: list[Upload] = field(default_factory=list)


def current(application: Application) -> list[Document]:
    """Return the papers that belong to the application now, oldest first; enclosures of messages are none."""
    papers = application.documents.filter(removed_at=None).exclude(material=ENCLOSURE.code)
    return list(papers.select_related("taken_from__application"))


def by_material(application: Application) -> dict[str, list[Document]]:
    """Return the present files by material code; materials without files are absent."""
    grouped: dict[str, list[Document]] = {}
    for document in current(application):
        grouped.setdefault(document.material, []).append(document)
    return grouped


def underway(application: Application) -> dict[str, list[Upload]]:
    """Return the uploads by material code that are on their way, being checked, or were refused. One query."""
    grouped: dict[str, list[Upload]] = {}
    for upload in application.uploads.exclude(state=Upload.State.READY).exclude(material=ENCLOSURE.code):
        grouped.setdefault(upload.material, []).append(upload)
    return grouped


def version_of(application: Application) -> tuple[str, bool]:
    """Return a text that changes whenever a paper or its upload does, and whether one is on its way."""
    enclosed = Q(material=ENCLOSURE.code)
    uploads = list(application.uploads.exclude(enclosed | Q(state=Upload.State.READY)))
    files = (
        application.documents.filter(~enclosed, removed_at=None).order_by("pk").values_list("pk", flat=True)
    )
    seen = [*map(str, files), *(f"{row.pk}:{row.state}:{row.reason}" for row in uploads)]
    return sha256(canonical_json(seen)), any(row.is_coming for row in uploads)


def answers_now(application: Application) -> Answers:
    """Return the valid answers of a draft or correction as they are kept, the replies of registers included."""
    return answers_that_count(application.declaration, application.draft or {})


def to_upload(service: Service, answers: Answers) -> list[Material]:
    """Return the materials the answers call for before submission, without those that a register holds."""
    return [
        item
        for item in service.materials_for(answers)
        if not item.later and not (item.source and state_of(answers, item.source) == "YES")
    ]


def active_standins(application: Application) -> dict[str, Standin]:
    """Return the statements and promises that stand, by material code. One query."""
    return {row.material: row for row in application.standins.filter(taken_back_at=None)}


def active_standin(application: Application, material: str) -> Standin | None:
    """Return what stands in for one material."""
    return application.standins.filter(material=material, taken_back_at=None).first()


def snapshot(application: Application, answers: Answers | None = None) -> list[dict[str, Any]]:
    """Return the present papers as `Submission.materials` keeps them (see there).

    answers: those handed in; without them only the files are listed.
    """
    titles = {material.code: str(material.title) for material in application.declaration.materials}
    files = [
        {
            "kind": "file",
            "id": str(document.pk),
            "material": document.material,
            "title": titles.get(document.material, document.material),
            "name": document.name,
            "size": document.size,
            "sha256": document.sha256,
        }
        for document in current(application)
    ]
    return files if answers is None else files + _without_files(application, answers)


def _without_files(application: Application, answers: Answers) -> list[dict[str, Any]]:
    standins = active_standins(application)
    found = []
    for item in application.declaration.materials_for(answers):
        entry: dict[str, Any] = {"material": item.code, "title": str(item.title)}
        standin = standins.get(item.code)
        state = state_of(answers, item.source) if item.source else ""
        if state == "YES":
            reply = answers[SOURCES][item.source]
            found.append(entry | {"kind": "shared", "source": item.source, "at": str(reply.get("at", ""))})
        elif standin and not standin.is_promise and state != "NO":
            found.append(entry | {"kind": "statement", "standin": str(standin.pk), "sha256": standin.digest})
        elif standin and standin.is_promise and standin.fulfilled_at is None:
            found.append(entry | {"kind": "later", "standin": str(standin.pk), "sha256": standin.digest})
    return found


def kind_of(entry: dict[str, Any]) -> str:
    """Return the kind of an entry of `Submission.materials`: file, statement, later or shared."""
    return str(entry.get("kind", "file"))  # submissions from before there were others hold files only


def file_ids(submission: Submission) -> list[str]:
    """Return the ids of the files of a submission, in its order."""
    return [entry["id"] for entry in submission.materials if kind_of(entry) == "file"]


def for_submission(submission: Submission) -> list[Document]:
    """Return the files that were handed in with a submission, in its order."""
    order = file_ids(submission)
    found = {str(document.pk): document for document in Document.objects.filter(pk__in=order)}
    return [found[pk] for pk in order if pk in found]


def standins_of(submission: Submission) -> dict[str, Standin]:
    """Return the statements and promises of a submission by their id. At most one query."""
    ids = [entry["standin"] for entry in submission.materials if "standin" in entry]
    return {str(row.pk): row for row in Standin.objects.filter(pk__in=ids)} if ids else {}


def holdings(submission: Submission) -> dict[str, Holding]:
    """Return what the case holds by material: as submitted, come late since, or coming. At most three queries."""
    order = {pk: place for place, pk in enumerate(file_ids(submission))}
    own = Q(pk__in=order) | Q(application=submission.application_id, late=True, removed_at=None)
    documents = sorted(Document.objects.filter(own), key=lambda row: order.get(str(row.pk), len(order)))
    standins = standins_of(submission)
    sources = {source.key: str(source.title) for source in submission.application.declaration.sources}
    found: dict[str, Holding] = {}
    for document in documents:
        found.setdefault(document.material, Holding()).files.append(document)
    for material, uploads in _coming(submission).items():
        found.setdefault(material, Holding()).uploads = uploads
    for entry in submission.materials:
        holding = found.setdefault(entry["material"], Holding())
        standin = standins.get(entry.get("standin", ""))
        if kind_of(entry) == "statement":
            holding.statement = standin
        elif kind_of(entry) == "later":
            holding.promise = standin
        elif kind_of(entry) == "shared":
            holding.shared = sources.get(entry["source"], entry["source"])
    return found


def _coming(submission: Submission) -> dict[str, list[Upload]]:
    """Return the uploads that a running case waits for by material; no query when it takes no files now."""
    case = submission.application
    promised = any(kind_of(entry) == "later" for entry in submission.materials)
    if not promised and not any(case.state in item.later for item in case.declaration.materials):
        return {}
    grouped = {code: [row for row in rows if row.is_coming] for code, rows in underway(case).items()}
    return {code: rows for code, rows in grouped.items() if rows}


def papers_in_order(application: Application) -> list[Document]:
    """Return the files of a submitted case in the order of its materials, as the desk lists them."""
    submission = latest_submission(application)
    if submission is None:
        return []
    held = holdings(submission)
    asked = [item.code for item in application.declaration.materials_for(submission.content["answers"])]
    order = [*asked, *(code for code in held if code not in asked)]
    return [file for code in order if code in held for file in held[code].files]


def promises_of(user: User) -> QuerySet[Standin]:
    """Return the promises in the cases a person acts for that are due in running cases, the nearest first."""
    running = Standin.objects.filter(
        UNKEPT, application__in=owned_by(user), application__state__in=RUNNING, due_on__isnull=False
    )
    return running.order_by("due_on", "pk")


def unkept(application: Application) -> list[Standin]:
    """Return the promises of a case that are still to be kept, the nearest first; none when it has ended."""
    if application.state not in RUNNING:
        return []
    return list(application.standins.filter(UNKEPT).order_by("due_on", "pk"))


def open_promises(application: Application) -> list[Standin]:
    """Return the promises for which the case takes files now: unkept ones, and those kept just now."""
    if application.state not in RUNNING:
        return []
    promises = application.standins.filter(kind=Standin.Kind.OMISSION, taken_back_at=None)
    day = today()
    return [row for row in promises.order_by("due_on", "pk") if row.takes_files(day)]


def due_later(application: Application) -> list[Material]:
    """Return the materials that this state is the time for (`Material.later`). At most one query."""
    now = [item for item in application.declaration.materials if application.state in item.later]
    submission = latest_submission(application) if now else None
    if submission is None:
        return []
    answers = submission.content["answers"]
    return [item for item in now if item.when(answers)]


def titles_of(application: Application, standins: Iterable[Standin]) -> list[str]:
    """Return the titles of the materials that stand-ins are about, in the active language."""
    titles = {item.code: str(item.title) for item in application.declaration.materials}
    return [titles.get(row.material, row.material) for row in standins]
