"""All settings, as plain assignments; the only place that reads the environment.

docs/running.md lists the variables. Outside local mode the product refuses to start without its
secrets, with one sentence that names what is missing.
"""

import os
from pathlib import Path
from urllib.parse import parse_qs, unquote, urlsplit

from django.core.exceptions import ImproperlyConfigured

from helpdesk.schedule import BEAT

BASE_DIR = Path(__file__).resolve().parent.parent

# Local mode is the embedded default that `dev.py start` and `dev.py test` run: caught mail, a clock
# that can be moved, demo sign-ins. Nothing of it exists without this variable.
LOCAL_MODE = os.environ.get("HELPDESK_LOCAL") == "1"
LOCAL_DATA = Path(os.environ.get("HELPDESK_DATA", BASE_DIR / ".data"))
# Holds how far the clock was moved; None means that the clock cannot be moved.
CLOCK_FILE = LOCAL_DATA / "clock" if LOCAL_MODE else None


def _required(name):
    """Return an environment variable, or refuse to start without it."""
    if value := os.environ.get(name):
        return value
    raise ImproperlyConfigured(f"The environment variable {name} is not set. docs/running.md says what it is for.")


def _database(url):
    """Turn postgresql://user:password@host:port/name?host=/socket/folder into Django's dictionary."""
    parts = urlsplit(url)
    if parts.scheme not in ("postgres", "postgresql"):
        raise ImproperlyConfigured(
            "A database address begins with postgresql://, for example postgresql://hd_app@db/helpdesk"
        )
    query = {key: values[-1] for key, values in parse_qs(parts.query).items()}
    return {
        "ENGINE": "tenants.db",
        "NAME": unquote(parts.path.lstrip("/")),
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": query.pop("host", parts.hostname or ""),
        "PORT": str(parts.port or ""),
        "OPTIONS": {"connect_timeout": 5, **query},
        "CONN_MAX_AGE": 60,
        "CONN_HEALTH_CHECKS": True,
        # A pooler may hand each transaction another server connection.
        "DISABLE_SERVER_SIDE_CURSORS": True,
    }


def _storage(place):
    """Turn s3://bucket/folder?endpoint=https://…&region=…, or the path of a folder, into one of Django's storages."""
    parts = urlsplit(place)
    if parts.scheme == "s3" and parts.hostname:
        query = {key: values[-1] for key, values in parse_qs(parts.query).items()}
        # Without a key in the address boto3 finds one where it usually does: AWS_… variables, the machine's own role.
        key = (
            {"access_key": unquote(parts.username), "secret_key": unquote(parts.password or "")}
            if parts.username
            else {}
        )
        options = {
            "bucket_name": parts.hostname,
            "location": unquote(parts.path.strip("/")),
            "endpoint_url": query.get("endpoint"),
            "region_name": query.get("region"),
            "addressing_style": query.get("style"),
            "signature_version": "s3v4",
            "file_overwrite": True,  # each name is random; looking first would be one more request
            "max_memory_size": 1024 * 1024,  # more than this waits in a temporary file on its way to a reader
            **{name: unquote(value or "") for name, value in key.items()},
        }
        return {"BACKEND": "storages.backends.s3.S3Storage", "OPTIONS": options}
    if parts.scheme or not place.startswith("/"):
        raise ImproperlyConfigured("FILES_AT is s3://bucket/folder or the path of a folder that begins with /.")
    # Only the product's own user reads what lies there.
    options = {"location": place, "file_permissions_mode": 0o600, "directory_permissions_mode": 0o700}
    return {"BACKEND": "django.core.files.storage.FileSystemStorage", "OPTIONS": options}


# --- secrets and addresses ----------------------------------------------------------------------

SECRET_KEY = _required("SECRET_KEY")
DEBUG = False
# Which host names exist is the tenants' business: tenants.middleware answers 404 for all others.
ALLOWED_HOSTS = ["*"]
PUBLIC_SCHEME = "http" if LOCAL_MODE else "https"
PUBLIC_PORT = os.environ.get("HELPDESK_PORT", "") if LOCAL_MODE else ""

