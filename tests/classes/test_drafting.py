"""A draft before it is law: revised, corrected, sent to review and back."""

from __future__ import annotations

from datetime import date

import pytest
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group

from classes.assembly import assemble
from classes.drafting import correct, put_back, revise, send_back, send_to_review, take_back
from classes.groups import EDITORS, PUBLISHERS
from classes.models import JobClass, LevelDescriptor, Section, Specification
from classes.publishing import Event, PublishingRefused, abolish, note, publish
from tests.factories import make_class, make_draft, make_published, make_section

pytestmark = pytest.mark.django_db


def make_user(name: str = "ann"):
    return get_user_model().objects.create_user(name)


@pytest.mark.parametrize("slug", ["ci2787", "it-manager"])
def test_a_revision_begins_with_every_word_and_fact_of_the_text_in_force(catalog, slug):
    job_class = JobClass.objects.get(slug=slug)
    held = assemble(job_class.specifications.get())
    by = make_user()
    draft, is_new = revise(job_class, by)
    copy = assemble(draft)
    assert is_new
    assert (copy.sections, copy.facts, copy.masthead) == (held.sections, held.facts, held.masthead)
    assert (draft.status, draft.revision, draft.effective_from, draft.digest) == ("draft", 2, None, "")
    assert (draft.drafted_by, draft.source, draft.corrects) == (by, None, None)
    assert assemble(job_class.specifications.get(revision=1)) == held


def test_changing_the_copy_leaves_the_published_text_as_it_is(catalog):
    job_class = JobClass.objects.get(slug="it-manager")
    digest = job_class.specifications.get().digest
    draft, _ = revise(job_class)
    Section.objects.filter(specification=draft).update(body="Other words.")
    LevelDescriptor.objects.filter(required_competency__specification=draft).update(text="Other words.")
    assert assemble(job_class.specifications.get(revision=1)).digest == digest


def test_a_second_attempt_leads_to_the_open_draft():
    text = make_published()
    draft, _ = revise(text.job_class)
    assert revise(text.job_class) == (draft, False)
    draft.sections.update(body="Plans more.")
    send_to_review(draft)
    assert revise(text.job_class) == (draft, False)


def test_a_class_without_a_text_has_nothing_to_revise():
    with pytest.raises(PublishingRefused, match=r"No text of .* is held that could be revised"):
        revise(make_class())


def test_an_announced_text_is_what_the_next_one_begins_from():
    first = make_published()
    draft = make_draft(first.job_class, revision=2, title="Announced", effective_from=date(2030, 1, 1))
    make_section(draft, body="Plans more.")
    publish(draft)
    copy, _ = revise(first.job_class)
    assert (copy.revision, copy.title) == (3, "Announced")


@pytest.mark.parametrize("start", [None, date(2020, 1, 1)])
def test_a_correction_bears_the_day_of_what_it_corrects_and_takes_its_place(start):
    wrong = make_published(effective_from=start)
    draft, is_new = correct(wrong)
    assert is_new
    assert (draft.corrects, draft.effective_from, draft.revision) == (wrong, start, 2)
    assert correct(wrong) == (draft, False)
    right = publish(draft)
    wrong.refresh_from_db()
    assert wrong.corrected
    assert right.in_force(date(2021, 1, 1))
    with pytest.raises(PublishingRefused, match="was corrected already"):
        correct(wrong)


def test_a_text_is_not_corrected_beside_another_open_draft():
    text = make_published()
    revise(text.job_class)
    with pytest.raises(PublishingRefused, match="has an open draft, revision 2"):
        correct(text)


def test_a_draft_goes_to_review_and_back_with_a_comment():
    draft = make_draft()
    assert send_to_review(draft).status == "in_review"
    with pytest.raises(PublishingRefused, match="is in review already"):
        send_to_review(draft)
    with pytest.raises(PublishingRefused, match="Say what is to be changed"):
        send_back(draft, "  ")
    back = send_back(draft, " The grade is missing. ")
    assert (back.status, back.review_comment) == ("draft", "The grade is missing.")
    with pytest.raises(PublishingRefused, match="not in review"):
        send_back(draft, "Again.")
    assert send_to_review(draft).review_comment == ""


@pytest.mark.parametrize(("second_person", "own", "refused"), [(1, 1, 1), (1, 0, 0), (0, 1, 0)])
def test_where_a_second_person_is_required_nobody_publishes_a_draft_of_their_own(settings, second_person, own, refused):
    settings.REQUIRE_SECOND_PERSON = bool(second_person)
    ann, bob = make_user("ann"), make_user("bob")
    draft = make_draft(drafted_by=ann, status="in_review")
    make_section(draft)
    if refused:
        with pytest.raises(PublishingRefused, match="here a second person publishes"):
            publish(draft, by=ann)
        assert not Specification.objects.published().exists()
    else:
        published = publish(draft, by=ann if own else bob)
        assert (published.drafted_by, published.review_comment) == (None, "")


@pytest.mark.parametrize("second_person", [True, False])
def test_where_a_second_person_is_required_a_person_publishes_from_review_alone(settings, second_person):
    settings.REQUIRE_SECOND_PERSON = second_person
    draft, bob = make_draft(), make_user("bob")
    make_section(draft)
    if second_person:
        with pytest.raises(PublishingRefused, match=r"is not in review, .* Send it to review first\."):
            publish(draft, by=bob)
        send_to_review(draft)
    assert publish(draft, by=bob).is_published


