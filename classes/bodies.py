"""The body of a class page: the words of its text, with links and with since when they have stood.

The words hang on the digest of the text alone; links in running text hang on the names of the series, and since when
words have stood on the other texts of the class and on its history. All of that is in the key under which a body is
kept, so that a change of another class leaves it as it is, and one of this class makes it anew.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator

from classes.caching import made_once
from classes.days import Day
from classes.pages import ClassPage


def body(page: ClassPage, day: Day, make: Callable[[], str]) -> str:
    """Return the body of a page as `make` makes it: kept for the page of today, made each time for that of a past day.

    A page of another day bears it in every link, and is asked for too seldom to be worth the room.
    """
    if page.specification is None or not page.specification.digest or not day.is_today:
        return make()
    return made_once(tuple(made_from(page)), make)


def made_from(page: ClassPage) -> Iterator[str]:
    """Yield all that a body of today is made from, in few words, the digest of the text last."""
    assert page.specification is not None
    yield "body"
    yield page.job_class.get_absolute_url()
    for title, job_class in page.links.items():
        yield f"{title}\n{job_class.get_absolute_url() if job_class else ''}"
    for text in page.texts:
        dates = f"{text.effective_from} {text.effective_to}"
        yield f"{text.pk} {text.revision} {dates} {text.corrected} {text.corrects_id} {text.digest}"
    for entry in page.events:
        yield f"{entry.kind} {entry.effective_on} {entry.specification_id}"
    yield f"{page.specification.pk} {page.specification.digest}"
