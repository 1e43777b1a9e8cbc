"""What the invented officers of the demo do to a case, by the same actions that people use."""

from collections.abc import Callable

from portal.accounts.models import User
from portal.applications.models import Application
from portal.applications.states import State
from portal.checkpoints import actions as checkpoints
from portal.checkpoints.panel import panel_of
from portal.consultations import actions as consultations
from portal.review import actions as review
from portal.review.policies import Item

Act = Callable[[Application, dict[str, User]], Application]


def tick(case: Application, by: User, to: State) -> None:
    """The officer ticks what is open for the move."""
    stated = [checkpoints.Tick(one.code) for one in panel_of(case, by).wanted(to)]
    checkpoints.tick(application=case, by=by, ticks=stated)


def pass_over(case: Application, staff: dict[str, User]) -> None:
    """The approver passes over what failed: invented papers are not what registers outside hold."""
    for line in panel_of(case, staff["approver"]).lines:
        if line.failed:
            reason = "（演示）材料和登记信息均为虚构，由决定人确认后继续办理。"
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
    grounds = "（演示）申请材料齐全、符合法定形式，经核查符合规定的条件。"  # kept for a licence only
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
