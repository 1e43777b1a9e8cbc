"""Settings of web processes that a bench starts: they serve the portal itself from the database of the run."""

from bench.settings import *  # noqa: F403

ROOT_URLCONF = "portal.urls"
DATABASES["default"]["NAME"] = DATABASES["default"]["TEST"]["NAME"]  # noqa: F405
