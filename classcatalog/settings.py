"""All settings of the catalog, in one file.

The environment is read in the first part and nowhere else; a value that makes no sense is refused at
start with the variable's name and the remedy. DEBUG is off unless it is asked for.
"""

import os
import re
from pathlib import Path
from zoneinfo import ZoneInfo

import dj_database_url
from csp.constants import NONE, SELF
from django.core.exceptions import ImproperlyConfigured

BASE_DIR = Path(__file__).resolve().parent.parent
DATA_DIR = BASE_DIR / "var"
LOOPBACK_HOSTS = ["127.0.0.1", "localhost", "[::1]"]


# --- The environment -----------------------------------------------------------------------------


def read_flag(name: str, default: bool = False) -> bool:
    """Return the on/off variable `name`; unset or empty is `default`."""
    value = os.environ.get(name, "").strip().lower()
    if not value:
        return default
    if value in {"1", "true", "yes", "on"}:
        return True
    if value in {"0", "false", "no", "off"}:
        return False
    raise ImproperlyConfigured(f"{name} is {value!r}, which is neither on nor off. Set {name}=1 or {name}=0.")


def read_list(name: str, default: list[str]) -> list[str]:
    """Return the comma-separated variable `name`, or `default` where it is unset or empty."""
    return [part.strip() for part in os.environ.get(name, "").split(",") if part.strip()] or default


def read_secret_key(debug: bool) -> str:
    """Return the key from SECRET_KEY, else from the file that `make run` keeps with the data."""
    key = os.environ.get("SECRET_KEY", "").strip()
    kept = DATA_DIR / "secret_key"
    if not key and kept.is_file():
        key = kept.read_text().strip()
    if key and (debug or len(key) >= 50):
        return key
    if key:
        raise ImproperlyConfigured(
            f"SECRET_KEY has {len(key)} characters, too few to be safe. Set it to 50 or more random characters."
        )
    if debug:
        return "for-development-only-" + "0" * 40
    raise ImproperlyConfigured(
        "SECRET_KEY is not set. Set it to 50 or more random characters, start with `make run` (which makes "
        "one and keeps it in var/secret_key), or set DEBUG=1 while developing."
    )


def read_hosts(debug: bool) -> list[str]:
    """Return the host names that the catalog answers to; by default only this machine's own."""
    hosts = read_list("ALLOWED_HOSTS", LOOPBACK_HOSTS)
    for host in hosts:
        if not re.fullmatch(r"[\w.*-]+|\[[0-9a-fA-F:.]+\]", host):
            raise ImproperlyConfigured(
                f"ALLOWED_HOSTS has {host!r}, which is not a host name. Give names only, "
                "without scheme or port, parted by commas: ALLOWED_HOSTS=catalog.example.gov"
            )
        if "*" in host and not debug:
            raise ImproperlyConfigured(
                f"ALLOWED_HOSTS has {host!r}, which would answer to names that are not yours. List the names."
            )
    return hosts


def read_origins() -> list[str]:
    """Return the origins that may send forms, each with its scheme."""
    origins = read_list("CSRF_TRUSTED_ORIGINS", [])
    for origin in origins:
        if not re.fullmatch(r"https?://(\*\.)?([\w.-]+|\[::1\])(:\d+)?", origin):
            raise ImproperlyConfigured(
                f"CSRF_TRUSTED_ORIGINS has {origin!r}, which is not an origin. "
                "Write scheme and host: CSRF_TRUSTED_ORIGINS=https://catalog.example.gov"
            )
    return origins


def read_time_zone() -> str:
    """Return the zone in which the catalog says what day it is."""
    name = os.environ.get("TIME_ZONE", "").strip() or "America/New_York"
    try:
        ZoneInfo(name)
    except (KeyError, OSError, ValueError) as error:
        raise ImproperlyConfigured(
            f"TIME_ZONE is {name!r}, which is no time zone. Use a name such as America/New_York or UTC."
        ) from error
    return name


