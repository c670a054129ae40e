from collections import Counter
from dataclasses import FrozenInstanceError
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from classes import redline as redline_module
from classes import words as words_module
from classes.redline import Change, Counts, Redline, redline, redline_items
from classes.words import Run, number_of_words, tidy

# The competencies of the NC IT Manager at the levels Contributing, Journey and Advanced.
FOSTERS = "Fosters environment that promotes open communication among supervisors, co-workers, and clients."
CONSULTS = (
    "Consults with clients and appropriate higher-level technicians, analysts, specialists and vendors to"
    " facilitate {}client solutions using new or existing technologies."
)
CLIENTS = (
    "Understands the clients' needs and resource limitations through discussions with clients.",
    "Builds ongoing partnerships with clients.",
    "Meets with clients to discuss alternative technical solutions.",
    "Able to convey technical information to clients and promote understanding of relevant issues.",
    "Conducts follow-up where appropriate to ensure client satisfaction.",
)
LEVELS = {
    "Planning and Organizing": (
        "Plans and implements the delivery and improvement of services, staffing and resources."
        " Actively provides oversight to work unit.",
        "Plans and implements the delivery and improvement of services, staffing and resources, some of which"
        " may be at a higher, more operational level.",
        "Directs higher-level planning, organizing and staffing. May coordinate plans directly or through"
        " subordinates. Contributes to strategic planning.",
    ),
    "Operational Leadership": (
        f"Contributes to operational direction of the organizational unit. {FOSTERS}",
        "Utilizes experience and judgment to plan and accomplish goals. Measures accomplishments against"
        f" organizational objectives. {FOSTERS}",
        "Defines business strategies and contributes to the enterprise's mission and vision. " + FOSTERS,
    ),
    "Technical Leadership": (
        "Uses technical understanding to direct and assist staff. Extracts and applies technical concepts to"
        " problem solving.",
        "Possesses and applies expertise in technical area to direct and assist unit. Enhances organization"
        " capabilities through acquisition and application of new technologies.",
        "Demonstrates vision and ability to proactively plan, implement and forecast for organizational"
        " success. Contributes to strategic planning with peers and upper management.",
    ),
    "Employee Development": (
        "Assesses employee skills and conducts performance management processes. Demonstrates competence to"
        " coach. Promotes the career path of employees within the specified job family.",
        "Coaches and promotes the enhancement of employee skills as appropriate to needs or work unit."
        " Manages resources effectively to provide for employee training and growth.",
        "Possesses and applies expertise in mentoring, coaching, conducting annual performance reviews, and"
        " managing total skill set of unit. Actively seeks resources and opportunities for employee training"
        " and growth.",
    ),
    "Project Management": (
        "Manages technical projects, primarily of limited scale. Manages resources and personnel (internal"
        " staff and contractors), and directs implementation efforts to completion.",
        "Manages technical projects of varying scale. Demonstrates initiative in solving unexpected problems"
        " associated with projects.",
        "Oversees and manages large scale and/or multiple projects.",
    ),
    "Consultancy Skills": (
        " ".join((CONSULTS.format(""), *CLIENTS)),
        " ".join((CONSULTS.format("moderate-level "), *CLIENTS)),
        " ".join(
            (
                CONSULTS.format("advanced-level "),
                "Consults with senior-level decision-makers on an on-going basis to discuss alternative"
                " technical solutions and long-term strategy.",
                *CLIENTS,
            )
        ),
    ),
}

