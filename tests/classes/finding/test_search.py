"""Words and facets together: what answers, and what stands first."""

from __future__ import annotations

from datetime import date, timedelta
from itertools import pairwise

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from classes.finding import index
from classes.finding.days import CatalogDay, catalog_day
from classes.finding.entries import CODE
from classes.finding.expressions import WEIGHTS
from classes.finding.search import FIRST, RANKED, SORTS, TITLED, Answer, Question, answer, best, terms_not_found
from classes.finding.words import MOST_WORDS, parse
from classes.models import JobClass, Specification
from classes.publishing import Event, abolish, publish
from tests.classes.finding.catalogs import Known, census
from tests.conftest import TODAY
from tests.factories import (
    make_class,
    make_competency,
    make_draft,
    make_former_name,
    make_framework,
    make_organization,
    make_published,
    make_section,
    require_competency,
)

pytestmark = pytest.mark.django_db

TODAY_IS = TODAY.date()
DAY = date(2023, 7, 30)


def text_of(
    title: str, body: str = "Other duties.", code: str = "", competency: str = "", **fields: object
) -> Specification:
    slug = f"{title} {code} {body}".lower().replace(" ", "-").strip(".")[:50]
    draft = make_draft(make_class(title=title, code=code, slug=slug), effective_from=date(2020, 1, 1), **fields)
    make_section(draft, position=1, body=body)
    if competency:
        make_section(draft, position=2, kind="competencies", heading="Competencies", body="")
        require_competency(draft, make_competency(make_framework(), competency))
    return publish(draft)


def answered(words: str, on: date = TODAY_IS, **asked: object) -> Answer:
    for _ in index.fill():
        pass
    return answer(Question(words=words, **asked), catalog_day(on))


def titles(found: Answer) -> list[str]:
    return [found.day.columns.titles[found.day.titles[row]] for row in found.rows]


def found(words: str, on: date = TODAY_IS, **asked: object) -> list[str]:
    return titles(answered(words, on, **asked))


# What stands first


def test_what_has_the_words_in_its_code_comes_before_title_former_title_competency_and_text():
    text_of("E", body="Follows plan 500.")
    text_of("D", competency="Plan 500")
    former = text_of("C").job_class
    make_former_name(former, title="Plan 500 Clerk")
    index.reindex([former.pk])
    text_of("Plan 500 Officer")
    text_of("A", code="PLAN500")
    text_of("Z")
    assert found("plan 500") == ["A", "Plan 500 Officer", "C", "D", "E"]
    assert found("plan500") == ["A"]
    assert found("500") == ["A", "Plan 500 Officer", "C", "D", "E"]  # the number of a code is part of it
    text_of("B", code="500")
    assert found("500") == ["B", "A", "Plan 500 Officer", "C", "D", "E"]


def test_each_word_counts_for_the_best_place_where_it_stands():
    text_of("Budget Clerk", body="Plans.")
    text_of("Clerk", body="Plans budgets.")
    text_of("Officer", body="Plans budgets with a clerk.")
    assert found("budget clerk") == ["Budget Clerk", "Clerk", "Officer"]


def test_the_class_of_just_this_title_comes_first_then_those_whose_title_begins_so():
    text_of("Assistant Planner")
    text_of("Planner", body="Plans.")
    text_of("Planner Aide")
    text_of("City Planner")
    assert found("planner") == ["Planner", "Planner Aide", "Assistant Planner", "City Planner"]
    assert found("PLANNER") == found("planner")


def test_of_equals_the_one_first_by_title_comes_first():
    for title in ("Clerk B", "Clerk C", "Clerk A"):
        text_of(title)
    assert found("clerk") == ["Clerk A", "Clerk B", "Clerk C"]


def test_the_name_of_the_day_counts_as_title_and_another_as_a_former_one():
    job_class = text_of("Planner", revision=1).job_class
    draft = make_draft(job_class, revision=2, title="Surveyor", effective_from=DAY)
    make_section(draft)
    publish(draft)
    text_of("Other", body="Works with the planner and the surveyor.")
    assert found("planner", DAY) == ["Surveyor", "Other"]
    assert found("planner", DAY - timedelta(days=1)) == ["Planner", "Other"]


# What answers


