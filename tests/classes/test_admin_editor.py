"""The editor of drafts: nobody writes over another's work, what was typed stays, saving keeps the place."""

from __future__ import annotations

import re
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from threading import Barrier
from typing import Any

import pytest
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group, Permission
from django.db import connection
from django.http import QueryDict
from django.test import Client

from classes.admin.conflicts import rebased, sealed, state_of
from classes.admin.editing import place_after_saving
from classes.assembly import assemble
from classes.drafting import correct, revise
from classes.groups import EDITORS
from classes.models import LevelDescriptor, Specification
from classes.publishing import Event, PublishingRefused, abolish, publish, reinstate
from tests.admin_forms import Form, cell, form_of, make_profile, new_row, page_of, refuses, saves, texts_of
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
from tests.page import read

CHANGED = "Not saved: the draft changed while you wrote"


@pytest.fixture
def profile(db: None) -> Specification:
    return make_profile()


def signed_in(name: str, group: str = EDITORS) -> Client:
    user = get_user_model().objects.create_user(name, is_staff=True, first_name=name.title(), last_name="Baker")
    if group:
        user.groups.add(Group.objects.get(name=group))
    client = Client(headers={"host": "localhost"})
    client.force_login(user)
    return client


@pytest.fixture
def ann(db: None) -> Client:
    return signed_in("ann")


@pytest.fixture
def bob(db: None) -> Client:
    return signed_in("bob")


def over(page: str) -> dict[str, str]:
    """Press "Save mine over it"."""
    found = re.search(r'name="_over" value="([0-9a-f]{64})"', page)
    assert found
    return Form(page).data | {"_over": found[1]}


# Two people at one draft


def change_of(draft: Specification, name: str) -> dict[str, Any]:
    """What somebody else can do to a draft while a form of it is open, by name."""
    return {
        "a text is changed": {cell("journey"): "Plans by the week."},
        "a fact is changed": {"pay_grade": "EX-9"},
        "a level is emptied": {cell("journey"): ""},
        "a row is deleted": {"required_competencies-0-DELETE": "on"},
        "the order is changed": {"sections-0-position": "2", "sections-1-position": "1"},
        "the day is changed": {"effective_from": "2027-01-01"},
        "the kind of a section is changed": {"sections-1-kind": "note"},
    }[name]


@pytest.mark.parametrize(
    ("name", "told"),
    [
        ("a text is changed", "by the week"),
        ("a fact is changed", "Pay grade"),
        ("a level is emptied", "removed"),
        ("a row is deleted", "Planning"),
        ("the order is changed", "section moved"),
        ("the day is changed", "In force from no day → January 1, 2027"),
        ("the kind of a section is changed", "such as the kind of a section"),
    ],
)
def test_the_second_to_save_sees_what_the_first_changed_and_nothing_is_written(
    ann: Client, bob: Client, profile: Specification, name: str, told: str
) -> None:
    hers, his = form_of(ann, page_of(profile)), form_of(bob, page_of(profile))
    assert saves(ann, page_of(profile), hers | change_of(profile, name))
    after_her = state_of(profile)
    page = refuses(bob, page_of(profile), his | {"masthead": "His <words>"}, CHANGED)
    assert "Ann Baker saved this draft on <time" in page
    conflict = page.split('class="conflict"')[1].split("data-editor")[0]
    assert told in conflict
    assert "His &lt;words&gt;" in page
    assert state_of(profile) == after_her
    # Sending it once more is no way round; saying so is.
    again = refuses(bob, page_of(profile), Form(page).data, CHANGED)
    assert saves(bob, page_of(profile), over(again))
    profile.refresh_from_db()
    assert profile.masthead == "His <words>"
    assert profile.drafted_by.username == "bob"


def test_saving_over_makes_the_draft_what_stands_in_the_form(ann: Client, bob: Client, profile: Specification) -> None:
    before = assemble(profile)
    hers, his = form_of(ann, page_of(profile)), form_of(bob, page_of(profile))
    new_row(hers, "sections", kind="duties", heading="Hers", body="New.")
    new_row(hers, "requirements", kind="licensure", text="A licence.")
    hers |= {"required_competencies-0-DELETE": "on", cell("journey", 1): "Hers.", "sections-1-DELETE": "on"}
    assert saves(ann, page_of(profile), hers)
    page = refuses(bob, page_of(profile), his | {cell("advanced"): "His."}, CHANGED)
    assert "Hers" in page
    assert saves(bob, page_of(profile), over(page))
    assert "Saved over what had changed meanwhile. " in ann.get(page_of(profile, "history")).content.decode()
    after = assemble(Specification.objects.with_rows().get(pk=profile.pk))
    assert [section.heading for section in after.sections] == [section.heading for section in before.sections]
    assert texts_of(profile) == {
        ("Planning", "contributing"): "Planning a unit.",
        ("Planning", "journey"): "Planning two.\n\nAnd more.",
        ("Planning", "advanced"): "His.",
        ("Coaching", "contributing"): "Coaching a unit.",
        ("Coaching", "journey"): "Coaching two.\n\nAnd more.",
    }
    assert after.sections[1].requirements == before.sections[1].requirements