# Worked out by reading each cell against the level below, not by running the code.
# "=" same, "~" edited, "+" new, "-" not carried forward.
EXPECTED = {
    ("Planning and Organizing", "Journey"): [
        "~ Plans and implements the delivery and improvement of services, staffing and resources"
        "{+, some of which may be at a higher, more operational level+}.",
        "- Actively provides oversight to work unit.",
    ],
    ("Planning and Organizing", "Advanced"): [
        "- Plans and implements the delivery and improvement of services, staffing and resources, some of"
        " which may be at a higher, more operational level.",
        "+ Directs higher-level planning, organizing and staffing.",
        "+ May coordinate plans directly or through subordinates.",
        "+ Contributes to strategic planning.",
    ],
    ("Operational Leadership", "Journey"): [
        "- Contributes to operational direction of the organizational unit.",
        "+ Utilizes experience and judgment to plan and accomplish goals.",
        "+ Measures accomplishments against organizational objectives.",
        f"= {FOSTERS}",
    ],
    ("Operational Leadership", "Advanced"): [
        "- Utilizes experience and judgment to plan and accomplish goals.",
        "- Measures accomplishments against organizational objectives.",
        "+ Defines business strategies and contributes to the enterprise's mission and vision.",
        f"= {FOSTERS}",
    ],
    ("Technical Leadership", "Journey"): [
        "- Uses technical understanding to direct and assist staff.",
        "- Extracts and applies technical concepts to problem solving.",
        "+ Possesses and applies expertise in technical area to direct and assist unit.",
        "+ Enhances organization capabilities through acquisition and application of new technologies.",
    ],
    ("Technical Leadership", "Advanced"): [
        "- Possesses and applies expertise in technical area to direct and assist unit.",
        "- Enhances organization capabilities through acquisition and application of new technologies.",
        "+ Demonstrates vision and ability to proactively plan, implement and forecast for organizational success.",
        "+ Contributes to strategic planning with peers and upper management.",
    ],
    ("Employee Development", "Journey"): [
        "- Assesses employee skills and conducts performance management processes.",
        "- Demonstrates competence to coach.",
        "- Promotes the career path of employees within the specified job family.",
        "+ Coaches and promotes the enhancement of employee skills as appropriate to needs or work unit.",
        "+ Manages resources effectively to provide for employee training and growth.",
    ],
    ("Employee Development", "Advanced"): [
        "- Coaches and promotes the enhancement of employee skills as appropriate to needs or work unit.",
        "+ Possesses and applies expertise in mentoring, coaching, conducting annual performance reviews, and"
        " managing total skill set of unit.",
        "~ [-Manages resources effectively to provide-]{+Actively seeks resources and opportunities+}"
        " for employee training and growth.",
    ],
    ("Project Management", "Journey"): [
        "~ Manages technical projects[-, primarily of limited-]{+ of varying+} scale.",
        "- Manages resources and personnel (internal staff and contractors), and directs implementation"
        " efforts to completion.",
        "+ Demonstrates initiative in solving unexpected problems associated with projects.",
    ],
    ("Project Management", "Advanced"): [
        "- Manages technical projects of varying scale.",
        "- Demonstrates initiative in solving unexpected problems associated with projects.",
        "+ Oversees and manages large scale and/or multiple projects.",
    ],
    ("Consultancy Skills", "Journey"): [
        "~ " + CONSULTS.format("{+moderate-level +}"),
        *(f"= {sentence}" for sentence in CLIENTS),
    ],
    ("Consultancy Skills", "Advanced"): [
        "~ " + CONSULTS.format("[-moderate-level-]{+advanced-level+} "),
        "+ Consults with senior-level decision-makers on an on-going basis to discuss alternative technical"
        " solutions and long-term strategy.",
        *(f"= {sentence}" for sentence in CLIENTS),
    ],
}

SIGNS = {"same": "=", "edited": "~", "added": "+", "removed": "-", "moved": ">"}
MARKS = {"same": "{}", "added": "{{+{}+}}", "removed": "[-{}-]"}

WORDS = [
    "Plans",
    "plans",
    "staff",
    "budgets",
    "and",
    "the",
    "of",
    "é",
    "e\u0301",
    "א",
    "😀",
    "—",
    "(IT)",
    "S/he",
]
SENTENCES = st.lists(st.sampled_from(WORDS), min_size=1, max_size=6).map(" ".join) | st.sampled_from(
    [
        "Plans the work of the unit.",
        "Plans the work of two units.",
        "Directs staff, daily.",
        "None",
        "1. Drives.",
    ]
)
GAPS = st.sampled_from([" ", "  ", ". ", "\n", "\n\n", ".\n", "\n\t"])
DOCUMENTS = st.lists(st.tuples(SENTENCES, GAPS), max_size=8).map(
    lambda pieces: "".join(text for piece in pieces for text in piece)
)
TEXTS = DOCUMENTS | st.text()


