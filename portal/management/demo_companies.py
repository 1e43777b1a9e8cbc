"""The invented companies of the demo, and the account that the sample of a service is filed from."""

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any

from portal.accounts.models import User
from portal.catalog.declaration import Service
from portal.companies import actions
from portal.companies.forms import ID_CARD, PROFILE
from portal.companies.models import Company, Handler
from portal.companies.queries import confirmed_of, forget_handlings, memberships
from portal.workdays.queries import today

#: The company of company@demo.test; portal/companies/data/registers.json knows it, and another one to be founded.
DEMO = {
    "name": "上海示例新材料有限公司",
    "org_type": "ENT",
    "reg_district": "310115",
    "legal_rep": "林示例",
    "legal_rep_id": "310104197001011007",
}
DEMO_CODE = "91310115MADEM00117"
HANDLER = {
    "handler_name": "孙样例",
    "handler_doc_type": ID_CARD,
    "handler_doc_no": "310104197102021001",
    "handler_mobile": "13900000001",
    "authorization_no": "示例授〔2026〕1号",
}


def build_company() -> Company:
    """Found the demo company, if it is not there, with company@demo.test as its manager."""
    owner = User.objects.get(email="company@demo.test")
    return _account(owner, DEMO_CODE, DEMO, HANDLER, today() + timedelta(days=365))


def company_of(service: Service, typed: Mapping[str, Mapping[str, Any]], owner: User) -> Company | None:
    """Return the account from which somebody files what was typed, founded if need be; None where none is needed.

    typed: {step: {field: text}}, for example `service.sample(n)`. None also when no credit code was typed, because
    a person files for himself or herself.
    """
    if not service.company:
        return None
    step, field = service.company.split(".", 1)
    own = typed.get(step, {})
    code = str(own.get(field) or "")
    if not code:
        return None
    fields = {name: text for values in typed.values() for name, text in values.items() if name != "rows"}
    profile = {name: own[name] for name in PROFILE if own.get(name)}
    details = {name: str(fields[name]) for name in HANDLER if fields.get(name)}
    until = date.fromisoformat(str(fields.get("authorization_valid_to") or today() + timedelta(days=365)))
    return _account(owner, code, profile, {"handler_doc_type": ID_CARD, **details}, until)


def _account(
    owner: User, code: str, profile: Mapping[str, Any], details: Mapping[str, str], until: date
) -> Company:
    """Return the account of that code for which the person acts: there, joined, or founded."""
    own = memberships(owner).select_related("company").filter(company__uscc=code).first()
    if own is not None:
        return own.company
    if there := confirmed_of(code):
        handler = Handler(company=there, user=owner, email=owner.email, valid_to=until)
        handler.details = dict(details)
        handler.save(force_insert=True)
        forget_handlings(owner)
        return there
    return actions.found(
        by=owner,
        uscc=code,
        name=str(profile["name"]),
        profile=profile,
        details=details,
        valid_to=until,
        confirmed_by=Company.Confirmed.REGISTER,
    )