# --- databases: three roles on one database, docs/decisions/0002-tenancy.md -----------------------

DATABASES = {
    "default": _database(_required("DATABASE_URL")) | {"ATOMIC_REQUESTS": True},
    "system": _database(_required("DATABASE_SYSTEM_URL")),
}
if owner_url := os.environ.get("DATABASE_OWNER_URL"):
    # Only migrations and the making of tenants need it; web and workers run without it.
    DATABASES["owner"] = _database(owner_url) | {"CONN_MAX_AGE": 0}
DATABASE_ROUTERS = ["tenants.db.router.OwnerMigrates"]
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

# --- Redis: between relay and workers, and the bells of live updates; no write waits for it ------------------------

REDIS_URL = _required("REDIS_URL")
CELERY_BROKER_URL = REDIS_URL.replace("unix://", "redis+socket://", 1).replace("?db=", "?virtual_host=")
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
CELERY_BROKER_CONNECTION_MAX_RETRIES = None
CELERY_BROKER_TRANSPORT_OPTIONS = {
    "visibility_timeout": 3600,
    # Looks for messages of dead workers every 10 s; kombu's own default is about every 100 s.
    "unacked_restore_throttle": 1,
    "socket_timeout": 5,
    "socket_connect_timeout": 5,
    # Whoever sends asks again by itself: the relay two seconds later, beat at its next turn.
    "max_retries": 0,
}
CELERY_TASK_IGNORE_RESULT = True
CELERY_TASK_ACKS_LATE = True
CELERY_TASK_REJECT_ON_WORKER_LOST = True
CELERY_TASK_TIME_LIMIT = 300
CELERY_TASK_SOFT_TIME_LIMIT = 240
CELERY_TASK_PUBLISH_RETRY = False
CELERY_WORKER_PREFETCH_MULTIPLIER = 1
CELERY_WORKER_HIJACK_ROOT_LOGGER = False
CELERY_BEAT_SCHEDULE = BEAT

# --- mail ------------------------------------------------------------------------------------------

MAIL_FROM = os.environ.get("MAIL_FROM") or ("support@{host}" if LOCAL_MODE else _required("MAIL_FROM"))
_smtp = urlsplit(os.environ.get("SMTP_URL", "") or ("" if LOCAL_MODE else _required("SMTP_URL")))
if _smtp.scheme:
    EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    EMAIL_HOST, EMAIL_PORT = _smtp.hostname, _smtp.port or (465 if _smtp.scheme == "smtps" else 587)
    EMAIL_HOST_USER, EMAIL_HOST_PASSWORD = unquote(_smtp.username or ""), unquote(_smtp.password or "")
    EMAIL_USE_SSL = _smtp.scheme == "smtps"
    EMAIL_USE_TLS = _smtp.scheme == "smtp" and "starttls=no" not in _smtp.query
else:
    EMAIL_BACKEND = "helpdesk.local.mailbox.CatchingBackend"
EMAIL_TIMEOUT = 10

# --- the application ---------------------------------------------------------------------------------

INSTALLED_APPS = [
    "tenants",
    "accounts",
    "activity",
    "businesshours",
    "knowledgebase",
    "tickets",
    "sla",
    "mail",
    "helpdesk",
    "shared",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.forms",
    "django_htmx",
    "lucide",
]
if LOCAL_MODE:
    INSTALLED_APPS.append("helpdesk.local")

MIDDLEWARE = [
    "shared.security.SecurityHeaders",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "helpdesk.health.Health",
    "tenants.middleware.ScopeByHostName",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "accounts.sessions.SessionOfThisTenant",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "shared.errors.WrongMethodAsPage",
    "shared.refusal.RefusalsAsAnswers",
]

