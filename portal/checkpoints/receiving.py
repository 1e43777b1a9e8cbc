"""The platform's functions for what comes in: identity, consents, unit, form, papers, duplicates, agents, receipt."""

from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from portal.applications.models import Application
from portal.applications.states import CLOSED, State
from portal.catalog.checking import Judgement
from portal.catalog.declaration import Step
from portal.catalog.sources import SOURCES
from portal.checkpoints import registry
from portal.checkpoints.looking import Look, look_at
from portal.companies.models import Handler
from portal.signing.content import digest_of_parts, signers_in
from portal.standards.digests import canonical_json, sha256
from portal.ui.fields import CommitmentField

IDENTITY = "identity"


def identity(application: Application) -> Judgement:
    """CP01: the identity register confirmed who files (L3); where it could not be asked, a later check is open."""
    look = look_at(application)
    reply = (look.answers.get(SOURCES) or {}).get(IDENTITY) or {}
    level = look.facts.get("real_name_level")
    evidence = (f"source:{IDENTITY}", "fact:real_name_level")
    if reply.get("state") == "NO":
        return Judgement(
            "FAIL", _("The identity register does not know this name with this number."), evidence
        )
    if level is not None and level.text == "L3":
        return Judgement("PASS", "", evidence)
    note = _("The identity register could not be asked (level L2). A later check is due.")
    return Judgement("PASS_WITH_NOTE", note, (*evidence, "level:L2"))


def consents(application: Application) -> Judgement:
    """CP02: each statement that the steps ask for is ticked, and everybody who has to sign has signed just that."""
    look = look_at(application)
    missing = [name for step in look.service.steps_for(look.answers) for name in unticked(step, look)]
    unsigned = _unsigned(look)
    if missing or unsigned:
        note = _("A consent or a signature is missing.")
        return Judgement("FAIL", note, tuple(f"consent:{name}" for name in [*missing, *unsigned]))
    return Judgement("PASS", "", ("submission:consents", "submission:signatures"))


def unticked(step: Step, look: Look) -> list[str]:
    """Return the required statements of a step that were not ticked; rows answer for themselves in their forms."""
    given = look.answers.get(step.slug, {})
    if step.repeat:
        return []
    fields = step.form.base_fields.items()
    asked = [name for name, field in fields if isinstance(field, CommitmentField) and field.required]
    hidden = getattr(step.form, "shown_when", {})
    return [f"{step.slug}.{name}" for name in asked if name not in hidden and given.get(name) is not True]


def _unsigned(look: Look) -> list[str]:
    """Return the keys of those who have to sign and did not, or signed something else.

    Asked of the rules of the day of submission: who had to sign then, signed then.
    """
    then = look.norms.at(look.checked.submitted_on)
    signers = signers_in(look.service, look.answers, then)
    if not signers:
        return []
    kept = {row.key: row for row in look.submission.signatures.all()}
    missing = []
    for signer in signers:
        row = kept.get(signer.key)
        if row is None or row.digest != digest_of_parts([*map(str, signer.statements)], signer.content):
            missing.append(f"signature:{signer.key}")
    return missing


def jurisdiction(application: Application) -> Judgement:
    """CP03: the rule of the service leads to the unit that has the case."""
    look = look_at(application)
    unit = look.service.route(look.answers, look.norms)
    chosen = look.facts.get("station_overridden")
    if unit != application.unit:
        note = format_lazy(
            _("The rule of the service leads to unit {unit}, the case lies with {own}."),
            unit=unit,
            own=application.unit,
        )
        return Judgement("FAIL", note, (f"route:{unit}",))
    if chosen is not None and chosen.text == "yes":
        note = _("The applicant chose another station than the one found by the address.")
        return Judgement("PASS_WITH_NOTE", note, (f"route:{unit}", "fact:station_overridden"))
    return Judgement("PASS", "", (f"route:{unit}",))


