"""Settings of the portal, from the environment. Every variable is described in docs/operations.md."""

import os
from pathlib import Path
from pkgutil import iter_modules

from django.core.exceptions import ImproperlyConfigured
from django.utils.translation import gettext_lazy as _

BASE_DIR = Path(__file__).resolve().parent.parent


def env_bool(name: str, default: bool = False) -> bool:
    """Return an environment variable as a truth value: 1, true, yes and on are True."""
    return os.environ.get(name, "1" if default else "0").lower() in {"1", "true", "yes", "on"}


def env_list(name: str, default: str = "") -> list[str]:
    """Return a comma-separated environment variable as a list without blanks."""
    return [item.strip() for item in os.environ.get(name, default).split(",") if item.strip()]


DEMO = env_bool("PORTAL_DEMO")
DEBUG = env_bool("PORTAL_DEBUG")
VAR = Path(os.environ.get("PORTAL_VAR", BASE_DIR / "var")).resolve()


def env_secret(name: str, purpose: str) -> str:
    """Return a secret. Demo and debug keep one of their own under var/; production must be given it."""
    value = os.environ.get(name, "")
    if value:
        return value
    if not (DEMO or DEBUG):
        raise ImproperlyConfigured(
            f"{name} is not set. It is {purpose}. Make one with "
            f'`python3 -c "import secrets; print(secrets.token_urlsafe(48))"`, keep it outside the database '
            f"and its backups, and set it in the environment of every process (docs/operations.md)."
        )
    return local_secret(name)


def local_secret(name: str) -> str:
    """Return the secret of that name kept under var/secrets, made at first use. For demo and debug only."""
    import secrets

    path = VAR / "secrets" / name.lower()
    path.parent.mkdir(parents=True, exist_ok=True)
    try:
        with path.open("x") as file:
            path.chmod(0o600)
            file.write(secrets.token_urlsafe(48))
    except FileExistsError:
        return path.read_text()
    return path.read_text()


SECRET_KEY = env_secret("PORTAL_SECRET_KEY", "the key that signs sessions and links")
# Newest first: the first key seals, every key opens. `manage.py rotate_keys` seals everything anew.
FIELD_KEYS = env_list("PORTAL_FIELD_KEYS") or [
    env_secret("PORTAL_FIELD_KEYS", "the key ring that seals answers")
]
INDEX_KEY = env_secret("PORTAL_INDEX_KEY", "the key of the blind index, by which sealed facts are found")

SITE_URL = os.environ.get("PORTAL_SITE_URL", "http://127.0.0.1:" + os.environ.get("PORT", "8000")).rstrip("/")
if not (DEMO or DEBUG) and "PORTAL_SITE_URL" not in os.environ:
    raise ImproperlyConfigured(
        "PORTAL_SITE_URL is not set. It is the public address of the portal, for example https://portal.example; "
        "mails and the QR codes of certificates lead there."
    )
SECURE = SITE_URL.startswith("https://")
HOSTNAME = SITE_URL.split("://", 1)[1].split(":")[0].split("/")[0]
ALLOWED_HOSTS = env_list("PORTAL_HOSTS", f"{HOSTNAME},127.0.0.1,localhost")

ROOMS = [
    "urls", "flow", "my", "exchange", "certificates", "consultations", "statistics", "review", "wizard",
    "ratings", "checkpoints", "correspondence", "assignments", "documents", "signing",
    "reports", "applications", "companies", "papers",
    "catalog", "notifications", "accounts", "rulebook", "workdays", "audit", "keyring", "seals", "ui", "work",
]  # fmt: skip

INSTALLED_APPS = [
    "portal",
    *(f"portal.{room}" for room in ROOMS if room not in {"urls", "flow"}),
    *(f"services.{module.name}" for module in iter_modules([str(BASE_DIR / "services")]) if module.ispkg),
    "cms",
    "formtools",
    "django_filters",
    "django_htmx",
    "heroicons",
    "django_tasks",
    "django_tasks_db",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "wagtail.contrib.settings",
    "wagtail.contrib.simple_translation",
    "wagtail.embeds",
    "wagtail.sites",
    "wagtail.users",
    "wagtail.snippets",
    "wagtail.documents",
    "wagtail.images",
    "wagtail.search",
    "wagtail.admin",
    "wagtail",
    "modelcluster",
    "taggit",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "django.forms",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "portal.ui.middleware.SecurityHeadersMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "portal.accounts.middleware.StaffSecondFactorMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
]

