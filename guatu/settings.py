"""Every setting of the server, typed, from the environment; a missing one stops with its cure."""

from pathlib import Path
from typing import Any

import dj_database_url
from csp.constants import SELF
from environs import Env

from guatu.channels import settings as channels
from guatu.http.identity import doors
from guatu.kernel.errors import SettingMissing
from guatu.ledgers.proposals import naming as local_model

env = Env()

try:
    DATA = Path(env.str("GUATU_DATA")).absolute()
except Exception as error:
    raise SettingMissing("GUATU_DATA", "数据目录，存放数据库和文件，例如 GUATU_DATA=/srv/guatu") from error

DEBUG = False
SECRET_KEY_FILE = DATA / "keys" / "session"
SECRET_KEY = env.str("GUATU_SECRET_KEY", "") or (
    SECRET_KEY_FILE.read_text() if SECRET_KEY_FILE.exists() else ""
)
ALLOWED_HOSTS = env.list("GUATU_HOSTS", ["localhost", "127.0.0.1", "[::1]"])
CSRF_TRUSTED_ORIGINS: list[str] = env.list("GUATU_ORIGINS", [])

FILES = DATA / "files"
"""Content-addressed files: evidence, directives, papers."""
CHECKPOINTS = Path(env.str("GUATU_CHECKPOINTS", str(DATA / "checkpoints"))).absolute()
"""Where signed checkpoints are laid: best a folder that the inspector reads and this server only adds to."""
SIGNING_KEY = Path(env.str("GUATU_SIGNING_KEY", str(DATA / "keys" / "checkpoint.pem"))).absolute()
DIGEST = env.str("GUATU_DIGEST", "sha256", validate=lambda name: name in ("sha256", "sm3"))
CLAMAV = env.str("GUATU_CLAMAV", "")
"""The socket of a virus scanner (clamd): a path, or a host and its port."""
UPLOAD_LIMIT = env.int("GUATU_UPLOAD_MB", 50) * 1024 * 1024

INSTALLED_APPS = [
    "guatu.history",
    "guatu.accounts",
    "guatu.notices",
    "guatu.channels",
    "guatu.papers",
    "guatu.ledgers",
    "guatu.http",
    "guatu.web",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.messages",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "django_htmx",
    "axes",
    "csp",
    "django_otp",
    "django_otp.plugins.otp_totp",
    "django_otp.plugins.otp_static",
    "django_tasks",
    "django_tasks_db",
]

MIDDLEWARE = [
    "guatu.http.serving.counting.counting_middleware",
    "guatu.http.identity.gateways.strip_middleware",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django_otp.middleware.OTPMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "guatu.http.requests.clock_middleware",
    "guatu.http.gates.Gates",
]
SILENCED_SYSTEM_CHECKS = [
    "axes.W002",  # the lockout is told by our own page, not by the middleware of axes
    "axes.W006",  # a user name is locked from wherever it is tried: offices share one address
]

ROOT_URLCONF = "guatu.urls"
WSGI_APPLICATION = "guatu.wsgi.application"

TEMPLATES: list[dict[str, Any]] = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
            ],
        },
    }
]

_SQLITE_START = "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA recursive_triggers=ON;"
_SQLITE_LIGHT = "PRAGMA cache_size=-512;"
"""KiB: each thread of each process has a cache of its own, and the system keeps the file in memory anyway."""
_database = dj_database_url.parse(
    env.str("DATABASE_URL", f"sqlite:///{DATA / 'guatu.sqlite3'}"), conn_max_age=600, conn_health_checks=True
)
if _database["ENGINE"] == "django.db.backends.sqlite3":
    _database["OPTIONS"] = {
        "transaction_mode": "IMMEDIATE",
        "timeout": 20,
        "init_command": _SQLITE_START + _SQLITE_LIGHT,
        "cached_statements": 24,
    }
DATABASES: dict[str, Any] = {"default": _database}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

