"""The forms of the steps, one file each (domain A6, steps 0 to 3 and 5). Field keys are those of A6.

In: what is typed, the rules in force. Out: cleaned answers.
Not here: rules across steps (rules, outcomes), the order of the steps (service).
"""
