"""How demo cases end otherwise than well, and what becomes of certificates: each paper that the portal issues, once."""

from django.utils import timezone

from portal.accounts.models import User
from portal.applications import actions
from portal.applications.actions.extending import extend
from portal.applications.models import Application
from portal.applications.states import State
from portal.certificates import actions as certificates
from portal.certificates.models import Certificate
from portal.management.demo_acts import Act, accept, approve, pass_over, propose, tick
from portal.review import actions as review
from portal.workdays.queries import add_workdays, today

#: Invented facts for every decision whose ground does not ask for others.
REASON = "（演示）经核实，申报的情况与登记信息不一致，现有材料不足以证明所申报的事实。"
LEGAL = "（演示）依照有关法律、法规的规定作出，正式文书应当写明具体条款。"
#: Why this office is not competent and which one is, by the nature of the service.
ELSEWHERE = {
    "confirmation": (
        "（演示）您申请的迁入地不在本机关的管辖范围内，应当由迁入地的公安机关办理。",
        "拟迁入地派出所的户籍窗口",
    ),
    "filing": (
        "（演示）申报的使用地不在本机关的管辖范围内，应当向使用地的公安机关备案。",
        "使用地的县级公安机关禁毒部门",
    ),
}
#: What the law forbids of the filing that is not made: a key of its `bars`, and the facts.
BAR, FORBIDDEN = "CASH", "（演示）经核实，合同约定以现金支付货款，属于法律、行政法规明文禁止的情形。"


def refuse(case: Application, staff: dict[str, User]) -> Application:
    """The intake officer refuses the case; a filing is none of this office's."""
    nature = case.declaration.nature
    ground = "not_competent" if nature == "filing" else "not_our_powers"
    reason, where = ELSEWHERE[nature]
    tick(case, staff["intake"], State.REJECTED_INTAKE)
    return review.refuse_at_intake(
        application=case,
        by=staff["intake"],
        version=case.version,
        ground=ground,
        reason=reason,
        where_to_go=where,
    )


def withdraw(case: Application, staff: dict[str, User]) -> Application:
    """The applicant withdraws."""
    return actions.withdraw(application=case, by=case.owner, reason="（演示）计划有变，暂不办理。")


def suspend(case: Application, staff: dict[str, User]) -> Application:
    """The reviewer stops the clock for an expert appraisal."""
    until = add_workdays(today(), 8).on
    return review.suspend(
        application=case,
        by=staff["reviewer"],
        version=case.version,
        ground="expert",
        planned_on=until,
        reason="（演示）需要组织专家对申报的情况进行评审。",
    )


def prolong(case: Application, staff: dict[str, User]) -> Application:
    """The approver extends the time limit."""
    reason = "（演示）涉及多地核查，按期办结确有困难，需要延长。"
    return extend(application=case, by=staff["approver"], version=case.version, reason=reason)


def deny(case: Application, staff: dict[str, User]) -> Application:
    """The reviewer proposes against, and the approver denies."""
    tick(case, staff["reviewer"], State.PENDING_APPROVAL)
    pass_over(case, staff)
    case = review.propose(
        application=case, by=staff["reviewer"], version=case.version, recommendation="against", note=REASON
    )
    tick(case, staff["approver"], State.DENIED)
    nature, bars = case.declaration.nature, case.declaration.bars
    reason, ground = REASON, dict[str, str]()
    if nature == "filing" and BAR in bars:
        reason, ground = FORBIDDEN, {"ground": "forbidden", "bar": BAR}
    elif nature == "filing":
        reason, where = ELSEWHERE[nature]
        ground = {"ground": "not_competent", "where_to_go": where}
    stated = (
        {}
        if nature == "filing"
        else {"statement": "（演示）申请人称相关情况正在办理变更登记，请求延后处理。"}
    )
    return review.deny(
        application=case,
        by=staff["approver"],
        version=case.version,
        reason=reason,
        legal_ground=LEGAL if nature == "licence" else "",
        **ground,
        **stated,
    )


def settle(case: Application, staff: dict[str, User]) -> Application:
    """The place of origin releases the person, and the station enters him or her in the register."""
    case = review.record_release(
        application=case,
        by=staff["intake"],
        version=case.version,
        number="川00000001",
        issued_by="演示派出所",
        issued_on=timezone.localdate(),
    )
    return review.register(
        application=case, by=staff["intake"], version=case.version, household_no=f"{case.unit[:6]}000001"
    )


def of_case(case: Application) -> Certificate:
    """Return the certificate of a case, issued now if its task has not come to it yet."""
    row = case.certificates.get(event=None, type=case.declaration.certificate.type)
    certificates.issue(certificate_id=row.pk)
    return Certificate.objects.get(pk=row.pk)


def revoke(case: Application, staff: dict[str, User]) -> Application:
    """The reviewer asks that the decision be revoked, and another approver revokes it."""
    asked = certificates.propose(
        certificate=of_case(case), act="revoke", by=staff["reviewer"], reason=REASON, ground=LEGAL
    )
    certificates.confirm(proposal=asked, by=staff["second"])
    return Application.objects.get(pk=case.pk)


def halt(case: Application, staff: dict[str, User]) -> Application:
    """The certificate is suspended; that it be put in force again waits for a second officer."""
    row = of_case(case)
    asked = certificates.propose(
        certificate=row, act="suspend", by=staff["reviewer"], reason=REASON, ground=LEGAL
    )
    certificates.confirm(proposal=asked, by=staff["second"])
    certificates.propose(
        certificate=row, act="resume", by=staff["reviewer"], reason="（演示）情况已经核实清楚，可以恢复使用。"
    )
    return Application.objects.get(pk=case.pk)


def reissue(case: Application, staff: dict[str, User]) -> Application:
    """The certificate is issued anew, because the holder's name was written wrongly."""
    asked = certificates.propose(
        certificate=of_case(case),
        act="reissue",
        by=staff["reviewer"],
        reason="（演示）企业地址已经变更，需要重新核发。",
    )
    certificates.confirm(proposal=asked, by=staff["second"])
    return Application.objects.get(pk=case.pk)


DONE: tuple[Act, ...] = (accept, propose, approve)
#: More stories of the first service of each nature, so that each paper is in the demo once.
ENDINGS: dict[str, tuple[tuple[int, tuple[Act, ...]], ...]] = {
    "confirmation": (
        (8, (refuse,)),
        (9, (withdraw,)),
        (10, (accept, suspend)),
        (11, (accept, prolong)),
        (12, (accept, deny)),
        (14, (*DONE, settle)),
    ),
    "filing": ((8, (refuse,)), (9, (accept, deny)), (10, (*DONE, halt)), (11, (*DONE, reissue))),
    "licence": ((8, (accept, deny)), (9, (*DONE, revoke))),
}
