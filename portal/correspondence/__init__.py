"""Messages between the applicant and the office, both ways, with files.

In: what either side writes. Out: the thread of a case for both. Not here: mails (notifications), the officers' own
notes (review). The applicant sees the unit, never the person.
"""
