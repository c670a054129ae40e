"""What the rules of a notice do to a text, without a database."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from classes.bulk.lists import Unreadable, items, lines, named, refuse_formula
from classes.bulk.rules import DoesNotApply, Heading, Phrase, Rules, apply
from classes.document import Competency, Descriptor, Document, Facts, Requirement, Section

DUTIES = Section("duties", "Duties", "Plans the work.\n\nThe manager plans; managers report.")
PROBATION = Section("probation", "Probation Period", "Six (6) months")
DETAIL = Section("class_detail", "Class Detail", "Pay Grade: EX-16\nFLSA Code: Y\nEstablished By: LS")
TEXT = Document(
    "IT Manager",
    "CI2787",
    masthead="Office of the manager",
    facts=Facts(pay_grade="EX-16", flsa_code="Y", probation_months=6),
    sections=(
        DUTIES,
        Section(
            "competencies",
            "Competencies",
            competencies=(
                Competency("nc/coaching", "Coaching", "Coaches the manager.", (Descriptor("j", "J", 1, "A manager."),)),
            ),
        ),
        Section("education", "Education", requirements=(Requirement("A degree a manager has."),)),
        PROBATION,
        DETAIL,
    ),
)


def body(document: Document, kind: str) -> str:
    section = document.section(kind)
    assert section is not None
    return section.body


def refused(rules: Rules, document: Document = TEXT) -> str:
    with pytest.raises(DoesNotApply) as refusal:
        apply(rules, document)
    return str(refusal.value)


# --- Facts ---


def test_a_fact_is_set_and_the_line_of_the_class_detail_that_printed_it_follows():
    new = apply(Rules(pay_grade="EX-17", flsa_code="N"), TEXT).document
    assert (new.facts.pay_grade, new.facts.flsa_code) == ("EX-17", "N")
    assert body(new, "class_detail") == "Pay Grade: EX-17\nFLSA Code: N\nEstablished By: LS"
    assert new.sections[:4] == TEXT.sections[:4]


def test_a_line_of_the_class_detail_that_printed_something_else_stays():
    other = replace(TEXT, sections=(Section("class_detail", "Class Detail", "Pay Grade: 16 to 18"),))
    assert body(apply(Rules(pay_grade="EX-17"), other).document, "class_detail") == "Pay Grade: 16 to 18"


def test_setting_what_is_set_already_changes_nothing_and_is_refused():
    assert refused(Rules(pay_grade="EX-16")) == "Nothing would change."


def test_a_fact_that_is_set_already_does_not_stop_another_act():
    assert apply(Rules(pay_grade="EX-16", flsa_code="N"), TEXT).document.facts.flsa_code == "N"


def test_probation_sets_the_months_and_the_words():
    new = apply(Rules(probation=12, probation_body="Twelve (12) months"), TEXT).document
    assert (new.facts.probation_months, body(new, "probation")) == (12, "Twelve (12) months")


def test_probation_needs_a_section_that_prints_it():
    bare = replace(TEXT, sections=(DUTIES,))
    assert "prints no section on probation" in refused(Rules(probation=12), bare)


# --- The text under a heading ---


def test_the_text_under_a_heading_is_replaced_by_heading_or_by_kind():
    for heading in (Heading("duties", "Duties"), Heading("duties")):
        new = apply(Rules(heading=heading, body="Leads."), TEXT).document
        assert new == replace(TEXT, sections=(replace(DUTIES, body="Leads."), *TEXT.sections[1:]))


def test_a_heading_that_is_missing_or_ambiguous_is_refused():
    assert refused(Rules(heading=Heading("duties", "Tasks"), body="x")) == "It does not have the heading “Tasks”."
    twice = replace(TEXT, sections=(DUTIES, DUTIES))
    assert "has a heading of that kind 2 times" in refused(Rules(heading=Heading("duties"), body="x"), twice)


def test_rows_under_a_heading_are_not_written_over():
    for kind in ("education", "competencies"):
        assert "each by itself" in refused(Rules(heading=Heading(kind), body="x"))


def test_a_section_that_goes_on_without_a_heading_is_not_replaced_in_part():
    goes_on = replace(TEXT, sections=(DUTIES, Section("other", "", "More.")))
    assert "goes on in a second section" in refused(Rules(heading=Heading("duties"), body="x"), goes_on)


# --- An exact phrase ---


def test_a_phrase_is_replaced_everywhere_and_its_places_are_counted():
    outcome = apply(Rules(phrase=Phrase("manager", "lead")), TEXT)
    assert outcome.places == 6
    assert "manager" not in outcome.document.text
    assert outcome.document.title == "IT Manager"
    assert outcome.document.masthead == "Office of the lead"
    assert body(outcome.document, "duties") == "Plans the work.\n\nThe lead plans; leads report."


def test_whole_words_are_not_found_within_others_and_case_is_exact():
    assert apply(Rules(phrase=Phrase("manager", "lead", whole_words=True)), TEXT).places == 5
    assert refused(Rules(phrase=Phrase("MANAGER", "lead"))) == "“MANAGER” does not stand in its text."


def test_a_whole_word_may_end_in_a_mark():
    text = replace(TEXT, sections=(Section("duties", "Duties", "Six (6) months (6)."),))
    assert (
        body(apply(Rules(phrase=Phrase("(6)", "(9)", whole_words=True)), text).document, "duties")
        == "Six (9) months (9)."
    )


def test_a_phrase_in_one_kind_of_section_stays_elsewhere():
    outcome = apply(Rules(phrase=Phrase("manager", "lead", kind="education")), TEXT)
    assert outcome.places == 1
    assert outcome.document.masthead == TEXT.masthead
    assert outcome.document.sections[0] == DUTIES


def test_a_phrase_is_not_looked_for_in_text_that_another_rule_replaces():
    rules = Rules(heading=Heading("duties"), body="The manager decides.", phrase=Phrase("manager", "lead"))
    outcome = apply(rules, TEXT)
    assert (body(outcome.document, "duties"), outcome.places) == ("The manager decides.", 4)


def test_a_replacement_is_taken_as_it_is_written():
    outcome = apply(Rules(phrase=Phrase("Plans", r"\1 \g<0> $1")), TEXT)
    assert body(outcome.document, "duties").startswith(r"\1 \g<0> $1 the work.")


def test_nothing_is_emptied_by_striking_a_phrase():
    assert "Nothing would be left of the requirement" in refused(Rules(phrase=Phrase("A degree a manager has.", "")))


words = st.text(alphabet="ab \n", max_size=40).map(
    lambda text: "\n".join(line.strip() for line in text.strip().split("\n"))
)
phrases = st.text(alphabet="ab ", min_size=1, max_size=3).filter(lambda text: text == text.strip())


@given(words, phrases, st.text(alphabet="xy", max_size=3))
def test_replacing_a_phrase_changes_nothing_else_and_counts_its_places(text, old, new):
    """What stands between the places stays: cut at the phrase before, and at what took its place after."""
    replaced, places = Phrase(old, new).replaced(text)
    assert places == text.count(old)
    if not places:
        assert replaced == text
    elif new:
        assert replaced == new.join(text.split(old))
    else:
        assert replaced.split() == "".join(text.split(old)).split()


@given(words, phrases, st.text(alphabet="xy", min_size=1, max_size=3), st.booleans())
def test_replacing_a_phrase_twice_changes_nothing_more(text, old, new, whole_words):
    phrase = Phrase(old, new, whole_words)
    once, _ = phrase.replaced(text)
    assert phrase.replaced(once) == (once, 0)


@given(words, words, phrases, st.text(alphabet="xy", min_size=1, max_size=3))
def test_a_text_to_which_a_notice_was_applied_is_refused_the_second_time(duties, degree, old, new):
    text = Document(
        "T",
        sections=(Section("duties", "Duties", duties), Section("education", "E", requirements=(Requirement(degree),))),
    )
    rules = Rules(pay_grade="G-1", phrase=Phrase(old, new))
    assume(old in duties or old in degree)
    outcome = apply(rules, text)
    assert outcome.places == duties.count(old) + degree.count(old)
    assert "does not stand in its text" in refused(rules, outcome.document)


# --- Titles and codes ---


def test_a_phrase_in_the_title_is_replaced_and_counted_and_the_printed_text_stays():
    outcome = apply(Rules(title_phrase=Phrase("Manager", "Lead")), TEXT)
    assert (outcome.document.title, outcome.places) == ("IT Lead", 1)
    assert outcome.document.sections == TEXT.sections
    assert refused(Rules(title_phrase=Phrase("Chief", "Lead"))) == "“Chief” does not stand in its title."
    assert refused(Rules(title_phrase=Phrase("IT Manager", ""))) == "Nothing would be left of its title."


def test_a_listed_title_and_code_are_given():
    new = apply(Rules(titles_listed=True, codes_listed=True), TEXT, "IT Lead", "CI3000").document
    assert (new.title, new.code, new.sections) == ("IT Lead", "CI3000", TEXT.sections)


@pytest.mark.parametrize(
    ("rules", "kind"),
    [
        (Rules(pay_grade="1"), "regraded"),
        (Rules(titles_listed=True), "retitled"),
        (Rules(title_phrase=Phrase("a", "b")), "retitled"),
        (Rules(codes_listed=True), "recoded"),
        (Rules(abolishes=True), "abolished"),
        (Rules(flsa_code="N"), "revised"),
        (Rules(probation=6), "revised"),
        (Rules(phrase=Phrase("a", "b")), "revised"),
        (Rules(heading=Heading("duties"), body="x"), "revised"),
        (Rules(pay_grade="1", codes_listed=True), "revised"),
    ],
)
def test_the_kind_of_change_is_proposed_by_the_acts(rules, kind):
    assert rules.proposed_kind == kind


# --- Pasted lists ---


def test_codes_are_parted_by_lines_commas_semicolons_and_tabs():
    assert items(" CI2787, CI2788;\r\nCI2789\tP/1 \n\n") == ["CI2787", "CI2788", "CI2789", "P/1"]


@pytest.mark.parametrize(
    ("given_", "organization", "name"),
    [
        ("CI2787", "", "CI2787"),
        ("city/ci2787", "city", "ci2787"),
        ("/classes/city/ci2787/", "city", "ci2787"),
        ("https://catalog.example.gov/classes/city/ci2787/?as_of=2020-01-01", "city", "ci2787"),
        ("=HYPERLINK(1)", "", "=HYPERLINK(1)"),
    ],
)
def test_codes_and_addresses_are_read(given_, organization, name):
    assert (named(given_).organization, named(given_).name) == (organization, name)


@pytest.mark.parametrize("arrow", [" → ", "->", " => ", "\t", " ⇒ "])
def test_a_line_has_an_arrow(arrow):
    (line,) = lines(f"\n CI2787{arrow}IT Lead, Senior \r\n", 9)
    assert (line.number, line.left, line.right) == (2, "CI2787", "IT Lead, Senior")


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("CI1\nCI2 -> X", "Line 1, “CI1”, has no arrow."),
        ("CI1 -> ", "Line 1, “CI1 ->”, says nothing on one side of its arrow."),
        ("CI1 -> A\n\nci1 -> B", "Lines 1 and 3 both begin with “ci1”."),
        ("A -> 1\nB -> 2\nC -> 3", "more than 2 lines"),
    ],
)
def test_lines_that_cannot_be_read_are_named(text, sentence):
    with pytest.raises(Unreadable) as error:
        lines(text, 2)
    assert sentence in str(error.value)


@pytest.mark.parametrize("text", ["=1+1", "+1", "-1", "@SUM(A1)"])
def test_what_a_spreadsheet_would_run_is_refused(text):
    with pytest.raises(Unreadable, match="begins like a formula"):
        refuse_formula(text)
