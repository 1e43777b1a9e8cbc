"""Which acts an officer may do now on a case, and what may be asked for. The writer checks again."""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import date

from django.utils.translation import gettext as _

from portal.accounts.models import Role, User
from portal.applications.actions.extending import check_can_extend, extended
from portal.applications.models import Application, Event
from portal.applications.outcomes import INTAKE_GROUNDS, Outcome
from portal.applications.policies import FourEyes, NotAllowed, check_can_move, covers, has_part, has_reviewed
from portal.applications.queries import EXTENSION, was_granted
from portal.applications.states import Actor, State
from portal.catalog.declaration import Service
from portal.review.acts import (
    ACTS,
    BY_CODE,
    LEAST_REASON,
    Act,
    filing_grounds,
    named,
    offered_for,
)
from portal.review.reading import CaseFile, changed_since_last, correctable
from portal.standards import migration_certificates
from portal.workdays.queries import today

#: Characters in the name of an authority.
LEAST_AUTHORITY = 2
HOUSEHOLD_NUMBER = re.compile("[0-9A-Za-z]{4,20}")


class NotPossible(Exception):
    """What was asked for cannot be done so. The text is a sentence for the officer; field: what it is about."""

    def __init__(self, sentence: str, field: str = "") -> None:
        super().__init__(sentence)
        self.field = field


class OwnCase(NotAllowed):
    """An officer opened his or her own application at the desk."""


@dataclass(frozen=True)
class Item:
    """One item of a correction: a field of a step, a whole step (`field` empty), or a material; and why."""

    step: str = ""
    field: str = ""
    material: str = ""
    reason: str = ""


def check_may_open(user: User, application: Application) -> None:
    """Raise OwnCase when the case is the officer's own or his or her company's: nobody reads notes about himself."""
    if has_part(user, application):
        raise OwnCase("one's own application is not opened at the desk")


def acts_for(user: User, application: Application, events: Sequence[Event] | None = None) -> list[Act]:
    """Return the acts of the present state that are this officer's, the main one first.

    An act that only four eyes forbid is in the list with `why` set; what is another role's is not.
    events: the timeline, when it has been read already.
    """
    offered = []
    nature = application.declaration.nature
    for act in (named(act, nature) for act in ACTS if offered_for(act, nature)):
        if application.state not in act.states:
            continue
        try:
            check_can(act, application, user, events)
        except FourEyes:
            offered.append(replace(act, why=four_eyes_sentence(user, application, act)))
        except NotAllowed:
            continue
        else:
            offered.append(act)
    return sorted(offered, key=lambda act: not act.main)


def check_may_act(user: User, application: Application, code: str) -> Act:
    """Return the act of that code, as this case calls it.

    Raises KeyError for an unknown one, NotAllowed when the case has none of that kind now, or FourEyes.
    """
    act = named(BY_CODE[code], application.declaration.nature)
    if application.state not in act.states or not offered_for(act, application.declaration.nature):
        raise NotAllowed(f"{code} does not exist in {application.state}")
    check_can(act, application, user)
    return act


def check_can(act: Act, application: Application, user: User, events: Sequence[Event] | None = None) -> None:
    """Raise NotAllowed or FourEyes unless the user may do an act that the case's state has.

    events: the timeline, when it has been read already; else what an act asks of it costs a query.
    """
    if act.to is None:
        check_can_extend(application, user)
    else:
        check_can_move(application, act.to, user)
    if act.code == "revoke" and not _any(events, was_granted, application, after=State.APPROVED):
        raise NotAllowed("nothing was granted")
    if act.code == "extend" and _any(events, extended, application, kind=EXTENSION):
        raise NotAllowed("extended before")


def _any(
    events: Sequence[Event] | None,
    ask: Callable[[Application], bool],
    application: Application,
    **wanted: str,
) -> bool:
    """Return whether an event has that attribute; asks the database only when the events were not read."""
    if events is None:
        return ask(application)
    return any(getattr(event, name) == value for event in events for name, value in wanted.items())


def four_eyes_sentence(user: User, application: Application, act: Act) -> str:
    """Return why four eyes keep this officer from an act; empty when he or she has no part in the case."""
    if has_part(user, application):
        return _("This is your own application, so somebody else handles it.")
    if act.role is Actor.REVIEWER:
        accepted = application.acceptor_id == user.pk and application.declaration.officers == 3
        return _("You accepted this case, so somebody else reviews it.") if accepted else ""
    if act.role is not Actor.APPROVER:
        return ""
    if application.reviewer_id == user.pk:
        return _("You reviewed this case, so somebody else decides it.")
    if application.acceptor_id == user.pk:
        return _("You accepted this case, so somebody else decides it.")
    if act.code == "revoke" and application.approver_id == user.pk:
        return _("You granted it, so somebody else decides whether it is revoked.")
    return (
        _("You reviewed this case, so somebody else decides it.") if has_reviewed(application, user) else ""
    )


