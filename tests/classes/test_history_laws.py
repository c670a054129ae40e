"""The laws of history: they hold after any sequence of acts, whether each was accepted or refused."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from itertools import combinations
from typing import Any

import pytest
from django.core import serializers
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from classes.checking import problems
from classes.models import (
    FormerName,
    HistoryEntry,
    JobClass,
    LevelDescriptor,
    Repair,
    RequiredCompetency,
    Requirement,
    Section,
    Specification,
)
from classes.publishing import Event, PublishingRefused, abolish, note, publish, reinstate
from competencies.models import Competency
from tests.conftest import TODAY
from tests.factories import (
    make_class,
    make_competency,
    make_draft,
    make_framework,
    make_organization,
    make_requirement,
    make_section,
    require_competency,
)

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def unindexed(monkeypatch: pytest.MonkeyPatch) -> None:
    """Search follows every act elsewhere, see tests/classes/finding/; here it would only take its time."""
    monkeypatch.setattr("classes.versions.reindex", lambda touched: None)


# A few days on both sides of today, so that acts meet on one day often.
DAYS = [TODAY.date() + timedelta(days=offset) for offset in range(-4, 5)]
ALL_DAYS = [date.min, *(DAYS[0] + timedelta(days=offset) for offset in range(-1, 25)), date.max]
OWNED = (Section, Requirement, RequiredCompetency, LevelDescriptor)

# A day of these, or so many days after the first day of the last text, so that many acts are accepted.
days = st.one_of(st.integers(1, 3), st.sampled_from(DAYS))
NAMES = [("Planner", "P1"), ("Planner", ""), ("Senior Planner", "P2"), ("Surveyor", "TAKEN")]
words = st.tuples(st.sampled_from(NAMES), st.integers(1, 3), st.integers(0, 9))
kinds = st.sampled_from(["revised", "regraded", "retitled", "recoded", "corrected", "abolished", "reinstated"])
noted = st.tuples(kinds, st.sampled_from(["", "A note."]))

first = st.tuples(st.just("publish"), st.one_of(st.none(), days), words, st.none())
acts = st.one_of(
    st.tuples(st.just("publish"), days, words, st.one_of(st.none(), noted)),
    st.tuples(st.just("correct"), st.integers(0, 5), st.sampled_from([0, 0, 0, 1]), words, noted),
    st.tuples(st.just("note"), days, noted),
    st.tuples(st.just("end or return"), days, st.one_of(st.none(), words), st.sampled_from([False, False, True])),
)
sequences = st.tuples(first, st.lists(acts, min_size=3, max_size=9))


def published() -> list[Specification]:
    return list(Specification.objects.published().order_by("revision"))


def draft_of(job_class: JobClass, day: date | None, text: tuple[Any, ...], **fields: Any) -> Specification:
    """Write the next draft of a class. One of ten lacks the section that its requirement needs, and is refused."""
    (title, code), competencies, chance = text  # hypothesis likes small numbers, so the large one is the odd one
    revision = max((each.revision for each in published()), default=0) + 1
    draft = make_draft(job_class, revision=revision, title=title, code=code, effective_from=day, **fields)
    make_section(draft, body=f"Plans, revision {revision}.")
    if chance < 9:
        make_section(draft, kind="education", heading="Education", body="")
    make_requirement(draft)
    make_section(draft, kind="competencies", heading="Competencies", body="")
    for competency in Competency.objects.order_by("pk")[:competencies]:
        require_competency(draft, competency, {"journey": f"Does it {revision} times."})
    return draft


def day_of(moment: date | int | None) -> date | None:
    if not isinstance(moment, int):
        return moment
    first_days = [text.effective_from for text in published() if text.effective_from]
    return max(first_days, default=DAYS[0]) + timedelta(days=moment)


def prepare(job_class: JobClass, act: tuple[Any, ...]) -> Callable[[], Any]:
    """Write the draft that an act needs; return the act itself."""
    name, *rest = act
    if name == "publish":
        moment, text, event = rest
        draft = draft_of(job_class, day_of(moment), text)
        return lambda: publish(draft, Event(*event) if event else None)
    if name == "correct":
        place, offset, text, event = rest
        texts = sorted(published(), key=lambda text: (text.corrected, -text.revision))
        if not texts:
            return lambda: None
        wrong = texts[place % len(texts)]
        day = wrong.effective_from and wrong.effective_from + timedelta(days=offset)
        draft = draft_of(job_class, day, text, corrects=wrong)
        return lambda: publish(draft, Event(*event))
    if name == "note":
        moment, event = rest
        day = day_of(moment)
        return lambda: note(job_class, day, Event(*event))
    moment, text, out_of_turn = rest
    day = day_of(moment)
    if JobClass.objects.filter(pk=job_class.pk, abolished_on=None).exists() is not out_of_turn:
        return lambda: abolish(job_class, day, Event("abolished"), JobClass.objects.filter(code="TAKEN"))
    draft = draft_of(job_class, day, text) if text else None
    return lambda: reinstate(job_class, day, Event("reinstated"), draft)


def everything() -> str:
    """Every row that an act could touch."""
    models = (JobClass, FormerName, Specification, *OWNED, HistoryEntry, Repair)
    return "".join(serializers.serialize("json", model.objects.order_by("pk")) for model in models)


def law() -> dict[int, tuple[dict[str, Any], str]]:
    """What is published, by primary key: the text without its end and its mark, and all that it owns."""
    found = {}
    for text in published():
        fields = Specification.objects.filter(pk=text.pk).values().get()
        del fields["effective_to"], fields["corrected"]
        own = [model.objects.filter(specification=text) for model in OWNED[:3]]
        own.append(LevelDescriptor.objects.filter(required_competency__specification=text))
        found[text.pk] = fields, "".join(serializers.serialize("json", rows.order_by("pk")) for rows in own)
    return found


def ends() -> dict[int, tuple[date, bool]]:
    """The end of every published text, and whether it was corrected. Without an end it is the last of days."""
    return {text.pk: (text.effective_to or date.max, text.corrected) for text in published()}


class TestLaws(TestCase):
    """Hypothesis gives each sequence of acts a transaction of its own."""

    def setUp(self) -> None:
        county = make_organization("county")
        framework = make_framework("state", levels=("Journey",))
        for name in ("Tact", "Coaching", "Planning"):
            make_competency(framework, name)
        self.taken = make_class(county, code="TAKEN", title="Surveyor")
        self.job_class = make_class(county, code="P1", title="Planner")

    def perform(self, act: tuple[Any, ...]) -> None:
        """Perform an act and hold the laws of single acts.

        A refused act changes nothing at all. Nothing that was published ever changes, but for its end, which is set
        or moves earlier, and the mark that it was corrected, which stays once it is there.
        """
        perform = prepare(self.job_class, act)
        before, said, ended = everything(), law(), ends()
        try:
            perform()
        except PublishingRefused:
            assert everything() == before
        now = law()
        assert {pk: now[pk] for pk in said} == said
        for pk, (end, corrected) in ends().items():
            if pk in ended:
                assert end <= ended[pk][0]
                assert corrected or not ended[pk][1]
        Specification.objects.exclude(status="published").delete()

    @settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])
    @given(sequences)
    def test_after_any_acts_history_is_sound(self, sequence: tuple[Any, Any]) -> None:
        """After any acts:

        - on every day at most one text of the class is in force;
        - the queryset and the record agree on which one that is;
        - the days of published texts that were not corrected never overlap;
        - no dated text is in force on a day on which the class does not exist;
        - the check of the catalog finds no fault;
        - no way past the guard is left open.
        """
        beginning, more = sequence
        for act in (beginning, *more):
            self.perform(act)
        texts = published()
        for day in ALL_DAYS:
            found = list(Specification.objects.in_force(day))
            assert len(found) <= 1
            assert found == [text for text in texts if text.in_force(day)]
            if found and found[0].effective_from:
                assert JobClass.objects.existing(day).filter(pk=self.job_class.pk).exists()
        for one, other in combinations([text for text in texts if not text.corrected], 2):
            assert not overlap(one, other)
        assert [fault for fault in problems(TODAY.date()) if not fault.startswith("search:")] == []
        assert not Repair.objects.exists()


def overlap(one: Specification, other: Specification) -> bool:
    (first, last), (start, end) = (
        (text.effective_from or date.min, text.effective_to or date.max) for text in (one, other)
    )
    return max(first, start) < min(last, end)
