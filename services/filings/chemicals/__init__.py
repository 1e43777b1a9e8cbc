"""Precursor chemicals: what the catalogue says, a substance of a filing, and how amounts are printed.

In: the lists of the rulebook, rows of answers. Out: kilograms, categories, cells of certificates.
Not here: who files what for which purpose (purchase, transport).
"""
