"""What to take off where nothing is found: which filter stands in the way, and how much there would be without it."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from django.http import QueryDict

from classes.finding.days import GONE
from classes.finding.facets import STATUSES
from classes.finding.panels import initial_letter, without, without_filters
from classes.finding.search import Answer, existing, masked, together


@dataclass(frozen=True, slots=True)
class Loosening:
    """What to take off where nothing is found, and how many classes there are then."""

    what: str
    count: int
    address: str


def loosenings(answer: Answer, query: QueryDict) -> list[Loosening]:
    """Return each filter that lets classes through if it alone is taken off, the one that lets the most first, and
    what there is without any. No query, but some milliseconds at 100,000 classes: for an answer that is empty."""
    day, question = answer.day, answer.question
    masks = {name: masked(day, name, keys) for name, keys in question.filters}
    if question.letter is not None:
        masks["letter"] = day.initials == question.letter
    base = day.listed if "status" in masks else day.listed & existing(day)
    named = base
    if answer.matches is not None:
        named = np.zeros(len(base), dtype=bool)
        named[answer.matches.rows] = True
        named = named & base
    found = []
    for name, said in told(answer).items():
        others = [mask for other, mask in masks.items() if other != name]
        left = base if name == "q" else named
        if name == "status":
            left = left & existing(day)
        if count := int(np.count_nonzero(together(left, others))):
            found.append(Loosening(said, count, without(query, name)))
    found.sort(key=lambda each: -each.count)
    if len(masks) > 1 and not found:
        left = named & existing(day)
        if count := int(np.count_nonzero(left)):
            found.append(Loosening("any filter", count, without_filters(query)))
    return found


def told(answer: Answer) -> dict[str, str]:
    """Say in words each filter that could be taken off so that something else is still asked."""
    question = answer.question
    said = {}
    for name, facet in answer.day.facets.items():
        if keys := question.chosen.get(name):
            values = " or ".join(facet.values[facet.by_key[key]].label for key in dict.fromkeys(keys))
            said[name] = f"{facet.label}: {values}"
    if question.letter is not None:
        said["letter"] = f"titles beginning with: {initial_letter(question.letter)}"
    if said and question.has_words:
        said["q"] = f"the words {question.words}"
    return said if len(said) > 1 or not question.has_words else {}


def gone(answer: Answer) -> int:
    """How many abolished classes answer, where no status is asked for."""
    if "status" in answer.question.chosen:
        return 0
    return int(answer.counts["status"][list(STATUSES).index(GONE)])
