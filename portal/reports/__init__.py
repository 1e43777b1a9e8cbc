"""What holders report after a certificate was issued: uses, trips, losses; what is left, and what is owed.

In: the declaration's `allowances`, `reports` and `dues`. Out: the ledger of a certificate, `queries.left`.
Not here: the certificate itself (certificates), the record of a company (companies).
"""
