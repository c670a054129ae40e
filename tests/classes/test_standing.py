"""Since when words have stood: laws over any line of texts, and each thing that can be known of the time before."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from classes.document import digest
from classes.standing import HeldText, Standing, Standings, standings

HEADINGS = ("Summary", "Duties", "Knowledge", "Education")
Y2016, Y2018, Y2020, Y2021, Y2023 = (date(year, 1, 1) for year in (2016, 2018, 2020, 2021, 2023))


def part(heading: str, words: object = "a") -> tuple[tuple[str, str], ...]:
    return ((heading, str(words)),)


def text(revision: int, starts: date | None, ends: date | None = None, **words: object) -> HeldText:
    return HeldText(revision, starts, ends, tuple(part(heading, said) for heading, said in words.items()))


@st.composite
def lines(draw: st.DrawFn, at_least: int = 1) -> list[HeldText]:
    """Texts that follow upon one another, the first one dated or not, some after a gap; any part may be missing."""
    starts = sorted(draw(st.lists(st.integers(1, 400), min_size=at_least, max_size=6, unique=True)))
    days: list[date | None] = [Y2016 + timedelta(days=day) for day in starts]
    ends = [*days[1:], None]
    if draw(st.booleans()):
        days[0] = None
    found = []
    for revision, (first, end) in enumerate(zip(days, ends, strict=True), start=1):
        gap = draw(st.sampled_from([0, 0, 0, 1])) if end and (first is None or (end - first).days > 1) else 0
        words = draw(st.dictionaries(st.sampled_from(HEADINGS), st.integers(0, 2), min_size=1))
        found.append(text(revision, first, end - timedelta(days=gap) if end else None, **words))
    return found


def told(line: list[HeldText], **known: object) -> list[tuple[object, Standing]]:
    return list(zip(line[-1].parts, standings(line, **known).parts, strict=True))


@given(lines())
def test_nothing_stands_since_a_day_after_the_first_of_its_own_text(line):
    for _, standing in told(line):
        assert standing.since is None or standing.since <= line[-1].starts


@given(lines())
def test_words_stand_in_every_text_from_the_one_that_is_named_and_not_in_the_one_before(line):
    for thing, standing in told(line):
        at = next(at for at, each in enumerate(line) if each.revision == standing.revision)
        assert standing.since == line[at].starts
        assert all(thing in each.parts for each in line[at:])
        if standing.kind == "changed":
            assert line[at - 1].revision == standing.before
            assert thing not in line[at - 1].parts
            assert line[at - 1].ends == line[at].starts
        else:
            assert standing.before is None
            assert (at == 0) == (standing.kind != "unheld")
            assert (standing.kind == "undated") == (standing.since is None)


@given(lines(), st.integers(0, 2))
def test_what_is_in_every_text_of_an_unbroken_line_stands_since_the_first(line, words):
    everywhere = [
        replace(
            each,
            ends=line[at + 1].starts if at + 1 < len(line) else None,
            parts=(*each.parts, part("Note", words)),
        )
        for at, each in enumerate(line)
    ]
    _, standing = told(everywhere)[-1]
    assert (standing.since, standing.revision) == (line[0].starts, 1)


@given(lines(at_least=2))
def test_an_older_text_never_makes_words_stand_since_a_later_day(line):
    for (_, with_it), (_, without_it) in zip(told(line), told(line[1:]), strict=True):
        assert with_it.since is None or with_it.since <= without_it.since


@given(lines(), st.data())
def test_to_change_one_part_changes_the_standing_of_that_part_alone(line, data):
    changed = data.draw(st.integers(0, len(line[-1].parts) - 1))
    parts = list(line[-1].parts)
    parts[changed] = part(parts[changed][0][0], "never said before")
    before = standings(line).parts
    after = standings([*line[:-1], replace(line[-1], parts=tuple(parts))]).parts
    assert [at for at in range(len(parts)) if before[at] != after[at]] in ([], [changed])
    assert after[changed].since == line[-1].starts


@given(lines(), st.data())
def test_a_text_that_was_corrected_never_changes_since_when_words_have_stood(line, data):
    at = data.draw(st.integers(0, len(line) - 1))
    wrong = replace(line[at], revision=99, parts=(part("Duties", "a slip"),))
    mending = [*line[:at], replace(line[at], mends=(wrong,)), *line[at + 1 :]]
    for (_, with_it), (_, without_it) in zip(told(mending), told(line), strict=True):
        assert replace(with_it, mended=None) == without_it
        assert with_it.mended in (None, (99, line[at].revision))


def test_words_that_changed_name_the_day_and_the_two_texts():
    line = [text(1, Y2016, Y2020, Duties="a", Note="n"), text(2, Y2020, Y2023, Duties="b", Note="n")]
    line.append(text(3, Y2023, Duties="b", Note="n"))
    assert [standing for _, standing in told(line)] == [
        Standing("changed", Y2020, 2, before=1),
        Standing("held", Y2016, 1),
    ]


def test_words_that_went_and_came_back_stand_since_they_came_back():
    line = [text(1, Y2016, Y2018, Duties="a"), text(2, Y2018, Y2020, Duties="b"), text(3, Y2020, Duties="a")]
    assert told(line)[0][1] == Standing("changed", Y2020, 3, before=2)


def test_the_same_words_under_another_heading_are_a_change():
    line = [text(1, Y2016, Y2020, Duties="a"), text(2, Y2020, Tasks="a")]
    assert told(line)[0][1].kind == "changed"


def test_a_section_without_a_heading_belongs_to_the_part_before_it():
    both = (("Duties", "a"), ("", "b"))
    line = [HeldText(1, Y2016, Y2020, (both,)), HeldText(2, Y2020, None, ((both[0],),))]
    assert told(line)[0][1].kind == "changed"


def test_the_order_of_parts_is_no_change():
    line = [text(1, Y2016, Y2020, Duties="a", Note="n"), text(2, Y2020, Note="n", Duties="a")]
    assert {standing for _, standing in told(line)} == {Standing("held", Y2016, 1)}


def test_an_undated_first_text_leaves_the_day_open():
    line = [text(1, None, Y2020, Duties="a"), text(2, Y2020, Duties="a")]
    assert told(line)[0][1] == Standing("undated", None, 1, earlier_than=Y2020)
    assert told(line[:1])[0][1] == Standing("undated", None, 1)


@pytest.mark.parametrize(
    ("starts", "established", "since"),
    [(Y2016, Y2016, Y2016), (Y2018, Y2016, Y2016), (Y2016, Y2018, Y2016), (None, Y2016, Y2016)],
)
def test_the_words_with_which_a_class_was_established_stand_since_that_day(starts, established, since):
    line = [text(1, starts, Y2020, Duties="a"), text(2, Y2020, Duties="a")]
    assert told(line, established=established)[0][1] == Standing("established", since, 1)


@pytest.mark.parametrize(
    ("noted", "kind"),
    [
        (Y2016, "held"),
        (Y2016 + timedelta(days=1), "unheld"),
        (Y2020 - timedelta(days=1), "unheld"),
        (Y2020, "held"),
        (Y2020 + timedelta(days=1), "held"),
    ],
)
def test_a_change_whose_text_is_not_held_breaks_the_line_only_between_two_texts(noted, kind):
    line = [text(1, Y2016, Y2020, Duties="a"), text(2, Y2020, Duties="a")]
    standing = told(line, noted=[noted])[0][1]
    assert (standing.kind, standing.since) == (kind, Y2016 if kind == "held" else Y2020)


def test_any_change_noted_before_a_text_parts_it_from_an_undated_one():
    line = [text(1, None, Y2020, Duties="a"), text(2, Y2020, Duties="a")]
    assert told(line, noted=[date(1990, 1, 1)])[0][1] == Standing("unheld", Y2020, 2)
    assert told(line, noted=[Y2020])[0][1] == Standing("undated", None, 1, earlier_than=Y2020)


@pytest.mark.parametrize(
    ("absence", "kind"),
    [
        ((Y2018, Y2021), "held"),
        ((Y2018, Y2021 - timedelta(days=1)), "unheld"),
        ((Y2018 + timedelta(days=1), Y2021), "unheld"),
        ((Y2018, None), "unheld"),
        (None, "unheld"),
    ],
)
def test_days_without_a_text_break_the_line_unless_the_class_did_not_exist_on_all_of_them(absence, kind):
    line = [text(1, Y2016, Y2018, Duties="a", Note="n"), text(2, Y2021, Duties="a", Note="m")]
    duties, note = (standing for _, standing in told(line, absences=[absence] if absence else []))
    assert duties == (Standing("held", Y2016, 1) if kind == "held" else Standing("unheld", Y2021, 2))
    assert note.kind == ("changed" if kind == "held" else "unheld")


def test_a_change_noted_while_the_class_did_not_exist_breaks_the_line():
    line = [text(1, Y2016, Y2018, Duties="a"), text(2, Y2021, Duties="a")]
    assert told(line, noted=[Y2018], absences=[(Y2018, Y2021)])[0][1].kind == "unheld"


def test_behind_a_break_words_may_have_changed_and_the_change_is_named():
    line = [text(1, Y2016, Y2018, Duties="a"), text(2, Y2020, Y2023, Duties="a"), text(3, Y2023, Duties="b")]
    assert told(line)[0][1] == Standing("changed", Y2023, 3, before=2)


def test_a_slip_that_was_mended_is_named_and_is_no_change():
    wrong = text(2, Y2020, Y2023, Duties="a slip", Note="n")
    line = [text(1, Y2016, Y2020, Duties="a", Note="n"), replace(text(3, Y2020, Duties="a", Note="n"), mends=(wrong,))]
    assert [standing for _, standing in told(line)] == [
        Standing("held", Y2016, 1, mended=(2, 3)),
        Standing("held", Y2016, 1),
    ]


def test_of_a_correction_corrected_again_the_one_that_mended_these_words_is_named():
    first, second = text(1, Y2016, Duties="a slip", Note="m"), text(2, Y2016, Duties="a", Note="m")
    right = replace(text(3, Y2016, Duties="a", Note="n"), mends=(second, first))
    assert [standing.mended for _, standing in told([right])] == [(1, 2), (2, 3)]


def test_a_slip_in_words_that_have_changed_since_is_not_named():
    wrong = text(1, Y2016, Y2020, Duties="a slip")
    line = [replace(text(2, Y2016, Y2020, Duties="a"), mends=(wrong,)), text(3, Y2020, Duties="b")]
    assert told(line)[0][1] == Standing("changed", Y2020, 3, before=2)


def cells(*each: tuple[str, str, str]) -> dict[str, dict[str, str]]:
    found: dict[str, dict[str, str]] = {}
    for entry, level, words in each:
        found.setdefault(entry, {})[level] = digest(words)
    return found


def test_each_cell_of_a_competency_stands_since_its_own_day_and_an_empty_one_does_not_stand():
    old = cells(("c/planning", "", ""), ("c/planning", "low", "Plans."), ("c/planning", "high", "Plans all."))
    new = cells(("c/planning", "", ""), ("c/planning", "low", "Plans."), ("c/planning", "high", "Leads."))
    found = standings([HeldText(1, Y2016, Y2020, cells=old), HeldText(2, Y2020, cells=new)])
    assert found.cells == {
        "c/planning": {"low": Standing("held", Y2016, 1), "high": Standing("changed", Y2020, 2, before=1)}
    }


def test_a_competency_that_was_not_asked_for_before_stands_since_it_is_asked_for():
    old = cells(("c/planning", "low", "Plans."))
    new = cells(("c/planning", "low", "Plans."), ("c/writing", "low", "Plans."))
    found = standings([HeldText(1, Y2016, Y2020, cells=old), HeldText(2, Y2020, cells=new)])
    assert found.cells["c/writing"]["low"] == Standing("changed", Y2020, 2, before=1)


def test_what_most_cells_have_in_common_is_said_once_and_the_others_are_marked():
    old, new = Standing("held", Y2016, 1), Standing("changed", Y2020, 2, before=1)
    most_new = Standings(old, (), {"c/a": {"low": new, "high": new}, "c/b": {"low": old}})
    assert (most_new.rest, most_new.marked) == (new, {"c/b": {"low": old}})
    even = Standings(old, (), {"c/a": {"low": new}, "c/b": {"low": old}})
    assert (even.rest, even.marked) == (old, {"c/a": {"low": new}})
    assert (Standings(old, (), {}).rest, Standings(old, (), {}).marked) == (None, {})
