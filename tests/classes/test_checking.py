"""The check of what is published. Tampering goes past the models, as a slip in a database console would."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from datetime import date
from io import StringIO

import pytest
from django.core.management import call_command

from classes.checking import problems
from classes.models import (
    JobClass,
    LevelDescriptor,
    RequiredCompetency,
    Requirement,
    Section,
    SourceDocument,
    Specification,
)
from classes.publishing import publish
from tests.factories import (
    make_class,
    make_competency,
    make_draft,
    make_entry,
    make_framework,
    make_organization,
    make_published,
    make_requirement,
    make_section,
    require_competency,
)

pytestmark = pytest.mark.django_db

DAY = date(2023, 7, 30)
SOURCE = """COUNTY
Duties
Plans the work.
And more.
COUNTY
Education
A degree.
Competencies Journey
Tact - Is kind.
Does it.
Note
None
"""
FURNITURE = [{"text": "COUNTY", "reason": "the header repeated", "occurrence": 2}]


@pytest.fixture
def planner() -> Specification:
    """A published text with a row of every kind, true to its source."""
    source = SourceDocument.objects.create(
        name="p1.txt", text=SOURCE, sha256=hashlib.sha256(SOURCE.encode()).hexdigest(), furniture=FURNITURE
    )
    job_class = make_class(make_organization("county"), code="P1")
    draft = make_draft(
        job_class, title="Planner", effective_from=DAY, masthead="COUNTY", pay_grade="EX-17", probation_months=6,
        source=source,
    )  # fmt: skip
    make_section(draft, position=1, kind="duties", heading="Duties", body="Plans the work.")
    make_section(draft, position=2, kind="other", heading="", body="And more.")
    make_section(draft, position=3, kind="education", heading="Education", body="")
    make_section(draft, position=4, kind="competencies", heading="Competencies", body="")
    make_section(draft, position=5, kind="note", heading="Note", body="None")
    make_requirement(draft, kind="education", text="A degree.")
    tact = make_competency(make_framework("state", levels=("Journey",)), name="Tact")
    require_competency(draft, tact, definition="Is kind.", levels={"journey": "Does it."})
    return publish(draft)


def check() -> tuple[int, str]:
    """Run the command; return its exit status and all that it said."""
    said = StringIO()
    try:
        call_command("check_catalog", stdout=said, stderr=said)
    except SystemExit as end:
        return end.code, said.getvalue()
    return 0, said.getvalue()


def test_an_empty_catalog_is_sound():
    assert check() == (0, "0 published specifications checked: no fault.\n")


def test_a_sound_catalog_exits_0_and_lists_what_was_set_aside_as_furniture(planner):
    make_draft(planner.job_class, revision=2)
    assert check() == (
        0,
        "p1.txt: set aside as page furniture, the header repeated: “COUNTY”\n"
        "1 published specifications checked: no fault.\n",
    )


def test_the_two_real_specifications_are_sound(catalog):
    status, said = check()
    assert status == 0
    assert said.count("set aside as page furniture, the ") == 3
    assert said.endswith("2 published specifications checked: no fault.\n")


def test_one_wrong_letter_in_a_real_specification_is_named_with_its_section(catalog):
    section = Section.objects.get(specification__job_class__slug="ci2787", kind="supervision")
    Section.objects.filter(pk=section.pk).update(body=section.body.replace("two", "too"))
    status, said = check()
    assert status == 1
    assert said == (
        "city/ci2787 revision 1, section “Level of Supervision Exercised”: "
        "the text was changed after it was published\n"
        "city/ci2787 revision 1, section “Level of Supervision Exercised”: "
        "reads “too” where the source has “two”\n"
        "2 faults in 2 published specifications.\n"
    )


def change(model: type, **fields: object) -> Callable[[], None]:
    """A change by `UPDATE` to the rows of `model` that pass as `where`, if it is given."""
    where = fields.pop("where", {})

    def tamper() -> None:
        assert model.objects.filter(**where).update(**fields) == 1

    return tamper


def delete(heading: str) -> Callable[[], None]:
    return lambda: Section.objects.filter(heading=heading)._raw_delete("default")


HEAD = ["title, date or facts: the text was changed after it was published"]


def in_section(heading: str, *words: str) -> list[str]:
    return [f"section “{heading}”: {line}" for line in ("the text was changed after it was published", *words)]


@pytest.mark.parametrize(
    ("tamper", "lines"),
    [
        pytest.param(tamper, lines, id=name)
        for name, tamper, lines in [
            (
                "section body",
                change(Section, where={"kind": "duties"}, body="Plans the works."),
                in_section("Duties", "reads “works.” where the source has “work.”"),
            ),
            (
                "body of a section without a heading",
                change(Section, where={"kind": "other"}, body="And more"),
                in_section("Duties", "reads “more” where the source has “more.”"),
            ),
            (
                "space that no word shows",
                change(Section, where={"kind": "duties"}, body="Plans  the work."),
                in_section("Duties"),
            ),
            (
                "heading",
                change(Section, where={"kind": "education"}, heading="Educations"),
                [
                    in_section("Education")[0],
                    "section “Educations”: reads “Educations” where the source has “Education”",
                ],
            ),
            ("kind of a section", change(Section, where={"kind": "duties"}, kind="other"), in_section("Duties")),
            (
                "requirement",
                change(Requirement, text="A degree"),
                in_section("Education", "reads “degree” where the source has “degree.”"),
            ),
            ("by position", change(Requirement, by_position=True), in_section("Education")),
            (
                "competency name",
                change(RequiredCompetency, name="Tacts"),
                in_section("Competencies", "reads “Tacts” where the source has “Tact”"),
            ),
            (
                "competency definition",
                change(RequiredCompetency, definition="Is kind"),
                in_section("Competencies", "reads “kind” where the source has “kind.”"),
            ),
            (
                "descriptor",
                change(LevelDescriptor, text="Does it!"),
                in_section("Competencies", "reads “it!” where the source has “it.”"),
            ),
            ("title", change(Specification, title="Planner "), HEAD),
            ("code", change(Specification, code="P2"), HEAD),
            ("revision", change(Specification, revision=2), HEAD),
            ("effective date", change(Specification, effective_from=date(2023, 7, 31)), HEAD),
            ("no effective date", change(Specification, effective_from=None), HEAD),
            ("printed fact", change(Specification, pay_grade="EX-18"), HEAD),
            ("derived fact", change(Specification, probation_months=7), HEAD),
            (
                "masthead",
                change(Specification, masthead="COUNTIES"),
                [*HEAD, "section “masthead”: reads “COUNTIES” where the source has “COUNTY”"],
            ),
            (
                "digest",
                change(Specification, digest="0" * 64),
                ["the document: the stored digest was changed after the text was published"],
            ),
            (
                "source",
                change(SourceDocument, text=SOURCE.replace("Plans", "Plan")),
                [
                    "source “p1.txt”: the text was changed after it was loaded",
                    "section “Duties”: reads “Plans” where the source has “Plan”",
                ],
            ),
            (
                "checksum of the source",
                change(SourceDocument, sha256="0" * 64),
                ["source “p1.txt”: the text was changed after it was loaded"],
            ),
            (
                "furniture",
                change(SourceDocument, furniture=[]),
                ["section “Duties”: the source's “COUNTY” is missing"],
            ),
            (
                "furniture that is not in the source",
                change(SourceDocument, furniture=[{"text": "CITY", "reason": "none"}]),
                ["source “p1.txt”: its page furniture cannot be set aside: The source has no passage number 1 “CITY”."],
            ),
        ]
    ],
)
def test_one_change_is_named_with_its_specification_and_section(planner, tamper, lines):
    tamper()
    revision = Specification.objects.get().revision
    status, said = check()
    assert said.splitlines() == [
        *(f"county/p1 revision {revision}, {line}" for line in lines),
        f"{len(lines)} fault{'s' if len(lines) > 1 else ''} in 1 published specifications.",
    ]
    assert status == 1


def test_furniture_that_is_no_furniture_is_named(planner):
    SourceDocument.objects.update(furniture=[{"words": "COUNTY"}])
    (line,) = problems()
    assert line.startswith("county/p1 revision 1, source “p1.txt”: its page furniture cannot be set aside: ")


@pytest.mark.parametrize("heading", ["Duties", "Competencies", "Note"])
def test_a_deleted_section_is_named(planner, heading):
    if heading == "Competencies":
        LevelDescriptor.objects.all()._raw_delete("default")
        RequiredCompetency.objects.all()._raw_delete("default")
    delete(heading)()
    status, said = check()
    assert status == 1
    assert f"county/p1 revision 1, section “{heading}”: is missing, though it was published\n" in said
    assert "the text was changed" not in said


def test_an_added_section_is_named(planner):
    make_section(planner, position=9, heading="Salary", body="High.")
    status, said = check()
    assert status == 1
    assert "section “Salary”: stands there now, but was not published\n" in said
    assert "the text was changed" not in said
    assert "section “Salary”: “Salary High.” does not stand in the source" in said


def test_a_section_that_was_moved_is_named_at_both_places(planner):
    Section.objects.filter(heading="Note").update(position=0)
    status, said = check()
    assert status == 1
    assert "section “Note”: stands there now, but was not published\n" in said
    assert "section “Note”: is missing, though it was published\n" in said
    assert "section “Duties”: the text was changed" not in said


def test_a_specification_without_a_source_is_held_against_its_digest_alone():
    make_published()
    assert list(problems()) == []


def test_drafts_are_not_checked(planner):
    draft = make_draft(planner.job_class, revision=2, source=planner.source)
    make_section(draft, body="Anything.")
    assert list(problems()) == []


# Intervals


def line_of_two(start: date = date(2024, 1, 1), **fields: object) -> tuple[Specification, Specification]:
    first = make_published(make_class(make_organization("county"), code="P1"), DAY)
    second = make_published(first.job_class, start, revision=2, **fields)
    assert list(problems()) == []
    return first, second


def test_a_text_with_a_successor_and_no_end_is_named():
    first, second = line_of_two()
    Specification.objects.filter(pk=second.pk).update(effective_to=date(2025, 1, 1))
    Specification.objects.filter(pk=first.pk).update(effective_to=None)
    assert list(problems()) == [
        "county/p1 revision 1, interval: has no end, though revision 2 follows",
        "county/p1 revision 2, interval: ends on 2025-01-01, but nothing follows",
    ]
    assert check()[0] == 1


def test_a_gap_is_named_unless_the_history_has_the_class_abolished_on_its_first_day():
    first, _ = line_of_two()
    Specification.objects.filter(pk=first.pk).update(effective_to=date(2023, 12, 31))
    assert list(problems()) == [
        "county/p1 revision 1, interval: ends before revision 2 begins, and nothing abolished the class"
    ]
    make_entry(first.job_class, kind="abolished", effective_on=date(2023, 12, 30))
    assert len(list(problems())) == 1
    make_entry(first.job_class, kind="abolished", effective_on=date(2023, 12, 31))
    assert list(problems()) == []


def test_a_text_without_end_of_an_abolished_class_is_named():
    text = make_published(make_class(make_organization("county"), code="P1"))
    JobClass.objects.filter(pk=text.job_class_id).update(abolished_on=DAY)
    assert list(problems()) == [
        "county/p1 revision 1, interval: has no end, though the class was abolished on 2023-07-30"
    ]


def test_stored_digests_of_sections_that_were_changed_are_named(planner):
    Specification.objects.update(section_digests=[])
    assert list(problems()) == [
        "county/p1 revision 1, the document: "
        "the stored digests of its sections were changed after the text was published"
    ]


def test_two_texts_in_force_on_one_day_are_named():
    first, _ = line_of_two()
    Specification.objects.filter(pk=first.pk).update(effective_to=date(2024, 1, 2))
    assert list(problems()) == ["county/p1 revision 1, interval: overlaps that of revision 2"]
    assert check()[0] == 1


def test_an_end_that_nothing_follows_is_named_unless_the_class_was_abolished_then():
    first = make_published(make_class(make_organization("county"), code="P1"))
    Specification.objects.filter(pk=first.pk).update(effective_to=DAY)
    assert list(problems()) == ["county/p1 revision 1, interval: ends on 2023-07-30, but nothing follows"]
    JobClass.objects.update(abolished_on=date(2023, 7, 31))
    assert len(list(problems())) == 1
    JobClass.objects.update(abolished_on=DAY)
    assert list(problems()) == []


def test_a_correction_on_the_same_day_is_sound():
    wrong = make_published(effective_from=DAY)
    make_published(wrong.job_class, DAY, revision=2, corrects=wrong)
    assert list(problems()) == []


def test_faults_come_by_organization_class_and_revision():
    west, east = make_organization("west"), make_organization("east")
    for organization, code in ((west, "A"), (east, "B"), (east, "A")):
        first = make_published(make_class(organization, code=code), DAY)
        make_published(first.job_class, date(2024, 1, 1), revision=2)
    Specification.objects.update(pay_grade="X")
    assert [line.partition(",")[0] for line in problems()] == [
        f"{address} revision {revision}" for address in ("east/a", "east/b", "west/a") for revision in (1, 2)
    ]


@pytest.mark.parametrize("count", [1, 7], ids=["few", "many"])
def test_the_check_costs_five_queries_with_few_and_with_many(django_assert_num_queries, planner, count):
    for _ in range(count):
        make_published()
    with django_assert_num_queries(5):  # specifications; sections; requirements; competencies; descriptors
        assert list(problems()) == []
