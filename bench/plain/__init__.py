"""The peer: the same fields in a plain Django form, with Django's own renderer, kept in one row.

In: a form class. Out: a page behind the same middleware, sign-in and session store.
Not here: anything of the portal.
"""
