"""Working days: which days count, when a period of working days ends, what day it is in Shanghai.

In: the State Council's calendar, seeded from `chinesecalendar` and edited in the CMS admin. Out: due dates,
each with the mark "provisional" when it was counted through a year whose calendar is not known.
Not here: how long a period is (rulebook), calendar months and days (standards.periods).
"""
