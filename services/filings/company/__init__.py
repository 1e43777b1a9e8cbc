"""The company that files, and its handler: steps, facts, papers and registers that all filings share (domain B4).

In: the steps "company" and "handler" of the answers. Out: parts for the declarations of each filing.
Not here: the account of a company and its handlers (the platform keeps them).
"""
