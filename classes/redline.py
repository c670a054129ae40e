"""What changed between two texts, at the grain of reading: sentences first, then the words of an edited one.

A sentence of the new text is "same" when it stands in the old one too, in its turn; "moved" when it stands
elsewhere there; "edited" when at least half of the words, its own and those of an old one, stay in place;
"added" when nothing like it was there. What is left of the old text is "removed" and keeps its place.
White space alone makes no difference, unless a line break cuts a sentence in two; a change of case or
punctuation is marked as small as it is.

Both texts can be rebuilt from a redline, and swapping them swaps added and removed. Nothing here knows HTML:
a template walks the paragraphs, the changes of each and the runs of each, and escapes every text.

Cost: n × m / 64 steps in C to align n with m sentences; what is left over is compared by its rarer words, a
few candidates to a sentence. Past the limits below no more is searched, and what differs comes out as whole
sentences removed and added: the time for any input is bounded by its length and these limits.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import astuple, dataclass, field
from itertools import accumulate, chain
from typing import Literal, NamedTuple

from classes.sentences import LINE_BREAK, split
from classes.words import Match, Run, Words, folded, matches, number_of_words, read, runs, share, staying

Status = Literal["same", "edited", "added", "removed", "moved"]

# The words of both sides of an edited sentence and the stretches of them that stay.
_Edit = tuple[Words, Words, list[Match]]

_EDITED = 0.5  # Share of the words of both sentences that stay where they are in an edited sentence ...
_MOVED = 0.75  # ... and in one that was moved as well.
_MOVED_WORDS = 2  # A shorter sentence ("None") says too little to have been moved.

_COMMON = 25  # A word that stands in more sentences than this finds no candidates.
_CANDIDATES = 5  # Old sentences that a new one is compared with.
_TOKENS = 400_000  # Words and punctuation marks in all the pairs that are compared word by word.


@dataclass(frozen=True, slots=True)
class Change:
    """What became of one sentence.

    `old` and `new` are the sentence on either side without the white space around it, None where it is
    missing; `old_at` and `new_at` number it in its text, from 0. A moved sentence stands at its new place and
    may be edited too. A sentence that is not edited is one run.
    """

    status: Status
    old: str | None
    new: str | None
    old_at: int | None
    new_at: int | None
    runs: tuple[Run, ...]

    @property
    def is_edited(self) -> bool:
        """Whether the sentence stands in both texts, moved or not, and its words differ."""
        return len(self.runs) > 1


@dataclass(frozen=True, slots=True)
class Counts:
    """Sentences (or list items) by status and words by mark. Counts of several redlines can be added."""

    same: int = 0
    edited: int = 0
    added: int = 0
    removed: int = 0
    moved: int = 0
    same_words: int = 0
    added_words: int = 0
    removed_words: int = 0

    def __add__(self, other: "Counts") -> "Counts":
        return Counts(*(ours + theirs for ours, theirs in zip(astuple(self), astuple(other), strict=True)))


@dataclass(frozen=True, slots=True)
class Paragraph:
    """The changes of one paragraph or list line, in reading order."""

    changes: tuple[Change, ...]

    @property
    def status(self) -> Status:
        """The status that all the changes share, else "edited"."""
        statuses = {change.status for change in self.changes}
        return statuses.pop() if len(statuses) == 1 else "edited"


@dataclass(frozen=True, slots=True)
class Redline:
    """The changes from one text to another, in the reading order of the new one.

    The gaps are the white space of either text before its first sentence and after each.
    """

    changes: tuple[Change, ...]
    old_gaps: tuple[str, ...] = field(repr=False)
    new_gaps: tuple[str, ...] = field(repr=False)

    @property
    def old_text(self) -> str:
        """The old text, to the character."""
        return _joined({change.old_at: change.old for change in self.changes}, self.old_gaps)

    @property
    def new_text(self) -> str:
        """The new text, to the character."""
        return _joined({change.new_at: change.new for change in self.changes}, self.new_gaps)

    @property
    def is_same(self) -> bool:
        """Whether nothing but white space differs."""
        return all(change.status == "same" for change in self.changes)

    @property
    def counts(self) -> Counts:
        """Sentences by status and words by mark."""
        return _counts((change.status for change in self.changes), self.changes)

    @property
    def paragraphs(self) -> tuple[Paragraph, ...]:
        """The changes by paragraph of the new text; a paragraph that is gone stands on its own where it was.

        Every line break parts two paragraphs. A removed sentence stays with what is left of its paragraph.
        """
        old_lines, new_lines = _lines(self.old_gaps), _lines(self.new_gaps)
        # For every change the line of the new text that it stands in, or the next one does; -2 at the end.
        upcoming: list[int] = []
        line = -2
        for change in reversed(self.changes):
            line = line if change.new_at is None else new_lines[change.new_at]
            upcoming.append(line)
        paragraphs: list[list[Change]] = []
        old_line = new_line = -1
        goes_on = False  # Whether the last paragraph is all removed as yet, but more of it is to come.
        for change, line in zip(self.changes, reversed(upcoming), strict=True):
            if change.new_at is not None:
                begins = line != new_line and not goes_on
                new_line, goes_on = line, False
            if change.old_at is not None and change.status != "moved":
                was_line = old_lines[change.old_at]
                if change.new_at is None:
                    begins = was_line != old_line and line != new_line
                    goes_on = (begins or goes_on) and old_lines[change.old_at + 1 : change.old_at + 2] == [was_line]
                old_line = was_line
            if begins:
                paragraphs.append([])
            paragraphs[-1].append(change)
        return tuple(Paragraph(tuple(changes)) for changes in paragraphs)


@dataclass(frozen=True, slots=True)
class Item:
    """What became of one item of a list.

    `redline` holds its sentences; those of an added or removed item are all added or all removed.
    """

    status: Status
    old_at: int | None
    new_at: int | None
    redline: Redline


@dataclass(frozen=True, slots=True)
class ListRedline:
    """The changes from one list to another, in the reading order of the new one."""

    items: tuple[Item, ...]

    @property
    def old_items(self) -> tuple[str, ...]:
        """The old list, to the character."""
        known = {item.old_at: item.redline.old_text for item in self.items if item.old_at is not None}
        return tuple(known[at] for at in range(len(known)))

    @property
    def new_items(self) -> tuple[str, ...]:
        """The new list, to the character."""
        known = {item.new_at: item.redline.new_text for item in self.items if item.new_at is not None}
        return tuple(known[at] for at in range(len(known)))

    @property
    def is_same(self) -> bool:
        """Whether nothing but white space differs."""
        return all(item.status == "same" for item in self.items)

    @property
    def counts(self) -> Counts:
        """Items by status and words by mark."""
        changes = chain.from_iterable(item.redline.changes for item in self.items)
        return _counts((item.status for item in self.items), changes)


def redline(old: str, new: str) -> Redline:
    """The changes that lead from one text to another. Any two strings will do."""
    old_sentences, old_gaps = _read(old)
    new_sentences, new_gaps = _read(new)
    changes = []
    for status, i, j, edit in _aligned(old_sentences, new_sentences, _MOVED_WORDS):
        was = None if i is None else old_sentences[i]
        now = None if j is None else new_sentences[j]
        changes.append(Change(status, was, now, i, j, _runs(was, now, edit)))
    return Redline(tuple(changes), old_gaps, new_gaps)


def redline_items(old: Sequence[str], new: Sequence[str]) -> ListRedline:
    """The changes that lead from one list to another, its items paired by likeness, never by number."""
    items = []
    for status, i, j, _ in _aligned(old, new, 0):
        inside = redline("" if i is None else old[i], "" if j is None else new[j])
        if status == "same" and not inside.is_same:  # A line break has cut a sentence in two.
            status = "edited"
        items.append(Item(status, i, j, inside))
    return ListRedline(tuple(items))


def _read(text: str) -> tuple[list[str], tuple[str, ...]]:
    """The sentences of a text and the white space before the first and after each."""
    pieces = split(text)
    sentences = [sentence for piece in pieces if (sentence := piece.strip())]
    before = text[: len(text) - len(text.lstrip())]
    after = [piece[len(piece.rstrip()) :] for piece in pieces] if sentences else []
    return sentences, (before, *after)


def _runs(old: str | None, new: str | None, edit: _Edit | None) -> tuple[Run, ...]:
    if old is None or new is None:
        return (Run("added" if old is None else "removed", old or new or ""),)
    return runs(*edit) if edit else (Run("same", new),)


def _joined(sentences: Mapping[int | None, str | None], gaps: tuple[str, ...]) -> str:
    return gaps[0] + "".join(f"{sentences[at]}{gap}" for at, gap in enumerate(gaps[1:]))


def _lines(gaps: tuple[str, ...]) -> list[int]:
    """The number of the line that each sentence stands in."""
    return list(accumulate(1 if LINE_BREAK.search(gap) else 0 for gap in gaps[:-1]))


def _counts(statuses: Iterable[Status], changes: Iterable[Change]) -> Counts:
    numbers = Counter[str](statuses)
    for run in chain.from_iterable(change.runs for change in changes):
        numbers[f"{run.status}_words"] += number_of_words(run.text)
    return Counts(**numbers)


class _Pair(NamedTuple):
    """An old sentence and the new one it has become."""

    old: int
    new: int
    status: Status
    edit: _Edit | None = None


def _aligned(
    old: Sequence[str], new: Sequence[str], shortest: int
) -> Iterator[tuple[Status, int | None, int | None, _Edit | None]]:
    """Status, number in either text and edit of every sentence, in the reading order of the new text.

    What was removed between two sentences that stay in order comes before what was added or moved there.
    """
    pairs = _pairs(old, new, shortest)
    moved = {pair.new: pair for pair in pairs if pair.status == "moved"}
    paired = {pair.old for pair in pairs}
    end = _Pair(len(old), len(new), "same")
    old_at = new_at = 0
    for pair in (*sorted(pair for pair in pairs if pair.status != "moved"), end):
        for i in range(old_at, pair.old):
            if i not in paired:
                yield "removed", i, None, None
        for j in range(new_at, pair.new):
            yield ("moved", moved[j].old, j, moved[j].edit) if j in moved else ("added", None, j, None)
        if pair is not end:
            yield pair.status, pair.old, pair.new, pair.edit
        old_at, new_at = pair.old + 1, pair.new + 1


def _pairs(old: Sequence[str], new: Sequence[str], shortest: int) -> list[_Pair]:
    """Sentences that are the same in turn, the same elsewhere, or alike; in no particular order.

    Each sentence is in one pair at most. A sentence of fewer words than `shortest` is not said to have moved.
    """
    old_keys = [folded(text) for text in old]
    new_keys = [folded(text) for text in new]
    if old_keys > new_keys:  # Ties are broken the same way from both sides.
        return [
            _Pair(i, j, status, edit and (edit[1], edit[0], [(a, b, size) for b, a, size in edit[2]]))
            for j, i, status, edit in _pairs(new, old, shortest)
        ]
    anchors = [_Pair(i + k, j + k, "same") for i, j, size in matches(old_keys, new_keys) for k in range(size)]
    old_rest = set(range(len(old))) - {pair.old for pair in anchors}
    new_rest = set(range(len(new))) - {pair.new for pair in anchors}
    # How many sentences that are the same in turn stand before each: a pair with one number crosses none.
    old_gap = list(accumulate(i not in old_rest for i in range(len(old))))
    new_gap = list(accumulate(j not in new_rest for j in range(len(new))))

    pairs = _identical(old_keys, new_keys, old_rest, new_rest)
    old_words = {i: read(old[i]) for i in sorted(old_rest - {pair.old for pair in pairs})}
    new_words = {j: read(new[j]) for j in sorted(new_rest - {pair.new for pair in pairs})}
    tokens = 0
    for i, j in _likely(old_words, new_words):
        if i in old_words and j in new_words:
            tokens += len(old_words[i].keys) + len(new_words[j].keys)
            if tokens > _TOKENS:
                break
            edit = (old_words[i], new_words[j], staying(old_words[i], new_words[j]))
            if share(*edit) >= (_EDITED if old_gap[i] == new_gap[j] else _MOVED):
                pairs.append(_Pair(i, j, "edited", edit))
                del old_words[i], new_words[j]

    in_turn = _in_turn([pair for pair in pairs if old_gap[pair.old] == new_gap[pair.new]])
    for pair in pairs:
        if pair.new in in_turn:
            anchors.append(pair)
        elif number_of_words(new[pair.new]) >= shortest and (not pair.edit or share(*pair.edit) >= _MOVED):
            anchors.append(pair._replace(status="moved"))
    return anchors


def _identical(old: list[str], new: list[str], old_rest: set[int], new_rest: set[int]) -> list[_Pair]:
    """Pairs of sentences that read the same, of those that are left."""
    places = defaultdict(list)
    for j in sorted(new_rest, reverse=True):
        places[new[j]].append(j)
    return [_Pair(i, places[old[i]].pop(), "same") for i in sorted(old_rest) if places.get(old[i])]


def _in_turn(pairs: list[_Pair]) -> set[int]:
    """The new numbers of the most pairs that stand in one order on both sides."""
    places = [pair.new for pair in sorted(pairs)]
    return {places[i + k] for i, _, size in matches(places, sorted(places)) for k in range(size)}


def _likely(old: dict[int, Words], new: dict[int, Words]) -> list[tuple[int, int]]:
    """Pairs of sentences that share enough of their vocabulary, the most alike first."""
    sentences_with = defaultdict(list)
    for i, words in old.items():
        for word in words.vocabulary:
            sentences_with[word].append(i)
    found = []
    for j, words in new.items():
        shared = Counter[int]()
        for word in sorted(words.vocabulary):  # One order in every process.
            if len(candidates := sentences_with.get(word, ())) <= _COMMON:
                shared.update(candidates)
        for i, _ in shared.most_common(_CANDIDATES):
            both = len(old[i].vocabulary & words.vocabulary)
            alike = 2 * both / (len(old[i].vocabulary) + len(words.vocabulary))
            if alike >= _EDITED:
                found.append((-alike, abs(i - j), i, j))
    return [(i, j) for _, _, i, j in sorted(found)]
