"""Companies that apply: their account, who may act for them (handlers), their profile, and their record.

In: a credit code and the person who founds the account; invitations. Out: `queries.companies_of(user)` and
`queries.may_act` for whoever asks whose case it is; `profile` for the wizard; `incidents_of` for rules.
Not here: the cases of a company (applications), what is reported after a certificate (reports).
"""
