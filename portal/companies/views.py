"""The accounts of companies: founded, shown, and their handlers invited, changed and ended."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from portal.companies import actions, page, queries, wording
from portal.companies.forms import DetailsForm, FoundingForm, InvitationForm, RenewalForm, ScopesForm
from portal.companies.models import Company, Handler
from portal.companies.policies import (
    AlreadyMember,
    LastManager,
    NotInvited,
    NotManager,
    Taken,
    TooMany,
    may_renew_alone,
)
from portal.companies.registers import NotConfirmed
from portal.notifications.telling import NotSent
from portal.ui.errors import error_links

Links = list[tuple[str, str]]


def language() -> str:
    """Return the language of the page."""
    return get_language() or "zh-hans"


def account_or_404(request: HttpRequest, company: UUID) -> Company:
    """Return an account of which the person is a handler. Raises Http404 for any other."""
    return get_object_or_404(queries.accounts_of(request.user), pk=company)


def handler_or_404(request: HttpRequest, company: UUID, handler: UUID, *, ended: bool = False) -> Handler:
    """Return a handler of an account that the person manages. Raises Http404 for others.

    ended: also one that is ended already, for whoever presses twice.
    """
    rows = Handler.objects.select_related("company", "user")
    if not ended:
        rows = rows.exclude(state=Handler.State.ENDED)
    row = get_object_or_404(rows, company=account_or_404(request, company), pk=handler)
    own = queries.memberships(request.user).filter(company=row.company_id).first()
    if own is None or own.role != Handler.Role.MANAGER:
        raise Http404
    return row


def draw(
    request: HttpRequest, template: str, form: Any, problem: Links | None = None, **context: Any
) -> HttpResponse:
    """Draw a page with a form; what is wrong with it is listed on top (status 422)."""
    errors = problem or error_links(form)
    context |= {"form": form, "errors": errors}
    return render(request, f"companies/{template}.html", context, status=422 if errors else 200)


@login_required
@require_GET
def home(request: HttpRequest) -> HttpResponse:
    """List the accounts of which the person is a handler."""
    return render(request, "companies/home.html", {"accounts": page.accounts_listed(request.user)})


@never_cache
@login_required
@require_http_methods(["GET", "POST"])
def new(request: HttpRequest) -> HttpResponse:
    """Found an account, and go back to where the person came from (`next`), else to its page."""
    target = request.POST.get("next") or request.GET.get("next", "")
    if not url_has_allowed_host_and_scheme(target, {request.get_host()}, request.is_secure()):
        target = ""
    form = FoundingForm(request.POST if request.method == "POST" else None)
    problem: Links | None = None
    if form.is_valid():
        try:
            company = actions.register_company(by=request.user, **form.founding())
        except (Taken, AlreadyMember, NotConfirmed, TooMany) as refused:
            field = "#id_legal_rep" if isinstance(refused, NotConfirmed) else "#id_uscc"
            problem = [(field, str(wording.FOUNDING[type(refused)]))]
        else:
            messages.success(request, page.founded(company))
            return HttpResponseRedirect(target or reverse("companies:account", args=[company.pk]))
    return draw(request, "new", form, problem, next=target)


@never_cache
@login_required
@require_GET
def account(request: HttpRequest, company: UUID) -> HttpResponse:
    """Show an account to its handlers: what it keeps of the company, and who acts for it."""
    row = account_or_404(request, company)
    return render(request, "companies/account.html", page.context_of(row, request.user))


@never_cache
@login_required
@require_http_methods(["GET", "POST"])
def details(request: HttpRequest, company: UUID) -> HttpResponse:
    """Change one's own details as a handler."""
    row = account_or_404(request, company)
    own = queries.memberships(request.user).get(company=row)
    form = DetailsForm(request.POST if request.method == "POST" else None, initial=own.details)
    if form.is_valid():
        actions.describe(company=row, by=request.user, details=form.details())
        messages.success(
            request, _("Your details are changed. New drafts and open ones have them from now on.")
        )
        return redirect("companies:account", row.pk)
    return draw(request, "details", form, company=row)


@never_cache
@login_required
@require_http_methods(["GET", "POST"])
def invite(request: HttpRequest, company: UUID) -> HttpResponse:
    """Invite somebody by mail; for managers."""
    row = account_or_404(request, company)
    if not page.may_manage(row, request.user):
        raise Http404
    form = InvitationForm(request.POST if request.method == "POST" else None)
    problem: Links | None = None
    if form.is_valid():
        email = form.cleaned_data["email"]
        try:
            actions.invite(company=row, by=request.user, language=language(), **form.invitation())
        except (AlreadyMember, TooMany) as refused:
            problem = [("#id_email", str(wording.INVITING[type(refused)]))]
        except NotManager:
            raise Http404 from None
        except NotSent:
            messages.warning(request, wording.NOT_SENT)
            return redirect("companies:account", row.pk)
        else:
            messages.success(request, _("The invitation is on its way to %(email)s.") % {"email": email})
            return redirect("companies:account", row.pk)
    return draw(request, "invite", form, problem, company=row)


