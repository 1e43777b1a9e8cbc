"""PB: the filing of a purchase of category 2 and 3 precursor chemicals (domain B5).

`declaration.py` reads as the table of contents; `steps/` holds a form a step, `rules.py` and `reading.py` are plain
Python, `verdicts.py` puts the outcomes of the rules into words.
"""
