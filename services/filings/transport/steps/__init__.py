"""The forms of a transport, in the order in which they are asked.

In: norms and earlier answers, as `portal.ui.forms.StepForm` hands them over. Out: checked answers.
Not here: the rules themselves (`rules.py`) and their words (`verdicts.py`).
"""
