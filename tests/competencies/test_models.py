"""The vocabulary: what the database refuses and says, and by which key each record is found again."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, models, transaction

from competencies.models import Competency, Framework, Level
from tests.factories import make_competency, make_framework, make_published

pytestmark = pytest.mark.django_db


def same_name_in_other_letters() -> models.Model:
    make_framework(name="City Competencies")
    return Framework(name="CITY competencies", slug="another")


def rank_zero() -> models.Model:
    return Level(framework=make_framework(), rank=0, name="Trainee", slug="trainee")


def same_rank() -> models.Model:
    return Level(framework=make_framework(levels=("Journey",)), rank=1, name="Expert", slug="expert")


def same_level_slug() -> models.Model:
    return Level(framework=make_framework(levels=("Journey",)), rank=2, name="Journey again", slug="journey")


def same_competency_slug() -> models.Model:
    held = make_competency(name="Coaching")
    return Competency(framework=held.framework, name="Coaching others", slug="coaching")


def same_competency_name_in_other_letters() -> models.Model:
    held = make_competency(name="Coaching")
    return Competency(framework=held.framework, name="COACHING", slug="coaching-again")


REFUSED = {
    "framework_name_once": (
        same_name_in_other_letters,
        "Another framework already has this name. Choose a name of its own.",
    ),
    "level_rank_from_one": (rank_zero, "Levels are counted from 1, the lowest."),
    "level_rank_once": (same_rank, "Another level of this framework already has this rank."),
    "level_slug_once": (same_level_slug, "Another level of this framework already has this address."),
    "competency_slug_once": (
        same_competency_slug,
        "Another competency of this framework already has this address.",
    ),
    "competency_name_once": (
        same_competency_name_in_other_letters,
        "This framework already has a competency of this name.",
    ),
}


def test_every_named_constraint_of_the_vocabulary_is_tested_here():
    named = {each.name for model in (Framework, Level, Competency) for each in model._meta.constraints}
    assert named == REFUSED.keys()


@pytest.mark.parametrize(("make", "sentence"), REFUSED.values(), ids=REFUSED)
def test_a_constraint_is_said_in_a_sentence(make: Callable[[], models.Model], sentence: str):
    with pytest.raises(ValidationError) as refusal:
        make().full_clean()
    assert refusal.value.messages == [sentence]


@pytest.mark.parametrize(("make", "sentence"), REFUSED.values(), ids=REFUSED)
def test_a_constraint_is_kept_by_the_database(make: Callable[[], models.Model], sentence: str):
    row = make()
    with pytest.raises(IntegrityError), transaction.atomic():
        row.save()


def test_the_lowest_level_has_rank_one():
    level = Level(framework=make_framework(), rank=1, name="Contributing", slug="contributing")
    level.full_clean()
    level.save()


def test_another_framework_may_use_the_same_ranks_names_and_addresses():
    make_competency(make_framework(levels=("Journey",)), name="Coaching")
    other = make_framework()
    for row in (
        Level(framework=other, rank=1, name="Journey", slug="journey"),
        Competency(framework=other, name="Coaching", slug="coaching"),
    ):
        row.full_clean()
        row.save()


def test_every_record_is_found_again_by_its_natural_key():
    framework = make_framework("state", levels=("Journey",))
    level = framework.levels.get()
    competency = make_competency(framework, name="Coaching")
    assert framework.natural_key() == ("state",)
    assert level.natural_key() == ("state", "journey")
    assert competency.natural_key() == ("state", "coaching")
    for row in (framework, level, competency):
        assert type(row).objects.get_by_natural_key(*row.natural_key()) == row


def test_a_natural_key_tells_frameworks_apart():
    here = make_competency(make_framework("here", levels=("Journey",)), name="Coaching")
    there = make_competency(make_framework("there", levels=("Journey",)), name="Coaching")
    assert Competency.objects.get_by_natural_key("there", "coaching") == there != here
    assert Level.objects.get_by_natural_key("there", "journey").framework == there.framework


def test_records_are_named_with_their_framework():
    framework = make_framework("state", name="State", levels=("Journey",))
    assert str(framework) == "State"
    assert str(framework.levels.get()) == "Journey (State)"
    assert str(make_competency(framework, name="Coaching")) == "Coaching (State)"


def test_a_competency_has_its_page_below_its_framework():
    competency = make_competency(make_framework("state"), name="Coaching")
    assert competency.get_absolute_url() == "/competencies/state/coaching/"


def test_levels_are_ordered_by_rank_and_not_by_name():
    framework = make_framework(levels=("Contributing", "Journey", "Advanced"))
    assert [level.name for level in framework.levels.all()] == ["Contributing", "Journey", "Advanced"]


@pytest.mark.parametrize("count", [1, 3])
def test_the_competencies_page_costs_three_queries_with_few_and_with_many(django_assert_num_queries, count):
    from classes.models import Specification

    for number in range(count):
        framework = make_framework(f"framework-of-many-{number}", levels=("Journey", "Advanced"))
        for entry in range(count):
            make_competency(framework, name=f"Entry {entry}")
    texts = Specification.objects.published()
    with django_assert_num_queries(3):  # frameworks; their levels; their competencies with the count of uses
        for framework in Framework.objects.for_competencies(texts):
            assert [level.rank for level in framework.levels.all()] == [1, 2]
            for competency in framework.competencies.all():
                assert competency.framework == framework
                assert competency.use_count == 0


def test_the_competencies_page_counts_uses_in_the_texts_that_it_is_given():
    from classes.models import Specification

    used, unused = make_competency(name="Coaching"), make_competency(name="Influencing")
    for _ in range(2):
        make_published(requires=used)
    other = make_published(requires=used)
    texts = Specification.objects.exclude(pk=other.pk)
    counts = {
        competency.name: competency.use_count
        for framework in Framework.objects.for_competencies(texts)
        for competency in framework.competencies.all()
    }
    assert counts == {used.name: 2, unused.name: 0}
