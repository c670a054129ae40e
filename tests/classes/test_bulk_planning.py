"""The plan of a notice in bulk, and what carrying it out does to the record."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import date, timedelta
from threading import Barrier
from typing import Any

import pytest
from django.contrib.admin.models import LogEntry
from django.contrib.auth import get_user_model
from django.db import connection
from django.test.utils import CaptureQueriesContext

from classes.assembly import assemble
from classes.bulk import applying
from classes.bulk.applying import Progress, Refused, carry_out
from classes.bulk.choosing import AT_MOST, Filter, TooMany
from classes.bulk.lists import Line, lines
from classes.bulk.planning import Application, Plan, make_plan
from classes.bulk.rules import Heading, Phrase, Rules
from classes.models import ChangeNotice, HistoryEntry, JobClass, Specification
from classes.publishing import Event, PublishingRefused, abolish, note, publish, publish_read, reinstate
from tests.factories import (
    faults,
    make_class,
    make_competency,
    make_draft,
    make_family,
    make_framework,
    make_notice,
    make_organization,
    make_published,
    make_requirement,
    make_section,
    make_series,
    require_competency,
)

pytestmark = pytest.mark.django_db

DAY = date(2026, 8, 1)
TODAY = date(2026, 6, 15)


@pytest.fixture
def notice() -> ChangeNotice:
    return make_notice(make_organization("shire"), number="CN9")


def application(notice: ChangeNotice, rules: Rules | None = None, on: date = DAY, **fields: Any) -> Application:
    rules = rules or Rules(pay_grade="G-2")
    event = Event(rules.proposed_kind, "Pay study.", notice=notice)
    if not {"filter", "codes", "titles", "recoded", "abolished"} & fields.keys():
        fields["filter"] = Filter()
    return Application(notice, on, event, rules, **fields)


def planner(notice: ChangeNotice, code: str, **fields: Any) -> JobClass:
    """A class with a text of one section, in force since 2020."""
    job_class = make_class(notice.organization, code=code, title=f"Planner {code}")
    make_published(job_class, pay_grade="G-1", **fields)
    return job_class


def reasons(plan: Plan) -> dict[str, str]:
    return {row.job_class.code: row.reason for row in plan.refused}


def unchanged(plan: Plan) -> list[str]:
    return [row.job_class.code for row in plan.unchanged]


def codes(plan: Plan) -> list[str]:
    return [row.job_class.code for row in plan.accepted]


def everything(plan: Plan) -> set[int]:
    return {row.job_class.pk for row in plan.accepted}


def user() -> Any:
    return get_user_model().objects.create_user("pat")


def done(plan: Plan, take: set[int] | None = None) -> list[Progress]:
    return list(carry_out(plan.application, plan.digest, everything(plan) if take is None else take, user()))


# --- Choosing ---


def test_a_filter_chooses_by_family_series_grade_and_words_of_the_title(notice):
    family, series = make_family(notice.organization), make_series(notice.organization)
    chosen = make_class(
        notice.organization, code="A1", title="Water Planner", family=family, series=series, series_rank=1
    )
    make_published(chosen, pay_grade="G-1")
    planner(notice, "A2")
    planner(make_notice(), "A3")
    for asked in (
        Filter(family=family),
        Filter(series=series),
        Filter(words="planner WATER"),
        Filter(family, series, "G-1", "water"),
    ):
        assert codes(make_plan(application(notice, filter=asked))) == ["A1"]
    assert codes(make_plan(application(notice, filter=Filter(pay_grade="G-1")))) == ["A2", "A1"]
    assert codes(make_plan(application(notice, filter=Filter(pay_grade="G-9")))) == []


def test_a_pasted_list_names_what_is_unknown_doubled_abolished_or_of_another_employer(notice):
    planner(notice, "A1")
    gone = planner(notice, "A2")
    abolish(gone, date(2025, 1, 1), Event("abolished"))
    given = ("a1", "A1", "shire/a1", "X9", "other/a1", "A2", "=1+1", "https://localhost/classes/shire/a2/")
    plan = make_plan(application(notice, codes=given))
    assert codes(plan) == ["A1"]
    assert [(stray.given, stray.reason) for stray in plan.strays] == [
        ("X9", "No class of Organization shire has this code or address."),
        ("other/a1", "This is no code here, and no address of a class of Organization shire."),
        ("=1+1", "No class of Organization shire has this code or address."),
        ("A1", "Planner A1 (A1) is named twice in the list."),
        ("shire/a1", "Planner A1 (A1) is named twice in the list."),
        ("A2", "Planner A2 (A2) is abolished, on January 1, 2025."),
        ("https://localhost/classes/shire/a2/", "Planner A2 (A2) is abolished, on January 1, 2025."),
    ]


def test_a_code_with_a_stroke_is_a_code_before_it_is_an_address(notice):
    planner(notice, "P100")
    job_class = make_class(notice.organization, code="P/100", slug="p100-b")
    make_published(job_class)
    assert codes(make_plan(application(notice, codes=("P/100",)))) == ["P/100"]


def test_lines_choose_their_classes_and_stray_ones_are_named(notice):
    planner(notice, "A1"), planner(notice, "A2")
    rules = Rules(titles_listed=True)
    titles = tuple(lines("A1 -> Lead Planner\nZ1 -> Nothing", 9))
    plan = make_plan(application(notice, rules, titles=titles))
    assert codes(plan) == ["A1"]
    assert [stray.given for stray in plan.strays] == ["Z1"]
    beside = make_plan(application(notice, rules, titles=titles, codes=("A2",)))
    assert (reasons(beside), unchanged(beside)) == ({}, ["A2"])
    assert [stray.reason for stray in beside.strays] == [
        "It is not among the classes chosen.",
        "No class has this code or address.",
    ]


def test_more_classes_than_can_be_applied_at_a_time_are_refused_with_their_number(notice):
    JobClass.objects.bulk_create(
        JobClass(organization=notice.organization, title="P", slug=f"p-{number}") for number in range(AT_MOST + 1)
    )
    with pytest.raises(TooMany, match="The filter finds 501 classes; a notice is applied to at most 500 at a time"):
        make_plan(application(notice))
    last = JobClass.objects.latest("pk")
    abolish(last, date(2025, 1, 1), Event("abolished"))
    assert len(make_plan(application(notice)).rows) == AT_MOST


# --- Refusals ---


def test_each_class_that_the_notice_cannot_be_applied_to_says_why(notice):
    make_class(notice.organization, code="NONE")
    make_draft(planner(notice, "DRAFT"), revision=2)
    planner(notice, "SAME", effective_from=DAY)
    announced = planner(notice, "LATER")
    make_published(announced, date(2026, 9, 1), revision=2)
    noted = planner(notice, "NOTED")
    note(noted, date(2024, 1, 1), Event("revised"))
    ends = planner(notice, "ENDS")
    note(ends, date(2027, 1, 1), Event("revised"))
    back = planner(notice, "BACK")
    abolish(back, date(2024, 1, 1), Event("abolished"))
    reinstate(back, date(2026, 10, 1), Event("reinstated"))
    planner(notice, "SAID")
    HistoryEntry.objects.create(
        job_class=JobClass.objects.get(code="SAID"), kind="regraded", effective_on=DAY, note="Pay study."
    )
    gone = planner(notice, "GONE")
    abolish(gone, DAY, Event("abolished"))
    every = tuple(JobClass.objects.exclude(code="GONE").values_list("code", flat=True))
    plan = make_plan(application(notice, codes=every))
    assert codes(plan) == []
    assert reasons(plan) == {
        "NONE": "No text of it is held that could be revised.",
        "DRAFT": "It has an open draft: revision 2. Publish or delete that first.",
        "SAME": "A later text is announced: revision 1 takes effect on August 1, 2026.",
        "LATER": "A later text is announced: revision 2 takes effect on September 1, 2026.",
        "NOTED": "What applies on August 1, 2026 is not held: revision 1 ended on January 1, 2024.",
        "ENDS": "Its text ends after that day: revision 1 on January 1, 2027. Choose that day or a later one.",
        "BACK": "It was abolished on August 1, 2026, and reinstated later.",
        "SAID": "Its history has an entry of this kind with this very note on that day already.",
    }
    assert "is abolished, on August 1, 2026" in make_plan(application(notice, codes=("GONE",))).strays[0].reason


@pytest.mark.parametrize(
    ("on", "reason"),
    [
        (
            date(2019, 12, 31),
            "The day is before its first text: revision 1 took effect on January 1, 2020. Choose a day after that one.",
        ),
        (date(2020, 1, 1), "A text takes effect on that very day: revision 1. Choose a later day, or correct it."),
        (date(2020, 1, 2), ""),
    ],
)
def test_the_day_is_after_the_text_in_force(notice, on, reason):
    planner(notice, "A1")
    plan = make_plan(application(notice, on=on))
    assert reasons(plan) == ({"A1": reason} if reason else {})
    if not reason:
        done(plan)


@pytest.mark.parametrize(("on", "is_refused"), [(DAY - timedelta(1), False), (DAY, True)])
def test_a_class_gets_no_text_from_the_day_on_which_it_is_abolished(notice, on, is_refused):
    job_class = planner(notice, "A1")
    abolish(job_class, DAY, Event("abolished"))
    plan = make_plan(application(notice, on=on))
    assert bool(plan.accepted) is not is_refused
    if plan.accepted:
        done(plan)
        assert job_class.specifications.get(revision=2).effective_to == DAY


def test_whatever_the_plan_lets_pass_publishing_lets_pass(notice):
    """An undated text, one that was corrected, one of a class that was reinstated."""
    planner(notice, "UNDATED", effective_from=None)
    corrected = planner(notice, "CORRECTED")
    draft = make_draft(corrected, revision=2, effective_from=date(2020, 1, 1), corrects=corrected.specifications.get())
    make_section(draft, body="Mended.")
    publish(draft)
    back = planner(notice, "BACK")
    abolish(back, date(2022, 1, 1), Event("abolished"))
    draft = make_draft(back, revision=2, effective_from=date(2023, 1, 1))
    make_section(draft)
    reinstate(back, date(2023, 1, 1), Event("reinstated"), draft)
    plan = make_plan(application(notice))
    assert sorted(codes(plan)) == ["BACK", "CORRECTED", "UNDATED"]
    done(plan)
    assert assemble(corrected.specifications.get(revision=3)).section("duties").body == "Mended."
    assert not faults(TODAY)


def test_every_class_of_a_filter_is_told_of_also_on_a_day_before_it_has_a_text_or_exists(notice):
    planner(notice, "A1")
    young = planner(notice, "A2")
    HistoryEntry.objects.create(job_class=young, kind="established", effective_on=date(2020, 1, 1))
    back = planner(notice, "A3", effective_from=date(2010, 1, 1))
    abolish(back, date(2015, 1, 1), Event("abolished"))
    reinstate(back, date(2025, 1, 1), Event("reinstated"))
    gone = planner(notice, "A4", effective_from=date(2010, 1, 1))
    abolish(gone, date(2012, 1, 1), Event("abolished"))
    planner(notice, "B1", effective_from=date(2010, 1, 1))
    plan = make_plan(application(notice, on=date(2018, 1, 1), filter=Filter(pay_grade="G-1")))
    assert codes(plan) == ["B1"]
    assert reasons(plan) == {
        "A1": "The day is before its first text: revision 1 took effect on January 1, 2020. "
        "Choose a day after that one.",
        "A2": "The class does not exist on that day: it is established on January 1, 2020. Choose a later day.",
        "A3": "It was abolished on January 1, 2018, and reinstated later.",
    }
    assert reasons(make_plan(application(notice, on=date(2018, 1, 1), filter=Filter(pay_grade="G-9")))) == {}


def test_what_is_set_already_is_told_apart_from_what_is_refused(notice):
    planner(notice, "A1"), make_class(notice.organization, code="A2", title="Planner A2")
    plan = make_plan(application(notice, Rules(pay_grade="G-1")))
    assert (codes(plan), unchanged(plan)) == ([], ["A1"])
    assert reasons(plan) == {"A2": "No text of it is held that could be revised."}


@pytest.mark.parametrize("body", ["Six (6) months", "Half a year, or 6 months"])
def test_that_the_printed_text_says_something_else_is_advice_and_no_refusal(notice, body):
    job_class = make_class(notice.organization, code="A1")
    draft = make_draft(job_class, effective_from=date(2020, 1, 1), probation_months=6)
    make_section(draft, kind="probation", heading="Probation", body=body)
    publish(draft)
    plan = make_plan(application(notice, Rules(probation=12)))
    assert codes(plan) == ["A1"]
    (said,) = plan.contradicting[0].contradicts
    assert said.startswith("The printed text still says something else. Probation: Prints ")
    assert said.endswith("the fact says 12 months of probation.")
    words = make_plan(application(notice, Rules(phrase=Phrase("6", "9"))))
    assert all(". Probation: " in said for said in words.contradicting[0].contradicts)
    plan = make_plan(application(notice, Rules(probation=12, probation_body="Twelve (12) months")))
    assert (codes(plan), plan.contradicting) == (["A1"], ())
    assert plan.rows[0].wording.startswith("1 section changed: ")


def test_a_class_whose_printed_text_says_something_else_is_published_where_that_is_wanted(notice):
    job_class = make_class(notice.organization, code="A1")
    draft = make_draft(job_class, effective_from=date(2021, 1, 1), pay_grade="117")
    make_section(draft, kind="class_detail", heading="Class Detail", body="Pay Grade: 117\nSalary band: 117.")
    publish(draft)
    plan = make_plan(application(notice, Rules(pay_grade="118")))
    assert plan.rows[0].contradicts == (
        "The printed text still says something else. "
        "Class Detail: Prints “Salary band: 117.”; the pay grade held is “118”.",
    )
    done(plan)
    assert job_class.specifications.get(revision=2).pay_grade == "118"


def test_a_fact_that_stays_although_its_words_change_is_pointed_out(notice):
    job_class = make_class(notice.organization, code="A1")
    draft = make_draft(job_class, effective_from=date(2020, 1, 1), minimum_education=50)
    make_section(draft, kind="education", heading="Education", body="")
    make_requirement(draft, text="A bachelor’s degree in planning.")
    publish(draft)
    row = make_plan(application(notice, Rules(phrase=Phrase("planning", "surveying")))).rows[0]
    assert row.advice == ("The words change from which “Education: Bachelor’s degree” was read; the fact stays.",)


# --- Codes ---


def test_a_new_code_must_be_free_now_announced_and_within_the_list(notice):
    for code in ("A1", "A2", "A3", "A4", "A5", "A6"):
        planner(notice, code)
    announced = planner(notice, "B1")
    make_published(announced, date(2026, 9, 1), revision=2, code="B2")
    make_class(notice.organization, slug="plain")
    listed = tuple(lines("A1 -> a2\nA2 -> b2\nA3 -> C1\nA4 -> c1\nA5 -> plain\nA6 -> D 1", 9))
    plan = make_plan(application(notice, Rules(codes_listed=True), recoded=listed))
    assert codes(plan) == ["A6"]
    found = reasons(plan)
    assert found["A1"].startswith("Planner A2 (A2) bears the code a2.")
    assert found["A2"].startswith("Planner B1 (B1) is to bear the code b2.")
    assert found["A3"] == "The list gives the code C1 to 2 classes."
    assert found["A4"] == "The list gives the code c1 to 2 classes."
    assert "bears the code plain" in found["A5"]
    bad = make_plan(application(notice, Rules(codes_listed=True), recoded=(Line(1, "A1", "Ü!"),)))
    assert "“Ü!” is no code." in reasons(bad)["A1"]


def test_recoding_today_moves_the_class_to_its_new_address(notice):
    planner(notice, "A1")
    plan = make_plan(application(notice, Rules(codes_listed=True), TODAY, recoded=(Line(1, "A1", "Z 1"),)))
    done(plan)
    job_class = JobClass.objects.get(title="Planner A1")
    assert (job_class.code, job_class.slug) == ("Z 1", "z-1")
    assert job_class.history.get(notice=notice).kind == "recoded"


# --- Abolishing ---


def test_classes_are_abolished_with_their_successors(notice):
    planner(notice, "A1"), make_class(notice.organization, code="A2"), planner(notice, "B1"), planner(notice, "B2")
    listed = tuple(lines("A1 -> B1, B2\nA2 -> none", 9))
    plan = make_plan(application(notice, Rules(abolishes=True), abolished=listed))
    assert [row.summary for row in plan.accepted] == [
        "Abolished; Planner B1 (B1), Planner B2 (B2) in its place",
        "Abolished without a successor",
    ]
    done(plan)
    first, second = JobClass.objects.get(code="A1"), JobClass.objects.get(code="A2")
    assert first.abolished_on == second.abolished_on == DAY
    assert {each.code for each in first.successors.all()} == {"B1", "B2"}
    assert first.specifications.get().effective_to == DAY
    assert set(notice.entries.values_list("kind", flat=True)) == {"abolished"}
    assert not faults(TODAY)


def test_a_class_is_not_abolished_for_a_successor_that_cannot_be(notice):
    for code in ("A1", "A2", "A3", "A4", "A5"):
        planner(notice, code)
    reinstated = planner(notice, "A6")
    abolish(reinstated, date(2024, 1, 1), Event("abolished"))
    reinstate(reinstated, date(2026, 10, 1), Event("reinstated"))
    listed = tuple(lines("A1 -> ZZ\nA2 -> A2\nA3 -> A4\nA4 -> A5\nA6 -> none", 9))
    plan = make_plan(
        application(notice, Rules(abolishes=True), abolished=listed, codes=("A1", "A2", "A3", "A4", "A5", "A6"))
    )
    assert codes(plan) == ["A4"]
    assert reasons(plan) == {
        "A1": "“ZZ”, which is to take its place, is no class of the organization.",
        "A2": "It cannot take its own place.",
        "A3": "Planner A4 (A4), which is to take its place, is abolished itself.",
        "A5": "No line of the list says what takes its place.",
        "A6": "It is reinstated on October 1, 2026. It can be abolished on a later day only.",
    }


# --- Carrying out ---


def rich(notice: ChangeNotice, code: str) -> JobClass:
    """A class with every kind of row, each of which says "work"."""
    framework = make_framework(f"f-{code.lower()}", ("Contributing", "Journey"))
    job_class = make_class(notice.organization, code=code, title=f"Planner {code}")
    draft = make_draft(
        job_class, effective_from=date(2020, 1, 1), masthead="Office of work", pay_grade="G-1", flsa_code="Y"
    )
    for place, (kind, heading, text) in enumerate(
        (
            ("duties", "Duties at work", "Does the work."),
            ("competencies", "Competencies", "What work takes."),
            ("education", "Education", ""),
            ("experience", "Experience", ""),
            ("probation", "Probation", "Six (6) months of work"),
            ("class_detail", "Class Detail", "Pay Grade: G-1\nFLSA Code: Y"),
        )
    ):
        make_section(draft, kind=kind, heading=heading, body=text, position=place)
    make_requirement(draft, kind="experience", text="By position, a year of work.", by_position=True, position=1)
    make_requirement(draft, kind="education", text="A degree in work.", position=2)
    make_requirement(draft, kind="experience", text="Two years of work.", position=3)
    for place, name in enumerate(("Planning", "Coaching")):
        competency = make_competency(framework, name)
        texts = {"contributing": f"{name} at work.", "journey": "More work."}
        require_competency(draft, competency, texts, position=place, definition="Of work.")
    publish(draft)
    return job_class


def test_every_row_of_the_new_text_says_what_the_plan_showed_and_the_old_one_stays(notice):
    job_class = rich(notice, "A1")
    before = assemble(job_class.specifications.get())
    rules = Rules(
        pay_grade="G-2",
        flsa_code="N",
        probation=9,
        probation_body="Nine (9) months",
        heading=Heading("duties", "Duties at work"),
        body="Leads.\n\nPlans.",
        phrase=Phrase("work", "labor"),
        title_phrase=Phrase("Planner", "Lead Planner"),
        codes_listed=True,
    )
    plan = make_plan(application(notice, rules, recoded=(Line(1, "A1", "B1"),), filter=Filter()))
    (row,) = plan.accepted
    assert row.places == 12
    told = LogEntry.objects.values_list("pk", flat=True)
    assert done(plan) == [Progress(0, 1), Progress(1, 1, told.get(content_type__model="changenotice"))]
    text = job_class.specifications.get(revision=2)
    says = assemble(text)
    assert says.sections == row.new.sections
    assert (says.title, says.code, says.masthead) == ("Lead Planner A1", "B1", "Office of labor")
    assert (says.facts.pay_grade, says.facts.flsa_code, says.facts.probation_months) == ("G-2", "N", 9)
    assert [each.text for each in says.section("experience").requirements] == [
        "By position, a year of labor.",
        "Two years of labor.",
    ]
    assert says.section("competencies").competencies[1].descriptors[1].text == "More labor."
    assert says.section("class_detail").body == "Pay Grade: G-2\nFLSA Code: N"
    assert assemble(job_class.specifications.get(revision=1)) == before
    assert (text.title_slug, text.code_slug) == ("lead-planner-a1", "b1")
    assert not faults(TODAY)


def test_the_history_tells_the_event_of_every_class(notice):
    planner(notice, "A1"), planner(notice, "A2")
    asked = application(notice)
    event = Event("regraded", "Pay study.", "LS", notice, date(2026, 5, 1), True)
    plan = make_plan(Application(notice, DAY, event, asked.rules, Filter()))
    done(plan)
    for entry in notice.entries.all():
        assert (entry.kind, entry.effective_on, entry.note, entry.recorded_by) == ("regraded", DAY, "Pay study.", "LS")
        assert (entry.adopted_on, entry.minor, entry.specification.revision) == (date(2026, 5, 1), True, 2)
    assert notice.entries.count() == 2
    assert Specification.objects.filter(revision=1, effective_to=DAY).count() == 2


def test_the_admin_log_tells_who_did_what_of_notice_class_and_text(notice):
    job_class = planner(notice, "A1")
    done(make_plan(application(notice)))
    said = {(each.content_type.model, each.object_id): each for each in LogEntry.objects.all()}
    text = job_class.specifications.get(revision=2)
    expected = "Revision 2 published by the notice CN9, in force from August 1, 2026: Pay grade G-1 → G-2."
    assert said["jobclass", str(job_class.pk)].get_change_message() == expected
    assert said["specification", str(text.pk)].get_change_message() == expected
    assert said["changenotice", str(notice.pk)].get_change_message() == (
        "Applied in bulk to 1 class, from August 1, 2026 on: set the pay grade to G-2."
    )
    assert {each.user.username for each in said.values()} == {"pat"}


def test_only_the_classes_that_are_taken_are_changed(notice):
    first, second = planner(notice, "A1"), planner(notice, "A2")
    done(make_plan(application(notice)), {first.pk})
    assert (first.specifications.count(), second.specifications.count()) == (2, 1)


def test_a_text_that_changed_since_the_plan_was_shown_refuses_all(notice):
    planner(notice, "A1")
    other = planner(notice, "A2")
    plan = make_plan(application(notice))
    make_published(other, date(2026, 7, 1), revision=2)
    with pytest.raises(Refused, match="changed since the preview was made"):
        done(plan)
    assert not notice.entries.exists()


def test_choices_that_differ_from_the_plan_are_refused(notice):
    planner(notice, "A1")
    shown = make_plan(application(notice, Rules(pay_grade="G-2")))
    asked = application(notice, Rules(pay_grade="G-3"))
    with pytest.raises(Refused):
        list(carry_out(asked, shown.digest, everything(shown), user()))
    with pytest.raises(Refused, match="No class is left"):
        list(carry_out(shown.application, shown.digest, set(), get_user_model().objects.get()))


def test_one_class_that_is_refused_at_that_moment_undoes_all_and_is_named(notice, monkeypatch):
    for number in range(4):
        planner(notice, f"A{number}")

    def refusing(draft: Specification, job_class: JobClass, event: Event) -> Specification:
        if draft.code in ("A1", "A3"):
            raise PublishingRefused(f"{draft} is refused.")
        return publish_read(draft, job_class, event)

    monkeypatch.setattr(applying, "publish_read", refusing)
    with pytest.raises(Refused) as refusal:
        done(make_plan(application(notice)))
    assert refusal.value.reasons == [
        "Planner A1 (A1): Planner A1, revision 2 is refused.",
        "Planner A3 (A3): Planner A3, revision 2 is refused.",
    ]
    assert not notice.entries.exists()
    assert not Specification.objects.filter(revision=2).exists()
    assert not LogEntry.objects.exists()
    assert not Specification.objects.exclude(effective_to=None).exists()


def test_a_reader_who_gives_up_leaves_nothing_done(notice):
    for number in range(3):
        planner(notice, f"A{number}")
    plan = make_plan(application(notice))
    steps = carry_out(plan.application, plan.digest, everything(plan), user())
    assert [next(steps).done, next(steps).done] == [0, 1]
    assert Specification.objects.filter(revision=2).count() == 1
    steps.close()
    assert not Specification.objects.filter(revision=2).exists()


@pytest.mark.skipif(connection.vendor != "postgresql", reason="SQLite lets one transaction write at a time")
@pytest.mark.django_db(transaction=True)
def test_of_two_publishers_at_one_moment_one_applies_the_notice_and_the_other_is_told(notice):
    for number in range(6):
        planner(notice, f"A{number}")
    plan = make_plan(application(notice))
    by = user()
    together = Barrier(2)

    def act() -> str:
        together.wait()
        try:
            list(carry_out(plan.application, plan.digest, everything(plan), by))
        except Refused as refusal:
            return str(refusal)
        finally:
            connection.close()  # the thread's own
        return "done"

    with ThreadPoolExecutor(2) as threads:
        outcomes = sorted(threads.map(lambda _: act(), range(2)))
    assert outcomes == ["A class, a text or a choice changed since the preview was made. Look at it anew.", "done"]
    assert notice.entries.count() == 6


# --- Cost ---


def queries_of_plan(notice: ChangeNotice, number: int) -> int:
    rules = Rules(pay_grade="G-2", codes_listed=True)
    for each in range(number):
        rich(notice, f"Q{number}X{each}")
    with CaptureQueriesContext(connection) as queries:
        plan = make_plan(
            application(notice, rules, recoded=(Line(1, f"Q{number}X0", f"NEW{number}"),), filter=Filter())
        )
    assert len(plan.accepted) >= number
    return len(queries)


def test_a_plan_takes_as_many_queries_for_many_classes_as_for_few(notice):
    """Named classes (1), the filter's (1), texts with their rows (5), all texts in short (1), ended (1), entries told
    (1), established later (1), reinstated (1), bearers of new codes (1), announced ones (1)."""
    assert queries_of_plan(notice, 2) == 14
    assert queries_of_plan(notice, 9) == 14


def queries_of_applying(notice: ChangeNotice, number: int, by: Any) -> int:
    for each in range(number):
        rich(notice, f"R{number}X{each}")
    asked = application(notice, Rules(pay_grade=f"H-{number}"), DAY + timedelta(number))
    asked = Application(notice, asked.on, Event("regraded", f"Study {number}", notice=notice), asked.rules, Filter())
    plan = make_plan(asked)
    take = {row.job_class.pk for row in plan.accepted if row.job_class.code.startswith(f"R{number}X")}
    assert len(take) == number
    with CaptureQueriesContext(connection) as queries:
        list(carry_out(asked, plan.digest, take, by, every=10))
    return len(queries)


def test_drafts_are_copied_and_read_together_and_publishing_costs_the_same_for_each(notice):
    """A class: a savepoint and its end (2), the last number (1), the last text (1), whether the class had ended (1) or
    its text will (1), the end of the last text (1), publishing (1), the text in force for the name (1), whether the
    history tells of it already (1), telling it (1)."""
    by = user()
    queries_of_applying(notice, 1, by)  # content types are remembered from here on
    two, seven = queries_of_applying(notice, 2, by), queries_of_applying(notice, 7, by)
    assert seven - two == 5 * 11


def test_a_draft_that_comes_between_plan_and_copying_is_refused_and_its_class_named(notice, monkeypatch):
    first, second = planner(notice, "A1"), planner(notice, "A2")
    plan = make_plan(application(notice))
    made = applying.copied_together

    def meddling(texts: Any, *args: Any, **fields: Any) -> Any:
        Specification.objects.get_or_create(
            job_class=second, revision=9, defaults={"status": "draft", "title": "Sudden", "code": "A2"}
        )
        return made(texts, *args, **fields)

    monkeypatch.setattr(applying, "copied_together", meddling)
    with pytest.raises(Refused) as refusal:
        list(carry_out(plan.application, plan.digest, {first.pk, second.pk}, user(), every=5))
    assert [reason.partition(":")[0] for reason in refusal.value.reasons] == ["Planner A2 (A2)"]
    assert Specification.objects.count() == 2
