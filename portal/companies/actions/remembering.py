"""Keep what a handler confirmed about the company."""

from collections.abc import Mapping
from typing import Any

from django.db import transaction

from portal.accounts.models import User
from portal.audit import actions as audit
from portal.companies.models import Company
from portal.workdays.queries import today


@transaction.atomic
def remember(*, company: Company, profile: Mapping[str, Any], by: User) -> Company:
    """Keep what a handler has just confirmed about a company by submitting it, {field: what was typed}."""
    locked = Company.objects.select_for_update().get(pk=company.pk)
    locked.profile = {**locked.profile, **profile}
    locked.profile_on = today()
    locked.save(update_fields=["profile_sealed", "profile_on"])
    audit.record(actor=f"user:{by.pk}", action="company:profile", subject=f"company:{locked.pk}")
    return locked
