"""Handing a case to the authority of the place of origin, and taking its answer (domain A9, lanes of A2).

In: a case that waits for the place of origin. Out: a packet sent by the transport that the settings name, its
answer read and the case moved, or kept with the reason why it moves nothing.
Not here: what a packet says (each service's `exchange.py`), the release recorded by hand (`review`).
"""
