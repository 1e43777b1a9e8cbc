"""Uploads: receive, check, keep in object storage, show to those who may see them.

In: files of a draft or a correction. Out: documents of a case, read through one authorised, audited view.
Not here: which materials a service asks for (catalog), papers that the portal makes (certificates).
"""