def test_a_row_that_was_deleted_and_one_that_was_added_are_both_lost_only_when_it_is_said(
    ann: Client, bob: Client, profile: Specification
) -> None:
    his = form_of(bob, page_of(profile))
    hers = form_of(ann, page_of(profile)) | {"required_competencies-0-DELETE": "on"}
    assert saves(ann, page_of(profile), hers)
    hers = form_of(ann, page_of(profile))
    planning = his["required_competencies-0-competency"]
    new_row(hers, "required_competencies", competency=planning, name="Planning anew")
    assert saves(ann, page_of(profile), hers)
    page = refuses(bob, page_of(profile), his, CHANGED)  # the same competency, in a row of its own
    assert list(profile.required_competencies.values_list("name", flat=True)) == ["Coaching", "Planning anew"]
    assert saves(bob, page_of(profile), over(page))
    assert list(profile.required_competencies.values_list("name", flat=True)) == ["Planning", "Coaching"]


def test_what_changed_again_since_it_was_seen_is_not_written_over(
    ann: Client, bob: Client, profile: Specification
) -> None:
    his = form_of(bob, page_of(profile))
    assert saves(ann, page_of(profile), form_of(ann, page_of(profile)) | {"pay_grade": "EX-1"})
    form = over(refuses(bob, page_of(profile), his, CHANGED))
    assert saves(ann, page_of(profile), form_of(ann, page_of(profile)) | {"pay_grade": "EX-2"})
    page = refuses(bob, page_of(profile), form, CHANGED)
    assert "EX-2" in page
    profile.refresh_from_db()
    assert profile.pay_grade == "EX-2"


@pytest.mark.parametrize("name", ["a text is changed", "a row is deleted", "the order is changed"])
def test_two_who_do_the_same_are_not_told_of_each_other(
    ann: Client, bob: Client, profile: Specification, name: str
) -> None:
    hers, his = form_of(ann, page_of(profile)), form_of(bob, page_of(profile))
    assert saves(ann, page_of(profile), hers | change_of(profile, name))
    stood = list(profile.sections.values_list("pk", "position", "body"))
    assert saves(bob, page_of(profile), his | change_of(profile, name))
    assert list(profile.sections.values_list("pk", "position", "body")) == stood
    profile.refresh_from_db()
    assert profile.drafted_by.username == "ann"


def test_the_same_row_added_twice_stands_once(ann: Client, bob: Client, profile: Specification) -> None:
    hers, his = form_of(ann, page_of(profile)), form_of(bob, page_of(profile))
    for client, form in ((ann, hers), (bob, his)):
        new_row(form, "sections", kind="duties", heading="Duties", body="Plans.")
        assert saves(client, page_of(profile), form)
    assert profile.sections.filter(heading="Duties").count() == 1


def test_a_wrong_field_and_anothers_change_are_both_told(ann: Client, bob: Client, profile: Specification) -> None:
    his = form_of(bob, page_of(profile)) | {"title": ""}
    assert saves(ann, page_of(profile), form_of(ann, page_of(profile)) | {"pay_grade": "EX-1"})
    page = refuses(bob, page_of(profile), his, CHANGED)
    assert "This field is required." in page
    assert profile.sections.count() == 2


def test_the_same_person_in_two_windows_is_told_as_such(ann: Client, profile: Specification) -> None:
    form = form_of(ann, page_of(profile))
    assert saves(ann, page_of(profile), form | {"pay_grade": "EX-1"})
    refuses(ann, page_of(profile), form | {"pay_grade": "EX-2"}, "You, in another window, saved this draft")


def test_what_was_changed_past_the_admin_is_a_conflict_too(ann: Client, profile: Specification) -> None:
    form = form_of(ann, page_of(profile))
    LevelDescriptor.objects.filter(level__slug="contributing").update(text="Written by a command.")
    refuses(ann, page_of(profile), form | {"title": "Mine"}, "Somebody saved this draft, after you had opened it.")


