"""Cases of the invented applicants, brought to a state by the real actions, and the officers who handle them."""

from datetime import timedelta
from typing import Any

from django.utils import timezone

from portal.accounts.models import Posting, Role, User
from portal.applications import actions
from portal.applications.models import Application, Correction, CorrectionItem
from portal.applications.states import State
from portal.catalog import registry
from portal.certificates.models import Proposal
from portal.management.demo_companies import company_of
from portal.review.reading import case_file, changed_since_last, correctable
from portal.rulebook.queries import norms as norms_on
from portal.ui.formsets import step_formset
from portal.workdays.queries import add_workdays, today

CITY = "310000000000"
PROPOSAL = "for: 材料齐全，建议予以同意。"
REASON = "经核实，申报的事实与登记不一致。"


def applicant(name: str = "talent") -> User:
    """Return the person of that name, made at first use."""
    email = f"{name}@people.test"
    return User.objects.filter(email=email).first() or User.objects.create_user(email, "Right-Password-1")


def officer(role: str, unit: str = CITY, name: str = "") -> User:
    """Return an officer with one posting, made at first use."""
    user = applicant(name or f"{role}-{unit}")
    Posting.objects.get_or_create(user=user, unit=unit, role=Role(role))
    return User.objects.get(pk=user.pk)


def both(name: str, *roles: str) -> User:
    """Return one officer with several roles."""
    return [officer(role, name=name) for role in roles][-1]


def fresh(case: Application) -> Application:
    """Return the case as it is now."""
    return Application.objects.get(pk=case.pk)


def answers_of(service: str, n: int = 1) -> dict[str, Any]:
    """Return the answers of invented applicant n, through the real forms of the steps."""
    declaration, norms = registry.get(service), norms_on(today())
    typed, stored = declaration.sample(n, norms), {}
    for step in declaration.steps_for(typed):
        form_class = step.form
        data = typed.get(step.slug, {})
        if step.repeat:
            form_class = step_formset(step.form, step.repeat.minimum, step.repeat.maximum)
            data = {
                f"form-{index}-{name}": value
                for index, row in enumerate(data["rows"])
                for name, value in row.items()
            }
        form = form_class(data=data, norms=norms, answers=stored)
        assert form.is_valid(), (step.slug, form.errors)
        stored[step.slug] = form.json_values()
    return stored


def handed_in(service: str, n: int = 1) -> dict[str, Any]:
    """Return the arguments of `actions.submit` but application and person."""
    row = [{"name": "x", "label": "姓名", "text": "示例", "sensitive": False}]
    answers = answers_of(service, n)
    sections = [{"slug": "a", "title": "第一步", "rows": [row]}, *named(answers)]
    return {"answers": answers, "shown": {"zh-hans": sections}, "materials": [], "flags": []}


def named(answers: dict[str, Any]) -> list[dict[str, Any]]:
    """Return the steps and fields of answers as sections without their texts: so a correction may name them."""
    sections = []
    for slug, step in answers.items():
        rows = [
            [{"name": name, "label": name, "text": "", "sensitive": False} for name in row]
            for row in step.get("rows", [step])
        ]
        sections.append({"slug": slug, "title": slug, "rows": rows})
    return sections


def draft(service: str = "TH", by: User | None = None, language: str = "zh-hans", n: int = 1) -> Application:
    """Return a new draft, of invented applicant n's company where companies apply."""
    person, declaration = by or applicant(), registry.get(service)
    company = company_of(declaration, declaration.sample(n, norms_on(today())), person)
    return actions.start(by=person, service=service, language=language, company=company)


def submitted(
    service: str = "TH", n: int = 1, by: User | None = None, language: str = "zh-hans"
) -> Application:
    """Return a case that has been handed in and so been received."""
    person = by or applicant()
    return actions.submit(application=draft(service, person, language, n), by=person, **handed_in(service, n))


def accepted(service: str = "TH", n: int = 1, **options: Any) -> Application:
    """Return a case under review."""
    intake = officer("intake")
    case = submitted(service, n, **options)
    actions.move(case, State.ACCEPTED, by=intake, changes={"acceptor": intake})
    return Application.objects.get(pk=case.pk)


def proposed(service: str = "TH", n: int = 1, **options: Any) -> Application:
    """Return a case that waits for the decision."""
    reviewer = officer("reviewer")
    case = accepted(service, n, **options)
    return propose(case, reviewer)


def propose(case: Application, by: User | None = None) -> Application:
    """Recommend to approve a case under review and return it."""
    by = by or officer("reviewer")
    return actions.move(
        case, State.PENDING_APPROVAL, by=by, note=PROPOSAL, public=False, changes={"reviewer": by}
    )


def approve(case: Application, by: User | None = None, **options: Any) -> Application:
    """Approve a case that waits for the decision."""
    by = by or officer("approver")
    changes = {"approver": by, "decided_at": timezone.now()}
    actions.move(case, State.APPROVED, by=by, changes=changes, **options)
    return Application.objects.get(pk=case.pk)


def approved(service: str = "TH", n: int = 1, **options: Any) -> Application:
    """Return an approved case whose certificate has been asked for, and made if commits are carried out."""
    return approve(proposed(service, n, **options))


def ask_to_revoke(case: Application, reason: str = REASON, ground: str = REASON) -> None:
    """Have a reviewer ask that what was granted be revoked, whatever has become of the certificate."""
    row = case.certificates.filter(event=None).order_by("-created_at").first()
    asks = officer("reviewer", name="asks")
    Proposal.objects.create(
        certificate=row, unit=case.unit, act="revoke", reason=reason, ground=ground, proposed_by=asks
    )


def revoke(case: Application) -> Application:
    """Revoke what was granted, as a reviewer asked for and another approver decides, and return the case."""
    ask_to_revoke(case)
    grounds = {"legal_ground": REASON, "reconsideration_days": 60, "lawsuit_months": 6}
    another = officer("approver", name="another")
    return actions.move(case, State.REVOKED, by=another, note=REASON, grounds=grounds)


def expert(days: int = 5) -> dict[str, str]:
    """Return the ground of a lawful stop: an expert appraisal until so many working days from today."""
    return {"ground": "expert", "planned_on": add_workdays(today(), days).on.isoformat()}


def askable(case: Application) -> dict[str, str]:
    """Return an item that may be asked for: the first paper, in a later round one that changed."""
    file = case_file(case)
    materials = correctable(file, "")[1]
    changed = changed_since_last(file)[1] if file.previous else materials
    return {"material": next(code for code in materials if code in changed)}


def another_paper(case: Application) -> list[dict[str, str]]:
    """Return the materials of a round in which the first paper is another than before."""
    code = next(iter(correctable(case_file(case), "")[1]))
    differs = f"round {case.submissions.count() + 1}"
    return [{"kind": "shared", "material": code, "source": "", "at": "", "sha256": differs}]


def correction(case: Application, by: User | None = None, **item: str) -> Application:
    """Ask for a correction of one item and return the case. material="M1": anything that may be asked for now."""
    intake = by or officer("intake")
    if item.get("material") == "M1":
        item = askable(case)
    answer_by = today() + timedelta(days=30)
    asked = Correction.objects.create(
        application=case,
        round=case.corrections.count() + 1,
        asked_at=timezone.now(),
        asked_by=intake,
        answer_by=answer_by,
    )
    CorrectionItem.objects.create(correction=asked, reason="这一项看不清楚，请重新拍照后上传。", **item)
    return actions.move(case, State.CORRECTION, by=intake)
