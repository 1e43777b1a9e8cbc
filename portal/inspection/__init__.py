"""Inspect an uploaded file and make it anew, in a child process with limits that knows no secret of the portal.

In: the bytes of a file and what it should be. Out: the re-made file and what it is, or a refusal by code.
Not here: Django, the database, storage, sentences for people (documents).
"""
