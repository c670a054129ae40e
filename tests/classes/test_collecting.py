"""Long commands and Python's search for garbage."""

from __future__ import annotations

import gc

import pytest

from classes.management.collecting import seldom_collected


def test_garbage_is_looked_for_less_often_until_the_command_ends_even_by_an_error():
    before = gc.get_threshold()

    @seldom_collected()
    def command() -> None:
        assert gc.get_threshold()[0] > before[0]
        raise KeyboardInterrupt

    for _ in range(2):  # a command may be called again
        with pytest.raises(KeyboardInterrupt):
            command()
        assert gc.get_threshold() == before
