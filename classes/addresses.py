"""Addresses of pages, each put together once: the same few are asked for on every page."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache

from django.conf import settings
from django.urls import get_script_prefix, get_urlconf, reverse

KEPT = 8_192  # addresses, some 3 MB


def address(name: str, args: Sequence[object] = ()) -> str:
    """Return the address of a page by its name. Raises NoReverseMatch."""
    return _address(name, tuple(args), get_urlconf() or settings.ROOT_URLCONF, get_script_prefix())


@lru_cache(maxsize=KEPT)
def _address(name: str, args: tuple[object, ...], urlconf: str, prefix: str) -> str:
    """An address hangs on the table of addresses and on where the site is mounted, and on nothing else."""
    return reverse(name, urlconf=urlconf, args=args)
