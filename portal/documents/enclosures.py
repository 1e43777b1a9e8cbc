"""Enclosures: files that go with a message, from either side, beside the papers that a service asks for.

They arrive as every file does (pieces, inspection, made anew) under a material of their own that every case has. Until
its message is sent an enclosure is its uploader's alone, who may take it away again.
"""

from collections.abc import Callable
from uuid import UUID

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from portal.accounts.models import Role, User
from portal.applications.models import Application
from portal.applications.policies import acts_for, covers, has_part
from portal.applications.states import CLOSED, State
from portal.catalog.declaration import Material
from portal.documents.models import Document

ENCLOSURE = Material("MSG", _("Enclosure to a message"), kinds=("pdf", "image"), required=False, least_px=1)
#: Asks whether the message of an enclosure has been sent.
Sent = Callable[[UUID], bool]
_asked: list[Sent] = []


def register(sent: Sent) -> None:
    """Name who knows whether an enclosure has been sent. Called once when Django starts."""
    _asked[:] = [sent]


def is_sent(document: Document) -> bool:
    """Return whether the message of an enclosure has been sent. One query."""
    return any(sent(document.pk) for sent in _asked)


def may_enclose(application: Application, user: User) -> bool:
    """Return whether somebody may hand in enclosures now: while the case runs, who acts for it, or its officers.

    Nobody writes as the office about a case that he or she has a part in.
    """
    if application.state == State.DRAFT or application.state in CLOSED:
        return False
    if acts_for(user, application):
        return True
    works = any(covers(user, application, role) for role in (Role.INTAKE, Role.REVIEWER, Role.APPROVER))
    return works and not has_part(user, application)


def unsent(application: Application, user: User) -> QuerySet[Document]:
    """Return somebody's enclosures of a case, sent ones too; the room that sends them takes those out."""
    return Document.objects.filter(
        application=application, material=ENCLOSURE.code, uploaded_by=user, removed_at=None
    )
