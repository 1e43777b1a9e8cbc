"""One module per step of the filings, each with one form.

In: norms and earlier answers, as `portal.ui.forms.StepForm` hands them over. Out: checked answers.
Not here: the rules themselves (`rules.py`) and their words (`verdicts.py`).
"""