@pytest.fixture
def clerks() -> None:
    text_of("Budget Analyst", body="Prepares budgets. Handles multiple calls, and résumés.", code="CI-2787")
    text_of("Filing Clerk", body="Files letters. Calls multiple offices.", code="F9")
    text_of("Police Clerk", body="Hands-on work with the police; drives.", code="P10")


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("", ["Budget Analyst", "Filing Clerk", "Police Clerk"]),
        ("clerk", ["Filing Clerk", "Police Clerk"]),
        ("cler", ["Filing Clerk", "Police Clerk"]),
        ("budg ana", ["Budget Analyst"]),
        ("ana budg", ["Budget Analyst"]),
        ("clerk budget", []),
        ("budget", ["Budget Analyst"]),
        ("budgeting", ["Budget Analyst"]),
        ("letter", ["Filing Clerk"]),
        ("resume", ["Budget Analyst"]),
        ("RÉSUMÉS", ["Budget Analyst"]),
        ('"multiple calls"', ["Budget Analyst"]),
        ("multiple calls", ["Budget Analyst", "Filing Clerk"]),
        ('"calls multiple"', ["Filing Clerk"]),
        ('"filing clerk"', ["Filing Clerk"]),
        ('"calls letters"', []),
        ("hands-on", ["Police Clerk"]),
        ("clerk -police", ["Filing Clerk"]),
        ('clerk -"multiple offices"', ["Police Clerk"]),
        ("-clerk", ["Budget Analyst"]),
        ("-clerk -budget", []),
        ("ci2787", ["Budget Analyst"]),
        ("CI-2787", ["Budget Analyst"]),
        ("ci 2787", ["Budget Analyst"]),
        ("ci27", ["Budget Analyst"]),
        ("f9", ["Filing Clerk"]),
        ("off*", ["Filing Clerk"]),
        ("a", []),
        ("…", []),
        ("%", []),
        ("_", []),
    ],
)
def test_a_class_answers_when_it_has_every_word_and_none_that_is_left_out(clerks, words, expected):
    assert found(words) == expected


def test_a_beginning_of_a_word_of_the_text_answers_where_nothing_has_the_words_and_says_so(clerks):
    exact, loose = answered("letter"), answered("lett")
    assert (titles(exact), exact.loosely) == (["Filing Clerk"], False)
    assert (titles(loose), loose.loosely) == (["Filing Clerk"], True)


def test_a_code_is_told_from_what_only_begins_so(clerks):
    text_of("Planner", code="P1")
    assert answered("p1").matches.coded == tuple(answered("p1").rows[:1])
    assert found("p1") == ["Planner", "Police Clerk"]
    assert answered("p").matches.coded == ()
    assert len(answered("P-10").matches.coded) == 1


@pytest.mark.parametrize("typed", ["CI-2787", "ci 2787", "C.I. 2787"])
def test_a_code_is_found_however_it_is_typed_and_comes_first(typed):
    text_of("Budget Analyst", code="CI2787")
    text_of("CI 2787 Aide", body="Helps the CI-2787.")
    assert found(typed)[0] == "Budget Analyst"
    assert found(typed, chosen={"status": ("in-force",)})[0] == "Budget Analyst"
    assert found(typed, chosen={"status": ("abolished",)}) == []


def test_a_code_that_is_left_out_leads_nowhere(clerks):
    left = answered("-p10")
    assert left.matches.coded == ()
    assert titles(left) == ["Budget Analyst", "Filing Clerk"]


def test_a_title_in_the_plural_is_that_title():
    text_of("Assistant Attorney")
    text_of("Attorney")
    text_of("Attorney General")
    assert found("attorneys") == ["Attorney", "Attorney General", "Assistant Attorney"]


def test_a_code_that_a_class_bore_leads_to_it_unless_another_bears_it_now():
    job_class = text_of("Planner", code="P1", revision=1).job_class
    draft = make_draft(job_class, revision=2, title="Planner", code="P2", effective_from=DAY)
    make_section(draft)
    publish(draft)
    assert len(answered("p1").matches.coded) == 1
    text_of("Surveyor", code="P1")
    found_now = answered("p1")
    assert [titles(found_now)[0]] == ["Surveyor"]
    assert found_now.matches.coded == (found_now.rows[0],)


def test_a_number_in_a_former_title_is_no_code():
    job_class = text_of("Analyst").job_class
    make_former_name(job_class, title="Year 2000 Analyst", code="Y2K")
    index.reindex([job_class.pk])
    assert found("2000") == ["Analyst"]
    assert answered("2000").matches.coded == ()
    assert len(answered("y2k").matches.coded) == 1


def test_one_code_of_two_organizations_is_both():
    text_of("Planner", code="P1")
    text_of("Surveyor", code="P1")
    assert len(answered("P1").matches.coded) == 2


def test_abolished_classes_answer_only_where_they_are_asked_for():
    gone = text_of("Typist").job_class
    abolish(gone, DAY, Event("abolished"))
    assert found("typist") == []
    assert found("typist", chosen={"status": ("abolished",)}) == ["Typist"]
    assert found("typist", DAY - timedelta(days=1)) == ["Typist"]


def test_what_no_entry_has_is_told_from_what_no_class_has_together(clerks):
    assert [str(term) for term in terms_not_found(parse("clerk xyzzy budget").terms)] == ["xyzzy"]
    assert terms_not_found(parse("clerk budget").terms) == []


