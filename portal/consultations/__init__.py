"""Joint consultation of difficult cases (疑难案件会商, domain D5): requested, convened, concluded, adopted or not.

In: questions of officers, opinions of members. Out: a conclusion that advises; whoever departs from it says why.
Not here: the decision itself (review).
"""