ROOT_URLCONF = "portal.urls"
WSGI_APPLICATION = "portal.wsgi.application"
FORM_RENDERER = "portal.ui.renderer.PortalRenderer"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "wagtail.contrib.settings.context_processors.settings",
                "portal.ui.context_processors.portal",
                "cms.context_processors.site_name",
            ],
            "builtins": ["django.templatetags.i18n", "portal.ui.templatetags.ui"],
        },
    }
]


#: A statement waits 10 s for a lock and runs for 30 s. Pages ask for few rows, so that starting parallel workers or
#: compiling a plan costs more than it saves, and both would be chosen by an estimate that is too high.
POSTGRES_OPTIONS = (
    "-c lock_timeout=10s -c statement_timeout=30s -c max_parallel_workers_per_gather=0 -c jit=off"
)


def database() -> dict[str, object]:
    """Return the database settings: PostgreSQL from DATABASE_URL, else SQLite under var/."""
    from urllib.parse import unquote, urlsplit

    url = urlsplit(os.environ.get("DATABASE_URL", ""))
    if url.scheme in {"postgres", "postgresql"}:
        return {
            "ENGINE": "django.db.backends.postgresql",
            "NAME": url.path.lstrip("/"),
            "USER": unquote(url.username or ""),
            "PASSWORD": unquote(url.password or ""),
            "HOST": url.hostname or "",
            "PORT": str(url.port or ""),
            "CONN_MAX_AGE": 60,
            "CONN_HEALTH_CHECKS": True,
            "OPTIONS": {"options": POSTGRES_OPTIONS},
        }
    VAR.mkdir(parents=True, exist_ok=True)
    return {
        "ENGINE": "django.db.backends.sqlite3",
        "NAME": VAR / "portal.sqlite3",
        # A new connection reads the plan of all tables first, which takes longer than most requests.
        "CONN_MAX_AGE": 60,
        "OPTIONS": {
            # IMMEDIATE: a transaction that will write takes its place at once instead of failing half-way.
            "transaction_mode": "IMMEDIATE",
            "timeout": 20,
            "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL; PRAGMA foreign_keys=ON;",
        },
    }


DATABASES = {"default": database()}
CACHES = {
    "default": (
        {"BACKEND": "django.core.cache.backends.redis.RedisCache", "LOCATION": os.environ["REDIS_URL"]}
        if os.environ.get("REDIS_URL")
        else {"BACKEND": "django.core.cache.backends.locmem.LocMemCache", "OPTIONS": {"MAX_ENTRIES": 100_000}}
    )
}

S3_BUCKET = os.environ.get("S3_BUCKET", "")
# host:port or a socket's path of clamd; without it uploads are inspected and made anew, but not scanned.
CLAMAV_ADDRESS = os.environ.get("CLAMAV_ADDRESS", "")
CLAMAV_MOST_AGE = int(
    os.environ.get("CLAMAV_MOST_AGE", "48")
)  # hours; signatures that are older judge nothing


def storage_of_documents() -> dict[str, object]:
    """Return the storage of uploads and certificates: S3 when S3_BUCKET is set, else files under var/."""
    if not S3_BUCKET:
        return {
            "BACKEND": "portal.documents.storage.disk.DiskObjects",
            "OPTIONS": {"location": VAR / "objects", "base_url": None},
        }
    from botocore.config import Config

    encryption = os.environ.get("S3_ENCRYPTION", "AES256")
    return {
        "BACKEND": "portal.documents.storage.s3.S3Objects",
        "OPTIONS": {
            "bucket_name": S3_BUCKET,
            "endpoint_url": os.environ.get("S3_ENDPOINT") or None,
            "access_key": os.environ.get("S3_ACCESS_KEY", ""),
            "secret_key": os.environ.get("S3_SECRET_KEY", ""),
            "region_name": os.environ.get("S3_REGION", "us-east-1"),
            "default_acl": None,
            "querystring_expire": 60,
            "object_parameters": {"ServerSideEncryption": encryption} if encryption else {},
            # boto3's own time-outs would hold a web process for three minutes on a hung server.
            "client_config": Config(
                connect_timeout=2,
                read_timeout=5,
                retries={"total_max_attempts": 2},
                max_pool_connections=32,
                tcp_keepalive=True,
                signature_version="s3v4",  # links would be signed the old way, which most servers refuse
                # The signature holds the SHA-256 of each body already; a CRC beside it only costs time.
                request_checksum_calculation="when_required",
                response_checksum_validation="when_required",
                s3={"addressing_style": "path"},
            ),
        },
    }