def test_the_best_few_are_told_by_their_keys(clerks):
    keys = best("clerk", TODAY_IS, 1)
    assert [JobClass.objects.get(pk=pk).title for pk in keys] == ["Filing Clerk"]
    assert best("xyzzy", TODAY_IS, 5) == []


# Orders, letters and pages


@pytest.fixture
def known() -> dict[int, Known]:
    return census()


def sort_key(sort: str, known: Known) -> tuple[object, ...]:
    """The order of a list by what is known of its classes; a grade or code "G-10" comes after "G-2"."""

    def number(text: str) -> tuple[bool, int]:
        return not text, int(text.strip("CG-") or 0)

    plain = known.title.lower().replace("ä", "a")
    if sort == "code":
        return number(known.code)
    if sort == "grade":
        return number(known.grade)
    if sort == "revised":
        return (-(known.since.toordinal() if known.since else 0),)
    return (plain,)


@pytest.mark.parametrize("sort", ["title", "code", "grade", "revised", ""])
def test_a_list_is_in_the_order_asked_for_and_then_by_title(known, sort):
    for words in ("", "plan"):
        asked = answered(words, sort=sort or "title")
        pks = [int(pk) for pk in asked.day.columns.classes["pk"][asked.rows]]
        keys = [sort_key(sort, known[pk]) + sort_key("title", known[pk]) for pk in pks]
        assert keys == sorted(keys)
        assert len(set(pks)) == len(pks)


def test_with_words_the_best_comes_first_unless_asked_otherwise_and_without_the_list_goes_by_title():
    assert Question(words="planner").order == "relevance"
    assert Question(words="planner", sort="title").order == "title"
    assert Question().order == Question(words="-planner").order == "title"
    assert Question(sort="grade").order == "grade"
    assert set(SORTS) == {"relevance", "title", "code", "grade", "revised"}


def test_the_highest_score_that_words_can_have_stays_below_that_of_a_code():
    """All of sixteen words in the title, and the title just these, in the singular too, is as high as words go."""
    typed = " ".join(f"word{letter}" for letter in "abcdefghijklmno") + " words"
    text_of(typed, code="W1")
    asked = answered(typed)
    assert 0 < asked.matches.scores.max() < FIRST
    assert RANKED * 7 * TITLED + (RANKED - 1) * TITLED + 6 < FIRST
    assert (WEIGHTS[CODE] + 1) * MOST_WORDS < RANKED


def test_relevance_never_rises_down_the_list(known):
    asked = answered("plan budget")
    scores = [int(asked.matches.scores[row]) for row in asked.rows]
    assert scores
    assert all(first >= second for first, second in pairwise(scores))


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    words=st.sampled_from(["", "plan", "clerk", "-plan"]), letter=st.integers(0, 26), sort=st.sampled_from(list(SORTS))
)
def test_letters_count_what_one_gets_by_choosing_them_and_part_the_list(known, words, letter, sort):
    whole = answered(words, sort=sort)
    part = answered(words, sort=sort, letter=letter)
    assert part.total == whole.letters[letter]
    assert whole.letters.sum() == whole.total
    assert part.letters.tolist() == whole.letters.tolist()  # what other letters would give
    chosen = set(part.rows.tolist())
    assert [row for row in whole.rows.tolist() if row in chosen] == part.rows.tolist()


def test_counts_without_words_are_kept_with_the_day_and_are_those_of_the_filters(known):
    day: CatalogDay = catalog_day(TODAY_IS)
    first = answer(Question(chosen={"organization": ("county",)}), day)
    again = answer(Question(chosen={"organization": ("county",)}), day)
    other = answer(Question(chosen={"organization": ("town",)}), day)
    assert again.counts is first.counts
    assert other.counts is not first.counts
    assert first.total + other.total == answer(Question(), day).total
    assert answer(Question(words="plan"), day).counts is not answer(Question(words="plan"), day).counts


def test_the_order_in_which_filters_are_named_makes_no_difference():
    one = Question(chosen={"family": ("a", "b"), "grade": ("G-1",)})
    assert one.filters == Question(chosen={"grade": ("G-1",), "family": ("b", "a", "b")}).filters
    assert Question(chosen={"grade": ()}).filters == ()


# Cost


@pytest.mark.parametrize("count", [1, 15], ids=["few", "many"])
def test_an_answer_costs_no_query_without_words_one_with_words_and_two_where_nothing_has_them(
    django_assert_num_queries, count
):
    county = make_organization()
    for _ in range(count):
        make_published(make_class(county, title="Planner"))
    day = catalog_day(TODAY_IS)
    # Where several classes have several words, it is also asked whose text has them one after another.
    several = 2 if count > 1 else 1
    asked = (("", 0), ("planner", 1), ("planner duties -x", several), ("xyzzy", 2), ("plann xyz", 2), ("…", 0))
    for words, queries in asked:
        with django_assert_num_queries(queries):
            answer(Question(words=words), day)
    with django_assert_num_queries(2):  # is anything new? and the index
        assert len(best("planner", TODAY_IS, 20)) == count