@login_required
@require_POST
def again(request: HttpRequest, company: UUID, handler: UUID) -> HttpResponse:
    """Send an invitation once more, with a new link."""
    row = handler_or_404(request, company, handler)
    try:
        actions.invite_again(handler=row, by=request.user, language=language())
    except (NotInvited, NotManager):
        raise Http404 from None
    except TooMany:
        messages.error(request, wording.INVITING[TooMany])
    except NotSent:
        messages.warning(request, wording.NOT_SENT)
    else:
        messages.success(
            request, _("The invitation was sent once more. The link before does not work any more.")
        )
    return redirect("companies:account", row.company_id)


@login_required
@require_http_methods(["GET", "POST"])
def end(request: HttpRequest, company: UUID, handler: UUID) -> HttpResponse:
    """Ask once more, then end a handler's authorisation or withdraw an invitation; for managers."""
    row = handler_or_404(request, company, handler, ended=True)
    if request.method == "POST":
        return ended(request, row.company, lambda: actions.end(handler=row, by=request.user))
    return render(request, "companies/end.html", {"company": row.company, "handler": row, "leaving": False})


@login_required
@require_http_methods(["GET", "POST"])
def leave(request: HttpRequest, company: UUID) -> HttpResponse:
    """Ask once more, then end one's own authorisation."""
    row = account_or_404(request, company)
    if request.method == "POST":
        return ended(request, row, lambda: actions.leave(company=row, by=request.user))
    return render(request, "companies/end.html", {"company": row, "leaving": True})


def ended(request: HttpRequest, company: Company, act: Any) -> HttpResponse:
    """Carry out what ends an authorisation, and say what came of it."""
    try:
        row = act()
    except NotManager:
        raise Http404 from None
    except LastManager:
        messages.error(request, wording.LAST_MANAGER)
        return redirect("companies:account", company.pk)
    messages.success(request, page.ended(row))
    if row.user_id == request.user.pk:
        return redirect("companies:home")
    return redirect("companies:account", company.pk)


@never_cache
@login_required
@require_http_methods(["GET", "POST"])
def renew(request: HttpRequest, company: UUID, handler: UUID) -> HttpResponse:
    """Write a new letter of authorisation; for managers."""
    row = handler_or_404(request, company, handler)
    if not (page.may_manage(row.company, request.user) or may_renew_alone(row, request.user)):
        raise Http404
    form = RenewalForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        number, valid_to = form.cleaned_data["authorization_no"], form.cleaned_data["valid_to"]
        try:
            actions.renew(handler=row, by=request.user, number=number, valid_to=valid_to)
        except NotManager:
            raise Http404 from None
        messages.success(request, _("The authorisation is renewed."))
        return redirect("companies:account", row.company_id)
    return draw(request, "renew", form, company=row.company, handler=row)


@never_cache
@login_required
@require_http_methods(["GET", "POST"])
def rescope(request: HttpRequest, company: UUID, handler: UUID) -> HttpResponse:
    """Choose the services in which a handler may act; for managers."""
    row = handler_or_404(request, company, handler)
    form = ScopesForm(request.POST if request.method == "POST" else None, initial={"scopes": row.scopes})
    if form.is_valid():
        try:
            actions.rescope(handler=row, by=request.user, scopes=list(form.cleaned_data["scopes"]))
        except NotManager:
            raise Http404 from None
        messages.success(request, _("The services are changed."))
        return redirect("companies:account", row.company_id)
    return draw(request, "scopes", form, company=row.company, handler=row)


@never_cache
@login_required
@require_http_methods(["GET", "POST"])
def join(request: HttpRequest, token: str) -> HttpResponse:
    """Take an invitation: who is invited gives the details that a handler has."""
    invitation = queries.by_token(token)
    try:
        page.check_invitation(invitation, request.user)
        form = DetailsForm(request.POST if request.method == "POST" else None)
        if form.is_valid():
            row = actions.join(token=token, by=request.user, details=form.details())
            messages.success(request, _("You act for %(company)s now.") % {"company": row.company.name})
            return redirect("companies:account", row.company_id)
    except NotInvited as refused:
        status = 404 if refused.reason == "over" else 403
        return render(request, "companies/not_invited.html", {"reason": refused.reason}, status=status)
    except AlreadyMember:
        messages.info(request, wording.JOINED_BEFORE)
        return redirect("companies:home")
    response = draw(request, "join", form, invitation=invitation)
    response["Referrer-Policy"] = "strict-origin"  # the address is the key; it is told to nobody
    return response
