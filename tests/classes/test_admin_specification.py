"""The form of a specification in Django admin: the printed order, the levels side by side, and what it refuses."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from django.test import Client
from django.utils.html import escape

from classes import guard
from classes.admin.contents import RequiredCompetencyForm
from classes.assembly import assemble
from classes.drafting import correct, send_to_review
from classes.models import Specification
from tests.accounts import sign_in
from tests.admin_forms import Form, cell, form_of, make_profile, new_row, page_of, refuses, saves, texts_of
from tests.factories import (
    make_class,
    make_competency,
    make_draft,
    make_framework,
    make_organization,
    make_published,
    make_requirement,
    make_section,
    require_competency,
)

SPECIFICATIONS = "/admin/classes/specification/"


@pytest.fixture
def profile(db: None) -> Specification:
    return make_profile()


def test_the_form_of_a_long_specification_costs_as_much_as_that_of_a_short_one(
    admin_client: Client, profile: Specification, django_assert_num_queries: Any
) -> None:
    # Session, user, specification, levels; sections, requirements, competencies, descriptors. The draft as it is
    # stored, history, and what the lint asks of the organization (10); its usual
    # headings; the framework's library.
    admin_client.get(page_of(profile))  # the content type, once
    with django_assert_num_queries(20):
        admin_client.get(page_of(profile))
    for _ in range(6):
        make_section(profile, kind="other")
        make_requirement(profile)
        require_competency(profile, make_competency(profile.job_class.organization.framework), {"advanced": "Leads."})
    with django_assert_num_queries(20):
        admin_client.get(page_of(profile))


def test_a_form_follows_the_printed_document(admin_client: Client, profile: Specification) -> None:
    page = admin_client.get(page_of(profile)).content.decode()
    order = [f">{label}:<" for label in ("Class", "Title", "Lines at the top", "First day", "Pay grade", "Source")]
    order += [f'id="{rows}-heading"' for rows in ("sections", "requirements", "required_competencies")]
    places = [page.index(mark) for mark in order]
    assert places == sorted(places)
    areas = [page.index(f'name="{cell(level)}"') for level in ("contributing", "journey", "advanced")]
    assert areas == sorted(areas)


@pytest.mark.usefixtures("catalog")
@pytest.mark.parametrize("slug", ["nc", "city"])
def test_saving_a_real_specification_unchanged_leaves_every_byte(admin_client: Client, slug: str) -> None:
    specification = Specification.objects.get(job_class__organization__slug=slug)
    with guard.repair("A test makes drafts of the real texts."):
        Specification.objects.update(status="draft", digest="", published_at=None)
    before = (assemble(specification).digest, texts_of(specification))
    assert saves(admin_client, page_of(specification), form_of(admin_client, page_of(specification)))
    specification = Specification.objects.get(pk=specification.pk)
    assert (assemble(specification).digest, texts_of(specification)) == before
    assert "No fields changed." in admin_client.get(page_of(specification, "history")).content.decode()


def test_cells_are_added_changed_and_removed(admin_client: Client, profile: Specification) -> None:
    form = form_of(admin_client, page_of(profile))
    form[cell("contributing")] = " \r\n "
    form[cell("journey")] = "Plans five.\r\n\r\nAnd leads."
    form[cell("advanced")] = "Plans all."
    assert saves(admin_client, page_of(profile), form)
    assert texts_of(profile) == {
        ("Planning", "journey"): "Plans five.\n\nAnd leads.",
        ("Planning", "advanced"): "Plans all.",
        ("Coaching", "contributing"): "Coaching a unit.",
        ("Coaching", "journey"): "Coaching two.\n\nAnd more.",
    }


def test_a_new_competency_is_written_with_its_cells(admin_client: Client, profile: Specification) -> None:
    competency = make_competency(profile.job_class.organization.framework, "Writing")
    form = form_of(admin_client, page_of(profile))
    new_row(form, "required_competencies", competency=competency.pk)
    form[cell("advanced", 2)] = "Writes."
    assert saves(admin_client, page_of(profile), form)
    written = profile.required_competencies.get(competency=competency)
    assert (written.name, written.position) == ("Writing", 3)
    assert texts_of(profile)["Writing", "advanced"] == "Writes."


def test_what_was_typed_stays_when_another_field_is_wrong(admin_client: Client, profile: Specification) -> None:
    form = form_of(admin_client, page_of(profile)) | {"title": "", cell("advanced"): "Typed <b>just</b> now."}
    page = refuses(admin_client, page_of(profile), form, "This field is required.")
    assert "Typed &lt;b&gt;just&lt;/b&gt; now." in page
    assert ("Planning", "advanced") not in texts_of(profile)
    again = Form(page).data | {"title": "Planner"}
    assert saves(admin_client, page_of(profile), again)
    assert texts_of(profile)["Planning", "advanced"] == "Typed <b>just</b> now."


def test_a_wrong_cell_says_so_beside_it(admin_client: Client, profile: Specification) -> None:
    form = form_of(admin_client, page_of(profile)) | {cell("advanced"): "Nul \x00"}
    refuses(admin_client, page_of(profile), form, "Null characters are not allowed.")


def test_any_number_of_levels_is_a_row_of_as_many_text_areas(admin_client: Client) -> None:
    framework = make_framework("five", ("A", "B", "C", "D", "E"))
    draft = make_draft(make_class(make_organization(framework=framework)))
    require_competency(draft, make_competency(framework), {"e": "Last."})
    assert admin_client.get(page_of(draft)).content.decode().count('name="required_competencies-0-level_') == 5


def test_text_at_the_levels_of_a_former_framework_stays_in_sight(admin_client: Client, profile: Specification) -> None:
    organization = profile.job_class.organization
    organization.framework = make_framework("new", ("Basic",))
    organization.save()
    form = form_of(admin_client, page_of(profile))
    assert form[cell("contributing")] == "Planning a unit."
    assert form[cell("basic")] == ""
    assert saves(admin_client, page_of(profile), form | {cell("basic"): "New."})
    assert len(texts_of(profile)) == 5


def test_a_competency_of_another_framework_is_refused(admin_client: Client, profile: Specification) -> None:
    form = form_of(admin_client, page_of(profile))
    new_row(form, "required_competencies", competency=make_competency().pk)
    refuses(admin_client, page_of(profile), form, "is of another framework. Choose one of Framework nc.")


def test_a_row_without_a_place_goes_last_and_one_with_a_place_taken_moves_the_others(
    admin_client: Client, profile: Specification
) -> None:
    form = form_of(admin_client, page_of(profile))
    new_row(form, "sections", kind="note", heading="Last", position="")
    new_row(form, "sections", kind="duties", heading="First", position="1")
    assert saves(admin_client, page_of(profile), form)
    headings = list(profile.sections.values_list("position", "heading"))
    assert headings == [(1, "First"), (2, "Competencies"), (3, "Education"), (4, "Last")]
    form = form_of(admin_client, page_of(profile)) | {"sections-0-position": "3"}
    assert saves(admin_client, page_of(profile), form)
    assert [section.heading for section in profile.sections.all()] == ["Competencies", "Education", "First", "Last"]


# What the database would refuse, the form refuses first


def test_two_new_sections_of_one_typed_kind_are_refused(admin_client: Client, profile: Specification) -> None:
    form = form_of(admin_client, page_of(profile))
    new_row(form, "sections", kind="licensure", heading="Licence")
    new_row(form, "sections", kind="licensure", heading="Certificate")
    refuses(admin_client, page_of(profile), form, "The document already has a section of this kind")
    form = form_of(admin_client, page_of(profile))
    new_row(form, "sections", kind="education", heading="Schooling")
    refuses(admin_client, page_of(profile), form, "The document already has a section of this kind")
    assert profile.sections.count() == 2


def test_a_competency_asked_for_twice_is_refused(admin_client: Client, profile: Specification) -> None:
    form = form_of(admin_client, page_of(profile))
    new_row(form, "required_competencies", competency=form["required_competencies-0-competency"])
    refuses(admin_client, page_of(profile), form, "This specification already asks for this competency.")


def test_a_requirement_of_spaces_is_refused(admin_client: Client, profile: Specification) -> None:
    form = form_of(admin_client, page_of(profile)) | {"requirements-0-text": "  \r\n "}
    refuses(admin_client, page_of(profile), form, "This field cannot be blank.")


def test_a_text_is_begun_by_saying_which_class_it_is_of(admin_client: Client) -> None:
    job_class = make_class(title="Planner", code="P1")
    address = f"{SPECIFICATIONS}add/"
    form = form_of(admin_client, f"{address}?job_class={job_class.pk}")
    assert {name for name in form if name != "csrfmiddlewaretoken"} == {"job_class"}
    response = admin_client.post(address, form, follow=True)
    draft = job_class.specifications.get()
    assert response.redirect_chain == [(page_of(draft), 302)]
    assert (draft.revision, draft.status, draft.title, draft.code) == (1, "draft", "Planner", "P1")
    assert draft.drafted_by.username == "admin"
    assert "Revision 1 is an empty draft of Planner (P1)." in response.content.decode()
    assert "Began this draft." in admin_client.get(page_of(draft, "history")).content.decode()


def test_a_text_of_a_class_that_has_one_begins_with_its_words(admin_client: Client) -> None:
    published = make_published()
    response = admin_client.post(f"{SPECIFICATIONS}add/", {"job_class": published.job_class_id}, follow=True)
    draft = published.job_class.specifications.get(revision=2)
    assert response.redirect_chain == [(page_of(draft), 302)]
    assert [row.body for row in draft.sections.all()] == [row.body for row in published.sections.all()]
    assert "is a draft with the words of the last text" in response.content.decode()


def test_a_text_that_is_begun_already_is_gone_on_with(admin_client: Client, profile: Specification) -> None:
    response = admin_client.post(f"{SPECIFICATIONS}add/", {"job_class": profile.job_class_id}, follow=True)
    assert response.redirect_chain == [(page_of(profile), 302)]
    assert "A draft was open already, revision 1: here it is." in response.content.decode()
    assert Specification.objects.count() == 1


@pytest.mark.parametrize("asked", ["abc", "-1", "99999999999999999999", "²", "0", ""])
def test_a_text_of_no_class_is_not_begun(admin_client: Client, asked: str) -> None:
    address = f"{SPECIFICATIONS}add/"
    assert "job_class" not in {
        name for name, value in form_of(admin_client, f"{address}?job_class={asked}").items() if value != [""]
    }
    is_number = asked == "0"
    sentence = "The catalog has no such class. Choose another." if is_number else "Choose the class whose text you want"
    refuses(admin_client, address, {"job_class": asked}, sentence)
    assert not Specification.objects.exists()


@pytest.mark.parametrize(
    ("field", "typed", "sentence"),
    [
        ("code", "CI<2787", "“<” is not printed in a specification."),
        ("code", "CI_2787", "A class code has letters, digits, dots, strokes and hyphens"),
        ("code", "-1", "and begins with a letter or digit."),
        ("title", "Planner\u200b I", "A sign that cannot be seen stands after “Planner”."),
        ("title", "Plan\x07ner", "A sign that cannot be seen stands after “Plan”."),
        ("title", "\u202ePlanner", "A sign that cannot be seen stands at the beginning."),
        ("pay_grade", "<b>EX-17", "“<” is not printed in a specification. Write the words without it."),
        ("flsa_code", "E>", "“>” is not printed"),
    ],
)
def test_a_line_that_is_printed_has_no_odd_signs(
    admin_client: Client, profile: Specification, field: str, typed: str, sentence: str
) -> None:
    form = form_of(admin_client, page_of(profile)) | {field: typed}
    page = refuses(admin_client, page_of(profile), form, escape(sentence))
    assert Form(page).data[field] == typed


@pytest.mark.parametrize(
    ("field", "typed"),
    [
        ("code", "CI2787"),
        ("code", "A-1.2/3 B"),
        ("title", "Planner & Surveyor’s Aide (Trainee), “Señor” – I/II"),
        ("pay_grade", "GR-20 & up*"),
        ("flsa_code", "Non-exempt (§ 541)"),
    ],
)
def test_a_line_that_is_printed_has_whatever_offices_print(
    admin_client: Client, profile: Specification, field: str, typed: str
) -> None:
    assert saves(admin_client, page_of(profile), form_of(admin_client, page_of(profile)) | {field: typed})
    profile.refresh_from_db()
    assert getattr(profile, field) == typed


def test_the_number_of_a_draft_and_what_it_corrects_are_not_written_in_the_form(admin_client: Client) -> None:
    text = make_published()
    draft = make_draft(text.job_class, revision=2)
    form = form_of(admin_client, page_of(draft))
    assert not {"revision", "corrects"} & set(form)
    admin_client.post(page_of(draft), form | {"revision": "99", "corrects": str(text.pk), "pay_grade": "G-2"})
    draft.refresh_from_db()
    assert (draft.revision, draft.corrects, draft.pay_grade) == (2, None, "G-2")


@pytest.mark.django_db
@pytest.mark.parametrize(("who", "may"), [("editor", False), ("publisher", True)])
def test_a_text_in_review_is_a_publishers_to_delete_and_its_class_tells_of_it(who: str, may: bool) -> None:
    draft = send_to_review(make_draft(make_class(title="Planner"), title="Planner"))
    client = sign_in(who)
    assert client.post(page_of(draft).replace("change", "delete"), {"post": "yes"}).status_code == (302 if may else 403)
    assert Specification.objects.filter(pk=draft.pk).exists() != may
    told = client.get(f"/admin/classes/jobclass/{draft.job_class_id}/history/").content.decode()
    assert ("Deleted the draft of revision 1, “Planner”" in told) == may


@pytest.mark.django_db
def test_a_text_in_review_says_so_above_its_form() -> None:
    draft = send_to_review(make_draft(make_class()))
    assert "It is in review: a publisher is reading it." in sign_in("editor").get(page_of(draft)).content.decode()


def test_the_form_of_competencies_knows_no_level_until_its_specification_is_known() -> None:
    assert not [name for name in RequiredCompetencyForm.base_fields if name.startswith("level_")]


def test_the_first_day_of_a_correction_stays_and_the_page_says_why(admin_client: Client) -> None:
    draft, _ = correct(make_published(effective_from=date(2020, 1, 1)))
    html = admin_client.get(page_of(draft)).content.decode()
    assert "A correction applies on the same days as the text that it corrects, so its first day stays." in html
    assert "vDateField" not in html  # no calendar beside it
    form = form_of(admin_client, page_of(draft))
    assert "effective_from" not in form  # a browser sends no disabled field
    assert saves(admin_client, page_of(draft), form | {"effective_from": "2026-07-01", "title": "Other"})
    draft.refresh_from_db()
    assert (draft.effective_from, draft.title) == (date(2020, 1, 1), "Other")


def test_the_first_day_of_a_draft_that_corrects_nothing_is_free(admin_client: Client, profile: Specification) -> None:
    form = form_of(admin_client, page_of(profile)) | {"effective_from": "2026-07-01"}
    assert saves(admin_client, page_of(profile), form)
    profile.refresh_from_db()
    assert profile.effective_from == date(2026, 7, 1)
