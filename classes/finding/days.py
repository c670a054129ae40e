"""The catalog of one day, made of the columns: which classes there are, what each is called, which text applies."""

from __future__ import annotations

from collections import OrderedDict
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from threading import Lock
from typing import TYPE_CHECKING, Any

import numpy as np
from django.utils import timezone

from classes.finding.columns import ABOLISHED, ESTABLISHED, REINSTATED, Columns, current

if TYPE_CHECKING:
    from classes.finding.facets import Facet

IN_FORCE, ANNOUNCED, NO_TEXT, GONE, UNDATED = range(5)
DAYS_KEPT = 6


@dataclass(frozen=True)
class CatalogDay:
    """Every public class on the day `on`; arrays have a place for each row of `columns.classes`.

    On a day that `is_past` it is not known whether a text without a date applied.
    """

    columns: Columns
    on: int
    is_past: bool = False

    def piece(self, *what: Any) -> tuple[Any, ...] | None:
        """The key of a piece of a page that says no more than the catalog of this day; none of an unknown version."""
        number = self.columns.version.number
        return (number, self.on, self.is_past, *what) if number else None

    @cached_property
    def _begun(self) -> np.ndarray:
        return self.columns.texts["begins"] <= self.on

    @cached_property
    def text(self) -> np.ndarray:
        """The row of the text in force, or -1."""
        texts = self.columns.texts
        applying = np.flatnonzero(self._begun & (texts["ends"] > self.on))
        return self._by_class(texts["of"][applying], applying)

    @cached_property
    def naming(self) -> np.ndarray:
        """The row of the text that tells what a class is called, or -1: the one in force, else the last one begun,
        else the first one after. The same rule as `names.name_on`, but for names that are only noted."""
        texts = self.columns.texts
        order = np.argsort(texts["begins"], kind="stable")
        begun = order[self._begun[order]]
        later = order[~self._begun[order]][::-1]
        last, first = self._by_class(texts["of"][begun], begun), self._by_class(texts["of"][later], later)
        return np.where(self.text >= 0, self.text, np.where(last >= 0, last, first))

    def _by_class(self, of: np.ndarray, rows: np.ndarray) -> np.ndarray:
        """Rows by their class; of several of one class the last."""
        found = np.full(len(self.columns.classes["pk"]), -1, dtype=np.int32)
        found[of] = rows
        return found

    @cached_property
    def gone(self) -> np.ndarray:
        """Whether a class was abolished by that day; the same rule as `JobClass.objects.gone`."""
        ended, back = self._last(ABOLISHED), self._last(REINSTATED)
        return (self.columns.classes["abolished"] <= self.on) | ((ended > 0) & (back < ended))

    def _last(self, kind: int) -> np.ndarray:
        """The last day by then on which something happened to a class, or 0."""
        events = self.columns.events
        rows = np.flatnonzero((events["kind"] == kind) & (events["day"] <= self.on))
        found = np.zeros(len(self.columns.classes["pk"]), dtype=np.int32)
        np.maximum.at(found, events["of"][rows], events["day"][rows])
        return found

    @cached_property
    def listed(self) -> np.ndarray:
        """Whether a class is in the catalog on that day, be it abolished: not one that is established later."""
        events = self.columns.events
        later = events["of"][(events["kind"] == ESTABLISHED) & (events["day"] > self.on)]
        there = np.ones(len(self.columns.classes["pk"]), dtype=bool)
        there[later] = False
        return there | self.gone

    @cached_property
    def status(self) -> np.ndarray:
        """IN_FORCE, ANNOUNCED (no text yet, but one is published that takes effect later), NO_TEXT, GONE, or UNDATED
        (held, but nothing tells whether it applied on a day that is past). The same rules as `classes.status`."""
        texts = self.columns.texts
        coming = np.zeros(len(self.columns.classes["pk"]), dtype=bool)
        coming[texts["of"][~self._begun & (texts["begins"] < texts["ends"])]] = True
        held = np.where(self.text >= 0, IN_FORCE, np.where(coming, ANNOUNCED, NO_TEXT))
        if self.is_past:
            held[(self.text >= 0) & (self.of_text("begins", 0) == 0)] = UNDATED
        return np.where(self.gone, GONE, held).astype(np.int8)

    @cached_property
    def titles(self) -> np.ndarray:
        """The place of each class's title in `columns.titles`, by the name that it bears on that day."""
        return self._named("title")

    @cached_property
    def codes(self) -> np.ndarray:
        return self._named("code")

    def _named(self, what: str) -> np.ndarray:
        columns, row = self.columns, self.naming
        own = columns.classes[what]
        told = columns.texts[what][row] if len(columns.texts[what]) else own
        strings = columns.titles if what == "title" else columns.codes
        found = np.where((row >= 0) & (told != strings.empty), told, own)
        for of, (title, code) in self._noted.items():
            noted = title if what == "title" else code
            found[of] = own[of] if noted == strings.empty else noted
        return found

    @cached_property
    def _noted(self) -> dict[int, tuple[int, int]]:
        """Names of classes without a text in force that were only noted: the first that lasts beyond the day."""
        found: dict[int, tuple[int, int, int]] = {}
        for of, until, title, code in self.columns.former:
            if until > self.on and self.text[of] < 0 and (of not in found or until < found[of][0]):
                found[of] = (until, title, code)
        return {of: (title, code) for of, (_, title, code) in found.items()} | self._laid_down(set(found))

    def _laid_down(self, lasting: set[int]) -> dict[int, tuple[int, int]]:
        """Where the last text's name was laid down since, the next text tells the name, else the class itself."""
        columns, texts = self.columns, self.columns.texts
        found: dict[int, tuple[int, int]] = {}
        for of, until, _, _ in columns.former:
            row = int(self.naming[of])
            if of in lasting or self.text[of] >= 0 or row < 0 or not self._begun[row]:
                continue
            if until <= self.on and 0 < texts["begins"][row] < until:
                later = np.flatnonzero((texts["of"] == of) & ~self._begun)
                table, at = (texts, later[np.argmin(texts["begins"][later])]) if len(later) else (columns.classes, of)
                found[of] = (int(table["title"][at]), int(table["code"][at]))
        return found

    @cached_property
    def of_entry(self) -> np.ndarray:
        """The class that an entry of the search index stands for on that day, by its number; -1 for all others.

        A class stands there with its text in force, without one by its names alone.
        """
        columns = self.columns
        last = max(columns.classes["entry"].max(initial=0), columns.texts["entry"].max(initial=0))
        found = np.full(int(last) + 1, -1, dtype=np.int32)
        held = np.flatnonzero(self.text >= 0)
        found[columns.texts["entry"][self.text[held]]] = held
        alone = np.flatnonzero(self.text < 0)
        found[columns.classes["entry"][alone]] = alone
        found[0] = -1
        return found

    @cached_property
    def needs_past(self) -> bool:
        """Whether entries stand for their classes on that day that are not lasting: on past days, not today."""
        columns, held = self.columns, self.text >= 0
        lasting = columns.texts["lasting"][self.text[held]].all() and columns.classes["lasting"][~held].all()
        return not lasting

    def rows_of(self, entries: np.ndarray) -> np.ndarray:
        """The classes that these entries stand for on that day."""
        rows = self.of_entry[entries[entries < len(self.of_entry)]]
        return rows[rows >= 0]

    @cached_property
    def by_title(self) -> np.ndarray:
        """All classes in the order of their titles, then codes."""
        columns = self.columns
        return np.lexsort((columns.classes["pk"], columns.codes.rank[self.codes], columns.titles.rank[self.titles]))

    @cached_property
    def _ranks_by_title(self) -> np.ndarray:
        """The rank of each class's title among all titles, in the order of `by_title`."""
        return self.columns.titles.rank[self.titles[self.by_title]]

    def titled(self, first: int, end: int) -> np.ndarray:
        """The classes whose titles are of these ranks, from `first` on and before `end`."""
        return self.by_title[slice(*np.searchsorted(self._ranks_by_title, (first, end)))]

    @cached_property
    def by_code(self) -> np.ndarray:
        """All classes in the order of their codes, numbers as numbers; those without a code last."""
        return self.by_title[np.argsort(self.columns.codes.rank[self.codes][self.by_title], kind="stable")]

    @cached_property
    def by_grade(self) -> np.ndarray:
        """All classes from the lowest grade to the highest; those of which none is known last."""
        return self.by_title[np.argsort(self.columns.grades.rank[self.grade][self.by_title], kind="stable")]

    @cached_property
    def by_revised(self) -> np.ndarray:
        """All classes, the one whose text took effect last before the others; those without a dated text last."""
        return self.by_title[np.argsort(-self.of_text("begins", 0)[self.by_title], kind="stable")]

    @cached_property
    def grade(self) -> np.ndarray:
        return self.of_text("grade", 0)

    def of_text(self, name: str, missing: int) -> np.ndarray:
        """A column of the texts in force, by class; `missing` where there is none."""
        column = self.columns.texts[name]
        if not len(column):
            return np.full(len(self.text), missing, dtype=np.int32)
        return np.where(self.text >= 0, column[self.text], missing)

    @cached_property
    def facets(self) -> dict[str, Facet]:
        """All facets of the day by name, made once."""
        from classes.finding.facets import facets

        return facets(self)

    @cached_property
    def counted(self) -> dict[Any, Any]:
        """What was counted on that day, by the filters; see `classes.finding.search`."""
        return {}

    @cached_property
    def initials(self) -> np.ndarray:
        """The place of the first letter of each class's title in the alphabet; 26 for all else."""
        letters = [initial(title) for title in self.columns.titles]
        return np.array(letters, dtype=np.int8)[self.titles] if letters else np.zeros(0, dtype=np.int8)


def initial(title: str) -> int:
    from classes.finding.words import fold

    letter = ord((fold(title).lstrip(" '\"“([") or " ")[0]) - ord("a")
    return letter if 0 <= letter < 26 else 26


_lock = Lock()
_days: OrderedDict[tuple[int, bool], CatalogDay] = OrderedDict()


def catalog_day(on: date) -> CatalogDay:
    """Return the catalog of a day: one query where nothing has changed. A few days are kept."""
    columns, key = current(), (on.toordinal(), on < timezone.localdate())
    with _lock:
        held = _days.get(key)
        if held is None or held.columns is not columns:
            held = _days[key] = CatalogDay(columns, *key)
            while len(_days) > DAYS_KEPT:
                _days.popitem(last=False)
        _days.move_to_end(key)
    return held


def forget() -> None:
    _days.clear()
