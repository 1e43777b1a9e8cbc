"""Notices: what the applicant is told in writing of a move of the case, with a number and a seal (A9).

One file a paper: `receipt acceptance correction intake granting denial termination suspension extension revocation`.
Each says what is on record and no more: nothing internal, no officer's name. `texts` holds their titles and standing
sentences (rulebook data), `matter` what all of them name, `materials` the lists of papers, `wording` days and prose,
`registry` which move calls for which. Not here: numbers, seals and the register (`certificates.actions`).
"""

from portal.certificates.notices.registry import NOTICES, RECEIPT, Notice, content, due, title
from portal.certificates.notices.writing import written

__all__ = ["NOTICES", "RECEIPT", "Notice", "content", "due", "title", "written"]
