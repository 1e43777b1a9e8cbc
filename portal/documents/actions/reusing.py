"""Let files serve again that the holder handed in with an earlier case (S5 art. 7: nothing is asked for twice)."""

import logging
import uuid
from collections.abc import Iterable
from datetime import timedelta

from django.db import transaction
from django.db.models import Q, Sum
from django.db.models.functions import Coalesce
from django.utils import timezone

from portal.accounts.models import User
from portal.applications.models import Application
from portal.applications.policies import NotAllowed
from portal.applications.states import State
from portal.audit import actions as audit
from portal.catalog.declaration import Material, Norms
from portal.documents import storage
from portal.documents.cleaning import discard_object
from portal.documents.limits import MOST_BYTES_CASE
from portal.documents.models import Document
from portal.documents.policies import check_can_edit
from portal.rulebook.queries import NotInForce

log = logging.getLogger(__name__)


def reuse(
    *, application: Application, materials: Iterable[Material], norms: Norms, by: User
) -> list[Document]:
    """Take the latest files over into a draft for those of the materials that may serve again; return them.

    materials: those the answers call for. A material that has files in the draft already is left alone. The files
    come from the latest case of the same company (of the same person when none applies) that holds ready ones, not
    handed in longer ago than `Material.reuse` allows, counted from when they were first handed in. Each gets bytes
    of its own. A file that cannot be read now, or for which there is no room, is left out: it can be uploaded.
    """
    taken = []
    present = set(application.documents.filter(removed_at=None).values_list("material", flat=True))
    for material in materials:
        days = _days(material, norms)
        if days is None or material.code in present or material.later:
            continue
        for original in _originals(application, material, days, by):
            copy = _copied(application, original, by)
            if copy is not None:
                taken.append(copy)
    return taken


def _days(material: Material, norms: Norms) -> int | None:
    """Return for how many days a file of the material serves again; None when it does not."""
    try:
        return int(norms.value(material.reuse)) if material.reuse else None
    except NotInForce:
        return None


def _originals(application: Application, material: Material, days: int, by: User) -> list[Document]:
    """Return the ready files of a material in the latest case of the holder that has any; [] when none is fresh."""
    holder = (
        Q(application__company=application.company_id)
        if application.company_id
        else Q(application__company=None, application__owner=application.owner_id)
    )
    if material.personal:  # a colleague's identity document proves nothing about this person
        holder &= Q(uploaded_by=by)
    first = Coalesce("first_at", "created_at")
    found = (
        Document.objects.filter(
            holder, material=material.code, state=Document.State.READY, removed_at=None, erased_at=None
        )
        .exclude(application__state=State.DRAFT)
        .exclude(application=application.pk)
        .annotate(first=first)
        .filter(first__gte=timezone.now() - timedelta(days=days))
        .select_related("application")
        .order_by("-application__submitted_at", "created_at", "pk")
    )
    rows = list(found[:50])
    return [row for row in rows if row.application_id == rows[0].application_id]


def _copied(application: Application, original: Document, by: User) -> Document | None:
    """Return the copy of a file; None when it could not be made. The object is put first and the row written after."""
    key = f"documents/{uuid.uuid4().hex}"
    try:
        storage.put(key, storage.read(original.key))
    except (storage.StorageUnavailable, FileNotFoundError):
        log.warning("document %s could not be taken over", original.pk)
        return None
    try:
        copy = _kept(application, original, key, by)
    except BaseException:
        discard_object(key)
        raise
    if copy is None:
        discard_object(key)
    return copy


@transaction.atomic
def _kept(application: Application, original: Document, key: str, by: User) -> Document | None:
    locked = Application.objects.select_for_update().get(pk=application.pk)
    try:
        check_can_edit(locked, original.material, by)
    except NotAllowed:  # fetched from a register, or submitted meanwhile: then nothing has to be taken over
        return None
    files = locked.documents.filter(removed_at=None)
    used = files.aggregate(total=Sum("size"))["total"] or 0
    # Two presses at once take a file over once.
    if files.filter(taken_from=original).exists() or used + original.size > MOST_BYTES_CASE:
        return None
    copy = Document.objects.create(
        application=locked,
        material=original.material,
        name=original.name,
        content_type=original.content_type,
        size=original.size,
        sha256=original.sha256,
        sm3=original.sm3,
        pages=original.pages,
        sent_size=original.sent_size,
        sent_sha256=original.sent_sha256,
        sent_sm3=original.sent_sm3,
        key=key,
        uploaded_by=by,
        taken_from=original,
        first_at=original.first_at or original.created_at,
    )
    audit.record(
        actor=f"user:{by.pk}",
        action="document:reused",
        subject=f"document:{copy.pk}",
        data={
            "application": str(locked.pk),
            "material": copy.material,
            "from": str(original.pk),
            "case": str(original.application_id),
        },
    )
    return copy