def form(application: Application) -> Judgement:
    """CP04: no rule of the service rejects the answers, and they are what was submitted, by their digest."""
    look = look_at(application)
    kept = look.submission
    if kept.digest != sha256(canonical_json({"answers": look.answers, "materials": kept.materials})):
        return Judgement("FAIL", _("What is kept is not what was submitted."), ("submission:digest",))
    then = look.norms.at(look.checked.submitted_on)
    refused = [found.rule for found in look.service.check(look.answers, then) if found.effect == "reject"]
    if refused:
        note = format_lazy(
            _("The rules of the form refuse it: {rules}."), rules=", ".join(sorted(set(refused)))
        )
        return Judgement("FAIL", note, tuple(f"rule:{rule}" for rule in sorted(set(refused))))
    flagged = sorted({str(flag["rule"]) for flag in kept.flags})
    if flagged:
        note = format_lazy(_("Findings to look at: {rules}."), rules=", ".join(flagged))
        return Judgement("PASS_WITH_NOTE", note, tuple(f"rule:{rule}" for rule in flagged))
    return Judgement("PASS", "", ("submission:digest",))


def papers(application: Application) -> Judgement:
    """CP05: for every required paper there is a file, a register, a statement, or a promise with its day."""
    look = look_at(application)
    asked = [item for item in look.service.materials_for(look.answers) if item.required and not item.later]
    missing = [item.code for item in asked if item.code not in look.materials]
    if missing:
        note = format_lazy(_("Missing: {papers}."), papers=", ".join(missing))
        return Judgement("FAIL", note, tuple(f"material:{code}" for code in missing))
    stand_ins = [item.code for item in asked if not look.materials[item.code] & {"file", "shared"}]
    if stand_ins:
        note = format_lazy(
            _("Stated or promised instead of handed in: {papers}."), papers=", ".join(stand_ins)
        )
        return Judgement("PASS_WITH_NOTE", note, tuple(f"material:{code}" for code in stand_ins))
    return Judgement("PASS", "", tuple(f"material:{item.code}" for item in asked))


def duplicates(application: Application) -> Judgement:
    """CP06: no other open case holds what only one may hold; others of the same applicant are pointed out."""
    held = [row for row in application.facts.all() if row.held]
    open_cases = Application.objects.exclude(pk=application.pk).exclude(state__in=[State.DRAFT, *CLOSED])
    if held:
        indices = [row.index for row in held]
        same = open_cases.filter(facts__key__in={row.key for row in held}, facts__index__in=indices)
        if numbers := sorted({str(number) for number in same.values_list("number", flat=True)}):
            note = format_lazy(_("Another open case: {numbers}."), numbers=", ".join(numbers))
            return Judgement("FAIL", note, tuple(f"case:{number}" for number in numbers))
    mine = {"company": application.company_id} if application.company_id else {"owner": application.owner_id}
    if open_cases.filter(service=application.service, **mine).exists():
        note = _("The same applicant has other open cases of this service.")
        return Judgement("PASS_WITH_NOTE", note, tuple(f"fact:{key}" for key in mine))
    return Judgement("PASS", "", tuple(sorted({f"fact:{row.key}" for row in held})))


def authority(application: Application) -> Judgement:
    """CP07: who acts for a company is authorised today; whether a letter of authority suffices, an officer reads."""
    look = look_at(application)
    if application.company_id:
        handlers = Handler.objects.filter(company=application.company_id, state=Handler.State.ACTIVE)
        acting = [
            row for row in handlers.defer("details_sealed") if row.holds and row.covers(application.service)
        ]
        if not acting:
            note = _("Nobody is authorised any more to act for the company in this service.")
            return Judgement("FAIL", note, ("company:handlers",))
        return Judgement("PASS", "", ("company:handlers",))
    agent = look.facts.get("agent")
    if agent is None or agent.text != "AGENT":
        note = _("The applicant acts in person.")
        return Judgement("NOT_APPLICABLE", note, ("fact:agent",))
    note = _("Somebody acts for the applicant. Please read the letter of authority.")
    return Judgement("PASS_WITH_NOTE", note, ("fact:agent", "agent:acts"))


def receipt(application: Application) -> Judgement:
    """CP08: the case has a number, and its receipt was given on the day it was submitted."""
    received = application.events.filter(kind="move", after=State.RECEIVED).order_by("version").first()
    if not application.number or received is None or application.submitted_at is None:
        return Judgement("FAIL", _("No receipt was given."), ("receipt:none",))
    return Judgement("PASS", "", (f"receipt:{application.number}",))


def register_all() -> None:
    """Register the functions of this file."""
    for code, judge in {
        "CP01": identity,
        "CP02": consents,
        "CP03": jurisdiction,
        "CP04": form,
        "CP05": papers,
        "CP06": duplicates,
        "CP07": authority,
        "CP08": receipt,
    }.items():
        registry.register(code, judge)
