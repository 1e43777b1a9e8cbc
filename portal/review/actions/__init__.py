"""What officers do: every act is one function that checks, and lets `applications.actions.move` write."""

from portal.applications.actions import extend
from portal.review.actions.arranging import change_view, choose_columns, delete_view, move_view, save_view
from portal.review.actions.company import close_incident, record_company, record_incident
from portal.review.actions.deciding import approve, deny, propose, return_to_review, revoke
from portal.review.actions.exporting import make_export, record_download
from portal.review.actions.following_up import open_follow_ups, record_follow_up
from portal.review.actions.intake import accept, ask_correction, refer, refuse_at_intake
from portal.review.actions.labelling import (
    attach,
    delete_label,
    detach,
    make_label,
    mark,
    mark_first,
    mark_omission,
    merge_labels,
    put_label,
    rename_label,
)
from portal.review.actions.noting import add_note, strike_note
from portal.review.actions.opening import record_denied, record_export, record_reading, show_sensitive
from portal.review.actions.outside import record_refusal, record_release, register, reopen
from portal.review.actions.suspending import resume, suspend
from portal.review.actions.visiting import record_visit
from portal.review.actions.watching import follow, tell_followers, tell_of_move, unfollow

__all__ = [
    "accept",
    "add_note",
    "approve",
    "ask_correction",
    "attach",
    "change_view",
    "choose_columns",
    "close_incident",
    "delete_label",
    "delete_view",
    "deny",
    "detach",
    "extend",
    "follow",
    "make_export",
    "make_label",
    "mark",
    "mark_first",
    "mark_omission",
    "merge_labels",
    "move_view",
    "open_follow_ups",
    "propose",
    "put_label",
    "record_company",
    "record_denied",
    "record_download",
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
    "rename_label",
    "reopen",
    "resume",
    "return_to_review",
    "revoke",
    "save_view",
    "show_sensitive",
    "strike_note",
    "suspend",
    "tell_followers",
    "tell_of_move",
    "unfollow",
]
