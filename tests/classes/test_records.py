"""What a class page is read from is what the querysets answer, class by class and day by day."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from io import StringIO
from typing import Any

import pytest
from django.core.management import call_command
from django.db.models import Model

from classes.assembly import assemble, document_of, documents
from classes.models import FormerName, HistoryEntry, JobClass, Specification
from classes.records import (
    class_with_revision,
    class_with_text,
    entries_of,
    names_of,
    rungs_of,
    texts_of,
)
from tests.classes.storied import storied_class
from tests.factories import (
    make_class,
    make_draft,
    make_entry,
    make_former_name,
    make_notice,
    make_organization,
    make_published,
    make_series,
)

pytestmark = pytest.mark.django_db

DAYS = [date(2016, 5, 1), date(2019, 1, 1), date(2020, 12, 31), date(2021, 1, 1), date(2026, 6, 15), date(2027, 1, 1)]


@pytest.fixture
def generated() -> None:
    """Fifteen classes with years of history: retitled, corrected, abolished, reinstated, with texts not held."""
    call_command("generate_catalog", classes=15, seed=7, stdout=StringIO(), stderr=StringIO())


def brought(record: Model | None) -> dict[str, Any] | None:
    """Return the fields that a record has without a question."""
    if record is None:
        return None
    held = record.get_deferred_fields()
    fields = [field.attname for field in record._meta.concrete_fields if field.attname not in held]
    return {name: getattr(record, name) for name in fields}


def is_part_of(record: Model | None, whole: Model | None) -> bool:
    """Whether all that a record has is as another one has it."""
    if record is None or whole is None:
        return record is whole
    return type(record) is type(whole) and brought(record).items() <= brought(whole).items()


def public_classes() -> Iterator[JobClass]:
    yield from JobClass.objects.for_class_page()


def test_a_class_comes_with_the_text_in_force_on_the_day(generated):
    for job_class in public_classes():
        address = (job_class.organization.slug, job_class.slug)
        for on in DAYS:
            found, text = class_with_text(*address, on)
            whole = Specification.objects.for_class_page(*address, on).first()
            assert is_part_of(found, job_class)
            assert is_part_of(text, whole)
            for group in ("organization", "family", "series"):
                assert is_part_of(getattr(found, group), getattr(job_class, group))


def test_a_class_comes_with_a_revision_of_any_standing(generated):
    for text in Specification.objects.published().select_related("job_class__organization"):
        found, held = class_with_revision(*text.job_class.natural_key(), text.revision)
        assert is_part_of(found, text.job_class)
        assert is_part_of(held, text)


def test_rungs_are_those_of_the_ladder_with_their_names_and_their_text_on_the_day(generated):
    for job_class in public_classes():
        for on in DAYS:
            rungs = rungs_of(job_class, on)
            ladder = list(JobClass.objects.for_ladder(on).filter(series=job_class.series_id or 0))
            assert rungs == ladder
            for rung, whole in zip(rungs, ladder, strict=True):
                assert is_part_of(rung, whole)
                assert (rung.shown_title, rung.shown_code) == (whole.shown_title, whole.shown_code)
                assert (rung.is_gone, rung.organization) == (whole.is_gone, whole.organization)
                assert rung.texts_in_force == whole.texts_in_force
                assert all(map(is_part_of, rung.texts_in_force, whole.texts_in_force))


def test_other_texts_history_and_noted_names_are_those_of_the_class(generated):
    storied_class()
    make_former_name(JobClass.objects.first())
    for job_class in public_classes():
        texts = texts_of(job_class)
        assert texts == list(Specification.objects.of_class(job_class))
        assert all(map(is_part_of, texts, Specification.objects.of_class(job_class)))
        events = entries_of(job_class, texts)
        whole = list(HistoryEntry.objects.of_class(job_class))
        assert events == whole
        assert all(map(is_part_of, events, whole))
        assert [entry.notice for entry in events] == [entry.notice for entry in whole]
        assert [entry.text_held for entry in events] == [entry.text_held for entry in whole]
        noted = names_of(job_class)
        assert noted == list(FormerName.objects.filter(job_class=job_class).order_by("-until"))
        assert all(map(is_part_of, noted, FormerName.objects.filter(job_class=job_class).order_by("-until")))


def test_a_document_is_the_same_however_it_is_read(generated):
    texts = list(Specification.objects.with_rows())
    documents_by_pk = documents(text.pk for text in texts)
    assert len(texts) > 15
    for text in texts:
        assert assemble(text) == documents_by_pk[text.pk] == document_of(text)
        assert documents_by_pk[text.pk].digest == text.digest


def test_a_class_of_which_only_a_draft_is_written_is_not_found():
    job_class = make_class(listed=False)
    make_draft(job_class, effective_from=date(2020, 1, 1))
    with pytest.raises(JobClass.DoesNotExist):
        class_with_text(*job_class.natural_key(), date(2026, 6, 15))
    with pytest.raises(Specification.DoesNotExist):
        class_with_revision(*job_class.natural_key(), 1)


def test_what_a_draft_tells_stays_out():
    job_class = make_class(listed=False)
    text = make_published(job_class, effective_from=date(2019, 1, 1))
    draft = make_draft(job_class, revision=2, effective_from=date(2020, 1, 1))
    make_entry(job_class, specification=draft, note="Secret.")
    found, shown = class_with_text(*job_class.natural_key(), date(2026, 6, 15))
    assert shown == text
    texts = texts_of(found)
    assert texts == [text]
    assert "Secret." not in [entry.note for entry in entries_of(found, texts)]


@pytest.mark.parametrize("revision", [0, 2, 2_147_483_647, 2_147_483_648, 10**30])
def test_a_revision_that_is_not_there_is_not_found_however_great_its_number(revision):
    text = make_published()
    with pytest.raises(Specification.DoesNotExist):
        class_with_revision(*text.job_class.natural_key(), revision)


def test_a_rung_and_a_notice_of_another_organization_keep_their_own():
    here, there = make_organization("here"), make_organization("there")
    series = make_series(here)
    job_class = make_class(here, series=series, series_rank=1)
    JobClass.objects.filter(pk=make_class(there).pk).update(series=series, series_rank=2)
    make_published(job_class)
    make_entry(job_class, notice=make_notice(there), note="By others.")
    found, _ = class_with_text("here", job_class.slug, date(2026, 6, 15))
    assert [rung.organization for rung in rungs_of(found, date(2026, 6, 15))] == [here, there]
    [entry] = [entry for entry in entries_of(found, texts_of(found)) if entry.notice]
    assert entry.notice.organization == there


@pytest.mark.parametrize("count", [1, 6])
def test_every_record_costs_one_question_with_few_and_with_many(django_assert_num_queries, count):
    series = make_series()
    classes = [make_class(series.organization, series=series, series_rank=rank) for rank in range(1, count + 1)]
    for job_class in classes:
        make_published(job_class)
    for day in range(1, count + 1):
        make_entry(classes[0], effective_on=date(2020, 1, day), notice=make_notice(series.organization))
    with django_assert_num_queries(1):  # the class with organization, family, series and text
        found, text = class_with_text(*classes[0].natural_key(), date(2026, 6, 15))
        assert text is not None
        assert (text.job_class, found.series, found.series.organization) == (classes[0], series, series.organization)
        assert text.masthead == ""
    with django_assert_num_queries(1):  # all rows of the text
        assert document_of(text).sections
    with django_assert_num_queries(1):  # texts, with the digests of their parts
        texts = texts_of(found)
        assert texts[0].section_digests
    with django_assert_num_queries(1):  # history, with notices, their organization and texts
        assert {entry.notice.organization.pk for entry in entries_of(found, texts) if entry.notice} == {
            series.organization_id
        }
    with django_assert_num_queries(1):  # rungs, with organization, name, existence and text
        rungs = rungs_of(found, date(2026, 6, 15))
        assert [len(rung.texts_in_force) for rung in rungs] == [1] * count
        assert all(rung.get_absolute_url() for rung in rungs)
    with django_assert_num_queries(2):  # what the texts are called, and all of their rows
        assert len(documents(text.pk for rung in rungs for text in rung.texts_in_force)) == count
