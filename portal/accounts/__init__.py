"""People: who signs in, in which language they are told things, and where staff are posted.

In: sign-up and sign-in through allauth, postings made by an administrator.
Out: the user of a request, `posting_of(user)`. Not here: what a role may do to a case (policies of each room).
"""
