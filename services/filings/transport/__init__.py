"""TB and TP: transport of precursor chemicals out of a city, filed (category 3) or licensed (category 2).

Both have the same steps but for the substances; `kinds.py` says in what they differ. `declaration.py` reads as the
table of contents; `rules.py` and `reading.py` are plain Python, `verdicts.py` puts the outcomes into words.
"""
