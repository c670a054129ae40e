"""What a change notice did, class by class: which text stands before which, and what is said where none is held."""

from __future__ import annotations

from datetime import date

import pytest

from classes.models import ChangeNotice, HistoryEntry, JobClass, Specification
from classes.notices import Touched, all_texts, notice_page, with_texts
from classes.publishing import Event, abolish, note, publish, reinstate
from tests.factories import (
    make_class,
    make_draft,
    make_entry,
    make_notice,
    make_organization,
    make_published,
    make_section,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def notice() -> ChangeNotice:
    return make_notice(make_organization("county", name="County"), number="CN9")


@pytest.fixture
def job_class(notice: ChangeNotice) -> JobClass:
    return make_class(notice.organization, title="Planner", code="P1")


def bring(job_class: JobClass, notice: ChangeNotice | None, kind: str, on: date | None, **fields: object):
    """Publish the next text of a class, by a notice; its one duty is its pay grade."""
    revision = job_class.specifications.count() + 1
    draft = make_draft(job_class, revision=revision, effective_from=on, **fields)
    make_section(draft, body=f"Works at {draft.pay_grade or 'no grade'}.")
    return publish(draft, Event(kind, notice=notice))


def only(notice: ChangeNotice) -> Touched:
    (found,) = notice_page(notice).touched
    return found


def told(touched: Touched) -> tuple[int | None, int | None, str]:
    """Return the numbers of the texts before and after, and what is not held."""
    return (
        touched.old.revision if touched.old else None,
        touched.new.revision if touched.new else None,
        touched.unheld,
    )


# The text before


def test_the_text_before_is_the_one_that_began_last_before_it(notice, job_class):
    bring(job_class, None, "established", None, pay_grade="1")
    bring(job_class, None, "regraded", date(2020, 1, 1), pay_grade="2")
    bring(job_class, notice, "regraded", date(2021, 1, 1), pay_grade="3")
    bring(job_class, None, "regraded", date(2022, 1, 1), pay_grade="4")
    touched = only(notice)
    assert told(touched) == (2, 3, "")
    assert [str(fact) for fact in touched.facts] == ["pay grade 2 → 3"]


def test_an_undated_text_is_the_earliest_and_has_none_before_it(notice, job_class):
    bring(job_class, notice, "established", None, pay_grade="1")
    assert told(only(notice)) == (None, 1, "")
    second = make_notice(notice.organization)
    bring(job_class, second, "regraded", date(1990, 1, 1), pay_grade="2")
    assert told(only(second)) == (1, 2, "")


def test_an_undated_text_that_corrects_an_undated_one_follows_it(notice, job_class):
    wrong = bring(job_class, None, "established", None, pay_grade="1")
    bring(job_class, notice, "corrected", None, pay_grade="2", corrects=wrong)
    assert told(only(notice)) == (1, 2, "")


def test_a_correction_follows_what_it_corrects_and_what_follows_it_follows_the_correction(notice, job_class):
    bring(job_class, None, "established", date(2019, 1, 1), pay_grade="1")
    wrong = bring(job_class, None, "regraded", date(2020, 1, 1), pay_grade="99")
    bring(job_class, notice, "corrected", date(2020, 1, 1), pay_grade="2", corrects=wrong)
    touched = only(notice)
    assert told(touched) == (2, 3, "")
    assert touched.gap_from is None
    later = make_notice(notice.organization)
    bring(job_class, later, "regraded", date(2021, 1, 1), pay_grade="3")
    assert told(only(later)) == (3, 4, "")


def test_of_a_text_that_was_corrected_since_the_correction_is_shown_and_the_mistake_named(notice, job_class):
    bring(job_class, None, "established", date(2019, 1, 1), pay_grade="1")
    wrong = bring(job_class, notice, "regraded", date(2020, 1, 1), pay_grade="99")
    bring(job_class, None, "corrected", date(2020, 1, 1), pay_grade="2", corrects=wrong)
    touched = only(notice)
    assert told(touched) == (1, 3, "")
    assert touched.new
    assert touched.mistaken == wrong
    assert not touched.new.corrected


def test_a_text_that_does_not_follow_at_once_says_from_which_day_none_is_held(notice, job_class):
    bring(job_class, None, "established", date(2019, 1, 1), pay_grade="1")
    note(job_class, date(2020, 1, 1), Event("regraded"))
    bring(job_class, notice, "regraded", date(2021, 1, 1), pay_grade="3")
    assert only(notice).gap_from == date(2020, 1, 1)


def test_a_draft_of_the_class_is_neither_before_nor_after(notice, job_class):
    bring(job_class, notice, "established", date(2019, 1, 1), pay_grade="1")
    make_draft(job_class, revision=2, effective_from=date(2018, 1, 1), pay_grade="SECRET")
    assert told(only(notice)) == (None, 1, "")


# What is not held


def test_what_is_noted_of_a_class_without_a_text_has_no_values(notice, job_class):
    note(job_class, date(2020, 1, 1), Event("regraded", notice=notice))
    assert told(only(notice)) == (None, None, "Values before and after are not held.")


@pytest.mark.parametrize("kind", ["established", "reinstated"])
def test_a_class_that_begins_without_a_text_had_no_values_before(notice, job_class, kind):
    make_entry(job_class, kind=kind, notice=notice)
    assert told(only(notice)) == (None, None, "Its text is not held.")


def test_what_is_noted_after_a_held_text_keeps_the_value_before(notice, job_class):
    bring(job_class, None, "established", date(2019, 1, 1), pay_grade="1")
    note(job_class, date(2020, 1, 1), Event("regraded", notice=notice))
    touched = only(notice)
    assert told(touched) == (1, None, "Values after are not held.")
    assert [(fact.label, fact.old, fact.new) for fact in touched.last_known] == [("pay grade", "1", "")]


def test_a_text_that_ended_before_the_eve_is_not_what_was_in_force_on_it(notice, job_class):
    bring(job_class, None, "established", date(2019, 1, 1), pay_grade="1")
    note(job_class, date(2020, 1, 1), Event("regraded"))
    note(job_class, date(2021, 1, 1), Event("regraded", notice=notice))
    assert told(only(notice)) == (None, None, "Values before and after are not held.")


def test_what_changes_no_text_leaves_the_held_one_in_force(notice, job_class):
    bring(job_class, None, "established", date(2019, 1, 1), pay_grade="1")
    note(job_class, date(2020, 1, 1), Event("corrected", notice=notice))
    touched = only(notice)
    assert touched.unheld == "No text came with it: revision 1 stayed in force."
    assert touched.last_known == ()


def test_a_first_text_of_a_class_that_is_not_new_has_no_values_before(notice, job_class):
    bring(job_class, notice, "revised", date(2020, 1, 1), pay_grade="1")
    touched = only(notice)
    assert told(touched) == (None, 1, "Values before are not held.")
    assert [(fact.label, fact.value) for fact in touched.stated] == [("Pay grade", "1")]


def test_an_abolished_class_tells_its_successors_as_far_as_they_are_public(notice, job_class):
    bring(job_class, None, "established", date(2019, 1, 1), pay_grade="1")
    heir = make_class(notice.organization, title="Heir")
    secret = make_class(notice.organization, title="Secret", listed=False)
    abolish(job_class, date(2020, 1, 1), Event("abolished", notice=notice), [heir, secret])
    touched = only(notice)
    assert told(touched) == (1, None, "")
    assert touched.successors == (heir,)


def test_a_reinstated_class_is_held_against_its_text_before_the_gap(notice, job_class):
    bring(job_class, None, "established", date(2019, 1, 1), pay_grade="1")
    abolish(job_class, date(2020, 1, 1), Event("abolished"))
    draft = make_draft(job_class, revision=2, effective_from=date(2021, 1, 1), pay_grade="2")
    make_section(draft)
    reinstate(job_class, date(2021, 1, 1), Event("reinstated", notice=notice), draft)
    touched = only(notice)
    assert told(touched) == (1, 2, "")
    assert touched.gap_from == date(2020, 1, 1)


# Lines of the cover table


def test_two_entries_of_one_class_and_day_are_one_line(notice, job_class):
    bring(job_class, None, "established", date(2019, 1, 1), pay_grade="1")
    text = bring(job_class, notice, "regraded", date(2020, 1, 1), pay_grade="2", title="Chief")
    make_entry(job_class, kind="retitled", effective_on=date(2020, 1, 1), notice=notice, specification=text)
    make_entry(job_class, kind="recoded", effective_on=date(2020, 1, 1), notice=notice)
    touched = only(notice)
    assert touched.kinds_in_words == "Regraded, retitled, recoded"
    assert [str(fact) for fact in touched.facts] == ["title Planner → Chief", "pay grade 1 → 2"]
    assert notice_page(notice).words == "1 class: 1 regraded, 1 retitled, 1 recoded"


def test_a_text_and_its_correction_by_the_same_notice_are_two_lines(notice, job_class):
    wrong = bring(job_class, notice, "regraded", date(2020, 1, 1), pay_grade="2")
    bring(job_class, notice, "corrected", date(2020, 1, 1), pay_grade="3", corrects=wrong)
    page = notice_page(notice)
    assert [told(each)[:2] for each in page.touched] == [(None, 1), (1, 2)]
    assert page.classes == 1


def test_classes_stand_by_title_and_what_is_not_public_is_left_out(notice):
    for title in ("Zoologist", "Archivist"):
        make_entry(make_class(notice.organization, title=title), notice=notice)
    hidden = make_class(notice.organization, title="Hidden", listed=False)
    make_entry(hidden, notice=notice)
    draft = make_draft(make_class(notice.organization, title="Drafted"))
    make_entry(draft.job_class, notice=notice, specification=draft)
    assert [each.title for each in notice_page(notice).touched] == ["Archivist", "Zoologist"]


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ({}, "When it was posted and adopted, and when it takes effect, is not known."),
        ({"adopted_on": date(2020, 1, 1)}, "When it was posted and when it takes effect is not known."),
        ({"posted_on": date(2020, 1, 1), "effective_on": date(2020, 1, 1)}, "When it was adopted is not known."),
        ({"posted_on": date(2020, 1, 1), "adopted_on": date(2020, 1, 1), "effective_on": date(2020, 1, 1)}, ""),
    ],
)
def test_dates_that_are_not_known_are_said_once(fields, sentence):
    assert notice_page(make_notice(**fields)).undated == sentence


