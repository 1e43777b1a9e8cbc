"""One module per step of the security filings; both share the places, the licence, the guards and the declarations.

In: norms and earlier answers, as `portal.ui.forms.StepForm` hands them over. Out: checked answers.
Not here: the rules themselves (`rules.py`), their words (`verdicts.py`, `branches.py`, `guards.py`), the company.
"""