def revised(steps: list[tuple[str, str, str]]) -> tuple[str, str]:
    """A long sentence and a revision: words dropped, put in, replaced, in capitals, spaced otherwise."""
    old = new = ""
    for at, (change, was_gap, now_gap) in enumerate(steps):
        word = f"word{at}"
        old += ("" if change == "put in" else word) + was_gap
        new += {"drop": "", "replace": "new", "capitals": word.upper()}.get(change, word) + now_gap
    return old + "end.", new + "end."


SPACES = st.sampled_from([" ", " ", "  ", ", ", "; "])
EDITS = st.sampled_from([""] * 6 + ["drop", "put in", "replace", "capitals"])
REVISIONS = st.lists(st.tuples(EDITS, SPACES, SPACES), min_size=6, max_size=14).map(revised)
PAIRS = st.tuples(TEXTS, TEXTS) | REVISIONS
LISTS = st.lists(SENTENCES | TEXTS, max_size=6)


def written(change: Change) -> str:
    """A change as one line: its sign, then the sentence with the words marked where only they changed."""
    if not change.is_edited:
        return f"{SIGNS[change.status]} {change.runs[0].text}"
    return f"{SIGNS[change.status]} " + "".join(MARKS[run.status].format(run.text) for run in change.runs)


def lines(found: Redline) -> list[str]:
    return [written(change) for change in found.changes]


def bare(text: str) -> str:
    """A text without its white space."""
    return "".join(text.split())


def mirrored(change: Change) -> tuple[object, ...]:
    """What a change must look like from the other side."""
    status = {"added": "removed", "removed": "added"}.get(change.status, change.status)
    return (
        status,
        change.new,
        change.old,
        marked(change, "same"),
        marked(change, "removed"),
        marked(change, "added"),
    )


def seen(change: Change) -> tuple[object, ...]:
    return (
        change.status,
        change.old,
        change.new,
        marked(change, "same"),
        marked(change, "added"),
        marked(change, "removed"),
    )


def marked(change: Change, status: str) -> str:
    return bare("".join(run.text for run in change.runs if run.status == status))


# Laws


@given(PAIRS)
def test_both_texts_are_rebuilt_to_the_character(pair: tuple[str, str]) -> None:
    old, new = pair
    found = redline(old, new)
    assert found.old_text == old
    assert found.new_text == new


@given(TEXTS)
def test_a_text_against_itself_is_all_same(text: str) -> None:
    found = redline(text, text)
    assert found.is_same
    assert {change.status for change in found.changes} <= {"same"}


@given(PAIRS)
def test_swapping_the_sides_swaps_added_and_removed(pair: tuple[str, str]) -> None:
    old, new = pair
    there, back = redline(old, new), redline(new, old)
    assert Counter(map(seen, back.changes)) == Counter(map(mirrored, there.changes))


@given(PAIRS)
def test_every_sentence_of_both_sides_stands_in_one_change(pair: tuple[str, str]) -> None:
    old, new = pair
    changes = redline(old, new).changes
    assert sorted(c.old_at for c in changes if c.old_at is not None) == list(range(len(redline(old, "").changes)))
    assert [c.new_at for c in changes if c.new_at is not None] == list(range(len(redline("", new).changes)))


@given(PAIRS)
def test_what_is_removed_or_stays_keeps_its_order(pair: tuple[str, str]) -> None:
    old, new = pair
    places = [c.old_at for c in redline(old, new).changes if c.old_at is not None and c.status != "moved"]
    assert places == sorted(places)


