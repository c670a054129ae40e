"""The lint over the catalog: what it gathers around a text, what that costs, and the command."""

from __future__ import annotations

import json
from datetime import date, timedelta
from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from classes.linting import lint, lint_one, texts_to_lint
from classes.models import JobClass, Specification
from classes.publishing import Event, abolish, publish
from tests.conftest import TODAY
from tests.factories import (
    make_class,
    make_competency,
    make_draft,
    make_entry,
    make_former_name,
    make_framework,
    make_organization,
    make_published,
    make_section,
    require_competency,
)

pytestmark = pytest.mark.django_db

DAY = TODAY.date()
TOMORROW = DAY + timedelta(days=1)


@pytest.fixture
def county():
    return make_organization("county")


def text_of(job_class: JobClass, distinguishing: str = "", effective_from: date = date(2020, 1, 1), **fields):
    """A published text that says no more than what sets its class apart."""
    draft = draft_of(job_class, distinguishing, effective_from=effective_from, **fields)
    return publish(draft)


def draft_of(job_class: JobClass, distinguishing: str = "", **fields):
    draft = make_draft(job_class, **fields)
    make_section(draft, body="Plans.")
    if distinguishing:
        make_section(draft, kind="distinguishing", heading="Distinguishing", body=distinguishing)
    return draft


def apart(own: str, *others: str) -> str:
    return "\n\n".join(f"The {own} is distinguished from the {other}, which differs." for other in others)


def said(text: Specification, on: date = DAY) -> list[tuple[str, str]]:
    return [(finding.rule, finding.says) for finding in lint_one(text, on)]


def test_two_texts_that_name_each_other_have_no_finding(county):
    planner, senior = make_class(county, title="Planner"), make_class(county, title="Senior Planner")
    text = text_of(planner, apart("Planner", "Senior Planner"))
    text_of(senior, apart("Senior Planner", "Planner"))
    assert said(text) == []


def test_a_class_whose_text_in_force_names_this_one_no_more_is_silent(county):
    planner, senior = make_class(county, title="Planner"), make_class(county, title="Senior Planner")
    text = text_of(planner, apart("Planner", "Senior Planner"))
    text_of(senior, apart("Senior Planner", "Planner"))
    text_of(senior, effective_from=TOMORROW, revision=2)
    assert said(text) == []
    assert said(text, TOMORROW) == [
        ("class-silent", "Sets this class apart from “Senior Planner”, whose text names no other class.")
    ]


def test_a_draft_is_no_answer(county):
    planner, senior = make_class(county, title="Planner"), make_class(county, title="Senior Planner")
    text = text_of(planner, apart("Planner", "Senior Planner"))
    draft_of(senior, apart("Senior Planner", "Planner"))
    assert [rule for rule, _ in said(text)] == ["class-unheld"]


def test_a_class_is_known_by_its_former_title_from_the_day_on_which_it_was_laid_down(county):
    planner, senior = make_class(county, title="Planner"), make_class(county, title="Principal Planner")
    text = text_of(planner, apart("Planner", "Principal Planner"))
    text_of(senior, apart("Principal Planner", "Planner"))
    draft = draft_of(senior, apart("Senior Planner", "Planner"), revision=2, effective_from=TOMORROW)
    draft.title = "Senior Planner"
    draft.save()
    publish(draft, Event("retitled", "Retitled."))
    assert said(text) == []
    assert said(text, TOMORROW) == [
        ("class-retitled", "Names “Principal Planner”, which has been “Senior Planner” since June 16, 2026.")
    ]


def test_a_title_that_a_class_is_about_to_bear_is_known(county):
    planner, senior = make_class(county, title="Planner"), make_class(county, title="Principal Planner")
    text_of(senior, apart("Principal Planner", "Planner"))
    draft = draft_of(senior, apart("Senior Planner", "Planner"), revision=2, effective_from=TOMORROW)
    draft.title = "Senior Planner"
    draft.save()
    publish(draft, Event("retitled", "Retitled."))
    assert said(text_of(planner, apart("Planner", "Senior Planner"))) == []


