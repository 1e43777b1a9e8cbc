"""Filings of companies: purchase of category 2 and 3 precursor chemicals (PB).

In: the rulebook lists and values declared in `lists.py`, answers of the wizard.
Out: the declaration in `service.py`, found by the catalog. `steps/` holds one form class per step;
`rules.py`, `catalogue.py`, `jurisdiction.py` and `purchase.py` are plain Python without Django; `verdicts.py`
puts their outcomes into words.
Not here: transport and security filings (they will join this folder), cases, uploads, drawing of papers.
"""
