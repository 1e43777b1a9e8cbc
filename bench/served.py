"""Settings of processes that a bench starts: the portal itself, on the database of the run.

Object store and tasks are those that the bench says in their environment (bench/installation.py).
"""

from bench.settings import *  # noqa: F403

ROOT_URLCONF = "portal.urls"
DATABASES["default"]["NAME"] = DATABASES["default"]["TEST"]["NAME"]  # noqa: F405
