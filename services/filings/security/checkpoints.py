"""The mandatory checkpoints of SX and SF (domain D2): their automatic halves. CP30 is the officer's alone."""

from datetime import date

from django.utils.translation import gettext_lazy as _

from portal.catalog.checking import Checked, Judgement
from portal.catalog.judging import Judging, not_here, said, together
from services.filings.company.reading import company
from services.filings.security import norms as lists
from services.filings.security import rules
from services.filings.security.reading import Guard, Licence, Security, read_branch, read_security

#: The services whose guards are compared with each other.
BOTH = ("SX", "SF")
#: So many rows are named; a list of hundreds helps nobody.
MOST_NAMED = 20
BY_PAPER = _("The register of security licences could not be asked. Please compare with the licence.")


def licence_of(checked: Checked, licence: Licence) -> Judging:
    """CP29: the licence is found at its issuer (564 art. 9, 23). Its number in an unusual form is noted."""
    judging = Judging(checked, "material:EN15", "fact:licence_no")
    missing = _("The register of security licences knows no such licence of this company.")
    judging.register("security_licence", missing, BY_PAPER)
    judging.fail(not licence.number, _("No security licence is named."))
    unusual = rules.unusual_licence(licence, checked.norms.value("SX.licence_pattern"))
    judging.note(unusual, _("The number of the security licence has not the usual form."))
    return judging


def service_licence(checked: Checked) -> Judgement:
    """CP29 of SX: the licence covers each service as well (R-EN-14)."""
    security = read_security(checked.answers)
    judging = licence_of(checked, security.licence)
    outside, kinds = rules.outside_scope(security), lists.services(checked.norms)
    names = [kinds[code]["name"] if code in kinds else code for code in sorted(outside)]
    text = said(_("The licence does not cover: %(services)s."), services=together(names))
    judging.fail(outside, text, "rule:R-EN-14")
    return judging.result()


def branch_licence(checked: Checked) -> Judgement:
    """CP29 of SF: the licence of the head office, under which the branch works."""
    return licence_of(checked, read_branch(checked.answers).licence).result()


def service_guards(checked: Checked) -> Judgement:
    """CP31 of SX, counted on the day on which the service starts."""
    security = read_security(checked.answers)
    return guards_of(
        checked, security.guards, security.leader, security.service_start or checked.submitted_on
    )


def branch_guards(checked: Checked) -> Judgement:
    """CP31 of SF; a branch may have no guards yet."""
    branch = read_branch(checked.answers)
    if not branch.guards:
        return not_here(_("The branch names no guards yet."))
    return guards_of(checked, branch.guards, branch.head, checked.submitted_on)


def guards_of(checked: Checked, guards: tuple[Guard, ...], leader: Guard, on: date) -> Judgement:
    """CP31: each guard is of age and schooled, holds a certificate, stands here once and nowhere else (564 art. 16-17).

    leader: who leads them. on: the day on which they begin. Whether two postings of one guard overlap, only an officer
    can read from the contracts, so other filings are noted. A company may replace the rows that fail.
    """
    judging = Judging(checked, "fact:guard", "material:EN17", "rule:R-EN-12")
    judging.fail(not guards, _("No guard is named."))
    least = checked.norms.value("SX.guard_age")
    failing = rules.failing_rows(guards, on, least)
    judging.fail(
        failing, said(_("Not fit by age, schooling or twice in the list: row %(rows)s."), rows=named(failing))
    )
    judging.fail(rules.under_age(leader.id_no, on, least), _("Who leads the guards is below their age."))
    bare = [row for row, guard in enumerate(guards, 1) if not guard.cert_no]
    judging.fail(bare, said(_("Without a certificate: row %(rows)s."), rows=named(bare)))
    missing = _("The register of guard certificates does not have all of them.")
    unreachable = _(
        "The register of guard certificates could not be asked. Please compare with the certificates."
    )
    judging.register("guard_certificates", missing, unreachable)
    posted = checked.past.held("guard", [guard.id_no for guard in guards], services=BOTH)
    twice = [row for row, guard in enumerate(guards, 1) if guard.id_no in posted]
    judging.note(twice, said(_("Named in other filings as well: row %(rows)s."), rows=named(twice)))
    return judging.result()


def named(rows: "list[int] | dict[int, list[str]]") -> str:
    """Return the first numbers of rows, and that there are more."""
    first = ", ".join(str(row) for row in list(rows)[:MOST_NAMED])
    return f"{first} … ({len(rows)})" if len(rows) > MOST_NAMED else first


def client(checked: Checked) -> Judgement:
    """CP32: no foreign-invested company at a key unit, no armed escort without what it needs (564 art. 10, 22)."""
    security, own = read_security(checked.answers), company(checked.answers)
    judging = Judging(checked, "fact:client_uscc", "fact:service", "rule:R-EN-13", "rule:R-EN-14")
    judging.fail(rules.forbidden_client(security), _("A foreign-invested company may not serve a key unit."))
    judging.fail(rules.own_client(security, own.uscc), _("The client is the security company itself."))
    armed(judging, security)
    foreign = security.licence.foreign_invested and not security.client_key_unit
    judging.note(foreign, _("The company is foreign-invested; the client is said to be no key unit."))
    return judging.result()


def armed(judging: Judging, security: Security) -> None:
    """Judge armed escort: licence, capital and share of the state (564 art. 10)."""
    norms = judging.checked.norms
    judging.fail(
        rules.armed_differs(security), _("Armed escort is stated, but not among the services, or reversely.")
    )
    judging.fail(rules.armed_not_licensed(security), _("The licence does not cover armed escort."))
    capital = company(judging.checked.answers).reg_capital
    short = rules.armed_capital_short(security, capital, norms.value("SX.armed_capital"))
    judging.fail(short, _("The capital is less than armed escort needs."))
    share = rules.armed_share_short(security, norms.value("SX.armed_state_share"))
    judging.fail(share, _("The share of the state is less than armed escort needs."))


SERVICE = {"CP29": service_licence, "CP31": service_guards, "CP32": client}
BRANCH = {"CP29": branch_licence, "CP31": branch_guards}
