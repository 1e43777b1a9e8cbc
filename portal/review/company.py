"""The record of the company that applies, as officers read it (B8, R-EN-16). It decides nothing by itself."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal

from django.db.models import Count, OuterRef, QuerySet, Subquery
from django.utils.translation import gettext as _

from portal.accounts.models import Role, User
from portal.accounts.queries import roles_of
from portal.applications import outcomes, sums
from portal.applications.models import Application, Event
from portal.applications.queries import coverage, part_of, visible_to
from portal.applications.states import State, label_of
from portal.catalog import registry
from portal.catalog.declaration import Norms
from portal.companies.models import Company, Incident
from portal.companies.queries import handlings_of, incidents_of
from portal.review.policies import NotPossible
from portal.rulebook.queries import norms
from portal.standards.periods import add_months
from portal.workdays.queries import today

#: Who may write on a company's record, and what: losses and mismatches come from what its handlers report.
RECORDERS = (Role.REVIEWER, Role.APPROVER, Role.SUPERVISOR)
RECORDED = (Incident.Kind.PENALTY, Incident.Kind.VIOLATION)
MONTHS = 12


@dataclass(frozen=True)
class Record:
    """What stands on the record of a company.

    incidents: those that nobody has closed. penalties: those that ask for an officer's decision.
    filings: (service, what it came to, how many) of the last 12 months. amounts: (service, item, kilograms), the
    largest first; what is bought and what is moved are never added up. Both None where they are fetched afterwards.
    """

    uscc: str
    name: str
    account: str
    incidents: list[Incident]
    penalties: list[Incident]
    penalty_years: int
    filings: list[tuple[str, str, int]] | None = None
    amounts: list[tuple[str, str, str]] | None = None


def uscc_of(application: Application) -> str:
    """Return the credit code of the company a case is about; "" for a case of no company.

    Kept on the object: asked several times for one page, read once.
    """
    if application.declaration.audience != "company":
        return ""
    return sums.own_facts(application).get(sums.COMPANY, "")


def penalty_years(rules: Norms | None = None) -> int:
    """Return for how many years a penalty asks for a decision of the officer (易制毒化学品管理条例 art. 38).

    rules: of today, where they are at hand.
    """
    return int((rules or norms(today())).value("record.penalty_years"))


def entries_of(application: Application) -> list[Incident]:
    """Return what stands on the record of a case's company; [] for a case of none. Kept on the object, as `uscc_of`."""
    kept = getattr(application, "_entries", None)
    if kept is None:
        uscc = uscc_of(application)
        kept = application._entries = list(incidents_of(uscc)) if uscc else []  # type: ignore[attr-defined]
    return list(kept)


def penalties_of(application: Application) -> list[Incident]:
    """Return the penalties that make accepting a case of the company an officer's decision (R-EN-16)."""
    return penalties_among(entries_of(application))


def penalties_among(rows: Iterable[Incident], rules: Norms | None = None) -> list[Incident]:
    """Return the penalties of the years that count, also closed ones: settled is not undone."""
    penalties = [row for row in rows if row.kind == Incident.Kind.PENALTY]
    if not penalties:
        return []
    since = add_months(today(), -12 * penalty_years(rules))
    return [row for row in penalties if row.on >= since]


def check_penalties_seen(application: Application, acknowledged: bool) -> list[str]:
    """Return the ids of the penalties that an acceptor has acknowledged; none where there are none.

    Raises NotPossible when there are some and they were not: the portal never decides, the officer does (R-EN-16).
    """
    found = [str(row.pk) for row in penalties_of(application)]
    if found and not acknowledged:
        raise NotPossible(
            _("A penalty stands on the company's record. Please tick that you have considered it."),
            "acknowledged",
        )
    return found


def record_of(uscc: str, case: Application, rules: Norms | None = None) -> Record:
    """Return the record of a company with its last 12 months. Three queries, and those for the rules of today.

    case: one of its cases, which says its name and its account. rules: of today, where they are at hand.
    """
    since, rules = add_months(today(), -MONTHS), rules or norms(today())
    year = {"filings": filings_of(uscc, since), "amounts": amounts_of(uscc, since, rules)}
    return replace(entries_only(uscc, case, rules), **year)


