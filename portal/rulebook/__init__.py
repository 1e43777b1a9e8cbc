"""Rules and lists that change by decree, in versions: time limits, validity, catalogues, units, districts.

In: services declare lists and values with their schema and seed file; editors keep them as Wagtail snippets.
Out: `queries.norms(day)` hands the rules in force on a day to pure functions; `queries.unit_name`.
Not here: holidays (workdays), who may do what (accounts), texts of pages (cms).
"""
