"""Settings: every one has a default that works on a laptop, an environment variable and a line in docs/operation.md."""

import os
import secrets
from datetime import timedelta
from pathlib import Path

import environ

os.environ.setdefault("ORT_DISABLE_TELEMETRY", "1")  # PyMuPDF brings onnxruntime, which would write under ~/.cache

BASE_DIR = Path(__file__).resolve().parent.parent
env = environ.Env()

DATA_DIR = Path(env.str("PROOFSHEET_HOME", default=str(BASE_DIR / "var"))).resolve()
DATA_DIR.mkdir(parents=True, exist_ok=True)


def _kept_secret_key(path: Path) -> str:
    """The key made at the first start and shared with the workers: losing it drops queued tasks and sessions."""
    try:
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        return path.read_text().strip()
    with os.fdopen(descriptor, "w") as file:
        file.write(secrets.token_urlsafe(50))
    return path.read_text().strip()


SECRET_KEY = env.str("SECRET_KEY", default="") or _kept_secret_key(DATA_DIR / "secret_key")
DEBUG = env.bool("DEBUG", default=False)
ALLOWED_HOSTS = env.list("ALLOWED_HOSTS", default=["localhost", "127.0.0.1", "[::1]"])
CSRF_TRUSTED_ORIGINS = env.list("CSRF_TRUSTED_ORIGINS", default=[])
SITE_URL = env.str("SITE_URL", default="http://127.0.0.1:8000")
"""Where people reach the portal: the start of links in commands' output and in workbooks."""
SOURCE_URL = env.str("SOURCE_URL", default="")
"""Where users find the source of a changed version, as the licence asks (AGPL, section 13)."""

INSTALLED_APPS = [
    "unfold.apps.BasicAppConfig",
    "portal.apps.PortalAdminConfig",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "import_export",
    "django_q",
    "axes",
    "portal.apps.PortalConfig",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "portal.middleware.ContentSecurityPolicy",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "portal.middleware.ChosenLanguage",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "axes.middleware.AxesMiddleware",
]

ROOT_URLCONF = "portal.urls"
WSGI_APPLICATION = "portal.wsgi.application"
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
            ]
        },
    }
]

DATABASES = {"default": env.db("DATABASE_URL", default=f"sqlite:///{DATA_DIR / 'proofsheet.sqlite3'}")}
DATABASES["default"]["CONN_MAX_AGE"] = None
if DATABASES["default"]["ENGINE"].endswith("sqlite3"):
    # Deferred transactions lost most of 1,600 concurrent writes to "database is locked"; these lose none.
    DATABASES["default"]["OPTIONS"] = {
        "timeout": 20,
        "transaction_mode": "IMMEDIATE",
        "init_command": "PRAGMA journal_mode=WAL;PRAGMA synchronous=NORMAL;",
    }
else:
    DATABASES["default"]["CONN_HEALTH_CHECKS"] = True
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

AUTH_PASSWORD_VALIDATORS = [
    {"NAME": f"django.contrib.auth.password_validation.{name}"}
    for name in (
        "UserAttributeSimilarityValidator",
        "MinimumLengthValidator",
        "CommonPasswordValidator",
        "NumericPasswordValidator",
    )
]
AUTHENTICATION_BACKENDS = ["axes.backends.AxesStandaloneBackend", "django.contrib.auth.backends.ModelBackend"]
LOGIN_URL = "admin:login"
LOGIN_REDIRECT_URL = "admin:index"
PROXIES = env.int("PROXIES", default=1 if SITE_URL.startswith("https://") else 0)
"""Reverse proxies in front: as many addresses at the end of X-Forwarded-For are theirs to state."""
LOGIN_TRIES = env.int("LOGIN_TRIES", default=10)
"""Wrong passwords for one account, or from one address, before it is locked; then none is even looked at."""
LOGIN_LOCK_MINUTES = env.int("LOGIN_LOCK_MINUTES", default=15)
AXES_FAILURE_LIMIT = LOGIN_TRIES
AXES_COOLOFF_TIME = timedelta(minutes=LOGIN_LOCK_MINUTES)
AXES_LOCKOUT_PARAMETERS = ["username", "ip_address"]
AXES_RESET_COOL_OFF_ON_FAILURE_DURING_LOCKOUT = False  # or whoever goes on guessing would lock a person out for good
AXES_CLIENT_IP_CALLABLE = "portal.views.log_in.address_of"
AXES_LOCKOUT_CALLABLE = "portal.views.log_in.locked"
AXES_ENABLE_ADMIN = AXES_VERBOSE = False
AXES_DISABLE_ACCESS_LOG = True