AUTH_USER_MODEL = "accounts.Person"
AUTHENTICATION_BACKENDS = [
    "axes.backends.AxesStandaloneBackend",
    "django.contrib.auth.backends.ModelBackend",
]
_VALIDATION = "django.contrib.auth.password_validation"
AUTH_PASSWORD_VALIDATORS = [
    {
        "NAME": f"{_VALIDATION}.UserAttributeSimilarityValidator",
        "OPTIONS": {"user_attributes": ("username", "name", "external_id")},
    },
    {"NAME": f"{_VALIDATION}.MinimumLengthValidator", "OPTIONS": {"min_length": 10}},
    {"NAME": f"{_VALIDATION}.CommonPasswordValidator"},
    {"NAME": "guatu.accounts.passwords.KindsOfCharacters"},
]
SIGN_IN_DOORS = doors.read(env)
"""By password, by the county's own sign-in, by a gateway: see docs/sign-in.md."""
SIGN_IN_HELP = env.str("GUATU_SIGN_IN_HELP", "本单位管理员")
"""Whom the pages tell people to ask who are not let in."""
LLM = local_model.read(env)
"""A model on a machine of the office, for fields of which the reader is not sure: see docs/reading.md."""
CHANNELS = channels.read(env)
"""By mail, SMS and robots of chat groups: see docs/channels.md."""
NOTICES_ADDRESS = env.str("GUATU_ADDRESS", "").rstrip("/")
"""Where people open Guatu, as messages that leave the building tell it; empty: they tell no address."""
LOGIN_URL = "web:sign-in"
PASSWORD_URL = "web:password"  # noqa: S105 - the name of a page
CODE_URL = "web:code"
LOGIN_REDIRECT_URL = "web:home"
LOGOUT_REDIRECT_URL = "web:sign-in"
TOTP_REQUIRED = env.bool("GUATU_TOTP", False)
"""Whether verifiers, coordinators and administrators must sign in with a one-time code."""
OTP_TOTP_ISSUER = "挂图"
AXES_FAILURE_LIMIT = 5
AXES_COOLOFF_TIME = 0.25
"""Hours that a user name stays locked after five wrong passwords."""
AXES_LOCKOUT_PARAMETERS = ["username"]
AXES_RESET_ON_SUCCESS = True
AXES_ENABLE_ADMIN = False
AXES_DISABLE_ACCESS_LOG = True
AXES_VERBOSE = False
AXES_RESET_COOL_OFF_ON_FAILURE_DURING_LOCKOUT = False
AXES_SENSITIVE_PARAMETERS = ["username", "ip_address", "csrfmiddlewaretoken"]

SESSION_ENGINE = "guatu.http.sessions"
SESSION_COOKIE_AGE = env.int("GUATU_SESSION_HOURS", 12) * 3600
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = env.bool("GUATU_HTTPS", False)
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
SECURE_HSTS_SECONDS = 31_536_000 if SESSION_COOKIE_SECURE else 0
X_FRAME_OPTIONS = "DENY"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [SELF],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF, "blob:", "data:"],
        "frame-ancestors": ["'none'"],
        "form-action": [SELF],
        "base-uri": [SELF],
        "object-src": ["'none'"],
    }
}
_waiting = DATA / "waiting"
FILE_UPLOAD_TEMP_DIR = str(_waiting) if _waiting.is_dir() else None
"""Uploads on their way lie where documents wait to be read: private, and swept after a day."""
FILE_UPLOAD_MAX_MEMORY_SIZE = 1024 * 1024
DATA_UPLOAD_MAX_MEMORY_SIZE = 8 * 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FIELDS = 20_000

LANGUAGE_CODE = "zh-hans"
USE_I18N = True
TIME_ZONE = "Asia/Shanghai"
USE_TZ = True

STATIC_URL = "/static/"
WHITENOISE_USE_FINDERS = True
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}

METRICS_TOKEN = env.str("GUATU_METRICS_TOKEN", "")
"""By which Prometheus may read the figures; without one, this machine alone may."""

TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}

LOG_FORMAT = env.str("GUATU_LOG", "line", validate=lambda name: name in ("line", "json"))
LOGGING: dict[str, Any] = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {
        "line": {"()": "guatu.http.serving.logs.Line"},
        "json": {"()": "guatu.http.serving.logs.Json"},
    },
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": LOG_FORMAT}},
    "root": {"handlers": ["console"], "level": "WARNING"},
    "loggers": {"axes": {"level": "ERROR"}},  # its warnings tell who tried to sign in
}