def check_can_follow_up(user: User, application: Application) -> Role:
    """Return the role in which an officer may record a later check on a case: any but the supervisor's.

    Raises NotAllowed when no posting covers the case, or it is the officer's own.
    """
    if not has_part(user, application):
        for role in (Role.INTAKE, Role.REVIEWER, Role.APPROVER):
            if covers(user, application, role):
                return role
    raise NotAllowed("no posting that works on cases covers this one")


def check_text(text: str, least: int = LEAST_REASON, field: str = "") -> str:
    """Return a reason without blanks around it. Raises NotPossible (about `field`) when it is too short."""
    text = text.strip()
    if len(text) < least:
        raise NotPossible(
            _("Please write at least %(least)s characters; there are %(count)s now.")
            % {"least": least, "count": len(text)},
            field,
        )
    return text


def check_release(number: str, issued_by: str, issued_on: date, valid_to: date | None) -> None:
    """Raise NotPossible for a migration certificate that cannot be, or that has run out (A9)."""
    if not migration_certificates.valid(number):
        raise NotPossible(
            _("The number of a migration certificate is up to three Chinese characters and eight digits."),
            "number",
        )
    if not issued_by.strip():
        raise NotPossible(_("Please say which office issued it."), "issued_by")
    if issued_on > today():
        raise NotPossible(_("This day has not come yet. Please check it."), "issued_on")
    if valid_to and valid_to < issued_on:
        raise NotPossible(_("The last day lies before the day of issue. Please check both."), "valid_to")
    if valid_to and valid_to < today():
        raise NotPossible(
            _("This certificate has run out. The place of origin has to issue a new one."), "valid_to"
        )


def check_registration(household_no: str, registered_on: date, released: date | None) -> None:
    """Raise NotPossible for a household number of another shape, or a day ahead or before the release (A8)."""
    if not HOUSEHOLD_NUMBER.fullmatch(household_no):
        raise NotPossible(_("A household number has 4 to 20 digits and letters."), "household_no")
    if registered_on > today():
        raise NotPossible(_("This day has not come yet. Please check it."), "registered_on")
    if released and registered_on < released:
        raise NotPossible(
            _("The place of origin released the person later than that. Please check the day."),
            "registered_on",
        )


def check_intake_ground(ground: str, where: str) -> dict[str, str]:
    """Return what is kept of the ground of a refusal at intake (A9).

    where: which office or service is right, needed unless no application is needed at all (许可法 32).
    Raises NotPossible for a ground that is not on the list, or without that office.
    """
    if ground not in INTAKE_GROUNDS:
        raise NotPossible(_("Please choose one of the grounds listed."), "ground")
    where = where.strip() if ground == "not_required" else check_text(where, 2, "where_to_go")
    return {"intake_ground": ground} | ({"where": where} if where else {})


def check_filing_ground(service: Service, ground: str, bar: str, where: str) -> dict[str, str]:
    """Return what is kept of the ground on which a filing is not taken note of (B10).

    ground: not_required, not_competent or forbidden, the last only with a `bar` of the service's closed list
    (`Service.bars`). where: the competent authority, needed when the office is not competent (许可法 32).
    Raises NotPossible for anything else: nobody refuses a filing on discretion.
    """
    if ground not in filing_grounds(service.bars):
        raise NotPossible(
            _("A filing has no other grounds than those listed. Please choose one of them."), "ground"
        )
    if ground == Outcome.FORBIDDEN:
        if bar not in service.bars:
            raise NotPossible(_("Please choose what the law forbids here."), "bar")
        return {"bar": bar}
    if ground == Outcome.NOT_COMPETENT:
        if len(where.strip()) < LEAST_AUTHORITY:
            raise NotPossible(_("Please name the authority that is competent."), "where_to_go")
        return {"where": where.strip()}
    return {}


def check_may_refer(service: Service) -> None:
    """Raise NotAllowed for a filing: the authority is named with the ground "not competent" instead."""
    if not offered_for(BY_CODE["refer"], service.nature):
        raise NotAllowed("a filing is not referred")


def check_items(file: CaseFile, items: Sequence[Item]) -> None:
    """Raise NotPossible unless each item belongs to this case, has a reason and may be asked for now.

    Asked once only (许可法 art. 32, C15): in a later round only what the applicant changed in the last one
    may be asked for again, because only that can hold a new defect.
    """
    if not items:
        raise NotPossible(_("Nothing is selected. Please tick what has to be corrected and say why."))
    fields, materials = correctable(file, "")
    new_fields, new_materials = changed_since_last(file)
    for item in items:
        known = item.material in materials if item.material else (item.step, item.field) in fields
        if not known or bool(item.material) == bool(item.step):
            raise NotPossible(_("This case has no such answer or paper."))
        check_text(item.reason)
        again = item.material in new_materials if item.material else (item.step, item.field) in new_fields
        if file.previous is not None and not again:
            title = materials[item.material] if item.material else fields[item.step, item.field]
            raise NotPossible(
                _("“%(item)s” did not change since the last correction, so it cannot be asked for again. "
                  "Corrections are asked for once.")
                % {"item": title}
            )  # fmt: skip