@given(PAIRS)
def test_the_runs_of_a_sentence_give_back_both_its_sides(pair: tuple[str, str]) -> None:
    old, new = pair
    for change in redline(old, new).changes:
        now = "".join(run.text for run in change.runs if run.status != "removed")
        was = "".join(run.text for run in change.runs if run.status != "added")
        assert now == (change.new or "")
        assert was.split() == (change.old or "").split()


@given(PAIRS)
def test_no_two_runs_in_a_row_have_one_mark_and_what_was_comes_before_what_is(pair: tuple[str, str]) -> None:
    old, new = pair
    for change in redline(old, new).changes:
        marks = [run.status for run in change.runs]
        assert all(run.text for run in change.runs)
        assert not [pair for pair in pairwise(marks) if pair[0] == pair[1]]
        assert ("added", "removed") not in pairwise(marks)


@given(PAIRS)
def test_a_sentence_has_several_runs_only_if_it_is_edited(pair: tuple[str, str]) -> None:
    old, new = pair
    for change in redline(old, new).changes:
        assert change.is_edited == (len(change.runs) > 1)
        assert change.is_edited or change.status != "edited"
        assert change.status in ("edited", "moved") or not change.is_edited


@given(st.tuples(DOCUMENTS, DOCUMENTS) | REVISIONS)
def test_the_counts_add_up_to_both_texts(pair: tuple[str, str]) -> None:
    old, new = pair
    found = redline(old, new)
    counts = found.counts
    assert counts.same + counts.edited + counts.moved + counts.added == len(redline("", new).changes)
    assert counts.same + counts.edited + counts.moved + counts.removed == len(redline(old, "").changes)
    assert counts.same_words + counts.added_words == number_of_words(new)
    assert counts.same_words + counts.removed_words == number_of_words(old)


@given(PAIRS)
def test_the_paragraphs_hold_every_change_in_order(pair: tuple[str, str]) -> None:
    old, new = pair
    found = redline(old, new)
    assert tuple(change for paragraph in found.paragraphs for change in paragraph.changes) == found.changes
    assert all(paragraph.changes for paragraph in found.paragraphs)


@given(st.tuples(DOCUMENTS, DOCUMENTS) | REVISIONS)
def test_a_paragraph_holds_the_sentences_of_one_line_of_the_new_text(pair: tuple[str, str]) -> None:
    old, new = pair
    paragraphs = [
        [change.new for change in paragraph.changes if change.new is not None]
        for paragraph in redline(old, new).paragraphs
    ]
    kept = [bare("".join(paragraph)) for paragraph in paragraphs if paragraph]
    assert kept == [bare(line) for line in new.split("\n") if line.strip()]


@given(LISTS, LISTS)
def test_both_lists_are_rebuilt_to_the_character(old: list[str], new: list[str]) -> None:
    found = redline_items(old, new)
    assert found.old_items == tuple(old)
    assert found.new_items == tuple(new)


@given(LISTS)
def test_a_list_against_itself_is_all_same(items: list[str]) -> None:
    found = redline_items(items, items)
    assert found.is_same
    assert [item.status for item in found.items] == ["same"] * len(items)


@given(LISTS, LISTS)
def test_swapping_two_lists_swaps_added_and_removed(old: list[str], new: list[str]) -> None:
    there = Counter(
        (item.status, item.redline.old_text, item.redline.new_text) for item in redline_items(old, new).items
    )
    back = Counter(
        (item.status, item.redline.new_text, item.redline.old_text) for item in redline_items(new, old).items
    )
    swap = {"added": "removed", "removed": "added"}
    assert there == Counter({(swap.get(status, status), *sides): n for (status, *sides), n in back.items()})


@given(LISTS, LISTS)
def test_an_item_is_same_when_its_sentences_are(old: list[str], new: list[str]) -> None:
    for item in redline_items(old, new).items:
        assert item.status == "moved" or (item.status == "same") == (
            item.old_at is not None and item.new_at is not None and item.redline.is_same
        )


# The document