def entries_only(uscc: str, case: Application, rules: Norms) -> Record:
    """Return the record of a company without what it filed: that is fetched when somebody looks. One query."""
    entries = entries_of(case)
    return Record(
        uscc=uscc,
        name=case.company.name if case.company else case.subject,
        account=account_in_words(case.company),
        incidents=[row for row in entries if row.closed_at is None],
        penalties=penalties_among(entries, rules),
        penalty_years=penalty_years(rules),
    )


def amounts_of(uscc: str, since: date, rules: Norms) -> list[tuple[str, str, str]]:
    """Return (service, item, kilograms) of what the company filed since a day, the largest first. One query.

    Items are named by their service, in the active language; one that no list names any more stays a code.
    """
    found = []
    for code, item, kg in sums.totals("kg:", uscc, since):
        title, _nature = _service(code)
        name = names_of(code, rules).get(item)
        found.append((title, f"{item} {name}" if name else item, in_words(kg)))
    return found


def names_of(code: str, rules: Norms) -> Mapping[str, str]:
    """Return the names of what the cases of a service count, by code of the item; none when its folder is gone."""
    try:
        return registry.get(code).items(rules)
    except KeyError:
        return {}


def in_words(kg: Decimal) -> str:
    """Return kilograms without trailing zeros, thousands grouped."""
    text = f"{kg:,f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def account_in_words(company: Company | None) -> str:
    """Return whether the account of a company has been confirmed, in the active language."""
    if company is None:
        return _("No account of a company: a person applied for it")
    if company.confirmed_at is None:
        return _("Account not confirmed yet")
    return _("Account confirmed %(how)s") % {"how": company.get_confirmed_by_display()}


def filings_of(uscc: str, since: date) -> list[tuple[str, str, int]]:
    """Return (service, what it came to, how many) of the company's cases submitted since a day. One query."""
    moves = Event.objects.filter(application=OuterRef("pk"), outcome__in=sorted(outcomes.FINAL))
    newest = moves.order_by("-version", "-pk").values("outcome")[:1]
    rows = Application.objects.filter(pk__in=sums.cases_of(uscc), submitted_at__date__gte=since)
    rows = rows.exclude(state=State.DRAFT).annotate(outcome=Subquery(newest))
    counts: dict[tuple[str, str], int] = {}
    for row in rows.values("service", "state", "outcome").annotate(count=Count("pk")):
        title, nature = _service(row["service"])
        words = outcomes.label(row["outcome"] or "") or str(label_of(row["state"], nature))
        counts[title, words] = counts.get((title, words), 0) + row["count"]
    return [(title, words, count) for (title, words), count in sorted(counts.items())]


def _service(code: str) -> tuple[str, str]:
    try:
        service = registry.get(code)
    except KeyError:  # its folder is gone; its cases stay
        return code, ""
    return str(service.title), service.nature


def panel_of(application: Application, rules: Norms) -> Record | None:
    """Return what the page of a case shows of the company; None for a case of no company."""
    uscc = uscc_of(application)
    return entries_only(uscc, application, rules) if uscc else None


def cases_seen(officer: User, uscc: str) -> QuerySet[Application]:
    """Return the cases of a company that an officer may open at the desk, the newest first.

    None for a handler of the company, also one whose authorisation has run out: nobody reads internal notes about
    himself.
    """
    if any(row.company.uscc == uscc for row in handlings_of(officer)):
        return Application.objects.none()
    seen = visible_to(officer).filter(pk__in=sums.cases_of(uscc)).exclude(part_of(officer))
    return seen.defer("draft_sealed").order_by("-submitted_at", "pk")


def may_record(officer: User, uscc: str) -> bool:
    """Return whether an officer may write on the record: a reviewer, approver or supervisor of a case of it."""
    roles = roles_of(officer)
    return any(
        cases_seen(officer, uscc).filter(coverage(officer, role)).exists()
        for role in RECORDERS
        if role in roles
    )
