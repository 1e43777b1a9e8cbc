"""For whom an application is made: a company one acts for, or oneself (R-EN-15)."""

from typing import Any

from django import forms
from django.http import HttpRequest
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from portal.applications.models import Application
from portal.applications.representing import NotAuthorised
from portal.catalog.declaration import Service
from portal.companies.models import Company
from portal.companies.queries import companies_of, overtaken
from portal.companies.wording import OVERTAKEN, standing_of
from portal.ui.fields import RadioField

SELF = "self"
REFUSED = {
    "none": gettext_lazy(
        "You do not act for this company any more, so you cannot submit for it. Please ask a manager of its account."
    ),
    "expired": gettext_lazy(
        "Your authorisation has run out, so you cannot submit for this company. A manager of its account can renew it."
    ),
    "scope": gettext_lazy(
        "Your authorisation does not cover this service, so you cannot submit it for this company. A manager of its "
        "account can extend it."
    ),
    "company": gettext_lazy(
        "This application bears a credit code but was begun for no company. Please begin it anew from the account "
        "of the company."
    ),
    "code": gettext_lazy(
        "The credit code is not that of the company this application was begun for. Please correct it, or begin anew "
        "for the other company."
    ),
    "confirmed": OVERTAKEN,
}


class ForWhomForm(forms.Form):
    """For whom the application is made, when there is a choice."""

    company = RadioField(label=gettext_lazy("For whom do you apply?"))

    def __init__(self, *args: Any, choices: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["company"].choices = choices


class ForWhom:
    """For whom somebody may file a service, and what was chosen; for the start page.

    companies: those the person acts for in this service today. chosen: the company, None for oneself.
    """

    def __init__(self, request: HttpRequest, service: Service) -> None:
        self.service = service
        self.companies = companies_of(request.user, service.code) if service.company else []
        behind = overtaken(self.companies)
        self.standing = {company.pk: standing_of(company, behind)[1] for company in self.companies}
        choices = [(str(company.pk), self._called(company)) for company in self.companies]
        self.oneself = service.individuals or not service.company
        if self.oneself:
            choices.append((SELF, _("Myself")))
        self.choices = choices
        data = request.POST if request.method == "POST" else None
        self.form = ForWhomForm(data, choices=choices) if len(choices) > 1 else None
        self.founding_url = (
            f"{reverse('companies:new')}?{urlencode({'next': request.path})}" if service.company else ""
        )

    def _called(self, company: Company) -> str:
        words = {"company": company.name, "standing": self.standing[company.pk]}
        return _("%(company)s (%(standing)s)") % words

    @property
    def nobody(self) -> bool:
        """Whether the person can file this for nobody and needs the account of a company first."""
        return not self.choices

    def is_valid(self) -> bool:
        """Return whether it is known for whom: there is no choice, or one of them was taken."""
        return bool(self.choices) and (self.form is None or self.form.is_valid())

    @property
    def chosen(self) -> Company | None:
        """The company the application is made for; None for oneself. Ask `is_valid()` first."""
        code = self.form.cleaned_data["company"] if self.form else self.choices[0][0]
        return next((company for company in self.companies if str(company.pk) == code), None)

    @property
    def only(self) -> Company | None:
        """The one company there is, to be named on the page; None when there is a choice, or none."""
        return self.companies[0] if len(self.choices) == 1 and self.companies else None

    @property
    def only_standing(self) -> str:
        """How the account of that one company stands."""
        return self.standing[self.only.pk] if self.only else ""


def refusal(problem: NotAuthorised, application: Application) -> tuple[str, str]:
    """Return (href, sentence) of what stands in the way of submitting, for the check page."""
    href = reverse("wizard:start", args=[application.service])
    if problem.reason in {"none", "expired", "scope", "confirmed"}:
        href = reverse("companies:home")
    return href, str(REFUSED[problem.reason])
