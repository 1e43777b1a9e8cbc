"""The officers' desk: the queue, the case, and the acts by which an officer moves a case.

In: submitted cases of the units an officer is posted to. Out: moves through `applications.actions.move`.
Not here: what follows a move (flow), certificates, files, who may see a case (applications.queries).
"""
