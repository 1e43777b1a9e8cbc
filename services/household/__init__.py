"""TH: registration of incoming talent in a community public household (引进人才落户社区公共户).

In: the answers of the steps and the rules in force. Out: the declaration that `portal.catalog` registers.
Not here: whether somebody qualifies as talent (the human-resources department decides that), case states.
"""
