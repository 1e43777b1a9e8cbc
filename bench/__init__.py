"""How fast the portal is, each time beside something that everybody knows, measured in the same run.

In: a file a bench (its function `measure`). Out: a table and `var/bench.json` (`make bench`, docs/operations.md).
Not here: tests of what is right. A bench works in a database of its own, never in the installation's.
"""
