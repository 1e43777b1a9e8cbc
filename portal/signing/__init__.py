"""Signatures under an application: who signs what, by one-time code, also without an account.

In: the declaration's `signers`, and the draft they are asked of. Out: `policies.check_signed` before submission,
`queries.signed_for` for the desk. Not here: the check page that asks for signatures (wizard).
"""
