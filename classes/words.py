"""One sentence against another, word by word: what stays, and the runs in which a reader sees the rest."""

import re
from collections.abc import Hashable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import accumulate, chain, groupby
from operator import itemgetter
from typing import Literal, NamedTuple

from rapidfuzz.distance import LCSseq

Mark = Literal["same", "added", "removed"]

# A stretch that two sequences share: where it begins in the old one, where in the new one, and its length.
Match = tuple[int, int, int]

_SLICE = 5_000  # Words, or sentences, that are aligned at a time; the cost grows with the square.

# A word is a stretch without white space and these marks; single joiners may stand inside: moderate-level,
# S/he, client's, 9/21/2018, 3.5. As letters are not listed, they keep their combining marks in every script.
_MARKS = r"\s!-/:-@\[-^`{-~¡§«¶·»¿‐-‧‰-⁞、。"
_WORD = re.compile(rf"[^{_MARKS}]+(?:[-‐‑–'’/.,&@:][^{_MARKS}]+)*")
_TOKEN = re.compile(rf"(?:({_WORD.pattern})|(\S))(\s*)")
_PLAIN = str.maketrans("‘’“”‐‑–—", "''\"\"----")


@dataclass(frozen=True, slots=True)
class Run:
    """A stretch of a sentence under one mark."""

    status: Mark
    text: str


class Words(NamedTuple):
    """A sentence as tokens: words and punctuation marks."""

    tokens: list[str]
    spaces: list[str]  # The white space after each token.
    keys: list[str]  # What is compared: neither case nor the shape of quotes and dashes parts two tokens.
    before: list[int]  # How many words stand before each token; at the end, how many there are.
    vocabulary: frozenset[str]  # The keys that are words.


def folded(text: str) -> str:
    """The text with single spaces: what must agree for two texts to be word for word the same."""
    return " ".join(text.split())


def number_of_words(text: str) -> int:
    return len(_WORD.findall(text))


def read(text: str) -> Words:
    """The tokens of a sentence: joined with their spaces they are the text, but for white space before it."""
    found = _TOKEN.findall(text)
    tokens = [word or mark for word, mark, _ in found]
    if text.isascii():
        keys = [token.lower() for token in tokens]
    else:
        keys = [token.translate(_PLAIN).casefold() for token in tokens]
    return Words(
        tokens,
        [space for _, _, space in found],
        keys,
        list(accumulate((1 if word else 0 for word, _, _ in found), initial=0)),
        frozenset(key for key, (word, _, _) in zip(keys, found, strict=True) if word),
    )


def matches(old: Sequence[Hashable], new: Sequence[Hashable]) -> list[Match]:
    """The longest common subsequence, ascending.

    n × m / 64 steps in C for what lies between the common beginning and end. If both sides have more than
    5,000 there, they are aligned slice by slice: the time grows with the length, not with its square, but
    what stands further off than a slice is missed.
    """
    shorter = min(len(old), len(new))
    head = next((k for k in range(shorter) if old[k] != new[k]), shorter)
    tail = next((k for k in range(shorter - head) if old[-1 - k] != new[-1 - k]), shorter - head)
    numbers: dict[Hashable, int] = {}
    ours = [numbers.setdefault(key, len(numbers)) for key in old[head : len(old) - tail]]
    theirs = [numbers.setdefault(key, len(numbers)) for key in new[head : len(new) - tail]]
    found = [(0, 0, head)]
    for start in range(0, min(len(ours), len(theirs)), _SLICE):
        part = slice(start, start + _SLICE)
        for i, j, size in LCSseq.opcodes(ours[part], theirs[part]).as_matching_blocks():
            found.append((head + start + i, head + start + j, size))
    found.append((len(old) - tail, len(new) - tail, tail))
    return [match for match in found if match[2]]