def read_database() -> dict[str, object]:
    """Return Django's database settings for DATABASE_URL; by default one SQLite file with the data."""
    url = os.environ.get("DATABASE_URL", "").strip() or f"sqlite:///{DATA_DIR / 'catalog.sqlite3'}"
    scheme, separator, _ = url.partition("://")
    if scheme not in {"sqlite", "postgres", "postgresql"} or not separator:
        raise ImproperlyConfigured(  # what has no scheme may be a password: it is not said again
            f"DATABASE_URL begins with {scheme if separator else ''!r}, which is no database that the catalog knows. "
            "Use sqlite:///path/to/catalog.sqlite3 or postgresql://user:password@host:5432/name."
        )
    try:
        database = dict(dj_database_url.parse(url, conn_max_age=60, conn_health_checks=True))
    except (ValueError, dj_database_url.ParseError) as error:
        raise ImproperlyConfigured(
            "DATABASE_URL cannot be read as an address. "
            "Use postgresql://user:password@host:5432/name, with special characters percent-encoded."
        ) from error
    if database.get("NAME") in {None, "", ":memory:"}:
        raise ImproperlyConfigured(
            "DATABASE_URL names no database. End it with one: postgresql://user:password@host:5432/name, "
            "or sqlite:///path/to/catalog.sqlite3."
        )
    # A pooler hands one connection to many processes, from one transaction to the next: no cursor or plan outlives one.
    database["DISABLE_SERVER_SIDE_CURSORS"] = read_flag("DATABASE_POOLED")
    if scheme == "sqlite":
        # One writer at a time: take the lock when a transaction begins, wait for it, and let readers read on.
        database["OPTIONS"] = {
            "timeout": 20,
            "transaction_mode": "IMMEDIATE",
            "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL; PRAGMA cache_size=-8000;",
        }
    return database


DEBUG = read_flag("DEBUG")
SECRET_KEY = read_secret_key(DEBUG)
ALLOWED_HOSTS = read_hosts(DEBUG)
CSRF_TRUSTED_ORIGINS = read_origins()
TIME_ZONE = read_time_zone()
DATABASES = {"default": read_database()}
REQUIRE_SECOND_PERSON = read_flag("REQUIRE_SECOND_PERSON", default=True)  # nobody publishes a draft of their own
KEEP_PAGES = read_flag("KEEP_PAGES", default=not DEBUG)  # off: every page is made anew, for trials and measurements

# --- The application -----------------------------------------------------------------------------

INSTALLED_APPS = [
    "competencies",
    "classes",
    "csp",
    "django_filters",
    "classcatalog.apps.CatalogAdminConfig",  # Django's admin, with our site
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.humanize",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "classes.sharing.open_to_read",
    "csp.middleware.CSPMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
]

ROOT_URLCONF = "classcatalog.urls"
WSGI_APPLICATION = "classcatalog.wsgi.application"

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
            ],
        },
    }
]

DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

# A long draft is one form: a few hundred rows of up to ten fields each.
DATA_UPLOAD_MAX_NUMBER_FIELDS = 10_000
DATA_UPLOAD_MAX_MEMORY_SIZE = 5 * 1024 * 1024

AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.NumericPasswordValidator"},
]

LANGUAGE_CODE = "en-us"
USE_I18N = False
USE_TZ = True

STATIC_URL = "static/"
STATIC_ROOT = DATA_DIR / "static"
STATICFILES_DIRS = [BASE_DIR / "static"]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {
        "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"
        if DEBUG
        else "whitenoise.storage.CompressedManifestStaticFilesStorage"
    },
}

# --- Security ------------------------------------------------------------------------------------

# A catalog that answers only to this machine's own names cannot be reached over a network, so signing in
# there works over plain HTTP. As soon as ALLOWED_HOSTS has any other name, everything goes by HTTPS.
LOOPBACK_ONLY = set(ALLOWED_HOSTS) <= set(LOOPBACK_HOSTS)
HTTPS_ONLY = not (DEBUG or LOOPBACK_ONLY)

SECURE_SSL_REDIRECT = HTTPS_ONLY
SECURE_REDIRECT_EXEMPT = [r"^healthz$", r"^readyz$"]
SECURE_HSTS_SECONDS = 31_536_000 if HTTPS_ONLY else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = HTTPS_ONLY
SECURE_HSTS_PRELOAD = HTTPS_ONLY
SESSION_COOKIE_SECURE = HTTPS_ONLY
CSRF_COOKIE_SECURE = HTTPS_ONLY
SESSION_COOKIE_HTTPONLY = True
CSRF_COOKIE_HTTPONLY = True
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
CSRF_FAILURE_VIEW = "classcatalog.views.csrf_failure"

CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF],
        "font-src": [SELF],
        "connect-src": [SELF],
        "form-action": [SELF],
        "base-uri": [NONE],
        "frame-ancestors": [NONE],
    }
}

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "{asctime} {levelname} {name}: {message}", "style": "{"}},
    "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["stderr"], "level": "WARNING"},
    "loggers": {
        "django": {"handlers": ["stderr"], "level": "WARNING", "propagate": False},
        # A 404 or a date that is none is the visitor's affair; what we broke is an ERROR.
        "django.request": {"level": "ERROR"},
    },
}
if DEBUG:
    LOGGING["loggers"]["django.server"] = {"handlers": ["stderr"], "level": "INFO", "propagate": False}  # type: ignore[index]
