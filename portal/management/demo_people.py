"""The invented people of the demo and how they sign in."""

import os

ACCOUNTS = [
    ("talent@demo.test", "an applicant"),
    ("company@demo.test", "a company's clerk"),
    ("intake@demo.test", "intake officer"),
    ("reviewer@demo.test", "reviewer"),
    ("approver@demo.test", "approver"),
    ("supervisor@demo.test", "supervisor"),
    ("editor@demo.test", "editor of the site"),
    ("admin@demo.test", "administrator"),
]


def password() -> str:
    """Return the common password of the demo accounts (PORTAL_DEMO_PASSWORD changes it)."""
    return os.environ.get("PORTAL_DEMO_PASSWORD", "demo-Portal-2026")
