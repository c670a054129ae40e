"""A draft becomes law: digests stored, the predecessor ended, and all of it or nothing."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from django.core import serializers

from classes.assembly import assemble
from classes.models import (
    JobClass,
    LevelDescriptor,
    RequiredCompetency,
    Requirement,
    Section,
    Specification,
)
from classes.publishing import PublishingRefused, publish
from tests.conftest import TODAY
from tests.factories import (
    make_class,
    make_competency,
    make_draft,
    make_framework,
    make_published,
    make_requirement,
    make_section,
    require_competency,
)

pytestmark = pytest.mark.django_db

DAY = date(2023, 7, 30)


def everything() -> dict[str, str]:
    """All rows that publishing could touch."""
    models = (JobClass, Specification, Section, Requirement, RequiredCompetency, LevelDescriptor)
    return {model.__name__: serializers.serialize("json", model.objects.order_by("pk")) for model in models}


def next_draft(predecessor: Specification, **fields: Any) -> Specification:
    return make_draft(predecessor.job_class, revision=predecessor.revision + 1, **fields)


def refusal_of(draft: Specification) -> str:
    """The sentence with which `draft` is refused; nothing may have changed by then."""
    before = everything()
    with pytest.raises(PublishingRefused) as refusal:
        publish(draft)
    assert everything() == before
    return str(refusal.value)


def test_publishing_stores_status_digests_and_time():
    draft = make_draft(effective_from=DAY)
    make_section(draft, heading="Duties")
    make_section(draft, heading="", kind="note")
    published = publish(draft)
    assert published == draft
    held = Specification.objects.with_rows().get()
    document = assemble(held)
    assert held.status == published.status == "published"
    assert held.digest == published.digest == document.digest
    assert held.section_digests == published.section_digests == document.section_digests
    assert [part["heading"] for part in held.section_digests] == ["", "Duties", ""]
    assert held.published_at == TODAY
    assert held.effective_to is None


def test_the_digest_is_of_what_the_database_holds_and_not_of_what_the_caller_has_in_hand():
    draft = make_draft(title="Planner")
    make_section(draft)
    draft.title = "Never saved"
    published = publish(draft)
    assert published.title == "Planner"
    assert published.digest == assemble(Specification.objects.get()).digest


def test_a_draft_in_review_is_published_too():
    assert publish(make_draft(status="in_review")).is_published


@pytest.mark.parametrize("undated", [True, False])
def test_a_first_revision_may_be_undated(undated):
    first = publish(make_draft(effective_from=None if undated else DAY))
    assert first.in_force(DAY)
    assert first.in_force(date.min) == undated


@pytest.mark.parametrize("start", [None, date(2020, 1, 1), date(2023, 7, 29)])
def test_the_predecessor_ends_on_the_day_on_which_the_new_text_takes_effect(start):
    first = make_published(effective_from=start)
    bystander = make_published()
    second = publish(next_draft(first, effective_from=DAY))
    for specification in (first, second, bystander):
        specification.refresh_from_db()
    assert (first.effective_to, second.effective_to, bystander.effective_to) == (DAY, None, None)


def test_the_digest_of_the_predecessor_stays_as_it_was():
    first = make_published()
    digest, published_at = first.digest, first.published_at
    publish(next_draft(first, effective_from=DAY))
    first = Specification.objects.with_rows().get(pk=first.pk)
    assert (first.digest, first.published_at) == (digest, published_at)
    assert assemble(first).digest == digest


def test_each_of_many_revisions_ends_when_the_next_begins():
    text = make_published(effective_from=None)
    for year in (2021, 2022, 2023):
        text = publish(next_draft(text, effective_from=date(year, 1, 1)))
    assert list(Specification.objects.order_by("revision").values_list("effective_from", "effective_to")) == [
        (None, date(2021, 1, 1)),
        (date(2021, 1, 1), date(2022, 1, 1)),
        (date(2022, 1, 1), date(2023, 1, 1)),
        (date(2023, 1, 1), None),
    ]


@pytest.mark.parametrize("day", [None, DAY])
def test_a_correction_takes_the_days_of_the_wrong_text_which_keeps_them_but_is_never_in_force(day):
    wrong = make_published(effective_from=day)
    right = publish(next_draft(wrong, effective_from=day, corrects=wrong))
    wrong.refresh_from_db()
    assert (wrong.effective_from, wrong.effective_to, wrong.corrected) == (day, None, True)
    assert (right.effective_from, right.effective_to, right.corrected) == (day, None, False)
    assert right.corrects == wrong
    assert [text.in_force(DAY) for text in (wrong, right)] == [False, True]


def test_a_superseded_text_is_corrected_for_its_own_days():
    wrong = make_published(effective_from=date(2020, 1, 1))
    later = publish(next_draft(wrong, effective_from=DAY))
    right = publish(next_draft(later, effective_from=date(2020, 1, 1), corrects=wrong))
    assert (right.revision, right.effective_to) == (3, DAY)
    assert list(Specification.objects.in_force(date(2023, 7, 29))) == [right]
    assert list(Specification.objects.in_force(DAY)) == [later]


def test_a_correction_can_be_corrected():
    first = make_published(effective_from=DAY)
    second = publish(next_draft(first, effective_from=DAY, corrects=first))
    third = publish(next_draft(second, effective_from=DAY, corrects=second))
    assert list(Specification.objects.in_force(DAY)) == [third]


def test_what_is_published_is_not_published_again():
    published = make_published(title="Planner")
    assert refusal_of(published) == ("Planner, revision 1 is published already. Revise the class to change its text.")


def test_a_copy_from_before_the_publishing_is_not_published_again_either():
    draft = make_draft()
    publish(draft)
    assert draft.status == "draft"
    assert "is published already" in refusal_of(draft)


def test_a_later_revision_needs_its_day():
    first = make_published()
    draft = next_draft(first, title="Planner", effective_from=None)
    assert refusal_of(draft) == "Planner, revision 2 follows revision 1 and needs the day it takes effect."


@pytest.mark.parametrize("start", [date(2023, 7, 29), date(2023, 7, 30)])
def test_a_later_revision_takes_effect_after_the_one_before_it(start):
    first = make_published(effective_from=DAY)
    draft = next_draft(first, title="Planner", effective_from=start)
    assert refusal_of(draft) == (
        f"Planner, revision 2 would take effect on July {start.day}, 2023, not after revision 1, "
        "which does so on July 30, 2023. Choose a later day."
    )


def test_the_day_after_is_late_enough():
    first = make_published(effective_from=DAY)
    assert publish(next_draft(first, effective_from=date(2023, 7, 31))).is_published


@pytest.mark.parametrize("day", [None, date(2023, 7, 29), date(2023, 7, 31)])
def test_a_correction_takes_effect_on_the_very_day_of_what_it_corrects(day):
    wrong = make_published(effective_from=DAY)
    assert refusal_of(next_draft(wrong, title="Planner", effective_from=day, corrects=wrong)) == (
        "Planner, revision 2 corrects revision 1, which takes effect on July 30, 2023. "
        "Give it the same day, July 30, 2023."
    )


def test_a_correction_of_an_undated_text_is_undated():
    wrong = make_published(effective_from=None)
    assert refusal_of(next_draft(wrong, title="Planner", effective_from=DAY, corrects=wrong)) == (
        "Planner, revision 2 corrects revision 1, which bears no date. Leave its day empty too."
    )


def test_what_was_corrected_is_not_corrected_again():
    wrong = make_published(effective_from=DAY)
    right = publish(next_draft(wrong, effective_from=DAY, corrects=wrong))
    assert refusal_of(next_draft(right, effective_from=DAY, corrects=wrong)) == (
        "Revision 1 was corrected already, by revision 2. Correct that one."
    )


@pytest.mark.parametrize("make", [make_published, lambda: make_draft(), lambda: None])
def test_only_a_published_text_of_the_same_class_is_corrected(make):
    first = make_published(effective_from=DAY)
    draft = next_draft(first, title="Planner", effective_from=DAY)
    other = make() or draft
    Specification.objects.filter(pk=draft.pk).update(corrects=other)
    assert refusal_of(draft) == (
        "Planner, revision 2 can correct a published text of its own class only. Choose one of those."
    )


def test_a_requirement_without_a_section_of_its_kind_is_refused_by_name():
    draft = make_draft(title="Planner")
    make_section(draft, kind="education")
    make_requirement(draft, kind="education")
    make_requirement(draft, kind="background_check", text="Criminal Check")
    assert refusal_of(draft) == (
        "Planner, revision 1 has the requirement “Criminal Check” but no section of kind “Background check”. "
        "Add the section, or give the requirement another kind."
    )
    make_section(draft, kind="background_check")
    assert publish(draft).is_published


def test_a_competency_without_a_section_of_competencies_is_refused_by_name():
    draft = make_draft(title="Planner")
    framework = make_framework(levels=("Journey",))
    require_competency(draft, make_competency(framework, name="Coaching"), levels={"journey": "Does."})
    assert refusal_of(draft) == (
        "Planner, revision 1 asks for “Coaching” but has no section of kind “Competencies”. Add one."
    )
    make_section(draft, kind="competencies")
    assert publish(draft).is_published


def test_a_refusal_leaves_the_predecessor_without_an_end():
    first = make_published()
    draft = next_draft(first, effective_from=DAY)
    make_requirement(draft)
    refusal_of(draft)
    first.refresh_from_db()
    assert first.effective_to is None


def test_a_failure_after_the_predecessor_was_ended_ends_it_not(monkeypatch):
    first = make_published()
    draft = next_draft(first, effective_from=DAY)

    def fail(specification: Specification) -> None:
        raise RuntimeError("the power went")

    monkeypatch.setattr("classes.publishing.assemble", fail)
    before = everything()
    with pytest.raises(RuntimeError):
        publish(draft)
    assert everything() == before


@pytest.mark.parametrize("count", [1, 8], ids=["short", "long"])
def test_publishing_costs_the_same_however_long_the_text(django_assert_num_queries, count):
    draft = make_draft(make_class(), effective_from=DAY)
    for kind in ("education", "competencies"):
        make_section(draft, kind=kind)
    for _ in range(count):
        make_section(draft)
        make_requirement(draft)
        require_competency(draft)
    # Savepoint; version locked; class locked; draft, sections, requirements, competencies, descriptors; last number;
    # last text; whether the class was abolished then; next event that ends a text; saved; text in force today; version
    # counted up; released. For the search index: old entries; texts, the class, its former names; what the texts say
    # (2); competencies; entries, words of the text and of the names alone (2), lines, vocabulary.
    with django_assert_num_queries(28):
        publish(draft)
