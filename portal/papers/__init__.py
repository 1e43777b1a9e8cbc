"""Papers as PDF files: the one layout engine of everything the portal issues.

In: a `catalog.papers.Paper` (content as data) and what the platform adds to it. Out: a PDF, the same bytes for the
same input. Not here: what a paper says (services, `certificates.notices`), its number and register (`certificates`),
its signature (`seals`).

From the ground up: `fonts` (who can draw which character) < `linebreak` (typesetting rules) < `sheet` (pages being
filled, with `elements` of the structure tree) < `rows`, `closing`, `layout` (what stands where on which page) <
`drawing` (the PDF). Beside them stand `imprint` and `wording` (what the platform adds), `ink`, `marks` and `qr`
(operators, emblem and seal, code). The file around it: `container` < `tagging`, `archive` (structure tree, PDF/A),
`embedding` and `subset` (fonts), `objects`. None of these needs Django.
"""
