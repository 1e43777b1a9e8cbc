"""Audit: the append-only record of who did what to what, each entry chained to the one before.

In: `actions.record` inside the caller's transaction, as its last step. Out: entries of a subject, and the
command `verify_audit`, which names the first broken link.
Not here: personal data (ids and keyed hashes only), the timeline that applicants read (applications).
"""
