"""The applicant's way through a service: start, steps, materials, check your answers, submit, correct.

In: what is typed, kept at once in the draft of an application. Out: one call of `applications.actions.submit`
or `resubmit`. Not here: what is asked (services), files (documents), what happens after submission.
"""
