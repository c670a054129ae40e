"""What separates the levels: the NC document's eighteen cells as a careful reader marks them, and the laws."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from classes.document import Competency, Descriptor, Section
from classes.levels import Counts, LevelsComparison, compare_levels
from classes.words import number_of_words

LEVELS = ["contributing", "journey", "advanced"]


def section(**described: dict[str, str]) -> Section:
    """A section whose competencies are described level by level: `section(coaching={"journey": "Coaches."})`."""
    return Section(
        "competencies",
        competencies=tuple(
            Competency(
                entry=f"nc/{slug}",
                name=slug.capitalize(),
                descriptors=tuple(
                    Descriptor(level, level.capitalize(), LEVELS.index(level) + 1, text)
                    for level, text in texts.items()
                ),
            )
            for slug, texts in described.items()
        ),
    )


def cells(comparison: LevelsComparison, slug: str) -> dict[str, list[tuple[str, str]]]:
    """Map each level to the status and the beginning of every sentence of one competency."""
    (row,) = [row for row in comparison.rows if row.competency.slug == slug]
    return {
        cell.level.slug: [(sentence.status, " ".join(sentence.text.split()[:3])) for sentence in cell.sentences]
        for cell in row.cells
    }


# Worked out by reading: every sentence of the NC profile, what it is against the level below, and what of the level
# below is not carried forward. Sentences are named by their first three words.
NC = {
    "planning-and-organizing": {
        "contributing": (["new Plans and implements", "new Actively provides oversight"], []),
        "journey": (["edited Plans and implements"], ["Actively provides oversight"]),
        "advanced": (
            ["new Directs higher-level planning,", "new May coordinate plans", "new Contributes to strategic"],
            ["Plans and implements"],
        ),
    },
    "operational-leadership": {
        "contributing": (["new Contributes to operational", "common Fosters environment that"], []),
        "journey": (
            ["new Utilizes experience and", "new Measures accomplishments against", "common Fosters environment that"],
            ["Contributes to operational"],
        ),
        "advanced": (
            ["new Defines business strategies", "common Fosters environment that"],
            ["Utilizes experience and", "Measures accomplishments against"],
        ),
    },
    "technical-leadership": {
        "contributing": (["new Uses technical understanding", "new Extracts and applies"], []),
        "journey": (
            ["new Possesses and applies", "new Enhances organization capabilities"],
            ["Uses technical understanding", "Extracts and applies"],
        ),
        "advanced": (
            ["new Demonstrates vision and", "new Contributes to strategic"],
            ["Possesses and applies", "Enhances organization capabilities"],
        ),
    },
    "employee-development": {
        "contributing": (
            ["new Assesses employee skills", "new Demonstrates competence to", "new Promotes the career"],
            [],
        ),
        "journey": (
            ["new Coaches and promotes", "new Manages resources effectively"],
            ["Assesses employee skills", "Demonstrates competence to", "Promotes the career"],
        ),
        "advanced": (
            ["new Possesses and applies", "edited Actively seeks resources"],
            ["Coaches and promotes"],
        ),
    },
    "project-management": {
        "contributing": (["new Manages technical projects,", "new Manages resources and"], []),
        "journey": (
            ["edited Manages technical projects", "new Demonstrates initiative in"],
            ["Manages resources and"],
        ),
        "advanced": (
            ["new Oversees and manages"],
            ["Manages technical projects", "Demonstrates initiative in"],
        ),
    },
    "consultancy-skills": {
        "contributing": (
            [
                "new Consults with clients",
                "common Understands the clients'",
                "common Builds ongoing partnerships",
                "common Meets with clients",
                "common Able to convey",
                "common Conducts follow-up where",
            ],
            [],
        ),
        "journey": (
            [
                "edited Consults with clients",
                "common Understands the clients'",
                "common Builds ongoing partnerships",
                "common Meets with clients",
                "common Able to convey",
                "common Conducts follow-up where",
            ],
            [],
        ),
        "advanced": (
            [
                "edited Consults with clients",
                "new Consults with senior-level",
                "common Understands the clients'",
                "common Builds ongoing partnerships",
                "common Meets with clients",
                "common Able to convey",
                "common Conducts follow-up where",
            ],
            [],
        ),
    },
}


@pytest.fixture(scope="module")
def nc(nc_competencies: Section) -> LevelsComparison:
    return compare_levels(nc_competencies)


@pytest.mark.parametrize("slug", NC)
def test_the_cells_of_the_nc_profile_read_as_a_person_would_mark_them(nc, slug):
    (row,) = [row for row in nc.rows if row.competency.slug == slug]
    found = {
        cell.level.slug: (
            [f"{sentence.status} {' '.join(sentence.text.split()[:3])}" for sentence in cell.sentences],
            [" ".join(text.split()[:3]) for text in cell.dropped],
        )
        for cell in row.cells
    }
    assert found == NC[slug]


def test_a_journey_consultant_adds_exactly_one_word_to_one_sentence(nc):
    journey = nc.rows[5].cells[1]
    (edited,) = journey.additions
    assert [run.text.strip() for run in edited.runs if run.status != "same"] == ["moderate-level"]
    assert journey.counts == Counts(new=0, edited=1, kept=5)


def test_an_advanced_consultant_changes_that_word_and_adds_exactly_one_sentence(nc):
    advanced = nc.rows[5].cells[2]
    edited, new = advanced.additions
    assert [(run.status, run.text.strip()) for run in edited.runs if run.status != "same"] == [
        ("removed", "moderate-level"),
        ("added", "advanced-level"),
    ]
    assert (new.status, new.text.split()[2]) == ("new", "senior-level")


def test_levels_are_counted_in_sentences_against_the_level_below(nc):
    assert [(level.name, str(counts) if counts else None) for level, counts in nc.totals] == [
        ("Contributing", None),
        ("Journey", "7 new, 3 edited, 6 kept"),
        ("Advanced", "9 new, 2 edited, 6 kept"),
    ]


def test_two_levels_that_are_not_neighbors_are_held_against_each_other(nc_competencies):
    comparison = compare_levels(nc_competencies, ["advanced", "contributing"])
    assert [level.slug for level in comparison.levels] == ["contributing", "advanced"]
    edited = comparison.rows[5].cells[1].additions[0]
    assert [run.text.strip() for run in edited.runs if run.status != "same"] == ["advanced-level"]


def test_what_is_kept_but_not_common_is_the_same():
    comparison = compare_levels(
        section(planning={"contributing": "Plans.", "journey": "Plans. Leads teams.", "advanced": "Leads teams."})
    )
    assert cells(comparison, "planning") == {
        "contributing": [("new", "Plans.")],
        "journey": [("same", "Plans."), ("new", "Leads teams.")],
        "advanced": [("same", "Leads teams.")],
    }
    assert comparison.rows[0].cells[2].dropped == ("Plans.",)


def test_a_level_without_text_is_passed_over_and_said_to_be_not_defined():
    comparison = compare_levels(
        section(
            planning={"contributing": "Plans the work.", "advanced": "Plans the work. Leads teams."},
            coaching={"contributing": "Coaches.", "journey": "Coaches.", "advanced": "Coaches."},
        )
    )
    planning, coaching = comparison.rows
    assert [cell.is_defined for cell in planning.cells] == [True, False, True]
    assert planning.cells[2].below == planning.cells[0].level
    assert [sentence.status for sentence in planning.cells[2].sentences] == ["same", "new"]
    assert planning.common == ()
    assert planning.differs
    assert not coaching.differs


def test_a_competency_first_defined_at_an_upper_level_is_new_there_and_held_against_nothing():
    comparison = compare_levels(section(planning={"journey": "Plans."}, coaching={"contributing": "Coaches."}))
    journey = comparison.rows[0].cells[1]
    assert (journey.below, [sentence.status for sentence in journey.sentences]) == (None, ["new"])


def test_a_common_sentence_that_stands_elsewhere_is_not_dropped():
    comparison = compare_levels(section(planning={"contributing": "Plans. Leads.", "journey": "Leads. Plans."}))
    (row,) = comparison.rows
    assert row.common == ("Plans.", "Leads.")
    assert row.cells[1].dropped == ()
    assert not row.differs


def test_bars_measure_words_on_one_scale(nc):
    longest = max(sum(bar.width for bar in cell.bars) for row in nc.rows for cell in row.cells)
    assert nc.scale == longest
    for row in nc.rows:
        for cell in row.cells:
            words = sum(number_of_words(sentence.text) for sentence in cell.sentences)
            assert sum(bar.width for bar in cell.bars) == words


texts = st.lists(
    st.sampled_from(["Plans work.", "Leads teams.", "Writes reports well.", "Writes reports."]), max_size=5
)


@given(lower=texts, middle=texts, upper=texts)
def test_every_sentence_of_every_level_is_shown_once_and_every_lost_one_is_named(lower, middle, upper):
    given_texts = {
        level: " ".join(sentences) for level, sentences in zip(LEVELS, (lower, middle, upper), strict=True) if sentences
    }
    comparison = compare_levels(section(planning=given_texts, other=dict.fromkeys(LEVELS, "Helps.")))
    row = comparison.rows[0]
    for cell in row.cells:
        assert " ".join(sentence.text for sentence in cell.sentences) == given_texts.get(cell.level.slug, "")
    for cell in row.cells:
        if cell.below and cell.is_defined:
            below = next(each for each in row.cells if each.level == cell.below)
            was = {sentence.text for sentence in below.sentences}
            standing = {sentence.text for sentence in cell.sentences}
            edited = {"".join(run.text for run in each.runs if run.status != "added") for each in cell.sentences}
            assert was - standing - edited <= set(cell.dropped) <= was - standing


@given(text=texts)
def test_a_level_that_says_what_the_one_below_says_adds_nothing(text):
    same = " ".join(text) or "Plans."
    comparison = compare_levels(section(planning={"contributing": same, "journey": same}))
    assert not comparison.rows[0].differs
    assert all(sentence.status == "common" for cell in comparison.rows[0].cells for sentence in cell.sentences)
