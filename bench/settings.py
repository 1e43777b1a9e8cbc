"""Settings of the benches: the portal's own as in production, with made-up keys and a database made for the run."""

import os
import tempfile
from pathlib import Path

from portal.seals.demo import environment

for name in ("SECRET_KEY", "FIELD_KEYS", "INDEX_KEY"):
    os.environ[f"PORTAL_{name}"] = f"benches-only-{name}-of-no-installation-0123456789"
os.environ["PORTAL_SITE_URL"] = "http://testserver"
# Nothing of an installation is touched: files lie in a folder of the run, made by bench/run.py.
os.environ["PORTAL_VAR"] = os.environ.get("BENCH_VAR") or tempfile.mkdtemp(prefix="portal-bench-")
for name in ("PORTAL_DEMO", "PORTAL_DEBUG", "REDIS_URL", "PORTAL_SOURCES", "CLAMAV_ADDRESS"):
    os.environ.pop(name, None)
if os.environ["DJANGO_SETTINGS_MODULE"] != "bench.served":  # there the bench says where objects and tasks go
    for name in ("S3_BUCKET", "PORTAL_WORKER"):
        os.environ.pop(name, None)

os.environ |= environment(Path(os.environ["PORTAL_VAR"]) / "seals")

from portal.settings import *  # noqa: E402, F403

INSTALLED_APPS = [*INSTALLED_APPS, "bench.plain"]  # noqa: F405
ROOT_URLCONF = "bench.urls"
TEMPLATES = [
    *TEMPLATES,  # noqa: F405
    {
        "NAME": "plain",
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "bench" / "plain" / "templates"],  # noqa: F405
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
            ]
        },
    },
]
# Links to styles without their digests: collecting the files would take longer than the benches.
STORAGES["staticfiles"] = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}  # noqa: F405
STATIC_ROOT.mkdir(parents=True, exist_ok=True)  # noqa: F405
EMAIL_BACKEND = "django.core.mail.backends.dummy.EmailBackend"
LOGGING["root"]["level"] = "WARNING"  # type: ignore[index]  # noqa: F405
# A name that neither an installation nor its tests use; the run makes it and takes it away.
_own = VAR / "bench.sqlite3" if "sqlite" in DATABASES["default"]["ENGINE"] else "bench_portal"  # type: ignore[operator]  # noqa: F405
DATABASES["default"]["TEST"] = {"NAME": str(_own)}  # noqa: F405
