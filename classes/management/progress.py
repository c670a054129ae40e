"""How far a long command has come."""

from time import monotonic
from typing import Any

EVERY = 5.0  # seconds


class Progress:
    """Says every few seconds how many things are done and how long the rest may take; silent where `quiet`."""

    def __init__(self, out: Any, what: str, quiet: bool = False) -> None:
        self.out = out
        self.what = what
        self.quiet = quiet
        self.started = self.said = monotonic()

    def __call__(self, done: int, wanted: int) -> None:
        if self.quiet or not done or monotonic() - self.said < EVERY:
            return
        self.said = monotonic()
        left = (self.said - self.started) * (wanted - done) / done
        self.out.write(f"{done:,} of {wanted:,} {self.what}; about {in_minutes(left)} to go.")
        self.out.flush()

    @property
    def took(self) -> str:
        return in_minutes(monotonic() - self.started)


def in_minutes(seconds: float) -> str:
    return f"{seconds / 60:.0f} min" if seconds >= 90 else f"{seconds:.0f} s"
