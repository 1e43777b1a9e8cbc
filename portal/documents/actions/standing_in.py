"""Let a signed statement, or the promise to hand it in later, stand in for a paper; and take that back."""

from typing import Any

from django.conf import settings
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override

from portal.accounts.models import User
from portal.applications.models import Application
from portal.applications.policies import NotAllowed
from portal.audit import actions as audit
from portal.catalog.declaration import Material
from portal.documents.models import Standin
from portal.documents.policies import check_can_commit, check_can_edit, check_can_promise
from portal.documents.queries import active_standin
from portal.documents.sentences import Refused
from portal.rulebook.queries import norms
from portal.standards.digests import canonical_json, sha256
from portal.workdays.queries import today

Kind = Standin.Kind


@transaction.atomic
def commit(*, application: Application, material: str, by: User, ticked: bool) -> Standin:
    """Sign the declared statement instead of a paper (告知承诺) and return it; signed twice, the first stands.

    ticked: whether the person ticked the box, which is never ticked beforehand. Raises Refused with a sentence
    when it is not, NotAllowed when no statement of this person may stand for the material now.
    """
    locked = Application.objects.select_for_update().get(pk=application.pk)
    item = check_can_commit(locked, material, by)
    if not ticked:
        raise Refused(_("Please read the statement and tick the box before you sign it."))
    text = {}
    for code, _name in settings.LANGUAGES:
        with override(code):
            text[code] = str(item.commitment)
    return _let_stand(locked, item, Kind.COMMITMENT, text, None, by)


@transaction.atomic
def promise_later(*, application: Application, material: str, by: User) -> Standin:
    """Promise to hand in a paper after acceptance (容缺受理) and return the promise; a second call changes nothing.

    How many working days are given is read from the rulebook now and kept with the promise. Raises NotAllowed
    when the material cannot be promised by this person now.
    """
    locked = Application.objects.select_for_update().get(pk=application.pk)
    item = check_can_promise(locked, material, by)
    days = int(norms(today()).value(item.grace))
    text = {}
    for code, _name in settings.LANGUAGES:
        with override(code):
            text[code] = promise_text(item, days)
    return _let_stand(locked, item, Kind.OMISSION, text, days, by)


def promise_text(material: Material, days: int) -> str:
    """Return what a person promises, in the active language."""
    words = _("I will hand in “%(material)s” within %(days)s working days of acceptance.")
    return words % {"material": material.title, "days": days}


def _let_stand(
    application: Application, item: Material, kind: Kind, text: dict[str, str], days: int | None, by: User
) -> Standin:
    before = active_standin(application, item.code)
    if before and before.kind == kind and not _is_older_round(application, before):
        return before
    if before:
        withdraw(before, by)
    standin = Standin(application=application, material=item.code, kind=kind, days=days)
    standin.text = text
    signed: dict[str, Any] = {"application": str(application.pk), "material": item.code, "text": text}
    standin.digest = sha256(canonical_json(signed))
    standin.made_at, standin.made_by = timezone.now(), by
    standin.save(force_insert=True)
    _record("standin:made", standin, by)
    return standin


def _is_older_round(application: Application, standin: Standin) -> bool:
    """Return whether it was made before the correction that is open now, so that a new one is asked for."""
    asked = application.corrections.filter(answered_at=None).order_by("-round").first()
    return asked is not None and standin.made_at <= asked.asked_at


@transaction.atomic
def take_back(*, application: Application, material: str, by: User) -> None:
    """Take back what stands in for a material. Nothing happens when nothing does.

    Raises NotAllowed when the papers of the case cannot be changed now.
    """
    locked = Application.objects.select_for_update().get(pk=application.pk)
    check_can_edit(locked, material, by)
    standin = active_standin(locked, material)
    if standin is not None:
        withdraw(standin, by)


def withdraw(standin: Standin, by: User) -> None:
    """Take a stand-in away; one that was submitted before stays with that submission. The caller has checked.

    Raises NotAllowed when it is in the meantime a promise that was kept.
    """
    if standin.fulfilled_at:
        raise NotAllowed("the promise has been kept")
    _record("standin:taken-back", standin, by)
    submissions = standin.application.submissions.all()
    if str(standin.pk) in {entry.get("standin") for row in submissions for entry in row.materials}:
        Standin.objects.filter(pk=standin.pk, taken_back_at=None).update(taken_back_at=timezone.now())
    else:
        standin.delete()


def _record(action: str, standin: Standin, by: User) -> None:
    data = {
        "application": str(standin.application_id),
        "material": standin.material,
        "kind": str(standin.kind),
        "digest": standin.digest,
    }
    audit.record(actor=f"user:{by.pk}", action=action, subject=f"standin:{standin.pk}", data=data)
