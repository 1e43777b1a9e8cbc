"""A handful of invented cases in different states, made by the same actions that people use."""

from collections.abc import Callable

from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import transaction
from django.utils import timezone, translation

from portal.accounts.models import Role, User
from portal.applications import actions
from portal.applications.models import Application
from portal.applications.states import State
from portal.catalog import registry
from portal.catalog.declaration import Material, Service
from portal.catalog.papers import Paper
from portal.checkpoints import actions as checkpoints
from portal.checkpoints.panel import panel_of
from portal.consultations import actions as consultations
from portal.documents import actions as documents
from portal.documents.queries import snapshot, to_upload
from portal.management.demo_companies import company_of
from portal.papers.drawing import draw
from portal.review import actions as review
from portal.review.policies import Item
from portal.rulebook.queries import norms
from portal.signing import actions as signing
from portal.wizard import checking, registers
from portal.wizard import draft as drafts
from portal.wizard.journey import Journey, open_journey
from portal.workdays.queries import today

Act = Callable[[Application, dict[str, User]], Application]


class SampleInvalid(Exception):
    """A service's sample is not a complete and valid application; the message says what is wrong."""


def draft(service: Service, n: int, owner: User, language: str = "zh-hans") -> Application:
    """Start a draft, type what invented person n types, and hand in every paper that is asked for."""
    raw = service.sample(n, norms(today()))
    application = actions.start(
        by=owner, service=service.code, language=language, company=company_of(service, raw, owner)
    )
    application = actions.save_draft(
        application=application, by=owner, change=lambda document: document.update(raw=raw)
    )
    journey = ask_registers(open_journey(application, owner), owner)
    for material in to_upload(service, checking.judge(journey).answers):
        if material.required:
            documents.receive(
                application=application, material=material.code, file=paper_of(material), by=owner
            )
    return journey.application


def ask_registers(journey: Journey, owner: User) -> Journey:
    """Save the steps that are valid, and ask the registers as the wizard does on the way."""
    if journey.service.sources:
        valid = checking.judge(journey).answers

        def save(document: drafts.Document) -> None:
            for slug, values in valid.items():
                drafts.keep_valid(document, slug, drafts.typed(document, slug), values)

        journey.keep(owner, save)
        registers.ask_due(journey, owner)
    return journey


def paper_of(material: Material) -> SimpleUploadedFile:
    """Return a small PDF that says which paper it stands for."""
    with translation.override("zh-hans"):
        title = str(material.title)
    content = draw(
        Paper(title=title, paragraphs=("演示材料，没有法律效力。",)), created=timezone.now(), watermark="演示"
    )
    return SimpleUploadedFile(f"{material.code}.pdf", content, "application/pdf")


def hand_in(application: Application, owner: User) -> Application:
    """Sign and submit a draft as the wizard does. Raises SampleInvalid when a step or a rule refuses it."""
    journey = open_journey(application, owner)
    outcome = checking.judge(journey)
    findings = journey.findings(outcome.answers)
    problems = outcome.problems + checking.rejections(journey, findings)
    if problems:
        raise SampleInvalid(f"{journey.service.code}: {problems}")
    signing.record_all(application=application, answers=outcome.answers)
    return actions.submit(
        application=application,
        by=owner,
        answers=outcome.answers,
        shown=checking.shown_in_each_language(journey.service, outcome.answers, journey.norms_of),
        materials=snapshot(application, outcome.answers),
        flags=checking.flags(journey, outcome.answers),
    )


def tick(case: Application, by: User, to: State) -> None:
    """The officer ticks what is open for the move."""
    stated = [checkpoints.Tick(one.code) for one in panel_of(case, by).wanted(to)]
    checkpoints.tick(application=case, by=by, ticks=stated)


def pass_over(case: Application, staff: dict[str, User]) -> None:
    """The approver passes over what failed: invented papers are not what registers outside hold."""
    for line in panel_of(case, staff["approver"]).lines:
        if line.failed:
            reason = "演示案件：材料和登记信息均为虚构，由决定人确认后继续办理。"
            checkpoints.override(
                application=case, by=staff["approver"], checkpoint=line.checkpoint.code, reason=reason
            )


def accept(case: Application, staff: dict[str, User]) -> Application:
    """The intake officer accepts."""
    tick(case, staff["intake"], State.ACCEPTED)
    pass_over(case, staff)
    return review.accept(application=case, by=staff["intake"], version=case.version)


