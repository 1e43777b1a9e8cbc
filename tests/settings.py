"""Settings of the tests: the portal's own, with keys made up here and nothing slow."""

import os
import tempfile

os.environ.setdefault("PORTAL_SECRET_KEY", "tests-only-secret-key-of-no-installation-0123456789")
os.environ.setdefault("PORTAL_FIELD_KEYS", "tests-only-field-key-of-no-installation-0123456789")
os.environ.setdefault("PORTAL_INDEX_KEY", "tests-only-index-key-of-no-installation-0123456789")
os.environ.setdefault("PORTAL_SITE_URL", "http://testserver")
os.environ.setdefault("PORTAL_VAR", tempfile.mkdtemp(prefix="portal-tests-"))

from pathlib import Path

from portal.seals.demo import environment

if "PORTAL_SEAL" not in os.environ:
    os.environ |= environment(Path(os.environ["PORTAL_VAR"]) / "seals")

from portal.settings import *  # noqa: F403

PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
STORAGES["staticfiles"] = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}  # noqa: F405
WHITENOISE_USE_FINDERS = True
WHITENOISE_AUTOREFRESH = True
