"""Certificates at the desk: the lists, the page of one, and the two officers who change it."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from portal.accounts.models import User
from portal.accounts.queries import roles_of
from portal.applications.policies import Blocked, NotAllowed
from portal.applications.queries import visible_to
from portal.certificates import actions
from portal.certificates.actions import batches
from portal.certificates.actions.turning import NotPossible
from portal.certificates.desk.doors import paper_of, proposal_of
from portal.certificates.desk.forms import AnswerForm, ProposalForm
from portal.certificates.desk.lists import TABS, lines_of, rows_of
from portal.certificates.desk.page import context_of, kept_apart
from portal.certificates.desk.words import CONSEQUENCES, ended, title_of, within
from portal.certificates.models import Certificate, Proposal
from portal.certificates.policies import (
    PROPOSERS,
    Refused,
    may_decide,
    may_propose,
    obstacle,
    papers_visible_to,
)
from portal.review.doors import officers_only
from portal.standards.case_numbers import CASE, canonical, valid

PAGE_ROWS = 30


@officers_only
@require_GET
def listed(request: HttpRequest) -> HttpResponse:
    """List what waits for a second officer, what stopped, or the batches; a number that is typed leads to its page."""
    asked = canonical(request.GET.get("number", ""))[:40]
    if asked and (place := place_of(asked, request.user)):
        return place
    tab = request.GET.get("tab", "")
    tab = tab if tab in TABS else next(iter(TABS))
    page = Paginator(rows_of(request.user, tab), PAGE_ROWS).get_page(request.GET.get("page"))
    context = {
        "tabs": TABS.items(),
        "shown": tab,
        "rows": page,
        "lines": [] if tab == "stopped" else lines_of(page, request.user),
        "stopped": [(row, title_of(row)) for row in page] if tab == "stopped" else [],
        "proposes": bool(set(roles_of(request.user)) & set(PROPOSERS)),
        "asked": asked,
        "is_case": bool(CASE.fullmatch(asked)),
        "newer_url": f"?tab={tab}&page={page.previous_page_number()}" if page.has_previous() else "",
        "older_url": f"?tab={tab}&page={page.next_page_number()}" if page.has_next() else "",
    }
    return render(request, "certificates/desk_list.html", context, status=404 if asked else 200)


def place_of(number: str, officer: User) -> HttpResponse | None:
    """Lead to the page of the paper or of the case that has a number; None when the officer covers none."""
    if not valid(number):  # PostgreSQL refuses some characters in a question
        return None
    if paper := papers_visible_to(officer).filter(number=number).first():
        return redirect("desk_certificates:page", paper.pk)
    if CASE.fullmatch(number) and (case := visible_to(officer).filter(number=number).first()):
        return redirect("review:case", case.pk)
    return None


@officers_only
@require_GET
def page(request: HttpRequest, certificate: UUID) -> HttpResponse:
    """Show a certificate with its lines in the register and what may be done about it."""
    row = paper_of(request, certificate)
    return render(request, "certificates/desk_page.html", context_of(row, request.user))


@officers_only
@require_http_methods(["GET", "POST"])
def propose(request: HttpRequest, certificate: UUID, act: str) -> HttpResponse:
    """Ask for an act on a certificate. When it is not possible any more, what was typed is shown to be copied."""
    row = paper_of(request, certificate)
    if act not in Proposal.Act.values or not may_propose(request.user, row.application):
        raise Http404
    form = ProposalForm(request.POST or None, act=act)
    problem, status = hindrance(row, act), 200
    if request.method == "POST" and not problem:
        status = 422
        if form.is_valid():
            try:
                actions.propose(certificate=row, act=act, by=request.user, **form.cleaned_data)
            except Refused as refused:
                if refused.field:
                    form.add_error(refused.field, str(refused))
                else:
                    problem = str(refused)
            except Blocked as blocked:
                form.add_error(None, " ".join(blocked.sentences))
            else:
                messages.success(request, _("Asked for. A second officer decides."))
                return redirect("desk_certificates:page", row.pk)
    if request.method == "POST" and problem:
        status = 409
    context = {
        "certificate": row,
        "called": title_of(row),
        "act": Proposal.Act(act),
        "consequence": CONSEQUENCES[act],
        "form": form,
        "problem": problem,
        "typed": form.typed() if request.method == "POST" else [],
    }
    return render(request, "certificates/desk_propose.html", context, status=status)


def hindrance(certificate: Certificate, act: str) -> str:
    """Return why an act cannot be asked for now, "" when it can: the register, or what somebody asked for before."""
    if problem := obstacle(certificate, act):
        return problem
    if certificate.proposals.filter(outcome=Proposal.Outcome.OPEN).exists():
        return _("Something has been asked for already; it must be decided first.")
    return ""


@officers_only
@require_POST
def confirm(request: HttpRequest, proposal: UUID) -> HttpResponse:
    """Decide that what was asked for is done."""
    row = proposal_of(request, proposal)
    try:
        actions.confirm(proposal=row, by=request.user)
    except Blocked as blocked:
        messages.error(request, " ".join(blocked.sentences))
    except NotAllowed:
        raise Http404 from None
    except Refused as refused:
        messages.error(request, ended(now(row)) or str(refused))
    except NotPossible:
        messages.error(request, _("The certificate has changed meanwhile. Please look at it again."))
    else:
        messages.success(request, done(row))
    return back(row)


@officers_only
@require_http_methods(["GET", "POST"])
def refuse(request: HttpRequest, proposal: UUID) -> HttpResponse:
    """Decide that it stays as it is, with a reason. When it has been decided meanwhile, say by whom and when."""
    row = proposal_of(request, proposal)
    if not decides(request.user, row):
        raise Http404
    form, status = AnswerForm(request.POST or None), 200
    if request.method == "POST" and row.outcome == Proposal.Outcome.OPEN:
        status = 422
        if form.is_valid():
            try:
                actions.refuse(proposal=row, by=request.user, **form.cleaned_data)
            except Blocked as blocked:
                form.add_error(None, " ".join(blocked.sentences))
            except NotAllowed:
                raise Http404 from None
            except Refused as refused:
                form.add_error(refused.field or None, str(refused))
            else:
                messages.success(request, _("It stays as it is."))
                return back(row)
    row = now(row)
    if request.method == "POST" and ended(row):
        status = 409
    context = {
        "proposal": row,
        "act": within(row.get_act_display()),
        "count": row.items.count() if row.certificate is None else 0,
        "form": form,
        "ended": ended(row),
        "typed": request.POST.get("answer", "").strip(),
    }
    return render(request, "certificates/desk_refuse.html", context, status=status)


@officers_only
@require_POST
def withdraw(request: HttpRequest, proposal: UUID) -> HttpResponse:
    """Take back what one has asked for."""
    row = proposal_of(request, proposal)
    try:
        actions.withdraw(proposal=row, by=request.user)
    except NotAllowed:
        raise Http404 from None
    except Refused as refused:
        messages.error(request, ended(now(row)) or str(refused))
    else:
        messages.success(request, _("Taken back."))
    return back(row)


def now(proposal: Proposal) -> Proposal:
    """Return a proposal as it is by now."""
    return Proposal.objects.select_related("certificate", "proposed_by", "decided_by").get(pk=proposal.pk)


def decides(officer: User, proposal: Proposal) -> bool:
    """Return whether somebody may be the second pair of eyes for a proposal."""
    if proposal.certificate is None:
        return batches.may_decide_batch(officer, proposal)
    return may_decide(officer, proposal, proposal.certificate.application) and not kept_apart(
        officer, proposal
    )


def done(proposal: Proposal) -> str:
    """Return what is said after a confirmation."""
    if proposal.certificate is None:
        return _("Confirmed. The certificates are being made; this page shows how far they are.")
    if proposal.act in {Proposal.Act.REISSUE, Proposal.Act.RENEW}:
        return _("Confirmed. The new certificate is being made; until then the former one stays in force.")
    return _("Confirmed and entered in the register. The holder is told.")


def back(proposal: Proposal) -> Any:
    """Return to the page that a proposal is about."""
    if proposal.certificate is None:
        return redirect("desk_certificates:batch", proposal.pk)
    return redirect("desk_certificates:page", proposal.certificate.pk)