vars().update(env.email_url("EMAIL_URL", default="consolemail://"))
"""Mail is printed to the console unless `smtp://user:password@host:587` or `smtp+tls://...` is set."""
DEFAULT_FROM_EMAIL = env.str("MAIL_FROM", default="proofsheet@localhost")
INVITATION_DAYS = env.int("INVITATION_DAYS", default=7)
"""How long a link of an invitation works."""
PASSWORD_RESET_TIMEOUT = 3600

LANGUAGE_CODE = env.str("LANGUAGE_CODE", default="en")
"""What commands, mails to strangers and browsers of other languages get; a person may choose another."""
LANGUAGES = [("en", "English"), ("de", "Deutsch"), ("ru", "Русский")]
LOCALE_PATHS = [BASE_DIR / "portal" / "locale"]
FORMAT_MODULE_PATH = "portal.formats"
TIME_ZONE = env.str("TIME_ZONE", default="UTC")
USE_I18N = True
USE_TZ = True

STATIC_URL = "static/"
STATIC_ROOT = DATA_DIR / "static"
STATIC_ROOT.mkdir(exist_ok=True)  # whitenoise warns in every process where it is missing
WHITENOISE_USE_FINDERS = True  # no collectstatic is needed to start
MEDIA_ROOT = DATA_DIR / "files"
FILE_UPLOAD_MAX_MEMORY_SIZE = 1 << 20
DATA_UPLOAD_MAX_NUMBER_FILES = 500
DATA_UPLOAD_MAX_NUMBER_FIELDS = 20_000

SECURE_CONTENT_TYPE_NOSNIFF = True
X_FRAME_OPTIONS = "DENY"
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = env.bool("SECURE_COOKIES", default=SITE_URL.startswith("https://"))

WORKERS = env.int("WORKERS", default=2)
"""Processes of this machine that extract."""
TASK_SECONDS = env.int("TASK_SECONDS", default=180)
"""Longest time one document may take before its worker is stopped."""
JOB_SECONDS = env.int("JOB_SECONDS", default=3600)
"""Longest time one workbook may take, out or in, before its worker is stopped."""
LEASE_SECONDS = env.int("LEASE_SECONDS", default=TASK_SECONDS + 30)
"""A running extraction whose worker has not finished after this is taken up again."""
SWEEP_SECONDS = env.float("SWEEP_SECONDS", default=5.0)
"""How often the sweep looks for what is stuck."""
MAX_ATTEMPTS = env.int("MAX_ATTEMPTS", default=3)
"""An extraction whose worker died this often is quarantined."""
MAX_PDF_MEGABYTES = env.int("MAX_PDF_MEGABYTES", default=100)

# The queue is a doorbell: the truth is in our rows, so its results and failures are not kept. A result is
# acknowledged even when it failed, and `retry` exceeds the time a prefetched task can wait for its turn.
Q_CLUSTER = {
    "name": "proofsheet",
    "orm": "default",
    "workers": WORKERS,
    "queue_limit": 1,
    "timeout": TASK_SECONDS,
    "retry": TASK_SECONDS * (WORKERS + 2) + 60,
    "max_attempts": MAX_ATTEMPTS,
    "ack_failures": True,
    "save_limit": -1,
    "poll": 0.2,
    "catch_up": False,
    "daemonize_workers": False,
    "label": "Queue",
}

# The stock import and export pages are not served; were they, nobody would hold these permissions.
IMPORT_EXPORT_IMPORT_PERMISSION_CODE = "stock_import"
IMPORT_EXPORT_EXPORT_PERMISSION_CODE = "stock_export"

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "%(asctime)s %(levelname)s %(name)s: %(message)s"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["console"], "level": env.str("LOG_LEVEL", default="WARNING")},
    "loggers": {"portal": {"level": env.str("LOG_LEVEL", default="INFO")}},
}
