"""The body of a class page is made once for a text, and anew as soon as anything that it shows has changed."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta

import pytest

from classes.bodies import body, made_from
from classes.days import Day
from classes.models import JobClass
from classes.pages import class_page
from classes.publishing import Event, note
from tests.classes.storied import FIRST, storied_class, text_of
from tests.factories import make_class, make_former_name, make_organization, make_published, make_section, make_series
from tests.page import read

pytestmark = pytest.mark.django_db

TODAY = date(2026, 6, 15)


def neighbours() -> tuple[JobClass, JobClass]:
    """Two classes of one series, of which the first one's text names the other."""
    from classes.publishing import publish

    county = make_organization("county")
    series = make_series(county)
    lower, upper = (make_class(county, title=f"Planner {n}", series=series, series_rank=n) for n in (1, 2))
    draft = text_of(lower, 1, effective_from=FIRST)
    make_section(draft, position=3, kind="distinguishing", heading="Distinguishing", body="Below the Planner 2.")
    publish(draft)
    make_published(upper, title="Planner 2")
    return lower, upper


def key(job_class: JobClass) -> list[str]:
    return list(made_from(class_page(*job_class.natural_key(), TODAY)))


def made(job_class: JobClass, day: Day) -> int:
    """Return how many times the body is made where the page is asked for twice."""
    times = []

    def make() -> str:
        times.append(1)
        return "words"

    for _ in range(2):
        assert body(class_page(*job_class.natural_key(), day.on), day, make) == "words"
    return len(times)


def test_it_is_made_once_for_today_and_each_time_for_another_day():
    job_class = storied_class()
    assert made(job_class, Day(TODAY - timedelta(days=1), TODAY)) == 2
    assert made(job_class, Day(TODAY, TODAY)) == 1
    assert made(job_class, Day(TODAY, TODAY)) == 0


def test_the_key_ends_with_the_digest_of_the_text():
    job_class = storied_class()
    page = class_page(*job_class.natural_key(), TODAY)
    assert key(job_class)[0] == "body"
    assert key(job_class)[-1].endswith(page.specification.digest)


def another_class(lower: JobClass, upper: JobClass) -> None:
    make_published()


def another_text_of_the_other_rung(lower: JobClass, upper: JobClass) -> None:
    make_published(upper, revision=2, title="Planner 2", effective_from=date(2025, 1, 1))


@pytest.mark.parametrize("act", [another_class, another_text_of_the_other_rung])
def test_what_is_published_elsewhere_leaves_it_as_it_is(act: Callable[[JobClass, JobClass], None]):
    lower, upper = neighbours()
    before = key(lower)
    act(lower, upper)
    assert key(lower) == before


def retitled(lower: JobClass, upper: JobClass) -> None:
    make_published(upper, revision=2, title="Principal Planner", effective_from=date(2025, 1, 1))


def readdressed(lower: JobClass, upper: JobClass) -> None:
    JobClass.objects.filter(pk=upper.pk).update(slug="elsewhere")


def moved_to_another_address(lower: JobClass, upper: JobClass) -> None:
    JobClass.objects.filter(pk=lower.pk).update(slug="here")
    lower.refresh_from_db()


def followed(lower: JobClass, upper: JobClass) -> None:
    make_published(lower, revision=2, title="Planner 1", effective_from=date(2027, 1, 1))


def noted(lower: JobClass, upper: JobClass) -> None:
    note(lower, date(2015, 1, 1), Event("revised", "Not held."))


@pytest.mark.parametrize("act", [retitled, readdressed, moved_to_another_address, followed, noted])
def test_whatever_its_links_and_its_standing_are_made_from_makes_it_anew(act: Callable[[JobClass, JobClass], None]):
    lower, upper = neighbours()
    before = key(lower)
    act(lower, upper)
    assert key(lower) != before


def test_a_former_name_that_was_noted_leaves_it_as_it_is():
    lower, _ = neighbours()
    before = key(lower)
    make_former_name(lower, until=date(2015, 1, 1))
    assert key(lower) == before


def test_the_page_is_the_same_from_what_is_kept_and_links_follow_a_change_of_name(client):
    lower, upper = neighbours()
    address = lower.get_absolute_url()
    first = client.get(address).content
    assert client.get(address).content == first
    readdressed(lower, upper)
    [link] = read(client.get(address)).one("article").one("section", id="distinguishing").all("a")
    assert link.attributes["href"] == "/classes/county/elsewhere/"


def test_the_page_of_a_past_day_has_that_day_in_its_links_after_that_of_today_was_kept(client):
    lower, _ = neighbours()
    address = lower.get_absolute_url()
    client.get(address)
    [link] = read(client.get(address, {"as_of": "2025-12-31"})).one("article").one("section", id="distinguishing").links
    assert link.endswith("?as_of=2025-12-31")
    [link] = read(client.get(address)).one("article").one("section", id="distinguishing").links
    assert "as_of" not in link
