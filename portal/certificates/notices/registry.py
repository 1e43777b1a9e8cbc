"""Which move calls for which notice, and what each is called."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.utils import translation
from django.utils.translation import gettext_lazy as _

from portal.applications.models import Application, Event
from portal.applications.queries import EXTENSION
from portal.applications.states import State
from portal.catalog.paper_texts import compose
from portal.catalog.papers import Paper
from portal.certificates.notices import (
    acceptance,
    correction,
    denial,
    extension,
    granting,
    intake,
    receipt,
    revocation,
    suspension,
    termination,
    texts,
)

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise

    Text = str | _StrPromise
else:
    Text = str

#: Type of the receipt, which every round of submission has.
RECEIPT = "HZ"


def always(application: Application, event: Event) -> bool:
    """Return that a move calls for its notice whatever the case is about."""
    return True


def of_a_licence(application: Application, event: Event) -> bool:
    """Return whether the case is about a licence: its granting is a decision in writing (许可法 38)."""
    return application.declaration.nature == "licence"


@dataclass(frozen=True)
class Notice:
    """One type of notice. type: the two letters of its number. title: what lists call it.

    content: what it says of one case; called in its language, without standing sentences. after: states that a move
    reaches, or kinds of events that are no moves. when: whether such an event of a case calls for it.
    """

    type: str
    title: Text
    content: Callable[[Application, Event, str], Paper]
    after: frozenset[str]
    when: Callable[[Application, Event], bool] = always
    languages: tuple[str, ...] = ("zh-hans", "en")


S = State
ALL = (
    Notice(RECEIPT, _("Receipt"), receipt.content, frozenset({S.RECEIVED})),
    Notice("SL", _("Notice of acceptance"), acceptance.content, frozenset({S.ACCEPTED})),
    Notice("BZ", _("Correction notice"), correction.content, frozenset({S.CORRECTION})),
    Notice("BS", _("Notice of non-acceptance"), intake.content, frozenset({S.REJECTED_INTAKE, S.REFERRED})),
    Notice(
        "XK", _("Decision to grant the licence"), granting.content, frozenset({S.APPROVED}), when=of_a_licence
    ),
    Notice("JB", _("Decision to refuse"), denial.content, frozenset({S.DENIED})),
    Notice(
        "ZZ",
        _("Notice of termination"),
        termination.content,
        frozenset({S.WITHDRAWN, S.CLOSED_NO_RESPONSE}),
    ),
    Notice("ZT", _("Notice of suspension of the time limit"), suspension.content, frozenset({S.SUSPENDED})),
    Notice("YC", _("Notice of extension"), extension.content, frozenset({EXTENSION})),
    Notice("CX", _("Decision to revoke"), revocation.content, frozenset({S.REVOKED})),
)
NOTICES: Mapping[str, Notice] = {notice.type: notice for notice in ALL}


def due(application: Application, event: Event) -> str:
    """Return the type of the notice that an event of a case calls for; "" for none."""
    reached = event.after if event.kind == "move" else event.kind
    called = (kind for kind, notice in NOTICES.items() if reached in notice.after)
    return next((kind for kind in called if NOTICES[kind].when(application, event)), "")


def title(certificate_type: str) -> Text:
    """Return what lists call a type of notice; on the paper itself it is called as the rulebook says."""
    return NOTICES[certificate_type].title


def content(certificate_type: str, application: Application, event: Event, language: str) -> Paper:
    """Return what a notice says of an event, in a language, with the standing sentences of the day of the event.

    Raises KeyError for a type that is no notice. About five queries.
    """
    with translation.override(language):
        paper = NOTICES[certificate_type].content(application, event, language)
    _code, version = texts.version_for(certificate_type, application, event)
    return compose(paper, version.entry, language)
