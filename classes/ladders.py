"""The ladder of a series: its rungs, and what the texts of the series say of each."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from classes.mentions import ladder
from classes.models import ClassSeries, JobClass, Section, Specification
from classes.sentences import sentences


@dataclass(frozen=True, slots=True)
class Saying:
    """Sentences of one class's distinguishing characteristics."""

    specification: Specification
    sentences: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Rung:
    """One class of the series with its text in force, where one is held, and what is said of it."""

    job_class: JobClass
    specification: Specification | None
    sayings: tuple[Saying, ...]


@dataclass(frozen=True, slots=True)
class LadderPage:
    """Rungs from the top down, what is said of the series as a whole, and the titles to link in running text."""

    rungs: tuple[Rung, ...]
    of_all: tuple[Saying, ...]
    links: dict[str, JobClass]


def ladder_page(series: ClassSeries, on: date) -> LadderPage:
    """Gather the ladder as of the day `on`: the classes, their texts, and their distinguishing sections (3 queries)."""
    classes = list(JobClass.objects.for_ladder(on).filter(series=series))
    said = sayings(classes)
    rungs = [
        Rung(job_class, next(iter(job_class.texts_in_force), None), said.get(job_class.title, ()))  # type: ignore[attr-defined]
        for job_class in reversed(classes)
    ]
    return LadderPage(tuple(rungs), said.get("", ()), {job_class.title: job_class for job_class in classes})


def sayings(classes: list[JobClass]) -> dict[str, tuple[Saying, ...]]:
    """Return what the texts of a series say of each of its titles, and under "" what they say of all: one query.

    `classes` are the rungs, from `JobClass.objects.for_ladder`.
    """
    texts = {text.pk: text for job_class in classes for text in job_class.texts_in_force}  # type: ignore[attr-defined]
    titles = frozenset(job_class.title for job_class in classes)
    said: dict[str, list[Saying]] = {}
    for section in Section.objects.distinguishing(texts):
        text = texts[section.specification_id]
        speaks = ladder(sentences(section.body), titles, text.title)
        for title, found in {"": speaks.of_all, **speaks.of_each}.items():
            if found:
                said.setdefault(title, []).append(Saying(text, found))
    return {title: tuple(found) for title, found in said.items()}
