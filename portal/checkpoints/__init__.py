"""The 39 mandatory checkpoints (必检环节): versioned data, judged automatically or ticked by officers, in a chain.

In: evaluators that rooms and services register, ticks of officers. Out: a gate that lets no case leave a stage
with a checkpoint open. Not here: warnings, which inform and never block.
"""