ROOT_URLCONF = "helpdesk.urls"
WSGI_APPLICATION = "helpdesk.wsgi.application"
# Asked in turn whether what a requester hands in is no ticket but meant for somebody else.
DIVERSIONS = ["sla.attention.divert"]
SWITCHBOARD = "helpdesk.switchboard.REACTIONS"

# What promises by business time, asked by the page that changes the hours.
HOURS_PREVIEW = "tickets.promise_preview.moved_by"
# Called in turn, in the request that opens a session, before the next page is shown.
ON_SIGN_IN = ["tickets.intake.file_confirmed", "tickets.held.keep"]

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "helpdesk.menu.page",
            ],
            "builtins": ["shared.templatetags.ui", "shared.templatetags.once", "django.templatetags.static"],
            "loaders": [
                (
                    "django.template.loaders.cached.Loader",
                    ["django.template.loaders.filesystem.Loader", "django.template.loaders.app_directories.Loader"],
                )
            ],
        },
    }
]
FORM_RENDERER = "shared.forms.Renderer"

# --- people and sessions -------------------------------------------------------------------------------

AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = ["accounts.login.EmailInThisTenant"]
LOGIN_URL = "accounts:sign_in"
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 10}},
    {
        "NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator",
        "OPTIONS": {"user_attributes": ["email", "name"]},
    },
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
# E-mail is unique within a tenant, which this check cannot see.
SILENCED_SYSTEM_CHECKS = ["auth.W004"]
SESSION_COOKIE_HTTPONLY = CSRF_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = not LOCAL_MODE
if not LOCAL_MODE:
    # Browsers take a cookie of this name from this very host alone, so no neighbour below the same domain sets it.
    SESSION_COOKIE_NAME, CSRF_COOKIE_NAME = "__Host-sessionid", "__Host-csrftoken"
CSRF_FAILURE_VIEW = "shared.errors.csrf_failure"
MESSAGE_STORAGE = "shared.toasts.Toasts"

# --- the browser ------------------------------------------------------------------------------------------

SECURE_SSL_REDIRECT = False  # the proxy in front does this, docs/running.md
SECURE_PROXY_SSL_HEADER = None if LOCAL_MODE else ("HTTP_X_FORWARDED_PROTO", "https")
SECURE_HSTS_SECONDS = 0 if LOCAL_MODE else 60 * 60 * 24 * 365
SECURE_REFERRER_POLICY = "same-origin"
DATA_UPLOAD_MAX_MEMORY_SIZE = 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FIELDS = 200
# What is sent as a file is kept nowhere, except by the views that say that they take some: shared/uploads.py.
FILE_UPLOAD_HANDLERS = []

STATIC_URL = "/static/"
STATIC_ROOT = BASE_DIR / "staticfiles"
STATICFILES_DIRS = [BASE_DIR / "static"]
# Where the files of articles lie. Nothing is served from there past knowledgebase.views.files.
STORAGES = {
    "default": _storage(
        os.environ.get("FILES_AT") or (str(LOCAL_DATA.absolute() / "files") if LOCAL_MODE else _required("FILES_AT"))
    ),
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}
if LOCAL_MODE:
    STORAGES["staticfiles"] = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
    WHITENOISE_USE_FINDERS = WHITENOISE_AUTOREFRESH = True

# --- words and time ------------------------------------------------------------------------------------------

LANGUAGE_CODE = "en-gb"
USE_I18N = False
TIME_ZONE = "UTC"

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {
        "line": {
            "()": "shared.logs.WithoutSecrets",
            "format": "{asctime} {levelname} {name} {message}",
            "style": "{",
        }
    },
    "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["stderr"], "level": os.environ.get("LOG_LEVEL", "INFO")},
    "loggers": {
        # A 4xx is the visitor's business, and its path may hold the secret of a one-time link.
        "django.request": {"level": "ERROR"},
        "django.server": {"level": "WARNING"},
        "kombu": {"level": "WARNING"},
        "amqp": {"level": "WARNING"},
    },
}