@pytest.mark.parametrize("seal", [None, "", "abc", "forged"])
def test_a_form_that_does_not_tell_what_it_began_from_is_not_saved(
    ann: Client, profile: Specification, seal: str | None
) -> None:
    form = form_of(ann, page_of(profile)) | {"title": "Mine"}
    forged = sealed({**state_of(profile), "source": 7})[:-1] + "x"
    if seal is None:
        del form["_base"]
    else:
        form["_base"] = forged if seal == "forged" else seal
    page = refuses(ann, page_of(profile), form, "The form does not tell what it was opened with")
    assert saves(ann, page_of(profile), over(page))


def test_a_draft_that_was_published_meanwhile_keeps_its_words_and_shows_those_that_were_typed(
    ann: Client, profile: Specification
) -> None:
    form = form_of(ann, page_of(profile)) | {cell("journey"): "Typed <in> vain.", "title": "Typed title"}
    form |= {"flsa_code": "Exempt", "minimum_education": "50", "masthead": "Typed letterhead"}
    new_row(form, "sections", kind="duties", heading="Typed heading", body="Typed body")
    publish(profile)
    response = ann.post(page_of(profile), form)
    assert response.status_code == 409
    text = read(response).one("main").text
    assert "was published while you wrote" in text
    for words in ("Typed <in> vain.", "Typed title", "Typed heading", "Typed body", "Journey", "Coaching a unit."):
        assert words in text
    for words in ("FLSA code", "Exempt", "Minimum education", "Bachelor’s degree", "Lines at the top"):
        assert words in text  # as the form says it
    assert Specification.objects.get().title != "Typed title"


def test_a_draft_that_was_deleted_meanwhile_shows_what_was_typed(ann: Client, profile: Specification) -> None:
    form = form_of(ann, page_of(profile)) | {cell("journey"): "Typed in vain."}
    address = page_of(profile)
    profile.delete()
    response = ann.post(address, form)
    assert response.status_code == 409
    text = read(response).one("main").text
    assert "This draft was deleted while you wrote." in text
    assert "Typed in vain." in text


def test_who_may_not_write_learns_nothing_of_a_draft_that_is_gone(profile: Specification, ann: Client) -> None:
    form = form_of(ann, page_of(profile))
    reader = signed_in("rob", group="")
    publish(profile)
    assert reader.post(page_of(profile), form).status_code == 403


def test_saving_keeps_who_wrote_last_and_saving_nothing_does_not(
    ann: Client, bob: Client, profile: Specification
) -> None:
    for client, fields, name in (
        (ann, {"title": "Other"}, "ann"),
        (bob, {}, "ann"),
        (bob, {cell("advanced"): "His."}, "bob"),
    ):
        assert saves(client, page_of(profile), form_of(client, page_of(profile)) | fields)
        profile.refresh_from_db()
        assert profile.drafted_by.username == name


def test_a_new_draft_is_its_writers(ann: Client) -> None:
    assert ann.post("/admin/classes/specification/add/", {"job_class": make_class().pk}).status_code == 302
    assert Specification.objects.get().drafted_by.username == "ann"


def test_rows_are_fitted_with_the_held_ones_first() -> None:
    posted = QueryDict(mutable=True)
    posted.update({"a-TOTAL_FORMS": "3", "a-INITIAL_FORMS": "2", "b-0-id": "9", "title": "T"})
    posted.update(
        {"a-0-id": "1", "a-0-text": "gone", "a-1-id": "2", "a-1-text": "held", "a-2-id": "", "a-2-text": "new"}
    )
    fitted, kept = rebased(posted, "a", {2, 3})
    assert kept == {2}
    assert fitted.dict() == {
        "title": "T", "b-0-id": "9", "a-TOTAL_FORMS": "3", "a-INITIAL_FORMS": "1",
        "a-0-id": "2", "a-0-text": "held", "a-1-id": "", "a-1-text": "gone", "a-2-id": "", "a-2-text": "new",
    }  # fmt: skip
    for total in ("", "x", "-1", "99999999999"):
        posted["a-TOTAL_FORMS"] = total
        assert rebased(posted, "a", {2})[1] == set()


@pytest.mark.skipif(connection.vendor != "postgresql", reason="SQLite lets one transaction write at a time")
@pytest.mark.django_db(transaction=True)
def test_of_two_who_save_at_one_moment_one_is_told(transactional_db: None) -> None:
    draft = make_profile()
    users = [get_user_model().objects.create_superuser(name) for name in ("ann", "bob")]
    clients = [Client(headers={"host": "localhost"}) for _ in users]
    forms = []
    for client, user in zip(clients, users, strict=True):
        client.force_login(user)
        forms.append(form_of(client, page_of(draft)) | {"title": f"Title of {user}"})
    together = Barrier(2)

    def save(client: Client, form: dict[str, Any]) -> int:
        together.wait()
        try:
            return client.post(page_of(draft), form).status_code
        finally:
            connection.close()

    with ThreadPoolExecutor(2) as threads:
        codes = list(threads.map(save, clients, forms))
    assert sorted(codes) == [200, 302]
    draft.refresh_from_db()
    assert draft.title == f"Title of {users[codes.index(302)]}"


