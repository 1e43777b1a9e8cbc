"""The invented people of the demo, how they sign in and where they are posted."""

import os

from allauth.account.models import EmailAddress
from django.contrib.auth.models import Group
from django.db import transaction

from portal.accounts.models import Posting, Role, User

#: address, what the person is (printed at start), family name and given name, role at the desk
PEOPLE = [
    ("talent@demo.test", "an applicant", "林", "晓岚", None),
    ("outcomes@demo.test", "an applicant whose cases ended in every way", "林", "百态", None),
    ("company@demo.test", "a company's clerk", "孙", "样例", None),
    ("intake@demo.test", "intake officer", "周", "受理", Role.INTAKE),
    ("reviewer@demo.test", "reviewer", "吴", "审核", Role.REVIEWER),
    ("approver@demo.test", "approver", "郑", "批准", Role.APPROVER),
    ("second@demo.test", "another approver, for what two decide", "钱", "复核", Role.APPROVER),
    ("supervisor@demo.test", "supervisor", "王", "督察", Role.SUPERVISOR),
    ("editor@demo.test", "editor of the site", "冯", "编辑", None),
    ("admin@demo.test", "administrator", "陈", "管理", None),
]
ACCOUNTS = [(email, what) for email, what, *_ in PEOPLE]
#: The demo officers work at the municipal bureau, so that they see the cases of every district.
DEMO_UNIT = "310000000000"


def password() -> str:
    """Return the common password of the demo accounts (PORTAL_DEMO_PASSWORD changes it)."""
    return os.environ.get("PORTAL_DEMO_PASSWORD", "demo-Portal-2026")


@transaction.atomic
def build_people() -> None:
    """Create the demo accounts that are missing, with confirmed addresses and postings."""
    for email, _what, family, given, role in PEOPLE:
        user = User.objects.filter(email=email).first() or new_user(email, family, given)
        EmailAddress.objects.get_or_create(
            user=user, email=email, defaults={"verified": True, "primary": True}
        )
        if role:
            Posting.objects.get_or_create(user=user, unit=DEMO_UNIT, role=role)
        if email.startswith("editor@"):
            user.groups.add(Group.objects.get(name="editors"))


def new_user(email: str, family: str, given: str) -> User:
    """Create a demo account with the common password; the administrator may do everything on the site."""
    admin = email.startswith("admin@")
    return User.objects.create_user(
        email, password(), last_name=family, first_name=given, is_staff=admin, is_superuser=admin
    )
