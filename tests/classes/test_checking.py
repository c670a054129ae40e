"""The check of what is published. Tampering goes past the models, as a slip in a database console would."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date, timedelta
from io import StringIO

import pytest
from django.core.management import call_command
from django.db import connection

from classes import guard
from classes.checking import problems
from classes.models import (
    JobClass,
    LevelDescriptor,
    Repair,
    RequiredCompetency,
    Requirement,
    Section,
    SourceDocument,
    Specification,
)
from classes.publishing import publish
from tests.conftest import TODAY
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
TOMORROW = TODAY.date() + timedelta(days=1)
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


def found() -> list[str]:
    return list(problems(TODAY.date()))


@contextmanager
def tampering() -> Iterator[None]:
    """Change rows as one who takes the guard away before and puts it back afterwards: nothing else remains of it."""
    guard.remove()
    yield
    guard.install()


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
    with tampering():
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


def rename(**name: object) -> Callable[[], None]:
    """A change of the name in the text and, so that only the text tells of it, of the class."""

    def tamper() -> None:
        change(Specification, **name)()
        change(JobClass, **name)()

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
            ("title", rename(title="Planner "), HEAD),
            ("code", rename(code="P2"), HEAD),
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
    with tampering():
        tamper()
    revision = Specification.objects.get().revision
    status, said = check()
    assert said.splitlines() == [
        *(f"county/p1 revision {revision}, {line}" for line in lines),
        f"{len(lines)} fault{'s' if len(lines) > 1 else ''} in 1 published specifications.",
    ]
    assert status == 1


def test_furniture_that_is_no_furniture_is_named(planner):
    with tampering():
        SourceDocument.objects.update(furniture=[{"words": "COUNTY"}])
    (line,) = found()
    assert line.startswith("county/p1 revision 1, source “p1.txt”: its page furniture cannot be set aside: ")


@pytest.mark.parametrize("heading", ["Duties", "Competencies", "Note"])
def test_a_deleted_section_is_named(planner, heading):
    with tampering():
        if heading == "Competencies":
            LevelDescriptor.objects.all()._raw_delete("default")
            RequiredCompetency.objects.all()._raw_delete("default")
        delete(heading)()
    status, said = check()
    assert status == 1
    assert f"county/p1 revision 1, section “{heading}”: is missing, though it was published\n" in said
    assert "the text was changed" not in said


def test_an_added_section_is_named(planner):
    with tampering():
        make_section(planner, position=9, heading="Salary", body="High.")
    status, said = check()
    assert status == 1
    assert "section “Salary”: stands there now, but was not published\n" in said
    assert "the text was changed" not in said
    assert "section “Salary”: “Salary High.” does not stand in the source" in said


def test_a_section_that_was_moved_is_named_at_both_places(planner):
    with tampering():
        Section.objects.filter(heading="Note").update(position=0)
    status, said = check()
    assert status == 1
    assert "section “Note”: stands there now, but was not published\n" in said
    assert "section “Note”: is missing, though it was published\n" in said
    assert "section “Duties”: the text was changed" not in said


def test_a_specification_without_a_source_is_held_against_its_digest_alone():
    make_published()
    assert found() == []


def test_drafts_are_not_checked(planner):
    draft = make_draft(planner.job_class, revision=2, source=planner.source)
    make_section(draft, body="Anything.")
    assert found() == []


# Intervals


def ends(text: Specification, on: date) -> None:
    """Set the end of a text by hand, as publishing would."""
    with guard.intervals("A test"):
        Specification.objects.filter(pk=text.pk).update(effective_to=on)


def line_of_two(start: date = date(2024, 1, 1), **fields: object) -> tuple[Specification, Specification]:
    first = make_published(make_class(make_organization("county"), code="P1"), DAY)
    second = make_published(first.job_class, start, revision=2, **fields)
    assert found() == []
    return first, second


def test_a_text_with_a_successor_and_no_end_is_named():
    first, second = line_of_two()
    guard.remove()  # it would not come back, for it holds this too
    Specification.objects.filter(pk=second.pk).update(effective_to=date(2025, 1, 1))
    Specification.objects.filter(pk=first.pk).update(effective_to=None)
    assert [line for line in found() if not line.startswith("guard: ")] == [
        "county/p1 revision 1, interval: has no end, though revision 2 follows",
        "county/p1 revision 2, interval: ends on 2025-01-01, but nothing follows",
    ]
    assert check()[0] == 1


@pytest.mark.parametrize("kind", ["abolished", "revised", "regraded", "retitled", "recoded"])
def test_a_gap_is_named_unless_the_history_tells_of_what_ended_the_text_on_its_first_day(kind):
    first, _ = line_of_two()
    ends(first, date(2023, 12, 31))
    gap = (
        "county/p1 revision 1, interval: ends before revision 2 begins, and the history tells of nothing that ended it"
    )
    assert found() == [gap]
    make_entry(first.job_class, kind="established", effective_on=date(2023, 12, 31))
    make_entry(first.job_class, kind=kind, effective_on=date(2023, 12, 31), specification=first)  # its text is held
    make_entry(first.job_class, kind=kind, effective_on=date(2024, 1, 1))
    assert found() == [gap]
    make_entry(first.job_class, kind=kind, effective_on=date(2023, 12, 31), note="Noted only.")
    assert found() == []


@pytest.mark.parametrize("kind", ["abolished", "revised", "regraded", "retitled", "recoded"])
def test_an_event_that_ended_a_text_held_beyond_it_is_named(kind):
    first, second = line_of_two()
    for day in (DAY, date(2024, 1, 1)):  # the first days of what is held
        make_entry(first.job_class, kind=kind, effective_on=day)
    assert found() == []
    make_entry(first.job_class, kind=kind, effective_on=date(2023, 7, 31))
    make_entry(first.job_class, kind=kind, effective_on=date(2023, 12, 31))
    make_entry(first.job_class, kind=kind, effective_on=date(2024, 1, 2))
    make_entry(first.job_class, kind=kind, effective_on=date(2025, 1, 1), specification=second)
    make_entry(first.job_class, kind="corrected", effective_on=date(2025, 1, 1))
    over = (
        f"interval: the history has the class {kind} on %s, noted only, but the text is held as in force over that day"
    )
    assert found() == [
        f"county/p1 revision 1, {over}" % "2023-07-31",
        f"county/p1 revision 1, {over}" % "2023-12-31",
        f"county/p1 revision 2, {over}" % "2024-01-02",
    ]


def test_of_an_undated_text_nobody_can_tell_whether_an_event_came_before_it():
    text = make_published(effective_from=None)
    make_entry(text.job_class, kind="revised", effective_on=DAY)
    assert found() == []


def test_a_text_without_end_of_an_abolished_class_is_named():
    text = make_published(make_class(make_organization("county"), code="P1"))
    JobClass.objects.filter(pk=text.job_class_id).update(abolished_on=DAY)
    assert found() == ["county/p1 revision 1, interval: has no end, though the class was abolished on 2023-07-30"]


def test_stored_digests_of_sections_that_were_changed_are_named(planner):
    with tampering():
        Specification.objects.update(section_digests=[])
    assert found() == [
        "county/p1 revision 1, the document: "
        "the stored digests of its sections were changed after the text was published"
    ]


@pytest.mark.parametrize(
    ("stored", "entries"),
    [
        ({}, ["state/tact"]),
        ({"state/tact": {}}, ["state/tact"]),
        ({"state/none": {}}, ["state/none", "state/tact"]),
    ],
)
def test_stored_digests_of_competencies_that_were_changed_are_named(planner, stored, entries):
    with tampering():
        Specification.objects.update(cell_digests=stored)
    assert found() == [
        f"county/p1 revision 1, competency “{entry}”: "
        "the stored digests of its words were changed after the text was published"
        for entry in entries
    ]


def test_two_texts_in_force_on_one_day_are_named():
    first, _ = line_of_two()
    guard.remove()  # it would not come back, for it holds this too
    ends(first, date(2024, 1, 2))
    assert [line for line in found() if not line.startswith("guard: ")] == [
        "county/p1 revision 1, interval: overlaps that of revision 2"
    ]
    assert check()[0] == 1


def test_an_end_that_nothing_follows_is_named_unless_the_class_was_abolished_then():
    first = make_published(make_class(make_organization("county"), code="P1"))
    ends(first, DAY)
    assert found() == ["county/p1 revision 1, interval: ends on 2023-07-30, but nothing follows"]
    JobClass.objects.update(abolished_on=date(2023, 7, 31))
    assert len(found()) == 1
    JobClass.objects.update(abolished_on=date(2023, 7, 29))
    assert found() == [
        "county/p1 revision 1, interval: ends on 2023-07-30, though the class was abolished on 2023-07-29"
    ]
    JobClass.objects.update(abolished_on=DAY)
    assert found() == []
    JobClass.objects.update(abolished_on=None)  # reinstated, and no text held since
    make_entry(first.job_class, kind="abolished", effective_on=DAY)
    assert found() == []


# Corrections


def corrected_pair() -> tuple[Specification, Specification]:
    """A text and the one that corrects it, both until a third one begins."""
    wrong = make_published(make_class(make_organization("county"), code="P1"), DAY)
    right = make_published(wrong.job_class, DAY, revision=2, corrects=wrong)
    make_published(wrong.job_class, date(2024, 1, 1), revision=3)
    assert found() == []
    return wrong, right


@pytest.mark.parametrize("undated", [True, False])
def test_a_correction_for_the_same_days_is_sound_also_of_a_text_that_was_superseded(undated):
    day = None if undated else DAY
    wrong = make_published(effective_from=day)
    make_published(wrong.job_class, date(2024, 1, 1), revision=2)
    right = make_published(wrong.job_class, day, revision=3, corrects=wrong)
    make_published(wrong.job_class, day, revision=4, corrects=right)
    assert found() == []


def test_a_text_marked_as_corrected_that_nothing_corrects_is_named():
    _, right = corrected_pair()
    with tampering():
        Specification.objects.filter(pk=right.pk).update(corrects=None, effective_to=DAY, corrected=True)
    assert found() == [
        "county/p1 revision 1, correction: is marked as corrected, but no published text corrects it",
        "county/p1 revision 2, correction: is marked as corrected, but no published text corrects it",
    ]


def test_a_text_that_is_corrected_and_not_marked_so_is_named():
    wrong, _ = corrected_pair()
    guard.remove()  # it would not come back, for two texts are in force on one day then
    Specification.objects.filter(pk=wrong.pk).update(corrected=False, effective_to=date(2024, 1, 1))
    assert "county/p1 revision 1, correction: revision 2 corrects it, but it is not marked so" in found()


def test_a_correction_of_other_days_is_named():
    wrong, _ = corrected_pair()
    with tampering():
        Specification.objects.filter(pk=wrong.pk).update(
            effective_from=date(2023, 7, 29), effective_to=date(2023, 8, 1)
        )
    lines = found()
    assert "county/p1 revision 2, correction: does not begin with revision 1, which it corrects" in lines
    assert "county/p1 revision 2, correction: ends after revision 1, which it corrects" in lines


def test_a_correction_of_another_class_is_named():
    _, right = corrected_pair()
    with tampering():
        Specification.objects.filter(pk=right.pk).update(corrects=make_published())
    assert found() == [
        "county/p1 revision 1, correction: is marked as corrected, but no published text corrects it",
        "county/p1 revision 2, correction: corrects a text that is not a published one of its class",
    ]


# The guard and names


def test_what_the_database_lacks_of_the_guard_is_named():
    make_published()
    with connection.cursor() as cursor:
        on_table = " ON classes_section" if connection.vendor == "postgresql" else ""
        part = "guard_classes_section" + ("" if on_table else "_update")
        cursor.execute(f"DROP TRIGGER {part}{on_table}")
    line = f"guard: the database lacks {part}, so published texts can be changed. Run `manage.py migrate`."
    assert found() == [line]
    assert check() == (1, f"{line}\n1 fault in 1 published specifications.\n")


def test_a_repair_still_under_way_is_a_fault_and_one_that_is_done_is_told():
    make_published()
    with guard.repair("A name that the law forbids to keep."):
        pass
    told = "2026-06-15: published texts were repaired: A name that the law forbids to keep.\n"
    assert check() == (0, f"{told}1 published specifications checked: no fault.\n")
    Repair.objects.update(under_way=True)
    assert found() == [
        "guard: the repair “A name that the law forbids to keep.”, begun on 2026-06-15, is still under way, so "
        "published texts can be changed. Find out what it did, then set its `under_way` to false."
    ]


def test_a_class_that_is_not_called_what_its_text_in_force_says_is_named_with_the_remedy():
    text = make_published(make_class(make_organization("county"), code="P1"), title="Planner")
    make_published(text.job_class, TOMORROW, revision=2, title="Senior Planner", code="P2")
    assert found() == []
    assert list(problems(TOMORROW)) == [
        "county/p1, name: the class is called “Planner (P1)”, but its revision 2, in force, says "
        "“Senior Planner (P2)”. Run `manage.py take_effect`."
    ]


def test_a_text_without_a_code_leaves_the_class_the_one_that_it_has():
    job_class = make_class(code="P1", title="Planner")
    make_published(job_class, title="Planner", code="")
    assert found() == []


def test_faults_come_by_organization_class_and_revision():
    west, east = make_organization("west"), make_organization("east")
    for organization, code in ((west, "A"), (east, "B"), (east, "A")):
        first = make_published(make_class(organization, code=code), DAY)
        make_published(first.job_class, date(2024, 1, 1), revision=2)
    with tampering():
        Specification.objects.update(pay_grade="X")
    assert [line.partition(",")[0] for line in found()] == [
        f"{address} revision {revision}" for address in ("east/a", "east/b", "west/a") for revision in (1, 2)
    ]


@pytest.mark.parametrize("count", [1, 7], ids=["few", "many"])
def test_the_check_costs_thirteen_queries_with_few_and_with_many(django_assert_num_queries, planner, count):
    for _ in range(count):
        make_entry(make_published().job_class, kind="revised")
    # The guard's triggers, on PostgreSQL also its constraint; repairs under way; the version's triggers, and its row.
    # What the search index lacks; its entries of texts that are not published; its entries without words.
    # Specifications; sections; requirements; competencies; descriptors; events that ended texts.
    with django_assert_num_queries(14 if connection.vendor == "postgresql" else 13):
        assert found() == []
