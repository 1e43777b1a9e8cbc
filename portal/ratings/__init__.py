"""What applicants think of how their case was handled (好差评), and the call that follows a bad grade.

In: a concluded case and its owner. Out: one rating a case, and a list for supervisors and approvers.
Not here: when somebody is invited (portal/flow.py), complaints by telephone.
"""
