"""The catalog's settings for tests: a key of its own, quick passwords, static files as they lie."""

import os

os.environ["SECRET_KEY"] = "tests-only-" + "0" * 50
os.environ.setdefault("TIME_ZONE", "America/New_York")
for name in ("DEBUG", "ALLOWED_HOSTS", "CSRF_TRUSTED_ORIGINS", "KEEP_PAGES"):
    os.environ.pop(name, None)

from classcatalog.settings import *  # noqa: E402, F403
from classcatalog.settings import MIDDLEWARE, STORAGES  # noqa: E402

PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
MIDDLEWARE.remove("whitenoise.middleware.WhiteNoiseMiddleware")  # nothing is collected for tests
STORAGES["staticfiles"] = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
KEEP_PAGES = False  # a test sees every page made anew, unless it is about keeping them
