"""The catalog as `make run` serves it, and beside it a bare view that returns the same bytes."""

from classcatalog.settings import *  # noqa: F403

ROOT_URLCONF = "tests.bench.urls"