def test_what_no_person_wrote_needs_no_review():
    assert publish(make_draft()).is_published


# Nothing new


def test_what_says_nothing_new_is_neither_sent_to_review_nor_published(settings):
    text = make_published()
    draft, _ = revise(text.job_class)
    draft.effective_from = date(2026, 7, 1)
    draft.save()
    sentence = "says the same as the text in force, revision 1: there is nothing to publish. Change the draft, or"
    with pytest.raises(PublishingRefused, match=sentence):
        send_to_review(draft)
    settings.REQUIRE_SECOND_PERSON = False
    with pytest.raises(PublishingRefused, match=sentence):
        publish(draft, by=make_user())
    draft.sections.update(body="Plans more.")
    assert send_to_review(draft).status == "in_review"


def test_a_correction_that_mends_nothing_is_not_sent_to_review():
    draft, _ = correct(make_published())
    with pytest.raises(PublishingRefused, match="says the same as the text that it corrects, revision 1"):
        send_to_review(draft)


def test_a_draft_that_repeats_an_announced_text_is_told_so():
    first = make_published()
    announced, _ = revise(first.job_class)
    announced.effective_from = date(2030, 1, 1)
    announced.save()
    publish(announced)
    draft, _ = revise(first.job_class)
    with pytest.raises(PublishingRefused, match="says the same as the text before it, revision 2"):
        send_to_review(draft)


@pytest.mark.parametrize(("start", "on", "refused"), [(None, "2024-01-01", False), ("2020-01-01", "2024-01-01", True)])
def test_a_text_without_a_date_may_be_said_once_more_with_one(start, on, refused):
    text = make_published(effective_from=start and date.fromisoformat(start))
    draft, _ = revise(text.job_class)
    draft.effective_from = date.fromisoformat(on)
    draft.save()
    if refused:
        with pytest.raises(PublishingRefused, match="says the same"):
            send_to_review(draft)
    else:
        send_to_review(draft)
        assert publish(draft, by=make_user()).is_published


@pytest.mark.parametrize("on", [None, date(2024, 1, 1)])
def test_a_text_that_ended_may_be_said_once_more(on):
    text = make_published()
    note(text.job_class, date(2024, 1, 1), Event("revised"))
    draft, _ = revise(text.job_class)
    draft.effective_from = on
    draft.save()
    assert send_to_review(draft).status == "in_review"


def test_a_text_of_a_class_that_is_to_end_is_not_said_once_more_before_that():
    text = make_published()
    abolish(text.job_class, date(2030, 1, 1), Event("abolished"))
    draft, _ = revise(text.job_class)
    draft.effective_from = date(2029, 12, 31)
    draft.save()
    with pytest.raises(PublishingRefused, match="says the same as the text in force"):
        send_to_review(draft)


# Taken back, put back


def test_a_text_in_review_is_taken_back_to_draft():
    draft = send_to_review(make_draft())
    assert take_back(draft).status == "draft"
    with pytest.raises(PublishingRefused, match="is a draft already: it is not in review"):
        take_back(draft)
    with pytest.raises(PublishingRefused, match="is published already, so it is not in review"):
        take_back(make_published())


def test_a_last_text_is_put_back_with_every_word(catalog):
    job_class = JobClass.objects.get(slug="it-manager")
    text = job_class.specifications.get()
    draft = put_back(text, date(2026, 7, 1))
    old, new = assemble(text), assemble(draft)
    assert (new.sections, new.facts, new.masthead) == (old.sections, old.facts, old.masthead)
    assert (draft.effective_from, draft.drafted_by, draft.revision, draft.source) == (date(2026, 7, 1), None, 2, None)
    with pytest.raises(PublishingRefused, match=r"has an open draft, revision 2\. Publish or delete it first"):
        put_back(text, date(2026, 7, 1))


def test_a_text_that_another_took_the_place_of_is_not_put_back():
    text = make_published()
    draft, _ = correct(text)
    publish(draft)
    with pytest.raises(PublishingRefused, match="is no longer the last text of the class"):
        put_back(text, date(2026, 7, 1))


def test_whoever_wrote_a_published_text_can_leave_and_it_stays_as_it_is():
    ann = make_user()
    draft = make_draft(drafted_by=ann)
    make_section(draft)
    published, other = publish(draft), make_draft(drafted_by=ann)
    ann.delete()
    other.refresh_from_db()
    assert other.drafted_by is None
    assert assemble(Specification.objects.get(pk=published.pk)).digest == published.digest


@pytest.mark.parametrize("rows", [1, 8])
def test_a_copy_costs_the_same_however_long_the_text(django_assert_num_queries, catalog, rows):
    text = make_draft(make_class(), effective_from=date(2020, 1, 1))
    for _ in range(rows):
        make_section(text)
    job_class = publish(text).job_class
    # savepoint; class locked; open draft; last text; the text, its sections, requirements, competencies; next number;
    # draft made; sections made; released
    with django_assert_num_queries(12):
        revise(job_class)


def test_the_two_groups_may_what_their_names_say():
    may = {group.name: {each.codename for each in group.permissions.all()} for group in Group.objects.all()}
    assert set(may) == {EDITORS, PUBLISHERS}
    assert may[EDITORS] < may[PUBLISHERS]
    assert "publish_specification" not in may[EDITORS]
    assert {"publish_specification", "add_changenotice"} <= may[PUBLISHERS]
    assert not {name for names in may.values() for name in names if name.endswith(("_user", "_group", "_repair"))}