@pytest.mark.parametrize(("competency", "level"), EXPECTED)
def test_each_upper_cell_of_the_nc_document_reads_as_a_careful_reader_would_put_it(competency: str, level: str) -> None:
    upper = ("Contributing", "Journey", "Advanced").index(level)
    below, above = LEVELS[competency][upper - 1 : upper + 1]
    assert lines(redline(below, above)) == EXPECTED[competency, level]


def test_of_the_33_upper_sentences_12_stay_5_are_edited_and_16_are_new() -> None:
    counts = Counts()
    for below, middle, above in LEVELS.values():
        counts += redline(below, middle).counts + redline(middle, above).counts
    assert (counts.same, counts.edited, counts.added, counts.moved) == (12, 5, 16, 0)


def test_a_lowest_level_is_all_new() -> None:
    counts = redline("", LEVELS["Consultancy Skills"][0]).counts
    assert (counts.added, counts.added_words) == (6, 65)


# Sentences


def test_white_space_alone_makes_no_difference() -> None:
    found = redline("Plans  work.\nDirects\u00a0staff.", " Plans work. Directs staff.\n")
    assert found.is_same
    assert lines(found) == ["= Plans work.", "= Directs staff."]


def test_a_sentence_that_stands_elsewhere_has_moved() -> None:
    found = redline(
        "Plans the work. Trains new staff. Writes the reports. Directs the unit.",
        "Trains new staff. Writes the reports. Directs the unit. Plans the work.",
    )
    assert lines(found) == [
        "= Trains new staff.",
        "= Writes the reports.",
        "= Directs the unit.",
        "> Plans the work.",
    ]
    assert (found.changes[-1].old_at, found.changes[-1].new_at) == (0, 3)


def test_a_sentence_may_have_moved_and_be_edited() -> None:
    found = redline(
        "Plans the daily work of the unit. Trains new staff. Writes the reports.",
        "Trains new staff. Writes the reports. Plans the weekly work of the unit.",
    )
    assert lines(found)[-1] == "> Plans the [-daily-]{+weekly+} work of the unit."
    assert found.changes[-1].is_edited


def test_what_moved_must_be_more_alike_than_what_stays_in_its_turn() -> None:
    assert lines(redline("Plans the work. Trains.", "Trains. Plans the budget."))[0] == "- Plans the work."


def test_one_word_that_stands_elsewhere_is_no_move() -> None:
    found = redline("Skills\nNone\nAssessment\nWritten test", "Skills\nTyping\nAssessment\nWritten test\nNone")
    assert found.counts.moved == 0


def test_an_identical_sentence_is_preferred_to_a_similar_one() -> None:
    assert lines(redline("Plans work of units. Plans work.", "Plans work.")) == [
        "- Plans work of units.",
        "= Plans work.",
    ]


def test_a_sentence_is_paired_with_the_one_most_like_it() -> None:
    assert lines(redline("Plans the work here. Plans the daily work of the unit.", "Plans the work of the unit.")) == [
        "- Plans the work here.",
        "~ Plans the [-daily -]work of the unit.",
    ]


def test_sentences_that_read_the_same_move_in_their_order() -> None:
    found = redline(
        "Plans work. Plans work. One is. Two are. Three.", "One is. Two are. Three. Plans work. Plans work."
    )
    assert [(change.old_at, change.new_at) for change in found.changes[-2:]] == [(0, 3), (1, 4)]


def test_what_is_removed_stands_where_it_was() -> None:
    assert lines(redline("One is here. Two is gone. Three stays.", "One is here. Three stays. Four came.")) == [
        "= One is here.",
        "- Two is gone.",
        "= Three stays.",
        "+ Four came.",
    ]


def test_a_sentence_of_which_less_than_half_stays_is_removed_and_added_whole() -> None:
    assert lines(redline("Plans the work of the unit.", "Plans and then directs budgets of others.")) == [
        "- Plans the work of the unit.",
        "+ Plans and then directs budgets of others.",
    ]


# Words