# What is put back after the session ended


@pytest.mark.parametrize("fields", [{"_restored": "2:05 PM"}, {"_kept": "1"}])
def test_what_is_put_back_is_shown_and_not_saved(ann: Client, profile: Specification, fields: dict[str, str]) -> None:
    form = form_of(ann, page_of(profile)) | {cell("journey"): "Put back anew."}
    page = refuses(ann, page_of(profile), form | fields, "was put back. It is not saved yet.")
    assert "Put back anew." in page
    assert texts_of(profile)["Planning", "journey"] != "Put back anew."
    assert "thing to mend" not in page
    assert saves(ann, page_of(profile), Form(page).data)
    assert texts_of(profile)["Planning", "journey"] == "Put back anew."


def test_the_hour_of_what_is_put_back_is_an_hour(ann: Client, profile: Specification) -> None:
    form = form_of(ann, page_of(profile)) | {"_restored": "<b>now"}
    assert "&lt;b&gt;now" not in refuses(ann, page_of(profile), form, "Unsaved text was put back.")


def test_what_is_put_back_into_a_changed_draft_shows_the_change(
    ann: Client, bob: Client, profile: Specification
) -> None:
    form = form_of(ann, page_of(profile)) | {"_restored": "2:05 PM", "title": "Put back"}
    assert saves(bob, page_of(profile), form_of(bob, page_of(profile)) | {"pay_grade": "EX-3"})
    page = refuses(ann, page_of(profile), form, CHANGED)
    assert "EX-3" in page
    assert "Put back" in page


def test_the_browser_learns_that_what_it_keeps_is_saved(ann: Client, profile: Specification) -> None:
    form = form_of(ann, page_of(profile))
    assert ann.post(page_of(profile), form | {"_kept_as": "k3.x1"}).cookies["saved_draft"].value == "k3.x1"
    form = form_of(ann, page_of(profile))
    assert "saved_draft" not in ann.post(page_of(profile), form | {"_kept_as": "a; b"}).cookies
    form = form_of(ann, page_of(profile)) | {"title": "", "_kept_as": "k4.x1"}
    assert "saved_draft" not in ann.post(page_of(profile), form).cookies


# The preview


def test_the_preview_is_the_public_page_of_the_draft_and_says_that_it_is_one(
    ann: Client, profile: Specification
) -> None:
    make_section(profile, heading="What one does", body="Plans <all>.", position=9)
    response = ann.get(page_of(profile).replace("change", "preview"))
    page = read(response)
    main = page.one("main")
    assert "Not published: only people who keep the catalog see this page." in main.text
    assert main.one("article", class_="document").one("h2", id="what-one-does-heading").text == "What one does"
    assert "Plans <all>." in main.text
    assert page.one("title").text.startswith("Draft: ")
    assert "no-store" in response["Cache-Control"]
    assert page_of(profile) in main.links


def test_a_draft_is_never_said_to_be_in_force(ann: Client, profile: Specification) -> None:
    Specification.objects.update(effective_from="2020-01-01")
    text = read(ann.get(page_of(profile).replace("change", "preview"))).text
    assert "In force" not in text
    assert "meant to take effect on January 1, 2020" in text


def test_saving_can_lead_to_the_preview(ann: Client, profile: Specification) -> None:
    form = form_of(ann, page_of(profile)) | {"title": "Seen", "_preview": "1"}
    response = ann.post(page_of(profile), form)
    assert response["Location"] == page_of(profile).replace("change", "preview")
    assert "Seen" in read(ann.get(response["Location"])).one("h1").text


def test_the_preview_of_a_published_text_is_its_own_page(ann: Client) -> None:
    text = make_published()
    response = ann.get(page_of(text).replace("change", "preview"))
    assert response["Location"] == text.permanent_address


def test_only_those_who_may_look_at_drafts_see_that_there_is_one(client: Client, profile: Specification) -> None:
    address = page_of(profile).replace("change", "preview")
    missing = address.replace(str(profile.pk), "999")
    assert client.get(address)["Location"] == f"/admin/login/?next={address}"
    assert client.get(missing)["Location"] == f"/admin/login/?next={missing}"
    other = signed_in("rob", group="")
    assert [other.get(page).status_code for page in (address, missing)] == [404, 404]
    looker = signed_in("lou", group="")
    lou = get_user_model().objects.get(username="lou")
    lou.user_permissions.add(Permission.objects.get(codename="view_specification"))
    assert [looker.get(page).status_code for page in (address, missing, address.replace(str(profile.pk), "x"))] == [
        200,
        404,
        404,
    ]
    assert "preview" not in client.get("/classes/").content.decode()