STORAGES = {
    "default": {
        "BACKEND": "django.core.files.storage.FileSystemStorage",
        "OPTIONS": {"location": VAR / "media"},
    },
    "documents": storage_of_documents(),
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}
STATIC_URL = "/static/"
STATIC_ROOT = VAR / "static"
MEDIA_ROOT = VAR / "media"
MEDIA_URL = "/media/"
if DEMO or DEBUG:  # no collectstatic: files come from where they lie
    STORAGES["staticfiles"] = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
    WHITENOISE_USE_FINDERS = True
    STATIC_ROOT.mkdir(parents=True, exist_ok=True)  # WhiteNoise warns about a folder that is not there
DATA_UPLOAD_MAX_MEMORY_SIZE = 2 * 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FIELDS = 10_000  # Wagtail's page editor
FILE_UPLOAD_MAX_MEMORY_SIZE = 256 * 1024
FILE_UPLOAD_HANDLERS = [
    "portal.documents.limits.RequestLimit",
    "django.core.files.uploadhandler.MemoryFileUploadHandler",
    "django.core.files.uploadhandler.TemporaryFileUploadHandler",
]

IMMEDIATE, DATABASE = "django_tasks.backends.immediate.ImmediateBackend", "django_tasks_db.DatabaseBackend"
TASKS = {"default": {"BACKEND": DATABASE if env_bool("PORTAL_WORKER") else IMMEDIATE}}

# "TH.property=dotted.path.of.an.adapter|argument,TH=…" (portal/catalog/sources.py); what is not named is unavailable.
SOURCES = dict(item.split("=", 1) for item in env_list("PORTAL_SOURCES"))

# A dotted path of a sender, or path and argument with "|" between (portal/notifications/texting.py).
SMS_SENDER = os.environ.get(
    "PORTAL_SMS", "portal.notifications.texting.ConsoleSender" if DEMO or DEBUG else ""
)
# "dotted.path.of.a.transport|argument" (portal/exchange/transports.py); without one the exchange is not connected.
EXCHANGE = os.environ.get("PORTAL_EXCHANGE", "")
if DEMO and "PORTAL_EXCHANGE" not in os.environ:
    EXCHANGE = f"portal.exchange.transports.FileTransport|{VAR / 'exchange'}"

# The seal of papers and the keys of codes (portal/seals). Demo and debug make their own under var/seals.
SEAL, SEAL_PASSWORD, SEAL_ROOTS, SEAL_CRLS, TSA = (
    os.environ.get(f"PORTAL_{name}", "")
    for name in ("SEAL", "SEAL_PASSWORD", "SEAL_ROOTS", "SEAL_CRLS", "TSA")
)
CODE_KEYS = env_list("PORTAL_CODE_KEYS")
for _name in () if DEMO or DEBUG else ("PORTAL_SEAL", "PORTAL_SEAL_ROOTS", "PORTAL_CODE_KEYS"):
    if not os.environ.get(_name):
        raise ImproperlyConfigured(
            f"{_name} is not set. Papers are sealed and their codes signed; docs/operations.md (Seals) says by what."
        )

LANGUAGE_CODE = "zh-hans"
LANGUAGES = WAGTAIL_CONTENT_LANGUAGES = [("zh-hans", _("Chinese")), ("en", _("English"))]
LOCALE_PATHS = [BASE_DIR / "locale"]
FORMAT_MODULE_PATH = ["portal.ui.formats"]
USE_I18N = USE_TZ = True
TIME_ZONE = "Asia/Shanghai"
WAGTAIL_I18N_ENABLED = True

AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "portal.accounts.passwords.LengthValidator", "OPTIONS": {"min_length": 10}},
    *(
        {"NAME": f"django.contrib.auth.password_validation.{name}Validator"}
        for name in ("UserAttributeSimilarity", "CommonPassword", "NumericPassword")
    ),
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "accounts:home"
LOGOUT_REDIRECT_URL = "/"
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*", "password2*"]
ACCOUNT_EMAIL_VERIFICATION = "mandatory"
ACCOUNT_EMAIL_VERIFICATION_BY_CODE_ENABLED = True
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_EMAIL_SUBJECT_PREFIX = ""
ACCOUNT_ADAPTER = "portal.accounts.adapter.AccountAdapter"
ACCOUNT_FORMS = {"signup": "portal.accounts.forms.SignupForm"}
ACCOUNT_SESSION_REMEMBER = None
# Else all limits per address count everybody behind the proxy as one: thirty sign-ins a minute shut the door.
ALLAUTH_TRUSTED_PROXY_COUNT = 1 if env_bool("PORTAL_BEHIND_PROXY") else 0
MFA_SUPPORTED_TYPES = ["totp", "recovery_codes"]

SESSION_ENGINE = "portal.accounts.sessions"
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_AGE = 12 * 3600
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = SECURE
SESSION_COOKIE_NAME = "__Host-session" if SECURE else "session"
CSRF_COOKIE_NAME = "__Host-csrf" if SECURE else "csrf"
CSRF_TRUSTED_ORIGINS = [SITE_URL]
SECURE_SSL_REDIRECT = SECURE
SECURE_REDIRECT_EXEMPT = [r"^(healthz|readyz)$"]  # asked from inside, without TLS
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if env_bool("PORTAL_BEHIND_PROXY") else None
SECURE_HSTS_SECONDS = 365 * 86400 if SECURE else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = SECURE_HSTS_PRELOAD = SECURE
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"

DEFAULT_FROM_EMAIL = SERVER_EMAIL = os.environ.get("PORTAL_MAIL_FROM", f"portal@{HOSTNAME}")
EMAIL_BACKEND = (
    "django.core.mail.backends." + ("smtp" if os.environ.get("SMTP_HOST") else "console") + ".EmailBackend"
)
EMAIL_HOST = os.environ.get("SMTP_HOST", "")
EMAIL_PORT = int(os.environ.get("SMTP_PORT", "25"))
EMAIL_HOST_USER = os.environ.get("SMTP_USER", "")
EMAIL_HOST_PASSWORD = os.environ.get("SMTP_PASSWORD", "")
EMAIL_USE_TLS = env_bool("SMTP_TLS")
EMAIL_TIMEOUT = 10

WAGTAIL_SITE_NAME = "Portal"
WAGTAILADMIN_BASE_URL = SITE_URL
WAGTAILADMIN_LOGIN_URL = "account_login"
WAGTAILDOCS_SERVE_METHOD = "serve_view"
WAGTAIL_PASSWORD_MANAGEMENT_ENABLED = False
WAGTAIL_PASSWORD_RESET_ENABLED = False
WAGTAIL_EMAIL_MANAGEMENT_ENABLED = (
    False  # one signs in with it: it changes only by a code sent to the new one
)
WAGTAIL_ENABLE_UPDATE_CHECK = False
WAGTAIL_ENABLE_WHATS_NEW_BANNER = False
WAGTAIL_GRAVATAR_PROVIDER_URL = None
WAGTAILADMIN_PERMITTED_LANGUAGES = [("zh-hans", _("Chinese")), ("en", _("English"))]
WAGTAILSEARCH_BACKENDS = {"default": {"BACKEND": "wagtail.search.backends.database"}}

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "filters": {"links": {"()": "portal.ui.logs.HideLinks"}},
    "formatters": {"line": {"format": "%(asctime)s %(levelname)s %(name)s %(message)s"}},
    "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["stderr"], "level": "INFO"},
    "loggers": {
        **{
            name: {"level": "WARNING"}
            for name in ("wagtail", "modelsearch", "django_tasks", "django_tasks_db", "fontTools")
        },
        # Who has the link of an invitation to sign may use it: it stands in no log.
        **{
            name: {"filters": ["links"]}
            for name in ("django.request", "django.security.csrf", "django.server")
        },
    },
}
