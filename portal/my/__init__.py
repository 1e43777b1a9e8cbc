"""The applicant's own pages: drafts, cases, what to do next, papers.

In: a signed-in person. Out: pages about that person's applications only.
Not here: filling in (wizard), deciding (review).
"""
