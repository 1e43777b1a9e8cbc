"""Telling people: one notice row per message, sent by a task, in the person's language.

In: `telling.tell(...)` inside a transaction. Out: a mail, and its state.
Not here: deciding who is told what (portal/flow.py).
"""
