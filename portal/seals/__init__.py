"""Seals: the keys that sign papers and codes, and the judgement of what they signed.

In: PDF bytes or short messages. Out: a PAdES signature, a compact signature, a verdict. Keys come from settings.
Not here: who may issue what (`certificates`), drawings of seals (`papers.marks`), signatures of applicants (`signing`).
"""
