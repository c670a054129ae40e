"""An address that is put together once is the one that Django puts together."""

from __future__ import annotations

import pytest
from django.test import override_settings
from django.urls import NoReverseMatch, path, reverse, set_script_prefix

from classes.addresses import address

urlpatterns = [path("elsewhere/", lambda request: None, name="elsewhere")]


@pytest.mark.parametrize(
    ("name", "args"),
    [
        ("classes:home", []),
        ("classes:class", ["city", "ci2787"]),
        ("classes:revision", ["city", "ci2787", 3]),
        ("classes:notice", ["city", "12/7 a&b"]),
    ],
)
def test_it_is_what_reverse_returns_each_time(name, args):
    assert address(name, args) == address(name, args) == reverse(name, args=args)


def test_a_page_that_is_not_there_is_an_error():
    with pytest.raises(NoReverseMatch):
        address("classes:nothing")


def test_it_follows_where_the_site_is_mounted_and_which_addresses_it_has():
    assert address("classes:home") == "/"
    set_script_prefix("/catalog/")
    try:
        assert address("classes:home") == "/catalog/"
    finally:
        set_script_prefix("/")
    with override_settings(ROOT_URLCONF=__name__):
        assert address("elsewhere") == "/elsewhere/"
    assert address("classes:home") == "/"
