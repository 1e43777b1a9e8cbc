"""A service made for these tests only: a company lists its guards, files again, and lets papers serve twice."""

import importlib
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from typing import Any

from django.test import Client
from django.urls import clear_url_caches

from portal.accounts.models import User
from portal.applications import actions
from portal.applications.models import Application
from portal.catalog import registry
from portal.catalog.declaration import Material, Repeat, Service, Step
from portal.companies.models import Company, Handler
from portal.rulebook.queries import norms
from portal.standards.mod11_2 import check_digit
from portal.ui.fields import (
    CalendarDateField,
    CommitmentField,
    DecimalField,
    PersonNameField,
    PlainTextField,
    RadioField,
    ResidentIdField,
    SelectField,
    YesNoField,
)
from portal.ui.forms import StepForm
from portal.workdays.queries import today
from tests.wizard import builders

ROUTES = "portal.wizard.urls", "portal.urls"
POSTS = [("GATE", "门卫"), ("PATROL", "巡逻")]
MOST = 500


class GuardForm(StepForm):
    """One guard, with one field of each kind."""

    name = PersonNameField(label="姓名")
    id_no = ResidentIdField(label="身份证号")
    post = RadioField(label="岗位", choices=POSTS)
    grade = SelectField(label="等级", choices=[("1", "一级"), ("2", "二级")])
    trained = YesNoField(label="是否培训")
    trained_on = CalendarDateField(label="培训日期")
    hours = DecimalField(label="课时", max_digits=6, decimal_places=1, required=False)
    note = PlainTextField(label="备注", required=False, max_length=50)
    shown_when = {"trained_on": ("trained", ("yes",))}
    sensitive = frozenset({"id_no"})


class TourForm(StepForm):
    """What is new each time."""

    tour = PlainTextField(label="线路", max_length=40)
    tour_no = PlainTextField(label="合同号", max_length=40)


class OathForm(StepForm):
    """A statement."""

    oath = CommitmentField(label="以上属实。")


def name_of(row: Any) -> str:
    """Return what a guard is called in the list."""
    return str(row.get("name") or "")


GUARDS = Step(
    "guards",
    "保安员",
    GuardForm,
    repeat=Repeat(
        "保安员", minimum=0, maximum=MOST, single=True, name=name_of, table=True, unique=("id_no",)
    ),
)


def service(**changes: Any) -> Service:
    """Return the service: a company as for a purchase, its guards, a tour that is new each time, a statement."""
    purchase = registry.get("PB")
    company = purchase.step("company")
    fields: dict[str, Any] = {
        "code": "GD",
        "steps": (
            company,
            GUARDS,
            Step("tour", "线路", TourForm, fresh=("tour_no",)),
            Step("oath", "承诺", OathForm),
        ),
        "materials": (
            Material("GD01", "执照", reuse="PB.multi_months"),
            Material("GD02", "照片", required=False),
        ),
        "route": lambda answers, rules: "310101000000",
        "subject": lambda answers: str(answers["company"]["name"]),
        "halt": lambda answers, rules: None,
        "check": lambda answers, rules: [],
        "facts": lambda answers, rules: [],
        "sample": lambda n, rules: {
            "company": purchase.sample(n, rules)["company"],
            "guards": {"rows": [guard(place) for place in range(2)]},
            "tour": {"tour": "一号线", "tour_no": f"T-{n}"},
            "oath": {"oath": "on"},
        },
        "sources": (),
        "company": "company.uscc",
        "profile": ("company.name", "company.legal_rep", "company.reg_address", "company.phone"),
        "again": True,
    }
    return replace(purchase, **fields | changes)


def id_no(n: int) -> str:
    """Return the identity number of nobody; all of them differ."""
    digits = f"310104199{n % 10}{1 + n // 10 % 12:02d}{1 + n // 120 % 28:02d}{n % 1000:03d}"
    return digits + check_digit(digits)


def guard(n: int, **changes: str) -> dict[str, str]:
    """Return what is typed about invented guard n."""
    signs = "赵钱孙李周吴郑王冯陈"
    name = signs[n % 10] + signs[n // 10 % 10] + signs[n // 100 % 10]
    made = {"name": name, "id_no": id_no(n), "post": "GATE", "grade": "1", "trained": "yes"}
    return made | {"trained_on": "2026-05-04", "hours": "40", "note": ""} | changes


@contextmanager
def offered(**changes: Any) -> Iterator[Service]:
    """Offer the service while the block runs, with its addresses."""
    before = dict(registry._services)
    made = registry._services["GD"] = service(**changes)
    _routes()
    try:
        yield made
    finally:
        registry._services.clear()
        registry._services.update(before)
        _routes()


def _routes() -> None:
    for name in ROUTES:
        if name in sys.modules:
            importlib.reload(sys.modules[name])
    clear_url_caches()


def company_of(user: User, **profile: str) -> Company:
    """Return a new company for which somebody acts."""
    made = Company(
        uscc=service().sample(1, norms(today()))["company"]["uscc"], name="上海示例保安服务有限公司"
    )
    made.profile = profile
    made.profile_on = today() if profile else None
    made.save()
    Handler.objects.create(company=made, user=user, role=Handler.Role.MANAGER)
    return made


def begun(user: User, company: Company | None) -> Application:
    """Return a new draft of a company."""
    return actions.start(by=user, service="GD", language="zh-hans", company=company)


def filed(page: Client, user: User, company: Company | None, n: int = 1) -> Application:
    """Return a case of a company, sent in through the pages."""
    draft = begun(user, company)
    for slug, values in service().sample(n, norms(today())).items():
        answer = builders.post(page, draft, slug, values)
        assert answer.status_code == 302, answer.context["errors"]
    builders.upload(user, draft, "GD01")
    page.post(builders.url(draft, "materials"))
    assert page.post(builders.url(draft, "check")).status_code == 302
    return Application.objects.get(pk=draft.pk)