def test_a_preview_costs_the_same_with_a_short_and_a_long_draft(
    ann: Client, profile: Specification, django_assert_num_queries: Any
) -> None:
    # Session, user, two for the rights; the draft, and with its rows (6); history, other texts, noted names.
    address = page_of(profile).replace("change", "preview")
    for _ in range(2):
        with django_assert_num_queries(13):
            ann.get(address)
        for _ in range(5):
            make_section(profile, kind="other")
            make_requirement(profile)


# What a draft is made of


def test_a_chosen_competency_brings_its_definition_and_never_over_what_was_typed(
    ann: Client, profile: Specification
) -> None:
    framework = profile.job_class.organization.framework
    writing = make_competency(framework, "Writing", definition="Writes clearly.")
    speaking = make_competency(framework, "Speaking", definition="Speaks clearly.")
    form = form_of(ann, page_of(profile))
    new_row(form, "required_competencies", competency=writing.pk)
    new_row(form, "required_competencies", competency=speaking.pk, definition="Speaks.", name="Speech")
    assert saves(ann, page_of(profile), form)
    held = dict(profile.required_competencies.values_list("name", "definition"))
    assert held == {"Planning": "", "Coaching": "", "Writing": "Writes clearly.", "Speech": "Speaks."}
    form = form_of(ann, page_of(profile)) | {"required_competencies-2-definition": ""}
    assert saves(ann, page_of(profile), form)
    assert profile.required_competencies.get(name="Writing").definition == ""


def test_the_organizations_usual_headings_are_offered_in_the_order_of_print(ann: Client) -> None:
    job_class = make_class()
    for number in range(1, 4):
        draft = make_draft(make_class(job_class.organization))
        make_section(draft, kind="note", heading="NOTE:", position=7)
        make_section(draft, kind="duties", heading="What one does", position=number)
        publish(draft)
    make_section(make_draft(make_class()), heading="Of another employer")
    make_section(make_draft(make_class(job_class.organization)), heading="Of a draft")
    page = read(ann.get(page_of(make_draft(job_class))))
    offered = page.one("select", id="add-sections").all("option")
    assert [(each.attributes["value"], each.attributes.get("data-kind")) for each in offered] == [
        ("", None),
        ("What one does", "duties"),
        ("NOTE:", "note"),
    ]


def test_the_frameworks_competencies_are_offered_less_those_that_are_archived(
    ann: Client, profile: Specification
) -> None:
    framework = profile.job_class.organization.framework
    make_competency(framework, "Filing", archived=True)
    make_competency(None, "Of another framework")
    page = read(ann.get(page_of(profile)))
    offered = page.one("select", id="add-required_competencies").all("option")
    assert [each.text for each in offered] == ["Choose later", "Coaching", "Planning"]


def test_without_a_framework_the_competencies_of_all_are_offered_with_their_framework(ann: Client) -> None:
    draft = make_draft(make_class())
    competencies = [make_competency(make_framework(slug, name=slug), "Filing") for slug in ("one", "two")]
    page = read(ann.get(f"{page_of(draft)}?row=required_competencies"))
    for name in ("required_competencies-0-competency", "required_competencies-__prefix__-competency"):
        assert [each.text for each in select(page, name).all("option")][1:] == [str(each) for each in competencies]


def select(page: Any, name: str) -> Any:
    return next(each for each in page.all("select") if each.attributes.get("name") == name)


def options(page: Any, row: int | str) -> dict[str, str]:
    """The competencies that a row offers, each with whether it is chosen, can be, or not."""
    offered = select(page, f"required_competencies-{row}-competency").all("option")[1:]
    state = {each.text: [name for name in ("selected", "disabled") if name in each.attributes] for each in offered}
    return {text: ", ".join(found) for text, found in state.items()}


def test_a_competency_that_another_row_asks_for_cannot_be_chosen_again(ann: Client, profile: Specification) -> None:
    framework = profile.job_class.organization.framework
    make_competency(framework, "Writing")
    make_competency(None, "Of another framework")
    page = read(ann.get(page_of(profile)))
    assert options(page, 0) == {"Coaching": "disabled", "Planning": "selected", "Writing": ""}
    assert options(page, 1) == {"Coaching": "selected", "Planning": "disabled", "Writing": ""}
    assert options(page, "__prefix__") == {"Coaching": "disabled", "Planning": "disabled", "Writing": ""}