def test_a_former_title_that_was_only_noted_is_known(county):
    planner, senior = make_class(county, title="Planner"), make_class(county, title="Senior Planner")
    make_former_name(senior, title="Chief Planner", until=date(2019, 5, 1))
    text = text_of(planner, apart("Planner", "Chief Planner"))
    text_of(senior, apart("Senior Planner", "Planner"))
    assert said(text) == [
        ("class-retitled", "Names “Chief Planner”, which has been “Senior Planner” since May 1, 2019.")
    ]


def test_a_class_is_there_on_the_day_before_it_is_abolished_and_gone_on_the_day(county):
    planner, aide = make_class(county, title="Planner"), make_class(county, title="Planning Aide")
    text = text_of(planner, apart("Planner", "Planning Aide"))
    text_of(aide, apart("Planning Aide", "Planner"))
    abolish(aide, TOMORROW, Event("abolished", "No longer used."), successors=[planner])
    assert said(text) == []
    assert said(text, TOMORROW) == [
        ("class-abolished", "Names “Planning Aide”, which was abolished on June 16, 2026; “Planner” took its place.")
    ]


def test_a_class_of_another_organization_is_missing(county):
    make_class(make_organization("city"), title="Senior Planner")
    text = text_of(make_class(county, title="Planner"), apart("Planner", "Senior Planner"))
    assert [rule for rule, _ in said(text)] == ["class-missing"]


def test_the_class_detail_is_held_against_the_entries_of_the_class(county):
    planner = make_class(county, title="Planner")
    make_entry(planner, kind="established", effective_on=date(2018, 9, 21))
    draft = draft_of(planner, effective_from=date(2020, 1, 1))
    make_section(draft, kind="class_detail", heading="Class Detail", body="Established Date: 9/12/2018")
    assert said(draft) == [
        (
            "date-unmatched",
            "Prints that the class was established on September 12, 2018; the history says September 21, 2018.",
        )
    ]


def test_texts_that_apply_or_will_are_read_and_past_and_corrected_ones_are_not(county):
    planner = make_class(county, title="Planner")
    text_of(planner)
    text_of(planner, effective_from=DAY, revision=2)
    text_of(planner, effective_from=TOMORROW, revision=3)
    wrong = make_published(make_class(county, title="Clerk"))
    fixed = publish(draft_of(wrong.job_class, corrects=wrong, revision=2, effective_from=wrong.effective_from))
    draft = draft_of(wrong.job_class, revision=3)
    read = {(text.job_class.title, text.revision) for text in texts_to_lint(DAY)}
    assert read == {("Planner", 2), ("Planner", 3), ("Clerk", fixed.revision)}
    assert [text.pk for text in texts_to_lint(DAY, drafts=True)] == [draft.pk]


# One for the texts; five for their sections, requirements, competencies, descriptors and the history of their classes;
# four for the titles, former titles, classes and successors of the organization; two for the answers. Without a
# competency there is nothing to ask descriptors for.
@pytest.mark.parametrize("classes", [2, 20])
def test_the_catalog_is_read_in_as_many_queries_for_few_classes_as_for_many(county, classes, django_assert_num_queries):
    framework = make_framework("state", levels=("Journey", "Advanced"))
    tact = make_competency(framework, name="Tact")
    titles = [f"Planner {chr(65 + at)}" for at in range(classes)]
    for title in titles:
        draft = draft_of(make_class(county, title=title), apart(title, *titles), effective_from=date(2020, 1, 1))
        make_section(draft, kind="competencies", heading="Competencies", body="")
        require_competency(draft, tact, {"journey": "Listens.", "advanced": "Mediates."})
        publish(draft)
    with django_assert_num_queries(12):
        assert len(list(lint(texts_to_lint(DAY), DAY))) == classes
    text = Specification.objects.get(title="Planner A")
    with django_assert_num_queries(12):
        assert lint_one(text, DAY) == []


def test_texts_are_read_in_chunks_and_organization_by_organization(monkeypatch, county):
    """Three texts of one and two of another, two at a time: no chunk sees the titles of another organization."""
    monkeypatch.setattr("classes.linting.CHUNK", 2)
    city = make_organization("city")
    for organization, titles in ((county, "ABC"), (city, "AB")):
        for title in titles:
            text_of(make_class(organization, title=f"Planner {title}"), apart(f"Planner {title}", "Planner C"))
    read = [(linted.address, [finding.rule for finding in linted.findings]) for linted in lint(texts_to_lint(DAY), DAY)]
    assert [rules for _, rules in read] == [["class-missing"]] * 2 + [["class-silent"]] * 2 + [[]]
    assert [address.partition("/")[0] for address, _ in read] == ["city"] * 2 + ["county"] * 3


