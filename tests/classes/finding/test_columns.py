"""The catalog in memory: what is read anew after an act is what would be read of the whole."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import numpy as np
import pytest

from classes import versions
from classes.finding import columns, index
from classes.finding.columns import NEVER, Columns, Groups, brought_up, current, load, read_texts
from classes.models import JobClass
from classes.publishing import Event, abolish, note, publish
from tests.classes.finding.catalogs import told
from tests.factories import (
    make_class,
    make_competency,
    make_draft,
    make_entry,
    make_family,
    make_former_name,
    make_framework,
    make_organization,
    make_published,
    make_section,
    make_series,
)

pytestmark = pytest.mark.django_db

DAY = date(2023, 7, 30)
FEW_AND_MANY = pytest.mark.parametrize("count", [1, 7], ids=["few", "many"])


def anew() -> Columns:
    return load(versions.current())


def row(table: dict[str, np.ndarray], at: int = 0) -> dict[str, Any]:
    return {name: column[at].item() for name, column in table.items()}


# What is read


def test_a_class_and_its_text_are_read_with_all_that_a_list_shows():
    county = make_organization("county", name="County")
    family, series = make_family(county, slug="plans"), make_series(county, slug="planners")
    job_class = make_class(county, title="Planner", code="P-1", family=family, series=series, series_rank=3)
    text = make_published(
        job_class,
        DAY,
        pay_grade="G-7",
        flsa_code="E",
        minimum_education=50,
        minimum_experience_months=36,
        physical_demand=2,
        requires=make_competency(make_framework("state", levels=("Low", "High")), "Tact"),
        levels={"low": "Asks.", "high": "Tells."},
    )
    held = current()
    read = row(held.classes)
    assert read.pop("entry") > 0
    assert read.pop("lasting") is False  # its text stands for it
    assert read == {
        "pk": job_class.pk,
        "organization": 0,
        "family": 0,
        "series": 0,
        "rung": 3,
        "abolished": NEVER,
        "title": held.titles.index("Planner"),
        "code": held.codes.index("P-1"),
    }
    assert held.slug(0) == "p-1"
    read = row(held.texts)
    assert read.pop("entry") > 0
    assert read.pop("lasting") is True
    assert read == {
        "of": 0,
        "pk": text.pk,
        "begins": DAY.toordinal(),
        "ends": NEVER,
        "title": held.titles.index("Planner"),
        "code": held.codes.index("P-1"),
        "grade": held.grades.index("G-7"),
        "flsa": held.flsa.index("E"),
        "education": 50,
        "months": 36,
        "demand": 2,
        "kinds": 0,
        "levels": 2,
        "asks": 1,
    }
    assert held.asked.tolist() == [0]
    assert [(group.key, group.within) for group in held.families.members] == [("county/plans", "County")]
    assert [group.key for group in held.series.members] == ["county/planners"]
    assert [group.key for group in held.organizations.members] == ["county"]
    assert [group.key for group in held.competencies.members] == ["state/tact"]


def test_what_is_not_stated_is_told_from_what_is_nothing():
    make_published(effective_from=None, minimum_experience_months=0)
    make_published()
    first, second = sorted((row(current().texts, at) for at in (0, 1)), key=lambda read: read["pk"])
    assert (first["begins"], first["months"]) == (0, 0)
    assert (second["months"], second["education"], second["demand"]) == (-1, 0, 0)


def test_neither_drafts_nor_corrected_texts_nor_classes_not_yet_public_are_read():
    wrong = make_published(make_class(title="Planner"), revision=1)
    right = make_published(wrong.job_class, revision=2, corrects=wrong, effective_from=wrong.effective_from)
    make_draft(wrong.job_class, revision=3, title="Secret")
    hidden = make_draft(title="Hidden").job_class
    make_entry(hidden, kind="established")
    make_former_name(hidden)
    held = current()
    assert held.classes["pk"].tolist() == [wrong.job_class_id]
    assert held.texts["pk"].tolist() == [right.pk]
    assert not len(held.events["of"])
    assert held.former == []
    assert "Secret" not in held.titles


def test_an_empty_catalog_is_read():
    held = current()
    assert held.slugs == []
    assert not len(held.classes["pk"])
    assert not len(held.titles.order)


# Up to date


def test_asking_again_reads_nothing(django_assert_num_queries):
    make_published()
    held = current()
    with django_assert_num_queries(1):  # is anything new?
        assert current() is held


@FEW_AND_MANY
def test_all_is_read_with_nine_queries_however_many_classes(django_assert_num_queries, count):
    for _ in range(count):
        make_published()
    version = versions.current()
    # organizations; families; series; competencies; the last entry; classes; texts; events; former names
    with django_assert_num_queries(9):
        load(version)


@FEW_AND_MANY
def test_after_an_act_only_the_classes_that_it_touched_are_read_again(django_assert_num_queries, count):
    for _ in range(count):
        make_published()
    draft = make_draft(effective_from=DAY)
    make_section(draft)
    held = current()
    text = publish(draft)
    # is anything new; which classes have new entries; the last entry; their rows, texts, events, former names
    with django_assert_num_queries(7):
        read = current()
    assert read is not held
    assert text.pk in read.texts["pk"]
    assert read.titles is held.titles  # strings keep their places


def test_a_class_that_is_published_after_younger_ones_is_read_with_its_own_text(django_assert_num_queries):
    """A draft may wait for years, while other classes come and go."""
    waiting = make_draft(effective_from=DAY, title="Waiting")
    make_section(waiting)
    younger = [make_published() for _ in range(3)]
    current()
    publish(waiting)
    with django_assert_num_queries(7):  # as for any act
        read = current()
    assert told(read) == told(anew())
    make_published(younger[0].job_class, DAY, revision=2)
    assert told(current()) == told(anew())


def test_after_any_other_change_all_is_read_anew(django_assert_num_queries):
    organization = make_published().job_class.organization
    current()
    organization.name = "Renamed"
    organization.save()
    with django_assert_num_queries(10):  # is anything new; and all
        assert current().organizations.members[0].label == "Renamed"


@pytest.mark.parametrize(
    "change",
    [
        lambda: JobClass.objects.update(title="Surveyor"),
        lambda: JobClass.objects.update(abolished_on=DAY),
        lambda: JobClass.objects.update(family=make_family(JobClass.objects.get().organization)),
        lambda: make_former_name(JobClass.objects.get()),
        lambda: make_entry(JobClass.objects.get(), kind="established"),
        lambda: make_class(),
        lambda: make_published(),
        lambda: make_published(JobClass.objects.get(), DAY, revision=2),
        lambda: make_competency(),
        lambda: abolish(JobClass.objects.get(), DAY, Event("abolished")),
        lambda: note(JobClass.objects.get(), DAY, Event("established")),
        lambda: JobClass.objects.create(organization=JobClass.objects.get().organization, title="New", slug="new"),
    ],
)
def test_whatever_changes_is_seen_by_whoever_asks_next(change):
    make_published(make_class(title="Planner"))
    current()
    change()
    assert told(current()) == told(anew())


def test_where_too_much_has_changed_all_is_read_anew(monkeypatch):
    make_published()
    held = current()
    monkeypatch.setattr(columns, "MOST_AT_ONCE", 1)
    for _ in range(2):
        make_published()
    read = current()
    assert read.titles is not held.titles
    assert told(read) == told(anew())


def test_without_a_version_nothing_is_held(monkeypatch):
    make_published()
    monkeypatch.setattr(versions, "current", lambda: versions.UNKNOWN)
    held = current()
    make_published()
    assert current() is not held
    assert len(current().texts["pk"]) == 2


def test_a_competency_that_came_since_they_were_read_lets_all_be_read_anew():
    make_published(requires=make_competency())
    for _ in index.fill():
        pass
    held = replace(current(), competencies=Groups(), last_entry=0)
    with pytest.raises(KeyError):
        read_texts(held, None)
    assert told(brought_up(held, held.version)) == told(load(held.version))
