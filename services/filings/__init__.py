"""Filings of companies: purchase and transport of precursor chemicals, security services, branches.

In: the rulebook lists and values declared in `lists.py`, answers of the wizard. Out: the declarations that
`service.py` registers, one a folder: `purchase/` PB, `transport/` TB and TP, `security/` SX and SF. What they share
lies in `company/`, `chemicals/`, `jurisdiction.py` and `reading.py`; what follows a certificate in `after/`.
Not here: cases, uploads, drawing of papers.
"""
