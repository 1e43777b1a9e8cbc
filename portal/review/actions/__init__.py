"""What officers do: every act is one function that checks, and lets `applications.actions.move` write."""

from portal.review.actions.deciding import approve, deny, propose, return_to_review
from portal.review.actions.following_up import open_follow_ups, record_follow_up
from portal.review.actions.intake import accept, ask_correction, refer, refuse_at_intake
from portal.review.actions.opening import record_denied, record_export, record_reading, show_sensitive
from portal.review.actions.outside import record_refusal, record_release, register, reopen

__all__ = [
    "accept",
    "approve",
    "ask_correction",
    "deny",
    "open_follow_ups",
    "propose",
    "record_denied",
    "record_export",
    "record_follow_up",
    "record_reading",
    "record_refusal",
    "record_release",
    "refer",
    "refuse_at_intake",
    "register",
    "reopen",
    "return_to_review",
    "show_sensitive",
]
