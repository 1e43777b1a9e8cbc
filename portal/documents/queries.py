"""The files of a case."""

from typing import Any

from portal.applications.models import Application, Submission
from portal.documents.models import Document


def current(application: Application) -> list[Document]:
    """Return the files that belong to the application now, oldest first."""
    return list(application.documents.filter(removed_at=None))


def by_material(application: Application) -> dict[str, list[Document]]:
    """Return the present files by material code; materials without files are absent."""
    grouped: dict[str, list[Document]] = {}
    for document in current(application):
        grouped.setdefault(document.material, []).append(document)
    return grouped


def snapshot(application: Application) -> list[dict[str, Any]]:
    """Return the present files as `Submission.materials` keeps them."""
    titles = {material.code: str(material.title) for material in application.declaration.materials}
    return [
        {
            "id": str(document.pk),
            "material": document.material,
            "title": titles.get(document.material, document.material),
            "name": document.name,
            "size": document.size,
            "sha256": document.sha256,
        }
        for document in current(application)
    ]


def for_submission(submission: Submission) -> list[Document]:
    """Return the files that were handed in with a submission, in its order."""
    order = [entry["id"] for entry in submission.materials]
    found = {str(document.pk): document for document in Document.objects.filter(pk__in=order)}
    return [found[pk] for pk in order if pk in found]
