"""Certificates and papers: number, draw, sign, store, deliver, verify, revoke.

In: a decided case and the `catalog.papers.Paper` its service wrote for it.
Out: finished PDF files (`drawing.draw`), their register, answers to "is this certificate valid?".
Not here: what a paper says (each service's `certificate.py`), when one is due (`flow`), mails
(`notifications`).

Drawing, from the ground up: `fonts` (who can draw which character) < `linebreak` (Chinese typesetting rules)
< `layout` (what stands where on which page) < `drawing` (the PDF), with `marks` (emblem, seal), `qr`
and `wording` beside them. None of these needs Django.
"""