def ask(case: Application, staff: dict[str, User]) -> Application:
    """The intake officer asks for a better copy of the first paper."""
    material = case.documents.order_by("created_at").first()
    reason = "上传的扫描件不清晰，请重新拍摄，确保四角完整、文字可辨。"
    tick(case, staff["intake"], State.CORRECTION)
    item = Item(step="", field="", material=material.material if material else "", reason=reason)
    return review.ask_correction(application=case, by=staff["intake"], version=case.version, items=[item])


def propose(case: Application, staff: dict[str, User]) -> Application:
    """The reviewer proposes to approve."""
    tick(case, staff["reviewer"], State.PENDING_APPROVAL)
    pass_over(case, staff)
    note = "材料齐全，信息核对一致，建议同意。"
    return review.propose(
        application=case, by=staff["reviewer"], version=case.version, recommendation="for", note=note
    )


def approve(case: Application, staff: dict[str, User]) -> Application:
    """The approver approves; the certificate follows."""
    tick(case, staff["approver"], State.APPROVED)
    grounds = "材料齐全，符合法定条件。"  # kept for a licence only
    return review.approve(application=case, by=staff["approver"], version=case.version, grounds=grounds)


def ask_consultation(case: Application, staff: dict[str, User]) -> Application:
    """The reviewer asks for a joint consultation, and the supervisor takes it on."""
    row = consultations.request(
        case=case,
        by=staff["reviewer"],
        version=case.version,
        questions=["申请材料与登记信息不一致时，应当以哪一项为准？"],
        facts="申请人填写的情况与登记机关返回的信息不一致，双方均有证明材料。",
        options=[{"text": "以登记信息为准", "grounds": "登记信息由主管机关维护"}],
    )
    consultations.accept(consultation=row, by=staff["supervisor"], version=row.version)
    return Application.objects.get(pk=case.pk)


def consult(case: Application, staff: dict[str, User]) -> Application:
    """A joint consultation is held and concluded; the case is under review again."""
    row = ask_consultation(case, staff).consultations.get()
    chair, opinion = staff["supervisor"], "登记信息由主管机关维护，建议以登记信息为准。"
    members = {"handling": staff["intake"], "legal": staff["supervisor"], "business": staff["approver"]}
    for kind, officer in members.items():
        row.refresh_from_db()
        consultations.invite(consultation=row, by=chair, version=row.version, officer=officer, kind=kind)
    row.refresh_from_db()
    row = consultations.convene(consultation=row, by=chair, version=row.version)
    for seat in row.members.select_related("officer"):
        consultations.declare(member=seat, by=seat.officer, version=row.version, declared="none")
        consultations.opine(member=seat, by=seat.officer, version=row.version, stance="for", text=opinion)
    consultations.conclude(
        consultation=row, by=chair, version=row.version, conclusion="for", text=opinion, minutes=opinion
    )
    return Application.objects.get(pk=case.pk)


#: What has happened to the demo cases of each service, one line a case: whose it is, and the acts.
#: In TH applicant 4 comes from Sichuan (the national lane), applicant 7 from Anhui with spouse and child.
STORIES: tuple[tuple[int, tuple[Act, ...]], ...] = (
    (0, ()),
    (1, (ask,)),
    (2, (accept,)),
    (3, (accept, propose)),
    (4, (accept, propose, approve)),
    (7, (accept, propose, approve)),
    (17, (accept,)),
    (18, (accept, ask_consultation)),
    (19, (accept, consult)),
)
#: The invented applicant who has not handed in yet.
UNDECIDED = 5


def build_cases() -> int:
    """Make the demo cases that are missing; return how many. One draft and nine cases a service."""
    staff = {role: User.objects.get(email=f"{role}@demo.test") for role in Role}
    made = 0
    for service in registry.all_services():
        owner = User.objects.get(
            email="talent@demo.test" if service.audience == "person" else "company@demo.test"
        )
        if Application.objects.filter(service=service.code, owner=owner).exists():
            continue
        for n, story in STORIES:
            tell(service, n, story, owner, staff)
            made += 1
        draft(service, UNDECIDED, owner)
    return made


def tell(
    service: Service, n: int, story: tuple[Act, ...], owner: User, staff: dict[str, User]
) -> Application:
    """Make one case and let its story happen."""
    case = hand_in(draft(service, n, owner), owner)
    for act in story:
        with transaction.atomic():
            case = act(case, staff)
    return case
