"""Approval, contract and lease: do they hold on a day (domain A6 steps 2 and 5)."""

from datetime import date, timedelta


def approval_valid_to(approval_date: date, valid_days: int) -> date:
    """Return the last day of an approval that names none (A6)."""
    return approval_date + timedelta(days=valid_days)


def approval_holds(valid_to: date, on: date) -> bool:
    """Return whether a talent approval is still valid on that day, its last one included (R-TH-03)."""
    return valid_to >= on


def contract_runs(contract_to: date, on: date) -> bool:
    """Return whether a labour contract still runs after that day (R-TH-14)."""
    return contract_to > on


def lease_runs(lease_to: date, on: date, min_days: int) -> bool:
    """Return whether a lease runs for at least `min_days` more (R-TH-09)."""
    return lease_to >= on + timedelta(days=min_days)
