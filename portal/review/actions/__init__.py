"""What officers do: every act is one function that checks, and lets `applications.actions.move` write."""

from portal.applications.actions import extend
from portal.review.actions.company import close_incident, record_company, record_incident
from portal.review.actions.deciding import approve, deny, propose, return_to_review, revoke
from portal.review.actions.following_up import open_follow_ups, record_follow_up
from portal.review.actions.intake import accept, ask_correction, refer, refuse_at_intake
from portal.review.actions.opening import record_denied, record_export, record_reading, show_sensitive
from portal.review.actions.outside import record_refusal, record_release, register, reopen
from portal.review.actions.suspending import resume, suspend
from portal.review.actions.visiting import record_visit

__all__ = [
    "accept",
    "approve",
    "ask_correction",
    "close_incident",
    "deny",
    "extend",
    "open_follow_ups",
    "propose",
    "record_company",
    "record_denied",
    "record_export",
    "record_follow_up",
    "record_incident",
    "record_reading",
    "record_refusal",
    "record_release",
    "record_visit",
    "refer",
    "refuse_at_intake",
    "register",
    "reopen",
    "resume",
    "return_to_review",
    "revoke",
    "show_sensitive",
    "suspend",
]
