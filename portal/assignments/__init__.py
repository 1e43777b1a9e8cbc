"""Who works on a case: given out by load, claimed for half an hour, handed over, kept from who must stand back.

In: postings, absences, recusals, interests of officers. Out: assignee of a case, a gate that holds back whoever must
not act. Not here: what officers do to a case (review), who may see it (applications).
"""