def staying(old: Words, new: Words) -> list[Match]:
    """The stretches of tokens that stay, without crumbs, so that changes read as phrases.

    A crumb is a stretch between two changes that has no more words than either of them.
    """

    def changed(one: Match, other: Match) -> int:
        """Words between two stretches, on the side that has more; -1 where nothing lies between."""
        i, j = one[0] + one[2], one[1] + one[2]
        if (i, j) == other[:2]:
            return -1
        return max(old.before[other[0]] - old.before[i], new.before[other[1]] - new.before[j])

    stretches = [(0, 0, 0)]
    for match in (*matches(old.keys, new.keys), (len(old.keys), len(new.keys), 0)):
        while len(stretches) > 1:
            i, _, size = stretches[-1]
            around = min(changed(stretches[-2], stretches[-1]), changed(stretches[-1], match))
            if old.before[i + size] - old.before[i] > around:
                break
            stretches.pop()
        stretches.append(match)
    return stretches[1:-1]


def share(old: Words, new: Words, stretches: list[Match]) -> float:
    """The share, 0 to 1, of the words of both sentences that the stretches hold."""
    stay = sum(old.before[i + size] - old.before[i] for i, _, size in stretches)
    return 2 * stay / max(old.before[-1] + new.before[-1], 1)


def runs(old: Words, new: Words, stretches: list[Match]) -> tuple[Run, ...]:
    """The runs of an edited sentence; of each change what was removed comes before what was added.

    Without the removed runs they are the new sentence, to the character; without the added ones they are the
    old sentence, with the white space of the new one where both have some.
    """
    found: list[Run] = []
    space = ""  # White space at the end of both sides of a change goes to the run that follows.
    for stays, was, now in _steps(old, new, stretches):
        if stays:
            found.append(Run("same", space + now))
            space = ""
            continue
        if was[-1:].isspace() and now[-1:].isspace():
            space = now[len(now.rstrip()) :]
            was, now = was.rstrip(), now.rstrip()
        found += [Run("removed", was)] if was else []
        found += [Run("added", now)] if now else []
    return tuple(found)


def tidy(shown: Iterable[Run]) -> tuple[Run, ...]:
    """The runs as one shows them: white space at the end of a marked run stands unmarked behind it.

    For readers only; the old sentence is no longer to be had from them to the space.
    """
    found: list[Run] = []
    space = ""
    for run in shown:
        if run.status == "same":
            found.append(Run("same", space + run.text))
            space = ""
        else:
            found += [Run("same", space)] if space else []
            bare = run.text.rstrip()
            space = run.text[len(bare) :] if bare else ""
            found.append(Run(run.status, bare or run.text))
    return (*found, Run("same", space)) if space else tuple(found)


# A part of an edited sentence: whether it stays, what it was, what it is now.
_Step = tuple[bool, str, str]


def _steps(old: Words, new: Words, stretches: list[Match]) -> list[_Step]:
    """What stays and what changes by turns, down to a capital or a missing space."""
    steps: list[_Step] = []
    old_at = new_at = 0
    for i, j, size in (*stretches, (len(old.keys), len(new.keys), 0)):
        steps.append((False, _text(old, old_at, i), _text(new, new_at, j)))
        old_at, new_at = i + size, j + size
        was, now = _text(old, i, old_at), _text(new, j, new_at)
        if was == now:
            steps.append((True, was, now))
            continue
        for was, now in zip(_parts(old, i, old_at), _parts(new, j, new_at), strict=True):
            steps.append((was == now or (was.isspace() and now.isspace()), was, now))
    steps = _by_turns(steps)
    last = len(steps) - 1
    # What holds no word does not part two changes.
    return _by_turns(
        (stays and (at in (0, last) or _WORD.search(now) is not None), was, now)
        for at, (stays, was, now) in enumerate(steps)
    )


def _by_turns(steps: Iterable[_Step]) -> list[_Step]:
    joined = []
    for stays, group in groupby((step for step in steps if step[1] or step[2]), itemgetter(0)):
        _, was, now = zip(*group, strict=True)
        joined.append((stays, "".join(was), "".join(now)))
    return joined


def _parts(words: Words, start: int, end: int) -> Iterator[str]:
    """Every token, and the white space after it."""
    return chain.from_iterable(zip(words.tokens[start:end], words.spaces[start:end], strict=True))


def _text(words: Words, start: int, end: int) -> str:
    return "".join(_parts(words, start, end))
