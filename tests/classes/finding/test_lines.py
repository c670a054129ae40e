"""The lines of a list, and why each is there: marks, former names, competencies, the sentence that has the words."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

import pytest

from classes.finding import index
from classes.finding.days import catalog_day
from classes.finding.lines import Hit, Line, hits, lines, minimums, shortened
from classes.finding.search import Question, answer
from classes.finding.words import Mark, Marker, parse
from classes.models import JobClass, Specification
from classes.publishing import Event, abolish, publish
from tests.conftest import TODAY
from tests.factories import (
    make_class,
    make_competency,
    make_draft,
    make_family,
    make_former_name,
    make_framework,
    make_organization,
    make_published,
    make_section,
    make_series,
    require_competency,
)

pytestmark = pytest.mark.django_db

TODAY_IS = TODAY.date()
DAY = date(2023, 7, 30)
LONG = " ".join(f"word{number}" for number in range(90))


def text_that_says(body: str, competency: str = "", **fields: object) -> Specification:
    title = str(fields.pop("title", "Weaver"))
    draft = make_draft(make_class(title=title), effective_from=date(2020, 1, 1), **fields)
    make_section(draft, position=1, body=body)
    if competency:
        make_section(draft, position=2, kind="competencies", heading="Competencies", body="")
        require_competency(draft, make_competency(make_framework(), competency))
    return publish(draft)


def hits_of(words: str, on: date = TODAY_IS) -> list[Hit]:
    for _ in index.fill():
        pass
    found = answer(Question(words=words), catalog_day(on))
    return hits(found, found.rows.tolist())


def hit_of(words: str, on: date = TODAY_IS) -> Hit:
    (hit,) = hits_of(words, on)
    return hit


def shown(marks: Sequence[Mark]) -> str:
    """A text with what is marked in brackets."""
    return "".join(f"[{mark.text}]" if mark.marked else mark.text for mark in marks)


# A line


def test_a_line_tells_of_a_class_what_its_text_of_the_day_says():
    county = make_organization("county", name="County")
    family = make_family(county, name="Crafts")
    series = make_series(county, name="Weavers")
    job_class = make_class(county, title="Weaver", code="W1", family=family, series=series, series_rank=1)
    make_published(job_class, DAY, pay_grade="G-7", minimum_education=50, minimum_experience_months=36)
    (line,) = lines(catalog_day(DAY), [0])
    assert line == Line(
        pk=job_class.pk,
        key="county/w1",
        title="Weaver",
        code="W1",
        organization="County",
        family="Crafts",
        series="Weavers",
        grade="G-7",
        minimums="Bachelor’s degree, 3 years",
        since=DAY,
        status="in-force",
        text_held=True,
        abolished_on=None,
    )
    assert (line.address, line.name, line.group) == (job_class.get_absolute_url(), "Weaver (W1)", "Crafts")
    assert line.since_words == "Jul 30, 2023"


def test_a_line_without_a_text_tells_names_and_groups_alone():
    county = make_organization(name="County")
    make_class(county, title="Weaver", series=make_series(county, name="Weavers"), series_rank=1)
    (line,) = lines(catalog_day(DAY), [0])
    assert (line.name, line.grade, line.minimums, line.since, line.since_words) == ("Weaver", "", "", None, "")
    assert (line.status, line.text_held, line.group) == ("no-text", False, "Weavers")


def test_a_line_of_a_text_that_bears_no_date_tells_none():
    make_published(effective_from=None)
    (line,) = lines(catalog_day(DAY), [0])
    assert (line.since, line.text_held) == (None, True)


def test_a_line_tells_when_its_class_was_abolished():
    abolish(make_published().job_class, DAY, Event("abolished"))
    (line,) = lines(catalog_day(DAY), [0])
    assert (line.status, line.abolished_on, line.text_held) == ("abolished", DAY, False)


@pytest.mark.parametrize("education", [None, 20, 50])
@pytest.mark.parametrize("months", [None, 0, 6, 36])
def test_minimums_are_told_as_the_text_itself_tells_them(education, months):
    text = make_draft(minimum_education=education, minimum_experience_months=months)
    assert minimums(education or 0, -1 if months is None else months) == text.minimums


def test_lines_of_many_classes_cost_no_query(django_assert_num_queries):
    for _ in range(5):
        make_published()
    day = catalog_day(DAY)
    with django_assert_num_queries(0):
        assert len(list(lines(day, range(5)))) == 5


# Why it is there


def test_without_words_nothing_is_marked_and_nothing_told(django_assert_num_queries):
    text_that_says("Weaves baskets.")
    found = answer(Question(), catalog_day(TODAY_IS))
    with django_assert_num_queries(0):
        (hit,) = hits(found, found.rows.tolist())
    assert (shown(hit.title), hit.formerly, hit.said) == ("Weaver", None, ())


@pytest.mark.parametrize(
    ("words", "title"),
    [
        ("budget", "[Budget] Analyst"),
        ("ana budg", "[Budget] [Analyst]"),
        ("Anályst", "Budget [Analyst]"),
        ("budgeting analysts", "[Budget] [Analyst]"),  # other forms of its words
    ],
)
def test_what_stands_in_the_title_is_marked_there_and_nothing_else_is_told(words, title):
    text_that_says("Weaves baskets. Analyses the budget.", title="Budget Analyst")
    hit = hit_of(words)
    assert (shown(hit.title), hit.formerly, shown(hit.said)) == (title, None, "")


def test_what_stands_in_the_code_is_marked_there():
    make_published(make_class(title="Weaver", code="CI2787"))
    assert shown(hit_of("ci27").code) == "[CI2787]"


def test_a_class_found_by_a_former_name_says_which_and_until_when():
    job_class = make_class(title="Weaver", code="W1")
    make_published(job_class, title="Basket Maker", code="B9")
    make_published(job_class, DAY, revision=2, title="Weaver", code="W1")
    for words in ("basket", "b9", "basket b9"):
        hit = hit_of(words)
        assert str(hit.formerly) == "Basket Maker (B9)", words
        assert hit.formerly.last_day == date(2023, 7, 29)
        assert "[" in shown(hit.called), words
        assert hit.said == ()
    assert hit_of("basket", date(2023, 7, 29)).formerly is None  # its name of that day


def test_a_former_name_that_was_only_noted_is_told_too():
    job_class = make_published(make_class(title="Weaver")).job_class
    make_former_name(job_class, title="Plaiter", until=date(2001, 5, 1))
    index.reindex([job_class.pk])
    assert str(hit_of("plaiter").formerly) == "Plaiter"


def test_a_class_found_by_a_name_that_is_announced_says_which():
    job_class = make_class(title="Weaver", code="W1")
    make_published(job_class, title="Weaver", code="W1")
    make_published(job_class, date(2026, 7, 1), revision=2, title="Loom Operator", code="W1")
    hit = hit_of("loom")
    assert (str(hit.later), hit.later.effective_from, hit.formerly, hit.said) == (
        "Loom Operator",
        date(2026, 7, 1),
        None,
        (),
    )
    assert hit_of("loom", date(2026, 6, 30)).later == hit.later
    assert hit_of("loom", date(2026, 7, 1)).later is None  # its name of that day


@pytest.mark.parametrize(
    ("typed", "title", "marks"),
    [
        ("weaver 2", "Weaver II", "[Weaver] [II]"),
        ("weaver ii", "Weaver 2", "[Weaver] [2]"),
        ("weaver 10", "Weaver X", "[Weaver] [X]"),
        ("weaver 1", "Weaver I", "[Weaver] [I]"),
    ],
)
def test_numerals_in_titles_are_found_by_either_sort(typed, title, marks):
    make_published(make_class(title=title))
    make_published(make_class(title="Weaver III"))
    assert [shown(hit.title) for hit in hits_of(typed)] == [marks]


def test_a_competency_that_has_the_words_is_named_before_a_sentence():
    text_that_says("Coaches others in decision making.", competency="Coaching and Decision Making")
    hit = hit_of("decision coach")
    assert shown(hit.asks_for) == "[Coaching] and [Decision] Making"
    assert hit.said == hit.asks_for
    assert hit.saying == ()


def test_else_the_sentence_that_has_the_words_is_shown_with_them_marked():
    text_that_says("Weaves nets. Weaves baskets, and sells a basket.")
    assert shown(hit_of("baskets").said) == "Weaves [baskets], and sells a [basket]."


def test_the_sentence_is_of_the_text_of_the_day():
    text = text_that_says("Weaves baskets of reed.", revision=1)
    draft = make_draft(text.job_class, revision=2, effective_from=DAY)
    make_section(draft, body="Weaves baskets of straw.")
    publish(draft)
    assert shown(hit_of("baskets", date(2023, 7, 29)).said) == "Weaves [baskets] of reed."
    assert shown(hit_of("baskets", DAY).said) == "Weaves [baskets] of straw."


@pytest.mark.parametrize("words", ["bask*", "bask"], ids=["typed so", "as nothing has just this"])
def test_words_that_begin_so_are_marked_in_the_sentence_that_has_them(words):
    text_that_says("Weaves nets. Weaves baskets.")
    assert shown(hit_of(words).said) == "Weaves [baskets]."


def test_words_of_which_some_stand_in_the_title_are_told_by_the_sentence_with_the_rest():
    text_that_says("Weaves nets. Sells baskets.", title="Weaver")
    hit = hit_of("weaver baskets")
    assert shown(hit.title) == "[Weaver]"
    assert "[baskets]" in shown(hit.said)


def test_a_class_that_has_the_words_nowhere_but_in_several_names_is_told_by_none():
    job_class = make_class(title="Weaver")
    make_former_name(job_class, title="Plaiter", until=DAY)
    hit = hit_of("weaver plaiter")
    assert (shown(hit.title), hit.said) == ("[Weaver]", ())


def test_reasons_cost_one_query_however_many_lines(django_assert_num_queries):
    for number in range(12):
        text_that_says("Weaves baskets.", title=f"Weaver {number}")
    found = answer(Question(words="baskets"), catalog_day(TODAY_IS))
    with django_assert_num_queries(1):  # their sentences
        assert all(shown(hit.said) == "Weaves [baskets]." for hit in hits(found, found.rows.tolist()))


def test_the_text_is_not_read_where_the_title_tells_all(django_assert_num_queries):
    text_that_says("Weaves baskets.")
    found = answer(Question(words="weaver"), catalog_day(TODAY_IS))
    with django_assert_num_queries(0):
        hits(found, found.rows.tolist())


# A long sentence


@pytest.mark.parametrize("word", ["word0", "word3", "word44", "word89"])
def test_a_long_sentence_is_cut_around_the_first_word_that_was_looked_for(word):
    marker = Marker(parse(word))
    cut = shortened(LONG, marker)
    assert len(cut) <= 320 + len("… ") + len(" …")
    assert word in cut.split()
    assert cut.startswith("… ") is not cut.startswith("word0 ")
    assert cut.endswith(" …") is not cut.endswith(" word89")
    assert cut.removeprefix("… ").removesuffix(" …") in LONG
    assert {each for each in cut.split() if each != "…"} <= set(LONG.split())


def test_a_sentence_that_is_not_long_stays_whole():
    assert shortened("Weaves baskets.", Marker(parse("baskets"))) == "Weaves baskets."


def test_a_sentence_without_spaces_is_cut_too():
    assert len(shortened("a" * 1000, Marker(parse("b")))) <= 330


def test_lines_follow_the_rows_asked_for():
    for title in ("B", "A"):
        make_class(title=title)
    day = catalog_day(DAY)
    assert [line.title for line in lines(day, [1, 0])] == [line.title for line in reversed(list(lines(day, [0, 1])))]
    assert JobClass.objects.count() == 2
