"""Standards: national numbers, names, codes and periods as pure functions.

In: what a person typed, or a value to describe. Out: the canonical form, a derived fact, or `errors.Invalid`.
Not here: Django, the database, the clock (callers pass "today"), and anything that changes by decree
(that is the rulebook's).
"""
