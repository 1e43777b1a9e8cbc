"""The case: its states and moves, answers, facts, deadlines, numbers, corrections and timeline.

In: actions of `wizard` (the applicant) and `review` (the desk). Out: one signal a move, heard by `portal/flow.py`.
Not here: pages, uploads, papers, and what follows a move.
"""
