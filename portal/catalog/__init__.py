"""What a government service is, as plain data: steps, materials, rules, papers, and the registry.

In: each `services/<name>/service.py` registers its declaration here.
Out: every other room reads the registry; it never names a service.
Not here: database rows, requests, anything that happens to a case.
"""