def command(*arguments: str) -> tuple[str, str]:
    """Run the command; return what it said and what it said aside."""
    said, aside = StringIO(), StringIO()
    call_command("lint_catalog", *arguments, stdout=said, stderr=aside)
    return said.getvalue(), aside.getvalue()


@pytest.fixture
def slips(county):
    """A text with two findings, a draft with one, and a sound text of another organization."""
    planner = make_class(county, code="P1", title="Planner")
    draft = make_draft(planner, effective_from=date(2020, 1, 1))
    make_section(draft, body="Plans the the work (of others.")
    publish(draft)
    make_section(make_draft(planner, revision=2), body="Writes teh plan.")
    make_published(make_class(make_organization("city"), code="C1", title="Clerk"))


def test_the_command_tells_a_line_a_finding_under_its_class_and_counts(slips):
    said, aside = command()
    assert aside == ""
    assert said == (
        "county/p1 Planner, revision 1 (published)\n"
        "  Duties [word-doubled]: “Plans the the work (of others.”: “the” stands twice. "
        "One of the two was probably left over in editing.\n"
        "  Duties [bracket]: “Plans the the work (of others.”: “(” is not closed. It is open where the aside ends.\n"
        "2 findings in 1 of 2 texts.\n"
    )


def test_the_command_reads_drafts_in_place_of_published_texts(slips):
    said, _ = command("--drafts")
    assert said.startswith("county/p1 Planner, revision 2 (draft)\n  Duties [spelling]: “Writes teh plan.”: ")
    assert said.endswith("1 finding in 1 of 1 text.\n")


@pytest.mark.parametrize(
    ("arguments", "count"),
    [
        (("--rule", "bracket"), "1 finding in 1 of 2 texts."),
        (("--rule", "bracket", "--rule", "word-doubled"), "2 findings in 1 of 2 texts."),
        (("--organization", "city"), "0 findings in 0 of 1 text."),
        (("--class", "county/p1"), "2 findings in 1 of 1 text."),
        (("--class", "county/p1", "--organization", "city"), "0 findings in 0 of 0 texts."),
    ],
)
def test_the_command_can_be_narrowed(slips, arguments, count):
    said, _ = command(*arguments)
    assert said.splitlines()[-1] == count


@pytest.mark.parametrize(
    ("arguments", "what"),
    [
        (("--organization", "town"), "no organization “town”"),
        (("--class", "county/p9"), "no class “county/p9”"),
        (("--class", "p1"), "no class “p1”"),
        (("--rule", "beauty"), "invalid choice: 'beauty'"),
    ],
)
def test_what_the_catalog_does_not_have_is_refused(slips, arguments, what):
    with pytest.raises(CommandError, match=what):
        command(*arguments)


def test_the_command_writes_json_lines_and_counts_aside(slips):
    said, aside = command("--json", "--rule", "bracket")
    assert aside == "1 finding in 1 of 2 texts.\n"
    assert json.loads(said) == {
        "class": "county/p1",
        "revision": 1,
        "status": "published",
        "rule": "bracket",
        "section": "Duties",
        "anchor": "duties",
        "competency": "",
        "level": "",
        "says": "“Plans the the work (of others.”: “(” is not closed.",
        "reason": "It is open where the aside ends.",
        "severity": "advice",
    }


def test_progress_is_told_aside(slips, monkeypatch):
    monkeypatch.setattr("classes.management.commands.lint_catalog.EVERY", -1)
    _, aside = command()
    assert aside == "1 of 2 texts read.\n2 of 2 texts read.\n"


def test_an_empty_catalog_has_no_finding():
    assert command() == ("0 findings in 0 of 0 texts.\n", "")


def test_the_help_names_every_rule(capsys):
    with pytest.raises(SystemExit):
        call_command("lint_catalog", "--help")
    said = capsys.readouterr().out
    assert "line-repeated        lines of one section that say nearly the same" in said
