"""Labels: made and put in order by a unit, put on cases and taken off by officers and by the portal."""

from django.db import transaction
from django.utils.translation import gettext as _

from portal.accounts.models import User
from portal.accounts.queries import posted_units
from portal.accounts.reach import is_city
from portal.applications.models import Application
from portal.applications.queries import visible_to
from portal.audit import actions as audit
from portal.documents.queries import unkept
from portal.review import labels
from portal.review.models import Label, Labelled
from portal.review.policies import NotPossible, check_may_open

LONGEST_NAME = 30


def _name(text: str) -> str:
    """Return the name of a label without blanks around and inside it. Raises NotPossible."""
    name = " ".join(text.split())
    if not name:
        raise NotPossible(_("Please write the name of the label."), "name")
    if len(name) > LONGEST_NAME:
        raise NotPossible(
            _("A label has at most %(most)s characters. Please shorten it.") % {"most": LONGEST_NAME}, "name"
        )
    if not name.isprintable():
        raise NotPossible(_("This name has signs in it that cannot be shown."), "name")
    return name


def _own(label: Label, by: User) -> Label:
    """Return a label of one of the officer's own units, locked. Raises NotPossible for any other."""
    locked = labels.kept_by(by).order_by().filter(pk=label.pk)
    if not locked.exists():
        raise NotPossible(_("This label belongs to another unit."))
    return Label.objects.select_for_update().get(pk=label.pk)


def _record(by: User | None, action: str, subject: str, **data: int | str) -> None:
    audit.record(actor=f"user:{by.pk}" if by else "system", action=action, subject=subject, data={**data})


@transaction.atomic
def make_label(*, by: User, unit: str, name: str, tone: str = "neutral") -> Label:
    """Make a label of a unit in which the officer has an active posting. name: at most 30 characters.

    tone: one of `labels.TONES`. Raises NotPossible for a foreign unit, an empty name, or one that the unit has.
    """
    name = _name(name)
    if unit not in posted_units(by) or tone not in labels.TONES:
        raise NotPossible(_("You can make labels for your own units only."), "unit")
    label, new = Label.objects.get_or_create(unit=unit, name=name, defaults={"tone": tone})
    if not new:
        raise NotPossible(_("Your unit has a label of that name already."), "name")
    _record(by, "label:made", f"label:{label.pk}", unit=unit)
    return label


@transaction.atomic
def rename_label(*, label: Label, by: User, name: str) -> Label:
    """Give a label of one's own unit another name. Raises NotPossible, also when the unit has one of that name."""
    locked = _own(label, by)
    name = _name(name)
    if Label.objects.filter(unit=locked.unit, name=name).exclude(pk=locked.pk).exists():
        raise NotPossible(_("Your unit has a label of that name already. You can merge the two."), "name")
    locked.name = name
    locked.save(update_fields=["name"])
    _record(by, "label:renamed", f"label:{locked.pk}")
    return locked


@transaction.atomic
def merge_labels(*, label: Label, into: Label, by: User) -> int:
    """Put a label of one's own unit on all cases of another one of that unit, which goes; return how many cases moved.

    label: the one that goes. Raises NotPossible for labels of two units, or twice the same.
    """
    gone, stays = _own(label, by), _own(into, by)
    if gone.pk == stays.pk or gone.unit != stays.unit:
        raise NotPossible(_("Please choose another label of the same unit."), "into")
    has = Labelled.objects.filter(label=stays).values("application")
    moved = Labelled.objects.filter(label=gone).exclude(application__in=has).update(label=stays)
    _record(by, "label:merged", f"label:{stays.pk}", gone=gone.pk, cases=moved)
    gone.delete()
    return moved


@transaction.atomic
def delete_label(*, label: Label, by: User) -> int:
    """Delete a label of one's own unit and take it off all cases; return how many. Raises NotPossible."""
    locked = _own(label, by)
    pk, cases = locked.pk, locked.labelled.count()
    locked.delete()
    _record(by, "label:deleted", f"label:{pk}", cases=cases)
    return cases


def _check_may_label(application: Application, by: User) -> None:
    """Raise NotPossible for a case that the officer does not see, OwnCase for his or her own."""
    if not visible_to(by).filter(pk=application.pk).exists():
        raise NotPossible(_("This case is not in your units."))
    check_may_open(by, application)


@transaction.atomic
def put_label(*, application: Application, by: User, name: str) -> Label:
    """Put a label on a case by its name, of the case's unit, its district or the city; again changes nothing.

    A name that none of these has becomes a label of the officer's own unit, if that reaches the case.
    Raises NotPossible; OwnCase for one's own case.
    """
    _check_may_label(application, by)
    name = _name(name)
    found = Label.objects.filter(labels.reaching(application), name=name).order_by("-unit")
    label = found.first() or _new_label(application, by, name)
    return attach(application=application, by=by, label=label)


def _new_label(application: Application, by: User, name: str) -> Label:
    """Make a label for the narrowest of the officer's units that reaches the case."""
    reached = {application.unit: 0, f"{application.district}000000": 1}
    for unit in sorted(posted_units(by), key=lambda unit: reached.get(unit, 2)):
        if unit in reached or is_city(unit):
            return make_label(by=by, unit=unit, name=name)
    raise NotPossible(_("You can make labels for your own units only."), "name")


@transaction.atomic
def attach(*, application: Application, by: User, label: Label) -> Label:
    """Put a label that reaches the case on it; again changes nothing. Raises NotPossible, OwnCase."""
    _check_may_label(application, by)
    if not Label.objects.filter(labels.reaching(application), pk=label.pk).exists():
        raise NotPossible(_("This label belongs to another unit."))
    row, new = Labelled.objects.get_or_create(application=application, label=label, defaults={"by": by})
    if new:
        _record(by, "case:labelled", f"application:{application.pk}", label=label.pk)
    return row.label


@transaction.atomic
def detach(*, application: Application, by: User, label: Label) -> bool:
    """Take a label off a case; return whether it was on it. The portal's own stay. Raises NotPossible, OwnCase."""
    _check_may_label(application, by)
    if label.system:
        raise NotPossible(_("The portal puts this label on and takes it off by itself."))
    gone, _rows = Labelled.objects.filter(application=application, label=label).delete()
    if gone:
        _record(by, "case:unlabelled", f"application:{application.pk}", label=label.pk)
    return bool(gone)


def mark(*, application: Application, code: str) -> None:
    """Put one of the portal's own labels on a case. code: of `models.SYSTEM_LABELS`."""
    label = labels.system_label(code)
    Labelled.objects.get_or_create(application=application, label=label)


def mark_omission(*, application: Application) -> None:
    """Label a case accepted with papers that are promised (容缺), and take the label off when all have come."""
    if unkept(application):
        mark(application=application, code="omission")
    else:
        Labelled.objects.filter(application=application, label__system="omission").delete()


def mark_first(*, application: Application) -> None:
    """Label the first case that a company ever submitted (首次)."""
    if application.company_id is None:
        return
    others = Application.objects.filter(company=application.company_id, submitted_at__isnull=False)
    if not others.exclude(pk=application.pk).exists():
        mark(application=application, code="first")
