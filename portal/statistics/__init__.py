"""Figures of the desk: arrivals, conclusions, times, rates, drop-off, ratings; by service, unit and period.

In: events, counted up by the day. Out: tables, charts, CSV, and the public 90th percentile of a service.
Not here: scores of officers (supervision).
"""
