"""Papers as PDF files: the one layout engine of everything the portal issues.

In: a `catalog.papers.Paper` (content as data) and what the platform adds to it. Out: a PDF, the same bytes for the
same input. Not here: what a paper says (services, `certificates.notices`), its number and register (`certificates`),
its signature (`seals`).

From the ground up: `fonts` (who can draw which character) < `linebreak` (Chinese typesetting rules) < `layout` (what
stands where on which page) < `drawing` (the PDF), with `marks` (emblem, seal), `qr` and `wording` beside them. None
of these needs Django.
"""
