"""What holders report after a filing certificate was issued (domain B8, B12).

In: what was filed and what was reported since (`Held`), the norms. Out: for each service its reports and the
functions `allowances`, `dues`, `exhausted` of its declaration, in `purchase`, `transport`, `guards` and `branch`.
Not here: keeping the ledger (the platform does), the certificates themselves.
"""