# Texts


def fill(notice: ChangeNotice, classes: int) -> None:
    for number in range(classes):
        each = make_class(notice.organization, title=f"Class {number:03}")
        bring(each, None, "established", date(2019, 1, 1), pay_grade="1")
        bring(each, notice, "regraded", date(2020, 1, 1), pay_grade="2")
        gone = make_class(notice.organization, title=f"Gone {number:03}")
        abolish(gone, date(2020, 1, 1), Event("abolished", notice=notice), [each])


@pytest.mark.parametrize("classes", [1, 12])
def test_a_notice_is_gathered_in_three_queries_and_its_texts_in_four(notice, django_assert_num_queries, classes):
    fill(notice, classes)
    # the entries with classes and texts, the texts before, what took the place of abolished classes
    with django_assert_num_queries(3):
        page = notice_page(ChangeNotice(pk=notice.pk, organization=notice.organization))
        assert len(page.touched) == 2 * classes
        for each in page.touched:
            assert each.job_class.get_absolute_url()
            assert each.unheld or each.facts or each.successors
            assert all(successor.get_absolute_url() for successor in each.successors)
    # the texts, their sections, requirements, competencies; there are no descriptors to ask for
    with django_assert_num_queries(4):
        texts = list(with_texts(page.touched))
    assert [bool(text.comparison) for text in texts] == [True] * classes + [False] * classes


def test_all_texts_come_a_few_at_a_time_in_the_order_of_the_cover(notice, monkeypatch):
    fill(notice, 4)
    monkeypatch.setattr("classes.notices.TEXTS_AT_A_TIME", 3)
    found = notice_page(notice).touched
    assert [text.touched for text in all_texts(found)] == found


def test_the_queryset_and_the_rule_of_one_row_agree_on_the_text_before(notice, job_class):
    """The text before, worked out in SQL, is what the in-force rule gives for the eve, where nothing was corrected."""
    for year in (2019, 2020, 2022):
        bring(job_class, notice, "revised", date(year, 1, 1), pay_grade=str(year))
    for entry in HistoryEntry.objects.for_notice(notice):
        eve = Specification.objects.in_force(date(entry.effective_on.year - 1, 12, 31)).filter(job_class=job_class)
        assert entry.before == (eve.get().pk if eve else None)


def test_a_text_published_without_an_event_still_stands_before(notice, job_class):
    make_published(job_class, date(2019, 1, 1), pay_grade="1")
    bring(job_class, notice, "regraded", date(2020, 1, 1), pay_grade="2")
    assert told(only(notice)) == (1, 2, "")
