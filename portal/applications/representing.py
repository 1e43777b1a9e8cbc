"""Who acts for a draft or case: the person who began it, or whoever is a handler of its company today (R-EN-15)."""

from typing import Literal

from portal.accounts.models import User
from portal.applications.models import Application
from portal.catalog.declaration import Answers, Service
from portal.companies.models import Company, Handler
from portal.companies.queries import belongs_to, memberships, overtaken

Reason = Literal["none", "expired", "scope", "company", "code", "confirmed"]


class NotAllowed(Exception):
    """This person may not do this, or nobody may now. The text is for developers; pages say it in words."""


class NotAuthorised(NotAllowed):
    """The person may not file this for that company (R-EN-15).

    reason: "none" no handler of it (any more), "expired" the last day has passed, "scope" not for this service,
    "company" the application is for no company, "code" the credit code is not that of the account, "confirmed"
    the account is unconfirmed, and another one of the same credit code has been confirmed.
    """

    def __init__(self, reason: Reason) -> None:
        super().__init__(f"not authorised for the company: {reason}")
        self.reason: Reason = reason


def acts_for(user: User, application: Application) -> bool:
    """Return whether a person acts for a draft or case now. At most one query, none unless it is a company's.

    Asked anew each time: an authorisation that was ended a moment ago is ended. For lists there is
    `queries.owned_by`.
    """
    if application.company_id is None:
        return application.owner_id == user.pk
    handling = _handling(user, application)
    return handling is not None and handling.holds and handling.covers(application.service)


def has_part(user: User, application: Application) -> bool:
    """Return whether a person is on the applicant's side: began it, is a handler of its company, or was one since.

    Wider than `acts_for`: neither scope nor last day matter where nobody may handle his or her own case.
    """
    return application.owner_id == user.pk or belongs_to(user, application.company_id, application.created_at)


def check_may_file(user: User, service: Service, company: Company) -> None:
    """Raise NotAuthorised unless a person may file a service for a company today (R-EN-15)."""
    _check(memberships(user).filter(company=company).first(), service.code)


def check_represents(application: Application, user: User, answers: Answers) -> None:
    """Raise NotAuthorised unless `user` may hand this application in with these answers (R-EN-15).

    Of a service that companies apply for: the account's credit code is the one answered, and the person is its
    active handler, for this service, today. An unconfirmed account may submit only until another one of its code
    is confirmed: from then on it is known who speaks for the company. Persons may file for themselves where the
    service lets them and no credit code is answered. Call it under the lock of the application: the authorisation
    is locked here, too, so that it is not ended at the same moment.
    """
    service = application.declaration
    if not service.company:
        return
    if application.company is None:
        if not service.individuals or _code_in(answers, service):
            raise NotAuthorised("company")
        return
    own = memberships(user).filter(company=application.company).select_for_update()
    _check(own.first(), service.code)
    if not is_of_its_company(application, answers):
        raise NotAuthorised("code")
    if overtaken([application.company]):
        raise NotAuthorised("confirmed")


def is_of_its_company(application: Application, answers: Answers) -> bool:
    """Return whether the credit code answered is that of the company the application is for; none for a person's."""
    service = application.declaration
    if not service.company:
        return True
    own = application.company.uscc if application.company else ""
    return _code_in(answers, service) == own


def _code_in(answers: Answers, service: Service) -> str:
    step, field = service.company.split(".", 1)
    return str((answers.get(step) or {}).get(field) or "")


def _check(handling: Handler | None, service: str) -> None:
    if handling is None:
        raise NotAuthorised("none")
    if not handling.holds:
        raise NotAuthorised("expired")
    if not handling.covers(service):
        raise NotAuthorised("scope")


def _handling(user: User, application: Application) -> Handler | None:
    return memberships(user).filter(company=application.company_id).defer("details_sealed").first()
