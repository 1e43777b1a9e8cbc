"""One act on many cases. Each passes its own checks in its own transaction; a line says what came of it."""

import logging
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from portal.accounts.models import Role, User
from portal.accounts.queries import roles_of
from portal.applications.models import Application
from portal.applications.policies import Blocked, Conflict, FourEyes, NotAllowed
from portal.applications.queries import overtaking_move, visible_to
from portal.assignments.actions import hand_over
from portal.assignments.policies import Refused
from portal.review import actions
from portal.review.acts import BY_CODE, named
from portal.review.conflicts import conflict_sentence
from portal.review.policies import NotPossible, OwnCase, check_may_act, check_may_open, four_eyes_sentence

log = logging.getLogger(__name__)
MOST = 100
#: What a deed is given besides the case: the officer's choice or text.
Options = Mapping[str, Any]
#: case, officer, version seen, options -> what was done, in words.
Run = Callable[[Application, User, int, Options], str]


@dataclass(frozen=True)
class Deed:
    """What can be done to many cases. asks: "officer", "label", "confirm", or "" when nothing has to be asked.

    roles: who is offered it; empty for every officer.
    """

    code: str
    title: Any
    run: Run
    asks: str = ""
    roles: frozenset[Role] = frozenset()


@dataclass(frozen=True)
class Line:
    """What became of one case. again: what to send to try it again; "" when there is nothing to try."""

    case: Application | None
    done: bool
    text: str
    again: str = ""


def _decide(code: str, action: Callable[..., Any], fields: tuple[str, ...]) -> Run:
    """Return the deed of an act that moves the case: version and right are looked at as on its own page."""

    def run(case: Application, by: User, version: int, options: Options) -> str:
        if case.version != version:
            raise Conflict(overtaking_move(case, version))
        act = check_may_act(by, case, code)
        action(application=case, by=by, version=version, **{name: options.get(name, "") for name in fields})
        return str(act.done)

    return run


def _assign(case: Application, by: User, version: int, options: Options) -> str:
    officer = options["officer"]
    hand_over(application=case, to=officer, by=by, reason=options["reason"])
    return _("given to %(who)s") % {"who": officer}


def _label(case: Application, by: User, version: int, options: Options) -> str:
    actions.attach(application=case, by=by, label=options["label"])
    return _("labelled “%(label)s”") % {"label": options["label"]}


def _unlabel(case: Application, by: User, version: int, options: Options) -> str:
    was = actions.detach(application=case, by=by, label=options["label"])
    words = _("label “%(label)s” taken off") if was else _("did not have the label “%(label)s”")
    return words % {"label": options["label"]}


def _follow(case: Application, by: User, version: int, options: Options) -> str:
    actions.follow(application=case, by=by)
    return _("followed")


DEEDS: dict[str, Deed] = {
    deed.code: deed
    for deed in (
        Deed(
            "accept",
            gettext_lazy("Accept"),
            _decide("accept", actions.accept, ("note",)),
            "confirm",
            frozenset({Role.INTAKE}),
        ),
        Deed(
            "approve",
            gettext_lazy("Approve"),
            _decide("approve", actions.approve, ("note", "grounds")),
            "confirm",
            frozenset({Role.APPROVER}),
        ),
        Deed("assign", gettext_lazy("Assign to"), _assign, "officer"),
        Deed("label", gettext_lazy("Put a label on"), _label, "label"),
        Deed("unlabel", gettext_lazy("Take a label off"), _unlabel, "label"),
        Deed("follow", gettext_lazy("Follow"), _follow),
    )
}


def offered_to(officer: User) -> list[Deed]:
    """Return the deeds that an officer is offered. No query of its own."""
    roles = roles_of(officer)
    return [deed for deed in DEEDS.values() if not deed.roles or deed.roles & roles]


def chosen_in(sent: Iterable[str]) -> dict[UUID, int]:
    """Return the selected cases, each with the version in which it was seen, from `<id>:<version>`."""
    chosen: dict[UUID, int] = {}
    for text in sent:
        pk, _mark, version = text.partition(":")
        if not (version.isascii() and version.isdecimal() and len(version) < 9):
            continue
        try:
            chosen.setdefault(UUID(pk), int(version))
        except ValueError:
            continue
    return chosen


def cases_of(officer: User, chosen: Mapping[UUID, int]) -> list[Application]:
    """Return the selected cases that the officer sees, in the order of the selection. One query."""
    rows = visible_to(officer).filter(pk__in=list(chosen)).defer("draft_sealed")
    found = {row.pk: row for row in rows.select_related("acceptor", "reviewer", "approver")}
    return [found[pk] for pk in chosen if pk in found]


def carry_out(*, deed: Deed, by: User, chosen: Mapping[UUID, int], options: Options) -> list[Line]:
    """Do a deed to each of the selected cases and return a line for each; what is done stays done if others fail.

    A case that the officer does not see counts as an attempt and is recorded as one.
    """
    seen = {case.pk for case in cases_of(by, chosen)}
    hidden = Application.objects.exclude(state="DRAFT").filter(pk__in=[pk for pk in chosen if pk not in seen])
    for case in hidden:
        actions.record_denied(application=case, by=by)
    missing = [Line(None, False, _("This case is not in your units.")) for pk in chosen if pk not in seen]
    return [_one(deed, pk, by, version, options) for pk, version in chosen.items() if pk in seen] + missing


def _one(deed: Deed, pk: UUID, by: User, version: int, options: Options) -> Line:
    case = visible_to(by).defer("draft_sealed").select_related("company").get(pk=pk)
    try:
        check_may_open(by, case)
        with transaction.atomic():
            text = deed.run(case, by, version, options)
    except (Conflict, NotAllowed, NotPossible) as refusal:
        return Line(case, False, why(refusal, deed, case, by), f"{pk}:{case.version}")
    except Exception:
        log.exception("%s of %s in a batch failed", deed.code, pk)
        return Line(
            case,
            False,
            _("An error of the portal. Nothing was changed; please try again."),
            f"{pk}:{version}",
        )
    return Line(case, True, text)


def why(refusal: Exception, deed: Deed, case: Application, by: User) -> str:
    """Return in words why a deed was not done to a case; four eyes and one's own case are recorded."""
    nature = case.declaration.nature
    if isinstance(refusal, Conflict):
        return conflict_sentence(refusal.event, nature)
    if isinstance(refusal, Blocked):
        return " ".join(refusal.sentences)
    if isinstance(refusal, Refused):
        return str(refusal)
    if isinstance(refusal, FourEyes | OwnCase):
        actions.record_denied(application=case, by=by, act=deed.code)
    if isinstance(refusal, OwnCase):
        return _("This is your own application, so somebody else handles it.")
    if isinstance(refusal, NotAllowed):
        act = named(BY_CODE[deed.code], nature) if deed.code in BY_CODE else None
        words = four_eyes_sentence(by, case, act) if act and isinstance(refusal, FourEyes) else ""
        title = act.title if act else deed.title
        return words or _("“%(act)s” is not yours to do on this case now.") % {"act": title}
    return str(refusal)
