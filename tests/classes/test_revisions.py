"""What changed from one text of a class to another, and the laws of it."""

from __future__ import annotations

from dataclasses import replace
from itertools import combinations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from classes.document import Competency, Descriptor, Document, Facts, Requirement, Section
from classes.passages import TextChange
from classes.revisions import RevisionComparison, SectionChange, compare_revisions, moved, paired

DUTIES = Section("duties", "Duties", "Plans the work.\n\nAssigns the work to staff.\n\nReviews finished work.")
CHECKS = Section("background_check", "Background Checks", requirements=(Requirement("Criminal Check"),))
TACT = Competency("city/tact", "Tact", "Is kind to others.", (Descriptor("journey", "Journey", 2, "Listens well."),))
COMPETENCIES = Section("competencies", "Competencies", competencies=(TACT,))
OLD = Document("Planner", "P1", 1, facts=Facts(pay_grade="EX-16"), sections=(DUTIES, CHECKS, COMPETENCIES))


def changed(comparison: RevisionComparison) -> SectionChange:
    (section,) = comparison.changed
    return section


def with_section(section: Section, at: int = 0) -> Document:
    return replace(OLD, sections=(*OLD.sections[:at], section, *OLD.sections[at + 1 :]))


def test_a_document_against_itself_has_not_changed():
    comparison = compare_revisions(OLD, OLD)
    assert (comparison.changed, comparison.facts, comparison.summary) == ((), (), "Nothing changed")
    assert len(comparison.unchanged) == 3


def test_one_inserted_duty_does_not_mark_the_others():
    body = DUTIES.body.replace("Assigns", "Keeps an inventory.\n\nAssigns")
    comparison = compare_revisions(OLD, with_section(replace(DUTIES, body=body)))
    counts = changed(comparison).counts
    assert (counts.added, counts.edited, counts.removed, counts.moved, counts.same) == (1, 0, 0, 0, 3)
    assert comparison.summary == "1 section changed: 1 sentence added"


def test_the_summary_counts_sentences_and_says_facts_in_words():
    body = "Plans all the work.\n\nAssigns the work to staff.\n\nKeeps an inventory of tools.\n\nWrites the budget."
    new = replace(with_section(replace(DUTIES, body=body)), facts=Facts(pay_grade="EX-17", probation_months=6))
    assert compare_revisions(OLD, new).summary == (
        "1 section changed: 2 sentences added, 1 reworded, 1 removed; pay grade EX-16 → EX-17; "
        "probation not stated → 6 months"
    )


def test_title_and_code_are_facts_that_can_change():
    comparison = compare_revisions(OLD, replace(OLD, title="Senior Planner", code=""))
    assert [(fact.label, fact.old, fact.new) for fact in comparison.facts] == [
        ("title", "Planner", "Senior Planner"),
        ("code", "P1", ""),
    ]
    assert comparison.summary == "Title Planner → Senior Planner; code P1 → not stated"


def test_a_section_with_another_heading_of_the_same_kind_is_the_same_section():
    section = changed(compare_revisions(OLD, with_section(replace(DUTIES, heading="Essential Duties"))))
    assert (section.status, section.old_heading, section.new_heading) == ("changed", "Duties", "Essential Duties")
    assert section.text.status == "same"


def test_the_order_of_sections_changes_none_of_them_and_what_moved_is_said():
    duties, checks, competencies = OLD.sections
    comparison = compare_revisions(OLD, replace(OLD, sections=(duties, competencies, checks)))
    assert (comparison.changed, comparison.differs, comparison.summary) == ((), True, "1 section moved")
    assert [str(move) for move in comparison.moves] in (
        ["“Competencies” now stands after “Duties”."],
        ["“Background Checks” now stands after “Competencies”."],
    )
    back = compare_revisions(OLD, replace(OLD, sections=OLD.sections[::-1]))
    assert back.summary == "2 sections moved"
    first = compare_revisions(OLD, replace(OLD, sections=(competencies, duties, checks)))
    assert [str(move) for move in first.moves] == ["“Competencies” now stands first."]
    headed = replace(OLD, masthead="City of Examples")
    assert compare_revisions(headed, replace(headed, sections=(competencies, duties, checks))).moves == first.moves
    assert not compare_revisions(OLD, OLD).differs


def test_what_comes_or_goes_between_others_moves_none_of_them():
    note = Section("note", "Note", "Applies to all.")
    assert compare_revisions(OLD, replace(OLD, sections=(note, *OLD.sections))).moves == ()
    assert compare_revisions(OLD, replace(OLD, sections=OLD.sections[1:])).moves == ()


def test_the_order_of_competencies_is_said_with_their_section():
    names = ("Coaching", "Tact", "Writing")
    held = tuple(Competency(f"s/{name.lower()}", name, f"{name} well.") for name in names)
    one, other = (
        Document("Planner", sections=(replace(COMPETENCIES, competencies=each),))
        for each in (held, held[1:] + held[:1])
    )
    comparison = compare_revisions(one, other)
    assert comparison.summary == "1 competency moved"
    assert [str(move) for move in comparison.moves] == ["“Coaching” now stands after “Writing” under “Competencies”."]
    turned = Document("Planner", sections=(replace(COMPETENCIES, competencies=held[::-1]),))
    assert compare_revisions(one, turned).summary == "2 competencies moved"


