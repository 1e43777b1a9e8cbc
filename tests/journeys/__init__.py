"""Whole journeys in a real browser against the real server, as `make run` starts it."""
