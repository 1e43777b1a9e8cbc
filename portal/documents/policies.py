"""Who may change and who may read the files of a case, and what may stand in for a paper."""

from enum import Enum

from portal.accounts.models import User
from portal.applications import gates
from portal.applications.models import Application
from portal.applications.policies import Blocked, NotAllowed, acts_for, can_edit, has_part
from portal.applications.queries import latest_submission, open_correction, visible_to
from portal.applications.states import EDITABLE, State
from portal.catalog.declaration import Material
from portal.catalog.sources import state_of
from portal.documents.enclosures import ENCLOSURE, is_sent, may_enclose
from portal.documents.models import Document, Upload
from portal.documents.queries import RUNNING, active_standin, answers_now
from portal.workdays.queries import today


class Reader(Enum):
    """As whom somebody opens a file: the applicant gets the file, an officer a copy that names the reader."""

    APPLICANT = "applicant"
    OFFICER = "officer"


def check_can_change(application: Application, material: str, user: User) -> None:
    """Raise NotAllowed unless the user may hand in files of this material now.

    In a draft: who acts for it, any material of the service that is neither fetched from a register nor asked for
    later. In a correction: only what was asked for. In a running case: a paper that was promised, until the case
    ends, and one that this state is the time for; such files can be added, never removed.
    """
    if material == ENCLOSURE.code:
        if not may_enclose(application, user):
            raise NotAllowed("nobody writes about this case now")
    elif application.state in EDITABLE:
        check_can_edit(application, material, user)
    elif not acts_for(user, application) or not is_open_late(application, material_of(application, material)):
        raise NotAllowed("the files of this case cannot be changed now")


def check_can_edit(application: Application, material: str, user: User) -> Material:
    """Return the material. Raises NotAllowed unless its files may be added and removed now, before submission."""
    if not can_edit(application, user):
        raise NotAllowed("the files of this case cannot be changed now")
    item = material_of(application, material)
    if application.state == State.CORRECTION:
        correction = open_correction(application)
        if material not in ({row.material for row in correction.items.all()} if correction else set()):
            raise NotAllowed("this material was not asked for")
        return item
    if item.later:
        raise NotAllowed("this material is handed in at a later stage")
    if item.source and state_of(answers_now(application), item.source) == "YES":
        raise NotAllowed("this material is fetched from a register")
    return item


def material_of(application: Application, code: str) -> Material:
    """Return the material of the service. Raises NotAllowed when there is none."""
    for item in (*application.declaration.materials, ENCLOSURE):
        if item.code == code:
            return item
    raise NotAllowed(f"the service has no material {code}")


def is_open_late(application: Application, material: Material) -> bool:
    """Return whether a running case takes files of the material now: promised, or due at this stage."""
    if material.later:
        submission = latest_submission(application)
        due = application.state in material.later and submission is not None
        return due and material.when(submission.content["answers"] if submission else {})
    standin = active_standin(application, material.code)
    return application.state in RUNNING and standin is not None and standin.takes_files(today())


def check_can_remove(document: Document, user: User) -> None:
    """Raise NotAllowed unless the user may take the file away now: what was handed in late never."""
    check_can_edit(document.application, document.material, user)


def may_bring(user: User, upload: Upload) -> bool:
    """Return whether somebody may still send pieces of an upload, or cancel it: who acts for its case.

    An officer's own enclosures are his or hers to bring while officers may write about the case.
    """
    if acts_for(user, upload.application):
        return True
    mine = upload.material == ENCLOSURE.code and upload.uploaded_by_id == user.pk
    return mine and may_enclose(upload.application, user)


def may_commit(application: Application, material: Material) -> bool:
    """Return whether the declaration lets a statement stand for the paper now.

    That is while its register has not answered (告知承诺, A5): YES makes it needless, NO makes it untrue.
    """
    state = state_of(answers_now(application), material.source) if material.source else ""
    return bool(material.commitment) and state in {"", "UNAVAILABLE"}


def may_promise(application: Application, material: Material) -> bool:
    """Return whether the declaration lets the paper come after acceptance (容缺受理, A7)."""
    shared = material.source and state_of(answers_now(application), material.source) == "YES"
    return bool(material.grace) and not shared


def check_can_commit(application: Application, material: str, user: User) -> Material:
    """Return the material. Raises NotAllowed unless the user may sign a statement instead of it now."""
    item = check_can_edit(application, material, user)
    if not may_commit(application, item):
        raise NotAllowed("no statement may stand for this material")
    return item


def check_can_promise(application: Application, material: str, user: User) -> Material:
    """Return the material. Raises NotAllowed unless the user may promise to hand it in after acceptance."""
    item = check_can_edit(application, material, user)
    if not may_promise(application, item):
        raise NotAllowed("this material cannot be handed in later")
    return item


def reader_of(document: Document, user: User) -> Reader | None:
    """Return as whom the user may open the file now; None when it is not this person's to read.

    Who acts for the case is its applicant, also when he or she is an officer. An officer reads what the postings
    cover, but nothing of a case that he or she has a part in or stood back from: that is for somebody else (A8, 许可法
    art. 34). The enclosure of a message that was not sent is its writer's alone.
    """
    application = document.application
    if document.material == ENCLOSURE.code and document.uploaded_by_id != user.pk and not is_sent(document):
        return None
    if acts_for(user, application):
        return Reader.APPLICANT
    if has_part(user, application) or not visible_to(user).filter(pk=application.pk).exists():
        return None
    try:
        gates.check_not_barred(application, user)
    except Blocked:
        return None
    return Reader.OFFICER


def can_read(document: Document, user: User) -> bool:
    """Return whether the user may open the file: who acts for the case, or an officer whose postings cover it."""
    return reader_of(document, user) is not None