@given(st.permutations(range(7)), st.sets(st.integers(0, 6)))
def test_the_fewest_are_moved_whose_leaving_gives_the_rest_one_order(order, gone):
    held = [f"thing {number}" for number in range(7)]
    pairs = [(held[number], held[number].upper()) for number in order if number not in gone]
    away = moved(held, pairs)
    rest = [new for _, new in pairs if new not in away]
    assert rest == sorted(rest)
    longest = max(len(some) for size in range(8) for some in combinations(pairs, size) if list(some) == sorted(some))
    assert len(pairs) - len(away) == longest


def test_sections_of_one_side_are_added_or_removed_whole_and_stand_where_they_stood():
    note = Section("note", "Note", "Applies to all.")
    new = replace(OLD, sections=(DUTIES, note, COMPETENCIES))
    comparison = compare_revisions(OLD, new)
    assert [(section.name, section.status) for section in comparison.sections] == [
        ("Duties", "same"),
        ("Background Checks", "removed"),
        ("Note", "added"),
        ("Competencies", "same"),
    ]
    assert comparison.summary == "1 section added, 1 removed: 1 sentence added, 1 removed"


def test_a_requirement_that_comes_to_apply_by_position_is_said():
    checks = replace(CHECKS, requirements=(Requirement("Criminal Check", by_position=True),))
    comparison = compare_revisions(OLD, with_section(checks, 1))
    assert changed(comparison).scopes == ("“Criminal Check” now applies by position only.",)
    assert comparison.summary == "1 section changed: scope of 1 requirement changed"
    back = compare_revisions(with_section(checks, 1), OLD)
    assert changed(back).scopes == ("“Criminal Check” now applies to every position.",)


def test_a_requirement_that_is_reworded_and_comes_to_apply_by_position_is_said():
    checks = replace(CHECKS, requirements=(Requirement("Full Criminal Check", by_position=True),))
    section = changed(compare_revisions(OLD, with_section(checks, 1)))
    assert section.scopes == ("“Full Criminal Check” now applies by position only.",)
    assert section.counts.edited == 1
    assert section.summary == "1 sentence reworded, scope of 1 requirement changed"


@pytest.mark.parametrize("kind", ["other", "note"])
def test_a_section_of_no_telling_kind_is_another_section_unless_heading_or_words_are_alike(kind):
    union = Section(kind, "Union", "Belongs to unit four of the union.")
    travel = Section(kind, "Travel", "Visits sites by car.")
    statuses = [each.status for each in compare_revisions(with_section(union), with_section(travel)).changed]
    assert sorted(statuses) == ["added", "removed"]
    renamed = changed(compare_revisions(with_section(union), with_section(replace(union, heading="Bargaining"))))
    assert (renamed.status, renamed.is_renamed, renamed.text.status) == ("changed", True, "same")
    rewritten = changed(compare_revisions(with_section(union), with_section(replace(union, body="None"))))
    assert (rewritten.status, rewritten.is_renamed) == ("changed", False)


def test_of_two_sections_with_one_heading_the_one_that_stayed_is_unchanged():
    first, second = Section("note", "Note", "Applies to all."), Section("note", "Note", "Ends in May.")
    both = replace(OLD, sections=(first, second))
    comparison = compare_revisions(both, replace(OLD, sections=(second,)))
    assert [(each.text.old, each.status) for each in comparison.sections] == [
        ("Applies to all.", "removed"),
        ("Ends in May.", "same"),
    ]


def test_lines_are_set_as_their_document_sets_them():
    note = "Some do more.\n\nDriving: At night.\nLifting: Boxes."
    section = replace(DUTIES, heading="Duties", body=DUTIES.body)
    demands = Section("physical_demands", "Demands", note)
    new = replace(OLD, sections=(replace(section, body=section.body + "\n\nReports."), demands, CHECKS))
    by_name = {each.name: each.text for each in compare_revisions(replace(OLD, sections=()), new).sections}
    assert [(each.layout, len(each.lines)) for each in by_name["Duties"].passages] == [("duties", 4)]
    assert [(each.layout, len(each.lines)) for each in by_name["Demands"].passages] == [("text", 1), ("lines", 2)]
    assert [each.layout for each in by_name["Background Checks"].passages] == ["text"]


def test_blank_lines_above_a_text_do_not_shift_how_its_lines_are_set():
    text = TextChange("", "\n\nSome do more.\nDriving: At night.", (), ("text", "lines"))
    assert [line.layout for line in text.lines] == ["text", "lines"]


