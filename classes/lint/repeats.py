"""What is said twice: within a section, by two labels, and across sections."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Hashable, Iterator, Sequence

from classes.document import Definitions
from classes.lint.english import meaning, stems
from classes.lint.finding import Finding, Place, listed, quoted
from classes.lint.reading import Reading, ReadSection
from classes.words import folded

LEAST = 3  # Words that carry meaning; shorter lines are alike by chance.
OVERLAP = 0.5  # Of all words of two lines, where one holds every word of the other.
ALIKE = 0.8  # Of all words of two lines otherwise.
SHARED = 5  # Words that carry meaning of a sentence that stands in two sections.
ENDED = re.compile(r"[.!?][\"'”’)\]]*\Z")
CHOICE = re.compile(r"\bor[.;:]?\Z", re.IGNORECASE)
DIGIT = re.compile(r"\d")
NUMERAL = re.compile(r".{1,2}|[ivx]+|.*\d.*")  # "II", "25", "B": lines that differ in one of these are meant to.
CANDIDATES = 40  # Earlier lines with a word that a line is compared with.
DEFINED = 4  # Words of a definition; less is a value ("Up to one third").

# Comparisons of classes are parallel on purpose, and dates and facts are no sentences.
PARALLEL = frozenset({"distinguishing", "class_detail"})


def repeat_findings(reading: Reading) -> Iterator[Finding]:
    for section in reading.sections:
        if section.kind not in PARALLEL:
            yield from repeated_lines(section)
        yield from shared_definitions(section)
    yield from shared_sentences(reading)


def repeated_lines(section: ReadSection) -> Iterator[Finding]:
    """Tell groups of sentences that say nearly the same; of the cells of a table, those of one level only."""
    columns: dict[Hashable, list[tuple[Place, str]]] = defaultdict(list)
    for passage in section.passages:
        for sentence in passage.sentences:
            columns[passage.role == "definition", passage.place.level].append((passage.place, sentence))
    for column in columns.values():
        if len(column) < 2:
            continue
        for group in alike([sentence for _, sentence in column]):
            places = [column[number][0] for number in group]
            texts = list(dict.fromkeys(quoted(column[number][1]) for number in group))
            whose = list(dict.fromkeys(place.competency_name for place in places))
            within = f" (of {listed(whose)})" if len(whose) > 1 else ""
            # The first cell of a table; the whole section, if it has no levels.
            place = places[0] if len(whose) == 1 or places[0].level else section.place
            if len(texts) == 1:
                yield Finding("line-repeated", place, f"{texts[0]} stands here {times(len(group))}{within}.")
            else:
                yield Finding("line-repeated", place, f"{listed(texts)} say nearly the same{within}.")


def alike(lines: Sequence[str]) -> list[list[int]]:
    """Groups of two or more lines (by number) of which each is near to another of the group, in order.

    Lines are compared where they share one of the two rarest words of either, so that long lists stay cheap.
    """
    vocabulary = [stems(line) for line in lines]
    number_of_lines = Counter(word for line in vocabulary for word in line)
    lines_with: dict[tuple[str, bool], list[int]] = defaultdict(list)
    first: dict[str, int] = {}
    leader = list(range(len(lines)))
    for number, line in enumerate(vocabulary):
        if len(line) < LEAST:
            continue
        same = first.setdefault(folded(lines[number]).casefold(), number)
        if same != number:
            leader[number] = same
            continue
        rare = sorted(line, key=lambda word: (number_of_lines[word], word))[:2]
        nearby = {earlier for word in line for earlier in lines_with[word, True][:CANDIDATES]}
        nearby.update(earlier for word in rare for earlier in lines_with[word, False][:CANDIDATES])
        for earlier in sorted(nearby):
            one, other = sorted((first_of(leader, earlier), first_of(leader, number)))
            if one != other and near(lines[earlier], lines[number]):
                leader[other] = one
        for word in line:
            lines_with[word, False].append(number)
        for word in rare:
            lines_with[word, True].append(number)
    groups = defaultdict(list)
    for number in range(len(lines)):
        groups[first_of(leader, number)].append(number)
    return sorted(group for group in groups.values() if len(group) > 1)


def first_of(leader: list[int], number: int) -> int:
    """The first line of the group that a line is in, found by way of the lines that it was joined to."""
    while leader[number] != number:
        leader[number] = number = leader[leader[number]]
    return number


def near(one: str, other: str) -> bool:
    """Whether one line says in its order all that the other says and little more, or nine words of ten are the same.

    A line that ends with "or" offers a choice, in which likeness is meant; one without a full stop before a sentence
    is its heading.
    """
    ours, theirs = stems(one), stems(other)
    both, either = len(ours & theirs), len(ours | theirs)
    if both / either >= ALIKE and both < either:
        return not any(NUMERAL.fullmatch(word) for word in ours ^ theirs)
    if both < min(len(ours), len(theirs)) or both / either < OVERLAP or CHOICE.search(one) or CHOICE.search(other):
        return False
    short, long = sorted((one, other), key=lambda line: len(stems(line)))
    return bool(ENDED.search(short)) >= bool(ENDED.search(long)) and in_order(meaning(short), meaning(long))


def in_order(short: Sequence[str], long: Sequence[str]) -> bool:
    """Whether all of `short` stands in `long`, in its order."""
    rest = iter(long)
    return all(word in rest for word in short)


def shared_definitions(section: ReadSection) -> Iterator[Finding]:
    """Tell two labels with one definition. Where many share one, the definitions are values of a scale."""
    found: list[tuple[str, str]] = []
    for block in section.section.blocks:
        if isinstance(block, Definitions):
            found += [(each.label, " ".join(each.texts)) for each in block.definitions]
    found += [(each.name, each.definition) for each in section.section.competencies]
    labels: dict[str, list[str]] = defaultdict(list)
    for label, text in found:
        if text.count(" ") >= DEFINED - 1 and not DIGIT.search(text):
            labels[folded(text).casefold()].append(label)
    shared = [group for group in labels.values() if len(set(group)) > 1]
    if sum(len(group) for group in shared) * 4 > max(len(found), 8):
        return
    for text, group in labels.items():
        if group in shared:
            printed = next(each for _, each in found if folded(each).casefold() == text)
            names = listed([f"“{label}”" for label in group])
            yield Finding("definition-shared", section.place, f"{names} are defined alike: {quoted(printed)}")


def shared_sentences(reading: Reading) -> Iterator[Finding]:
    """Tell sentences that stand word for word under two headings, at the later one. Notes are often repeated."""
    first: dict[str, Place] = {}
    for section in reading.sections:
        if section.kind in PARALLEL or section.kind == "note":
            continue
        for passage in section.passages:
            for sentence in passage.sentences:
                if len(sentence) < 20:
                    continue
                key = folded(sentence).casefold().rstrip(".;")
                before = first.setdefault(key, section.place)
                if before != section.place and len(stems(sentence)) >= SHARED:
                    first[key] = section.place
                    yield Finding(
                        "sentence-shared",
                        passage.place,
                        f"{quoted(sentence)} stands under {quoted(before.section or 'the beginning')} too.",
                    )


def times(count: int) -> str:
    return {2: "twice", 3: "three times"}.get(count, f"{count} times")
