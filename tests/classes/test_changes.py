"""What changed, a line for each act; and the lines of the feed."""

from __future__ import annotations

from datetime import date

import pytest

from classes.changes import Act, changes
from classes.models import ChangeNotice, HistoryEntry
from classes.querysets import HistoryEntryQuerySet
from tests.factories import make_class, make_draft, make_entry, make_notice, make_organization, make_published

pytestmark = pytest.mark.django_db

DAY = date(2020, 1, 1)
NEXT = date(2020, 1, 2)


def public() -> HistoryEntryQuerySet:
    return HistoryEntry.objects.public().order_by("-effective_on", "-id")


def lines(found: HistoryEntryQuerySet | None = None) -> list[tuple[str, str]]:
    """Return the day of each line and what it says: an act in words, or the title of the class."""
    found = public() if found is None else found
    (told,) = changes(found, found.for_changes())
    return [
        (each.entry.effective_on.isoformat(), each.act.words if each.act else each.entry.job_class.title)
        for each in told
    ]


def touch(notice: ChangeNotice, *titles: str, kind: str = "regraded", on: date = DAY, **fields: object) -> None:
    for title in titles:
        make_entry(make_class(notice.organization, title=title), kind=kind, effective_on=on, notice=notice, **fields)


@pytest.mark.parametrize(
    ("act", "words"),
    [
        (Act(214, (("regraded", 214),), ()), "214 classes regraded"),
        (Act(1, (("regraded", 1), ("retitled", 1)), ()), "1 class: 1 regraded, 1 retitled"),
        (Act(1200, (("regraded", 1200),), ()), "1,200 classes regraded"),
        (Act(5, (("revised", 4), ("abolished", 1)), ()), "5 classes: 4 revised, 1 abolished"),
    ],
)
def test_an_act_says_how_many_classes_and_what_became_of_them(act, words):
    assert act.words == words


def test_what_a_notice_did_on_one_day_is_one_line_and_each_day_has_its_own():
    notice, other = make_notice(), make_notice()
    touch(notice, "Archivist", "Baker", "Clerk", "Driver")
    touch(notice, "Engineer", "Fitter", on=NEXT, kind="abolished")
    touch(other, "Gardener")
    make_entry(make_class(title="Hunter"), effective_on=DAY)
    make_entry(make_class(title="Insurer"), effective_on=DAY)
    assert lines() == [
        ("2020-01-02", "2 classes abolished"),
        ("2020-01-01", "Insurer"),
        ("2020-01-01", "Hunter"),
        ("2020-01-01", "Gardener"),
        ("2020-01-01", "4 classes regraded"),
    ]


def test_the_first_three_classes_by_title_are_named_each_once():
    notice = make_notice()
    touch(notice, "Driver", "Baker", "Clerk", "Archivist")
    make_entry(HistoryEntry.objects.get(job_class__title="Baker").job_class, kind="retitled", notice=notice)
    ((change,),) = changes(public(), public().for_changes())
    assert change.act
    assert [job_class.title for job_class in change.act.first] == ["Archivist", "Baker", "Clerk"]
    assert change.act.others == 1
    assert change.act.words == "4 classes: 4 regraded, 1 retitled"


def test_an_act_counts_what_is_public_and_asked_for_only():
    notice = make_notice()
    touch(notice, "Archivist", "Baker", "Clerk")
    touch(notice, "Driver", kind="retitled")
    hidden = make_class(notice.organization, title="Hidden", listed=False)
    make_entry(hidden, notice=notice)
    draft = make_draft(make_class(notice.organization, title="Drafted"))
    make_entry(draft.job_class, notice=notice, specification=draft)
    assert lines() == [("2020-01-01", "4 classes: 3 regraded, 1 retitled")]
    assert lines(public().filter(kind="regraded")) == [("2020-01-01", "3 classes regraded")]
    assert lines(public().filter(kind="retitled")) == [("2020-01-01", "Driver")]


def test_an_act_whose_last_entry_is_not_public_is_told_by_the_one_before():
    notice = make_notice()
    touch(notice, "Archivist", "Baker")
    make_entry(make_class(notice.organization, listed=False), notice=notice)
    assert lines() == [("2020-01-01", "2 classes regraded")]


def test_going_on_after_a_line_tells_the_rest_and_no_act_twice():
    notice = make_notice()
    touch(notice, "Archivist")
    single = make_entry(make_class(title="Single"), effective_on=DAY)
    touch(notice, "Baker")
    whole = lines()
    assert whole == [("2020-01-01", "2 classes regraded"), ("2020-01-01", "Single")]
    newest = public().for_changes()[0]
    (rest,) = changes(public(), public().older_than(DAY, newest.pk).for_changes(among=public()))
    assert [each.entry for each in rest] == [single]


def test_a_line_tells_the_revision_before_where_both_texts_are_held():
    job_class = make_class()
    first = make_published(job_class, date(2019, 1, 1))
    second = make_published(job_class, DAY, revision=2)
    make_entry(job_class, kind="established", effective_on=date(2019, 1, 1), specification=first)
    make_entry(job_class, effective_on=DAY, specification=second)
    make_entry(job_class, effective_on=NEXT, kind="corrected")
    (told,) = changes(public(), public().for_changes())
    assert [each.before for each in told] == [None, 1, None]


@pytest.mark.parametrize("count", [1, 12])
def test_lines_cost_three_queries_with_few_and_with_many(django_assert_num_queries, count):
    for _ in range(count):
        organization = make_organization()
        touch(make_notice(organization, title="About"), "Archivist", "Baker")
        text = make_published(make_class(organization))
        make_entry(text.job_class, specification=text, effective_on=NEXT)
    # one entry a line, how many classes each act touched, the first of them
    with django_assert_num_queries(3):
        (told,) = changes(public(), public().for_changes())
        for each in told:
            assert each.entry.job_class.get_absolute_url()
            assert each.entry.text_held or each.entry.notice.get_absolute_url()
            assert not each.act or [job_class.get_absolute_url() for job_class in each.act.first]
    assert len(told) == 2 * count


def test_without_a_notice_nothing_is_counted(django_assert_num_queries):
    make_entry()
    with django_assert_num_queries(1):  # one entry a line
        changes(public(), public().for_changes())