# What was remembered


def test_words_that_stand_together_come_before_words_that_are_strewn():
    text_of("Operations Manager", "Leadership is asked for.")
    text_of("Clerk", "Shows operational leadership in an office.")
    asking = text_of("Surveyor", "Measures land.", competency="Operational Leadership")
    for _ in index.fill():
        pass
    assert asking
    assert found("operational leadership") == ["Surveyor", "Clerk", "Operations Manager"]


def test_all_of_it_in_the_title_comes_before_a_text_that_has_it_word_for_word():
    text_of("Analyst, Budget", "Plans.")
    text_of("Clerk", "Helps the budget analyst.")
    assert found("budget analyst") == ["Analyst, Budget", "Clerk"]


def test_a_whole_word_is_not_found_at_the_beginning_of_a_competency():
    text_of("Surveyor", "Measures land.", competency="Adapting to Change")
    text_of("Clerk", "Helps as the ADA asks.")
    assert found("ADA") == ["Clerk"]


def test_one_word_or_another_will_do():
    text_of("Police Officer", "Patrols.")
    text_of("Fire Inspector", "Inspects.")
    text_of("Clerk", "Files.")
    assert sorted(found("police OR fire")) == ["Fire Inspector", "Police Officer"]
    assert found("police OR fire inspector") == ["Fire Inspector"]
    assert found("patrols OR files -police") == ["Clerk"]
    assert found("OR") == []


@pytest.mark.parametrize("sign", ["-", "–", "−"])
def test_a_word_is_left_out_whatever_hyphen_is_typed(sign):
    text_of("Police Officer", "Patrols.")
    text_of("Probation Officer", "Visits.")
    assert found(f"officer {sign}police") == ["Probation Officer"]


def test_words_that_only_look_alike_are_told_apart_and_plurals_made_within_a_word_are_found():
    text_of("Police Captain", "Commands officers.")
    text_of("Clerk", "Works in an office.")
    text_of("Mechanic", "Repairs engines.")
    text_of("Surveyor", "Advises engineers.")
    text_of("Counselor", "Helps a woman with her child.")
    assert found("officer") == ["Police Captain"]
    assert found("offices") == ["Clerk"]
    assert found("engine") == ["Mechanic"]
    assert found("engineering") == ["Surveyor"]
    assert found("women children") == ["Counselor"]


@pytest.mark.parametrize("typed", ['"planner 2"', '"Planner II"', "planner 2"])
def test_a_numeral_in_a_phrase_stands_for_the_other_one(typed):
    for title in ("Planner I", "Planner II", "Planner III", "Planner of 2 Towns"):
        text_of(title)
    assert found(typed)[0] == "Planner II"
    assert found('"planner 2"') == ["Planner II"]


@pytest.mark.parametrize("typed", ["manager", "managers", "MANAGER OR director"])
def test_a_title_that_has_the_very_word_comes_before_one_that_only_begins_so_or_has_its_stem(typed):
    for title in ("Case Management Specialist", "IT Manager", "Managerial Accountant", "Project Managers"):
        text_of(title)
    assert set(found(typed)[:2]) == {"IT Manager", "Project Managers"}
    assert len(found(typed)) > 2


def test_a_word_whose_stem_is_another_word_is_not_that_word():
    for title in ("Civil Engineering Technician", "Network Engineer", "Engineering Aide"):
        text_of(title)
    assert found("engineer") == ["Network Engineer", "Engineering Aide", "Civil Engineering Technician"]


def test_a_pronoun_is_not_meant_for_an_abbreviation():
    text_of("IT Manager")
    text_of("Clerk", "Sorts mail, and brings it to its rooms.")
    text_of("Buyer", "Buys for IT and others.")
    assert found("it") == ["IT Manager", "Buyer"]
    assert found('"brings it"') == ["Clerk"]
    assert found("-it") == ["Clerk"]


def test_a_text_that_has_it_word_for_word_comes_before_words_strewn_over_competencies():
    archivist = make_draft(make_class(title="Archivist", slug="archivist"), effective_from=date(2020, 1, 1))
    make_section(archivist, kind="competencies", heading="Competencies", body="")
    framework = make_framework()
    for name in ("Public Relations", "Work Standards"):
        require_competency(archivist, make_competency(framework, name))
    publish(archivist)
    text_of("Civil Engineer", "Designs public works.")
    text_of("Clerk", "Works with the public.")
    assert found("public works") == ["Civil Engineer", "Archivist", "Clerk"]
