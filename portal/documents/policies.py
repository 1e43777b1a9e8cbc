"""Who may change and who may read the files of a case."""

from portal.accounts.models import User
from portal.applications.models import Application
from portal.applications.policies import NotAllowed, can_edit
from portal.applications.queries import open_correction, visible_to
from portal.applications.states import State
from portal.documents.models import Document


def check_can_change(application: Application, material: str, user: User) -> None:
    """Raise NotAllowed unless the user may add or remove files of this material now.

    In a draft: the owner, any material of the service. In a correction: only what was asked for.
    """
    if not can_edit(application, user):
        raise NotAllowed("the files of this case cannot be changed now")
    if material not in {item.code for item in application.declaration.materials}:
        raise NotAllowed(f"the service has no material {material}")
    if application.state == State.CORRECTION:
        correction = open_correction(application)
        asked = {item.material for item in correction.items.all()} if correction else set()
        if material not in asked:
            raise NotAllowed("this material was not asked for")


def can_read(document: Document, user: User) -> bool:
    """Return whether the user may open the file: its owner, or an officer whose postings cover the case."""
    if document.application.owner_id == user.pk:
        return True
    return visible_to(user).filter(pk=document.application_id).exists()