def test_a_long_stretch_of_a_list_without_a_change_is_folded():
    lines = [f"Number {number} of all." for number in range(1, 21)]
    old = Section("other", "List", "\n".join(lines))
    new = replace(old, body="\n".join([*lines[:10], "A wholly different line.", *lines[10:]]))
    text = changed(compare_revisions(with_section(old), with_section(new))).text
    assert [(each.is_folded, len(each.lines)) for each in text.passages] == [(True, 10), (False, 1), (True, 10)]
    assert text.stretches == tuple(replace(each, layout="text") for each in text.passages)
    short = changed(compare_revisions(with_section(replace(old, body="\n".join(lines[:6]))), with_section(new))).text
    assert not any(each.is_folded for each in short.passages)


def test_either_side_of_a_line_has_its_own_sentences_in_its_own_order():
    old = replace(DUTIES, body="Plans all of the work. Writes long reports. Leads the whole team.")
    new = replace(DUTIES, body="Writes long reports. Plans all of the work. Leads the whole team. Signs.")
    (line,) = changed(compare_revisions(with_section(old), with_section(new))).text.lines
    assert " ".join(change.old or "" for change in line.old) == old.body
    assert " ".join(change.new or "" for change in line.new) == new.body


def test_competencies_are_paired_by_library_entry_and_their_levels_compared():
    tact = replace(TACT, name="Tactfulness", descriptors=(replace(TACT.descriptors[0], text="Listens very well."),))
    comparison = compare_revisions(OLD, with_section(replace(COMPETENCIES, competencies=(tact,)), 2))
    (competency,) = changed(comparison).competencies
    assert (competency.status, competency.is_renamed) == ("changed", True)
    assert comparison.summary == "1 section changed: 1 sentence reworded, 1 competency renamed"


def test_a_competency_of_one_side_is_added_or_removed():
    other = Competency("city/drive", "Drive", "Gets things done.")
    comparison = compare_revisions(OLD, with_section(replace(COMPETENCIES, competencies=(other,)), 2))
    assert [(each.name, each.status) for each in changed(comparison).competencies] == [
        ("Tact", "removed"),
        ("Drive", "added"),
    ]


@pytest.mark.parametrize(
    ("old", "new", "pairs"),
    [
        ("ab", "ba", ["bb", "aa"]),
        ("abc", "ac", ["aa", "b-", "cc"]),
        ("ac", "abc", ["aa", "-b", "cc"]),
        ("a", "b", ["a-", "-b"]),
        ("aab", "a", ["aa", "a-", "b-"]),
        ("", "a", ["-a"]),
    ],
)
def test_things_are_paired_by_what_they_are(old, new, pairs):
    assert [f"{one or '-'}{other or '-'}" for one, other in paired(old, new, str)] == pairs


words = st.lists(st.sampled_from(["Plans", "the", "work.", "Leads", "staff", "well.", "\n\n"]), max_size=12).map(
    " ".join
)
sections = st.builds(
    Section,
    kind=st.sampled_from(["duties", "note", "other"]),
    heading=st.sampled_from(["Duties", "Note", "Other", ""]),
    body=words,
    requirements=st.lists(st.builds(Requirement, words.filter(str.strip), st.booleans()), max_size=2).map(tuple),
)
documents = st.builds(
    Document, title=st.just("Planner"), sections=st.lists(sections, max_size=4).map(tuple), masthead=words
)


@settings(deadline=None)
@given(old=documents, new=documents)
def test_every_word_of_both_texts_is_in_the_comparison(old, new):
    comparison = compare_revisions(old, new)
    for document, side in ((old, "old"), (new, "new")):
        shown: list[str] = []
        for section in comparison.sections:
            shown += (getattr(section, f"{side}_heading") or "").split()
            shown += (getattr(section.text, side) or "").split()
            redline = section.text.redline
            assert (redline.old_text if side == "old" else redline.new_text) == (getattr(section.text, side) or "")
        above = ["Printed", "above", "the", "text"] if document.masthead else []
        assert sorted(shown) == sorted([*document.text.split(), *above])


@settings(deadline=None)
@given(old=documents, new=documents)
def test_swapping_the_sides_swaps_what_was_added_and_what_was_removed(old, new):
    there, back = compare_revisions(old, new), compare_revisions(new, old)
    swap = {"added": "removed", "removed": "added", "same": "same", "changed": "changed"}
    assert sorted(swap[section.status] for section in there.sections) == sorted(
        section.status for section in back.sections
    )
    assert sum(section.counts.added for section in there.sections) == sum(
        section.counts.removed for section in back.sections
    )
    assert sum(section.counts.edited for section in there.sections) == sum(
        section.counts.edited for section in back.sections
    )


@settings(deadline=None)
@given(old=documents, new=documents)
def test_every_line_is_shown_once_however_it_is_set(old, new):
    for section in compare_revisions(old, new).sections:
        for shown in (section.text.passages, section.text.stretches):
            assert [line for passage in shown for line in passage.lines] == list(section.text.lines)
        for side, layouts in (("old", section.text.old_layouts), ("new", section.text.new_layouts)):
            text = getattr(section.text, side) or ""
            assert len(layouts) == sum(bool(line.strip()) for line in text.splitlines())


@settings(deadline=None)
@given(document=documents)
def test_any_document_against_itself_has_not_changed(document):
    assert compare_revisions(document, document).summary == "Nothing changed"