def test_a_form_that_is_shown_again_offers_what_its_own_rows_do_not_ask_for(
    ann: Client, profile: Specification
) -> None:
    writing = make_competency(profile.job_class.organization.framework, "Writing")
    elsewhere = make_competency(make_framework("other", name="Other"), "Elsewhere")
    form = form_of(ann, page_of(profile)) | {"title": "", "required_competencies-0-DELETE": "on"}
    new_row(form, "required_competencies", competency=writing.pk)
    new_row(form, "required_competencies", competency=elsewhere.pk)
    page = read(ann.post(page_of(profile), form))
    assert options(page, 2) == {"Coaching": "disabled", "Planning": "", "Writing": "selected"}
    assert options(page, 3)["Elsewhere (Other)"] == "selected"  # refused, and not lost


def test_a_competency_that_was_archived_since_stays_chosen(ann: Client, profile: Specification) -> None:
    planning = profile.required_competencies.get(name="Planning").competency
    type(planning).objects.filter(pk=planning.pk).update(archived=True)
    assert options(read(ann.get(page_of(profile))), 0) == {"Coaching": "disabled", "Planning": "selected"}
    assert saves(ann, page_of(profile), form_of(ann, page_of(profile)))
    assert profile.required_competencies.get(name="Planning").competency == planning


def test_a_row_says_that_the_framework_holds_no_definition_until_one_is_written(
    ann: Client, profile: Specification
) -> None:
    sentence = "The framework holds no definition of it: write the one that is printed."

    def notes() -> list[str]:
        groups = read(ann.get(page_of(profile))).one("div", id="required_competencies-group")
        return [each.text for each in groups.all("p", class_="row-note") if "hidden" not in each.attributes]

    assert notes() == [sentence, sentence]
    form = form_of(ann, page_of(profile)) | {"required_competencies-0-definition": "Plans."}
    assert saves(ann, page_of(profile), form)
    assert notes() == [sentence]
    profile.job_class.organization.framework.competencies.update(definition="Held.")
    assert notes() == []


# Usual headings have kinds


def test_a_usual_heading_that_is_typed_brings_its_kind_and_the_row_says_so(ann: Client) -> None:
    job_class = make_class()
    used = make_draft(make_class(job_class.organization))
    make_section(used, kind="duties", heading="What one does")
    publish(used)
    draft = make_draft(job_class)
    form = form_of(ann, page_of(draft))
    new_row(form, "sections", heading="what one does:", body="Plans.")
    new_row(form, "sections", heading="Working  Conditions", body="Outdoors.")
    new_row(form, "sections", heading="Knowledge, Skills & Abilities", body="Maps.")
    new_row(form, "sections", heading="Words of our own", body="Other.")
    response = ann.post(page_of(draft), form | {"_continue": "1", "_at": "sections-1-body"}, follow=True)
    kinds = list(draft.sections.values_list("kind", flat=True))
    assert kinds == ["duties", "working_environment", "knowledge", "other"]
    assert response.redirect_chain[0][0].endswith("#id_sections-1-body")
    page = read(response)
    notes = [each.text for each in page.all("p", class_="row-note") if "hidden" not in each.attributes]
    assert notes[0] == "The heading is a usual one, so the kind “Duties” was taken. Choose another if it is not meant."
    assert len(notes) == 3
    assert "“what one does:” is a usual heading: the section is now of the kind “Duties”." in page.text


def test_a_kind_that_was_chosen_stays(ann: Client, profile: Specification) -> None:
    form = form_of(ann, page_of(profile))
    new_row(form, "sections", heading="Duties", kind="note")
    new_row(form, "sections", heading="Working conditions", kind="other", own_kind="1")
    assert saves(ann, page_of(profile), form)
    assert list(profile.sections.values_list("kind", flat=True))[2:] == ["note", "other"]
    # Whoever sets it back to “Other” afterwards, and leaves the heading, keeps that too.
    assert saves(ann, page_of(profile), form_of(ann, page_of(profile)) | {"sections-2-kind": "other"})
    assert list(profile.sections.values_list("kind", flat=True))[2:] == ["other", "other"]


@pytest.mark.parametrize("fields", [{}, {"sections-1-DELETE": "on"}, {"sections-1-kind": "note"}])
def test_a_second_section_of_a_kind_that_only_one_can_have_stays_other(
    ann: Client, profile: Specification, fields: dict[str, str]
) -> None:
    form = form_of(ann, page_of(profile)) | fields
    new_row(form, "sections", heading="Education")
    assert saves(ann, page_of(profile), form)
    assert profile.sections.last().kind == "other"


