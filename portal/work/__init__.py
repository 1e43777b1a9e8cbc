"""Background work: enqueue a task with its transaction, claim a row, sweep up what a crash left behind.

In: rooms hand over tasks and register sweepers. Out: `manage.py tick` runs every sweeper.
Not here: what any task does.
"""