def runs_of(old: str, new: str) -> str:
    (change,) = redline(old, new).changes
    assert change.status == "edited"
    return written(change)[2:]


def test_one_inserted_word_is_one_inserted_word() -> None:
    assert runs_of("Plans the work of the unit.", "Plans the daily work of the unit.") == (
        "Plans the {+daily +}work of the unit."
    )


def test_a_change_of_punctuation_is_as_small_as_the_mark() -> None:
    assert runs_of("Plans work, daily.", "Plans work; daily.") == "Plans work[-,-]{+;+} daily."
    assert runs_of("Plans and directs work", "Plans and directs work.") == "Plans and directs work{+.+}"
    assert runs_of("Plans directs, and works.", "Plans, directs, and works.") == "Plans{+,+} directs, and works."


def test_a_change_of_case_is_as_small_as_the_word() -> None:
    assert runs_of("The Director plans work.", "The director plans work.") == "The [-Director-]{+director+} plans work."


def test_a_heading_in_capitals_is_the_same_heading_edited() -> None:
    assert runs_of("General Statement of Duties", "GENERAL STATEMENT OF DUTIES") == (
        "[-General Statement of Duties-]{+GENERAL STATEMENT OF DUTIES+}"
    )


def test_white_space_within_an_edited_sentence_is_no_change() -> None:
    assert runs_of("Plans  the work of\tthe unit.", "Plans the daily work of the unit.") == (
        "Plans the {+daily +}work of the unit."
    )


def test_curled_quotes_and_long_dashes_are_edits_of_the_same_sentence() -> None:
    assert runs_of("Clients’ needs.", "Clients' needs.") == "Clients[-’-]{+'+} needs."
    assert runs_of("Team’s own-goal", "Team's own–goal") == "[-Team’s own-goal-]{+Team's own–goal+}"


def test_compounds_dates_and_amounts_change_as_one_word() -> None:
    assert runs_of(
        "The rate set on 9/21/2018 is at best 3.5 percent.",
        "The rate set on 9/22/2018 is at best 3.6 percent.",
    ) == ("The rate set on [-9/21/2018-]{+9/22/2018+} is at best [-3.5-]{+3.6+} percent.")


def test_a_letter_keeps_its_combining_marks() -> None:
    assert runs_of("The re\u0301sume\u0301 is read.", "The resume is read.") == (
        "The [-re\u0301sume\u0301-]{+resume+} is read."
    )


def test_crumbs_between_changes_become_part_of_a_phrase() -> None:
    assert (
        runs_of(
            "Plans the unit's own work for every client it has.",
            "Plans big new work with great care for every client it has.",
        )
        == "Plans [-the unit's own work-]{+big new work with great care+} for every client it has."
    )


def test_a_line_break_that_cuts_a_sentence_is_seen() -> None:
    assert not redline("training and growth", "training\nand growth").is_same


# Paragraphs


def paragraphs_of(old: str, new: str) -> list[list[str]]:
    return [[written(change) for change in paragraph.changes] for paragraph in redline(old, new).paragraphs]


def test_a_removed_sentence_stays_with_its_paragraph() -> None:
    old = "Head\n\nFirst went away. Second stays here. Third went as well.\n\nTail"
    assert paragraphs_of(old, "Head\n\nSecond stays here.\n\nTail") == [
        ["= Head"],
        ["- First went away.", "= Second stays here.", "- Third went as well."],
        ["= Tail"],
    ]


def test_a_removed_paragraph_stands_on_its_own() -> None:
    found = redline("Head\nOne went. Two went.\nTail", "Head\nTail")
    assert [paragraph.status for paragraph in found.paragraphs] == ["same", "removed", "same"]
    assert len(found.paragraphs[1].changes) == 2


def test_a_paragraph_written_anew_is_a_removed_one_and_an_added_one() -> None:
    found = redline("Head\nOne went away.\nTail", "Head\nSomebody else came.\nTail")
    assert [paragraph.status for paragraph in found.paragraphs] == ["same", "removed", "added", "same"]