def test_a_heading_that_the_organization_uses_for_another_kind_goes_by_its_use(ann: Client) -> None:
    job_class = make_class()
    for kind in ("other", "other", "note"):
        draft = make_draft(make_class(job_class.organization))
        make_section(draft, kind=kind, heading="Assessment")
        publish(draft)
    draft = make_draft(job_class)
    form = form_of(ann, page_of(draft))
    new_row(form, "sections", heading="Assessment")
    assert saves(ann, page_of(draft), form)
    assert draft.sections.get().kind == "other"


# A first day that publishing will refuse


def advised(client: Client, draft: Specification) -> str:
    """What the page of a draft advises about its first day."""
    found = read(client.get(page_of(draft))).all("details", class_="advice")
    said = [item.text for panel in found for item in panel.all("li") if "First day" in item.text]
    return said[0] if said else ""


@pytest.mark.parametrize(
    ("day", "refused"),
    [
        ("2020-01-01", True),
        ("2020-01-02", False),
        ("2019-12-31", True),
        ("", False),
    ],
)
def test_a_first_day_that_publishing_would_refuse_is_told_and_saved(ann: Client, day: str, refused: bool) -> None:
    text = make_published(effective_from=date(2020, 1, 1))
    draft = revise(text.job_class)[0]
    form = form_of(ann, page_of(draft)) | {"effective_from": day, "title": "Other"}
    page = ann.post(page_of(draft), form, follow=True).content.decode()
    draft.refresh_from_db()
    assert draft.effective_from == (date.fromisoformat(day) if day else None)
    assert ("Saved, but it cannot be published with this first day." in page) == refused
    told = advised(ann, draft)
    if not refused:
        assert told == ""
        return
    with pytest.raises(PublishingRefused) as sentence:
        publish(draft)
    assert str(sentence.value) in told
    assert "not after revision 1, which does so on January 1, 2020. Choose a later day." in told


@pytest.mark.parametrize(
    ("day", "told"),
    [
        (date(2023, 12, 31), ""),
        (date(2024, 1, 1), "the class is abolished on January 1, 2024. Reinstate it with this text."),
    ],
)
def test_a_first_day_on_which_the_class_is_no_more_is_told(ann: Client, day: date, told: str) -> None:
    text = make_published(effective_from=date(2020, 1, 1))
    abolish(text.job_class, date(2024, 1, 1), Event("abolished"))
    draft = revise(text.job_class)[0]
    Specification.objects.filter(pk=draft.pk).update(effective_from=day)
    assert told in advised(ann, draft)
    assert bool(told) == bool(advised(ann, draft))


def test_a_first_day_between_two_lives_of_a_class_is_told(ann: Client) -> None:
    text = make_published(effective_from=date(2020, 1, 1))
    abolish(text.job_class, date(2024, 1, 1), Event("abolished"))
    reinstate(text.job_class, date(2025, 1, 1), Event("reinstated"))
    draft = revise(text.job_class)[0]
    for day, refused in ((date(2024, 12, 31), True), (date(2025, 1, 1), False)):
        Specification.objects.filter(pk=draft.pk).update(effective_from=day)
        assert (
            "when the class was abolished. Choose the day on which it was reinstated" in advised(ann, draft)
        ) == refused


def test_a_correction_of_another_day_is_told(ann: Client) -> None:
    text = make_published(effective_from=date(2020, 1, 1))
    draft = correct(text)[0]
    assert advised(ann, draft) == ""
    Specification.objects.filter(pk=draft.pk).update(effective_from=date(2020, 1, 2))
    assert "Give it the same day, January 1, 2020." in advised(ann, draft)


def test_rows_are_added_without_a_script(ann: Client, profile: Specification) -> None:
    form = form_of(ann, page_of(profile)) | {"title": "Kept", "_row": "sections"}
    response = ann.post(page_of(profile), form)
    assert response["Location"] == f"{page_of(profile)}?row=sections#sections-group"
    filtered = f"{page_of(profile)}?_changelist_filters=status%3Ddraft"
    response = ann.post(filtered, form_of(ann, filtered) | {"_row": "requirements"})
    assert response["Location"] == f"{filtered}&row=requirements#requirements-group"
    address = f"{page_of(profile)}?row=sections"
    form = form_of(ann, address)
    assert form["sections-TOTAL_FORMS"] == "3"
    assert saves(ann, address, form)  # left empty, it is no row
    assert profile.sections.count() == 2
    assert saves(ann, address, form_of(ann, address) | {"sections-2-heading": "New", "sections-2-kind": "note"})
    assert profile.sections.count() == 3


# Long forms


def test_the_jump_list_names_every_row(ann: Client, profile: Specification) -> None:
    page = read(ann.get(page_of(profile)))
    jump = page.one("nav", aria_label="Parts of this draft")
    ids = {element.attributes["id"] for element in page.walk() if "id" in element.attributes}
    assert {address.removeprefix("#") for address in jump.links} <= ids
    for words in ("Identity", "Facts", "Education", "A degree.", "Planning", "Coaching"):
        assert words in jump.text


@pytest.mark.parametrize(
    ("at", "fields", "place"),
    [
        ("sections-0-body", {}, "id_sections-0-body"),
        ("sections-0-body", {"sections-0-position": "9"}, "id_sections-1-body"),
        ("sections-1-heading", {"sections-0-DELETE": "on"}, "id_sections-0-heading"),
        ("sections-0-body", {"sections-0-DELETE": "on"}, "sections-group"),
        ("pay_grade", {}, "id_pay_grade"),
        ("sections-99-body", {}, ""),
        ("others-0-body", {}, ""),
        ('"><b>', {}, ""),
    ],
)
def test_saving_goes_on_in_the_field_where_one_was(
    ann: Client, profile: Specification, at: str, fields: dict[str, str], place: str
) -> None:
    form = form_of(ann, page_of(profile)) | fields | {"_at": at, "_continue": "1"}
    location = ann.post(page_of(profile), form)["Location"]
    assert location == page_of(profile) + (f"#{place}" if place else "")


def test_a_place_in_no_formset_is_none() -> None:
    assert place_after_saving("sections-0-body", []) == ""


def test_what_is_wrong_stands_beside_its_field_and_above_the_form_with_a_way_there(
    ann: Client, profile: Specification
) -> None:
    form = form_of(ann, page_of(profile)) | {
        "title": "",
        "requirements-0-text": " ",
        "sections-0-kind": "education",
        cell("advanced"): "Nul \x00",
    }
    new_row(form, "required_competencies", name="Without a competency")
    response = ann.post(page_of(profile), form)
    page = read(response)
    summary = page.one("section", class_="faults")
    ids = {element.attributes["id"] for element in page.walk() if "id" in element.attributes}
    links = [address.removeprefix("#") for address in summary.links]
    assert set(links) <= ids
    assert links[0] == "id_title"
    assert {"id_requirements-0-text", f"id_{cell('advanced')}", "id_required_competencies-2-competency"} <= set(links)
    assert "Planning, Advanced: Null characters are not allowed." in summary.text
    assert "Requirement, Text: This field cannot be blank." in summary.text
    assert page.one("h2", id="faults-heading").text == f"Not saved: {len(summary.all('li'))} things to mend"
    for name in ("title", "requirements-0-text"):
        field = next(each for each in page.walk() if each.attributes.get("name") == name)
        assert field.attributes["aria-invalid"] == "true"
        assert field.attributes["aria-describedby"].split()[-1] in ids


@pytest.mark.parametrize("place", ["10000", "9223372036854775808"])
def test_a_number_that_was_mistyped_is_refused_in_words(ann: Client, profile: Specification, place: str) -> None:
    response = ann.post(page_of(profile), form_of(ann, page_of(profile)) | {"sections-0-position": place})
    faults = read(response).one("section", class_="faults").text
    assert "This number is above 9,999, so it is hardly meant. Look at it once more." in faults
    assert "less than or equal" not in faults


def test_a_draft_of_three_hundred_rows_is_saved(ann: Client, profile: Specification) -> None:
    framework = profile.job_class.organization.framework
    for number in range(2, 150):
        make_section(profile, kind="other", heading=f"Heading {number}", position=10 + number)
        require_competency(profile, make_competency(framework), name=f"Competency {number}", position=10 + number)
    form = form_of(ann, page_of(profile)) | {cell("advanced", 149): "Last."}
    assert len(form) > 2000
    assert saves(ann, page_of(profile), form)
    assert texts_of(profile)["Competency 149", "advanced"] == "Last."


def test_advice_leads_to_the_row_and_the_cell_that_it_is_about(ann: Client, profile: Specification) -> None:
    make_section(profile, kind="duties", heading="Duties", body="Plans plans the the work.", position=3)
    assert saves(ann, page_of(profile), form_of(ann, page_of(profile)) | {cell("advanced", 1): "Coaches all."})
    page = read(ann.get(page_of(profile)))
    advice = page.one("details", class_="advice")
    places = {link.text: link.attributes["href"] for link in advice.all("a")}
    assert places["Duties"] == "#sections-2"
    assert places["Competencies, Planning at Advanced"] == f"#id_{cell('advanced')}"