def test_a_paragraph_with_different_changes_is_edited() -> None:
    assert [p.status for p in redline("One is here.", "One is here. Two came.").paragraphs] == ["edited"]


def test_what_was_a_paragraph_between_two_that_are_joined_stays_between_them() -> None:
    assert paragraphs_of("Plans work.\nGone away.\nTrains staff.", "Plans work. Trains staff.") == [
        ["= Plans work.", "- Gone away.", "= Trains staff."]
    ]


# Lists


def test_one_inserted_duty_marks_no_other() -> None:
    duties = ["Plans the work.", "Trains the staff.", "Writes the reports.", "Directs the unit."]
    found = redline_items(duties, [duties[0], "Hires new people.", *duties[1:]])
    assert [item.status for item in found.items] == ["same", "added", "same", "same", "same"]


def test_items_are_paired_by_likeness_not_by_number() -> None:
    found = redline_items(
        ["Knowledge of budgets and law.", "Ability to plan daily work.", "Skill in typing fast."],
        [
            "Speaks French.",
            "Ability to plan weekly work.",
            "Skill in typing.",
            "Knowledge of budgets and tax law.",
        ],
    )
    assert {(item.status, item.old_at, item.new_at) for item in found.items} == {
        ("added", None, 0),
        ("edited", 1, 1),
        ("edited", 2, 2),
        ("moved", 0, 3),
    }


def test_an_item_of_one_word_can_move() -> None:
    assert [
        item.status for item in redline_items(["Agility", "Sight", "Hearing"], ["Sight", "Hearing", "Agility"]).items
    ] == [
        "same",
        "same",
        "moved",
    ]


def test_an_item_cut_in_two_by_a_line_break_is_edited() -> None:
    assert [item.status for item in redline_items(["training and growth"], ["training\nand growth"]).items] == [
        "edited"
    ]


def test_a_list_counts_items_and_words() -> None:
    found = redline_items(["Plans the work.", "Trains."], ["Plans the daily work.", "Trains.", "Drives far."])
    assert found.counts == Counts(same=1, edited=1, added=1, same_words=4, added_words=3)


# Limits


def test_a_redline_cannot_be_changed() -> None:
    with pytest.raises(FrozenInstanceError):
        redline("a", "b").changes = ()  # type: ignore[misc]
    assert hash(redline("a", "b")) == hash(redline("a", "b"))


def test_past_the_limit_of_words_sentences_come_out_whole(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(redline_module, "_TOKENS", 5)
    assert lines(redline("Plans the work.", "Plans the daily work.")) == [
        "- Plans the work.",
        "+ Plans the daily work.",
    ]


def test_texts_longer_than_a_slice_are_still_aligned_near_by(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(words_module, "_SLICE", 4)
    old = [f"Sentence {number} is here." for number in range(20)]
    new = ["Somebody came.", *old[:9], *old[10:], "Somebody went."]
    found = redline(" ".join(old), " ".join(new))
    assert found.counts == Counts(same=19, added=2, removed=1, same_words=76, added_words=4, removed_words=4)


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("Plans the work. " * 5000, "Plans the work. " * 4999),
        ("Plans the work. " * 5000, "Files the forms. " * 5000),
        ("a" * 100_000, "b" * 100_000),
        ("." * 100_000, "!" * 99_999),
        ("a b " * 20_000, "b c a " * 20_000),
    ],
)
def test_hostile_pairs_are_rebuilt_too(old: str, new: str) -> None:
    found = redline(old, new)
    assert (found.old_text, found.new_text) == (old, new)


def test_a_run_is_plain_data() -> None:
    assert redline("", "a").changes == (Change("added", None, "a", None, 0, (Run("added", "a"),)),)


def test_a_mark_that_is_shown_does_not_reach_over_the_space_behind_it():
    (change,) = redline("Plans work.", "Plans all work.").changes
    assert [(run.status, run.text) for run in tidy(change.runs)] == [
        ("same", "Plans "),
        ("added", "all"),
        ("same", " work."),
    ]
