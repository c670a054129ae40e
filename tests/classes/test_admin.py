"""The catalog in Django admin: lists, classes and their history, and what can no longer be changed."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from django.contrib.admin import ModelAdmin, site
from django.contrib.auth import get_user_model
from django.db import IntegrityError
from django.http import HttpRequest
from django.test import Client
from django.urls import reverse

from classes.assembly import assemble
from classes.models import JobClass, LevelDescriptor, SourceDocument, Specification
from classes.publishing import Event, abolish, publish
from competencies.admin import CatalogForm
from competencies.models import Level
from tests.admin_forms import form_of, make_profile, new_row, page_of, refuses, saves
from tests.factories import (
    make_class,
    make_competency,
    make_draft,
    make_entry,
    make_family,
    make_former_name,
    make_framework,
    make_notice,
    make_organization,
    make_published,
    make_requirement,
    make_section,
    make_series,
    require_competency,
)
from tests.page import read

SPECIFICATIONS = "/admin/classes/specification/"
CLASSES = "/admin/classes/jobclass/"


@pytest.fixture
def profile(db: None) -> Specification:
    return make_profile()


# Lists


MAKERS: dict[str, Callable[[], Any]] = {
    "organization": lambda: make_organization(framework=make_framework()),
    "jobfamily": make_family,
    "classseries": make_series,
    "jobclass": lambda: make_class(family=None),
    "specification": make_draft,
    "section": lambda: make_section(make_draft()),
    "requirement": lambda: make_requirement(make_draft()),
    "requiredcompetency": lambda: require_competency(make_draft()),
    "leveldescriptor": lambda: require_competency(
        make_draft(), make_competency(make_framework(levels=("One",))), {"one": "Plans."}
    ),
    "changenotice": make_notice,
    "historyentry": lambda: make_entry(notice=make_notice()),
    "sourcedocument": lambda: SourceDocument.objects.create(name=f"{SourceDocument.objects.count()}.txt", text="Text"),
}


def test_every_model_of_classes_is_registered() -> None:
    registered = {model._meta.model_name for model in site._registry if model._meta.app_label == "classes"}
    assert registered == set(MAKERS)


@pytest.mark.parametrize("model", MAKERS)
def test_a_list_costs_the_same_with_few_and_with_many_rows(
    admin_client: Client, model: str, django_assert_max_num_queries: Any
) -> None:
    address = reverse(f"admin:classes_{model}_changelist")
    counts = []
    for more in (2, 8):
        for _ in range(more):
            MAKERS[model]()
        # Session, user; rows counted twice (found, all), first and last date of a date hierarchy and its years,
        # the choices of up to four filters that list records, the rows.
        with django_assert_max_num_queries(14) as queries:
            assert admin_client.get(address, {"q": ""}).status_code == 200
        counts.append(len(queries))
    assert counts[0] == counts[1]


@pytest.mark.parametrize("model", MAKERS)
def test_a_list_can_be_searched(admin_client: Client, model: str) -> None:
    MAKERS[model]()
    address = reverse(f"admin:classes_{model}_changelist")
    assert "0 results" in admin_client.get(address, {"q": "no such words %_'\""}).content.decode()


def test_the_form_of_a_class_costs_the_same_with_a_short_and_a_long_history(
    admin_client: Client, django_assert_num_queries: Any
) -> None:
    job_class = make_class()
    specification = make_published(job_class)
    counts = []
    admin_client.get(page_of(job_class))  # the content type, once
    for more in (1, 6):
        for day in range(more):
            notice = make_notice(job_class.organization)
            make_entry(
                job_class, effective_on=date(2020 + more, 1, 1 + day), notice=notice, specification=specification
            )
        for day in range(more):
            make_former_name(job_class, until=date(2010 + more, 1, 1 + day))
        # Session, user, class, whether it is public, entries, former names, texts listed, successors.
        with django_assert_num_queries(8) as queries:
            admin_client.get(page_of(job_class))
        counts.append(len(queries))
    assert counts[0] == counts[1]


def test_what_another_saved_between_check_and_write_is_said_beside_the_form(
    admin_client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    taken = make_class(title="Planner", slug="planner")
    checks = []
    check = CatalogForm._post_clean

    def blind_at_first(form: Any) -> None:
        checks.append(form)
        if len(checks) > 1:
            check(form)
        else:
            form.instance.organization, form.instance.title = taken.organization, "Planner"
            form.instance.slug = "planner"

    monkeypatch.setattr(CatalogForm, "_post_clean", blind_at_first)
    form = form_of(admin_client, f"{CLASSES}add/") | {"organization": taken.organization_id, "title": "Planner"}
    refuses(admin_client, f"{CLASSES}add/", form, "Another class of this organization already has this address.")
    assert JobClass.objects.count() == 1


# Published


@pytest.fixture
def published(profile: Specification) -> Specification:
    return publish(profile)


def test_a_published_specification_is_shown_with_its_levels_and_cannot_be_changed(
    admin_client: Client, published: Specification
) -> None:
    page = admin_client.get(page_of(published)).content.decode()
    assert "a published text never changes" in page
    assert "Planning a unit." in page
    assert "Not described." in page
    assert "<textarea" not in page
    assert 'name="_save"' not in page
    assert admin_client.post(page_of(published), {"title": "Other"}).status_code == 403
    assert admin_client.post(page_of(published, "delete"), {"post": "yes"}).status_code == 403
    assert Specification.objects.get().digest == assemble(Specification.objects.get()).digest


def test_deleting_in_bulk_leaves_published_texts(admin_client: Client, published: Specification) -> None:
    draft = make_draft()
    chosen = {"action": "delete_selected", "_selected_action": [published.pk, draft.pk], "post": "yes"}
    page = admin_client.post(SPECIFICATIONS, chosen).content.decode()
    assert "a published text never changes" in page
    assert Specification.objects.count() == 2
    admin_client.post(SPECIFICATIONS, chosen | {"_selected_action": [draft.pk]})
    assert list(Specification.objects.all()) == [published]


def test_a_text_published_after_it_was_chosen_is_not_deleted(admin_client: Client) -> None:
    draft = make_draft()
    make_section(draft)
    chosen = Specification.objects.filter(pk=draft.pk)
    publish(draft)
    request = HttpRequest()
    request.user = get_user_model()(is_superuser=True, is_active=True)
    site._registry[Specification].delete_queryset(request, chosen)  # type: ignore[attr-defined]
    assert Specification.objects.exists()


def test_a_draft_published_while_it_is_saved_is_not_written_over(
    admin_client: Client, profile: Specification, monkeypatch: pytest.MonkeyPatch
) -> None:
    form = form_of(admin_client, page_of(profile)) | {"title": "Written over"}
    find = ModelAdmin.get_object

    def find_then_publish(*args: Any, **kwargs: Any) -> Any:
        found = find(*args, **kwargs)
        if found and not Specification.objects.get(pk=found.pk).is_published:
            publish(found)
        return found

    monkeypatch.setattr(ModelAdmin, "get_object", find_then_publish)
    assert admin_client.post(page_of(profile), form).status_code == 409
    assert Specification.objects.get().title != "Written over"


def test_a_draft_is_deleted_with_its_rows(admin_client: Client, profile: Specification) -> None:
    assert saves(admin_client, page_of(profile, "delete"), {"post": "yes"})
    assert not LevelDescriptor.objects.exists()


def test_rows_have_no_form_of_their_own(admin_client: Client, published: Specification) -> None:
    descriptor = LevelDescriptor.objects.all()[0]
    for row in (
        published.sections.all()[0],
        published.requirements.all()[0],
        descriptor.required_competency,
        descriptor,
    ):
        assert admin_client.get(page_of(row)).status_code == 200
        assert "deletelink" not in admin_client.get(page_of(row)).content.decode()
        assert admin_client.post(page_of(row), {"text": "Other"}).status_code == 403
        assert admin_client.post(page_of(row, "delete"), {"post": "yes"}).status_code == 403
        assert admin_client.get(reverse(f"admin:classes_{row._meta.model_name}_add")).status_code == 403
        bulk = {"action": "delete_selected", "_selected_action": [row.pk], "post": "yes"}
        admin_client.post(reverse(f"admin:classes_{row._meta.model_name}_changelist"), bulk)
        row.refresh_from_db()


def test_a_class_that_has_texts_cannot_be_deleted_and_the_page_says_why(
    admin_client: Client, published: Specification
) -> None:
    page = admin_client.post(page_of(published.job_class, "delete"), {"post": "yes"}).content.decode()
    assert "cannot be deleted: the records below rely on it" in page
    assert JobClass.objects.exists()


def test_status_and_digest_are_in_no_form(admin_client: Client, profile: Specification) -> None:
    form = form_of(admin_client, page_of(profile))
    assert not {"status", "digest", "effective_to", "published_at", "section_digests", "job_class"} & set(form)
    assert saves(admin_client, page_of(profile), form | {"status": "published", "digest": "0" * 64})
    assert Specification.objects.get().status == "draft"


def test_the_source_of_a_published_text_stays(admin_client: Client) -> None:
    source = SourceDocument.objects.create(name="a.txt", text="Plans.")
    make_published(source=source)
    assert admin_client.post(page_of(source), {"name": "b.txt"}).status_code == 403
    assert "was transcribed from this source" in admin_client.get(page_of(source)).content.decode()


def test_a_new_source_is_kept_with_its_sum_and_unix_line_ends(admin_client: Client) -> None:
    address = reverse("admin:classes_sourcedocument_add")
    form = {"name": "a", "text": "One\r\nTwo", "furniture": "[]"}
    refuses(admin_client, address, form | {"furniture": '[{"text": 1}]'}, "Each passage needs its text")
    refuses(admin_client, address, form | {"furniture": "{"}, "Enter a valid JSON.")
    assert saves(admin_client, address, form)
    source = SourceDocument.objects.get()
    assert (source.text, source.sha256[:8]) == ("One\nTwo", "98bbe78e")


@pytest.mark.parametrize("published_yet", [True, False])
def test_an_organization_keeps_its_address_once_published(admin_client: Client, published_yet: bool) -> None:
    specification = make_published() if published_yet else make_draft()
    organization = specification.job_class.organization
    form = form_of(admin_client, page_of(organization)) | {"slug": "other"}
    assert saves(admin_client, page_of(organization), form)
    organization.refresh_from_db()
    assert (organization.slug == "other") is not published_yet


# Classes and their history


def test_a_class_lists_its_texts_and_offers_a_draft_only_where_none_is_open(admin_client: Client) -> None:
    job_class = make_class()
    assert "Begin a draft" in admin_client.get(page_of(job_class)).content.decode()
    draft = make_draft(job_class)
    page = admin_client.get(page_of(job_class)).content.decode()
    assert page_of(draft) in page
    assert "Begin a draft" not in page
    text = make_published()
    page = admin_client.get(page_of(text.job_class)).content.decode()
    assert page_of(text) in page
    assert "Begin a draft" not in page  # it is revised instead
    assert ">Revise</button>" in page


@pytest.mark.parametrize(("title", "code", "slug"), [("City Planner", "", "city-planner"), ("Planner", "CP 7", "cp-7")])
def test_an_address_left_empty_is_made(admin_client: Client, title: str, code: str, slug: str) -> None:
    form = form_of(admin_client, f"{CLASSES}add/") | {
        "organization": make_organization().pk,
        "title": title,
        "code": code,
    }
    assert saves(admin_client, f"{CLASSES}add/", form)
    assert JobClass.objects.get().slug == slug


def test_an_address_that_was_emptied_is_asked_for_beside_its_field(admin_client: Client) -> None:
    family = make_family()
    form = form_of(admin_client, page_of(family)) | {"slug": ""}
    refuses(admin_client, page_of(family), form, "This field is required.")


def test_a_title_that_makes_no_address_asks_for_one(admin_client: Client) -> None:
    form = form_of(admin_client, f"{CLASSES}add/") | {"organization": make_organization().pk, "title": "計画"}
    refuses(admin_client, f"{CLASSES}add/", form, "No address can be made from this title.")


def test_collisions_of_classes_are_sentences(admin_client: Client) -> None:
    series = make_series()
    first = make_class(series.organization, code="P1", series=series, series_rank=1)
    second = make_class(series.organization, code="P2", series=series, series_rank=2)
    form = form_of(admin_client, page_of(second))
    refuses(admin_client, page_of(second), form | {"series_rank": "1"}, "Another class already has this place")
    refuses(admin_client, page_of(second), form | {"series_rank": ""}, "give both or neither")
    refuses(admin_client, page_of(second), form | {"code": "p1", "slug": ""}, "already has this code.")
    refuses(admin_client, page_of(second), form | {"successors": [second.pk]}, "A class cannot take its own place.")
    assert saves(admin_client, page_of(second), form | {"successors": [first.pk]})


def test_the_public_page_is_linked_only_where_the_text_stands_on_it(admin_client: Client) -> None:
    def links(row: Any) -> str | None:
        return site._registry[type(row)].get_view_on_site_url(row)

    draft = make_draft()
    assert (links(draft), links(draft.job_class)) == (None, None)
    job_class = make_class()
    old = make_published(job_class, date(2020, 1, 1))
    new = make_published(job_class, date(2024, 1, 1), revision=2)
    coming = make_published(job_class, date(2030, 1, 1), revision=3)
    old.refresh_from_db()
    address = job_class.get_absolute_url()
    assert links(job_class) == address
    assert [links(text) for text in (old, new, coming)] == [
        f"{address}?as_of=2020-01-01",
        address,
        f"{address}?as_of=2030-01-01",
    ]
    assert admin_client.get(f"{address}?as_of=2020-01-01").status_code == 200


def test_names_that_no_text_tells_of_are_written_on_the_page_of_the_class(admin_client: Client) -> None:
    job_class = make_class()
    form = form_of(admin_client, page_of(job_class))
    new_row(form, "former_names", title="Draftsman", code="D 1", until="2012-01-01")
    assert saves(admin_client, page_of(job_class), form)
    name = job_class.former_names.get()
    assert (name.title, name.code, name.until, name.code_slug) == ("Draftsman", "D 1", date(2012, 1, 1), "d-1")
    form = form_of(admin_client, page_of(job_class))
    new_row(form, "former_names", title="Tracer", code="<b>", until="2012-01-01")
    refuses(admin_client, page_of(job_class), form, "A class code has letters, digits")
    form["former_names-1-code"] = ""
    refuses(admin_client, page_of(job_class), form, "This class already has a former name until that day.")
    form["former_names-1-until"] = "2005-01-01"
    assert saves(admin_client, page_of(job_class), form)
    form = form_of(admin_client, page_of(job_class)) | {"former_names-0-DELETE": "on"}
    assert saves(admin_client, page_of(job_class), form)
    assert [name.title for name in job_class.former_names.all()] == ["Tracer"]


def test_a_class_bears_the_title_of_its_text_in_force(admin_client: Client) -> None:
    text = make_published(title="Planner")
    form = form_of(admin_client, page_of(text.job_class))
    refuses(
        admin_client,
        page_of(text.job_class),
        form | {"title": "Senior Planner"},
        "Its text in force, revision 1, has the title “Planner”. Publish a revision of another title to change it.",
    )
    assert saves(admin_client, page_of(text.job_class), form)
    ended = make_published(title="Planner")
    abolish(ended.job_class, date(2024, 1, 1), Event("abolished"))
    form = form_of(admin_client, page_of(ended.job_class)) | {"title": "Senior Planner"}
    assert saves(admin_client, page_of(ended.job_class), form)


def test_a_word_that_came_into_a_published_text_while_its_form_stood_open_stays(
    admin_client: Client, profile: Specification, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The admin's own check is made before the database's, and the database's refusal leads back to it."""
    level = Level.objects.get(slug="journey")
    form = form_of(admin_client, page_of(level)) | {"name": "Expert", "rank": "9"}
    check, view = CatalogForm._post_clean, ModelAdmin.changeform_view

    def publish_meanwhile(form: Any) -> None:
        check(form)
        if not Specification.objects.get().is_published:
            publish(profile)

    def keep_what_the_other_published(*args: Any, **kwargs: Any) -> Any:
        try:
            return view(*args, **kwargs)
        except IntegrityError:  # our transaction was taken back, and in this test the other's with it
            publish(profile)
            raise

    monkeypatch.setattr(CatalogForm, "_post_clean", publish_meanwhile)
    monkeypatch.setattr(ModelAdmin, "changeform_view", keep_what_the_other_published)
    assert saves(admin_client, page_of(level), form)
    level.refresh_from_db()
    assert (level.name, level.rank) == ("Journey", 2)


def test_no_page_has_inline_style_or_script(admin_client: Client, published: Specification) -> None:
    for address in (SPECIFICATIONS, page_of(published), page_of(published.job_class), "/admin/", f"{CLASSES}add/"):
        page = admin_client.get(address).content.decode()
        assert "<style" not in page
        assert " style=" not in page
        assert page.count("<script") == page.count("<script src=") + page.count("<script id=")


def test_the_code_and_the_address_of_a_class_with_a_published_text_stay(admin_client: Client) -> None:
    published, drafted = make_published().job_class, make_draft().job_class
    for job_class, editable in ((published, False), (drafted, True)):
        page = admin_client.get(page_of(job_class)).content.decode()
        assert ('name="code"' in page) == editable
        assert ('name="slug"' in page) == editable


@pytest.mark.parametrize(
    ("make", "number", "instead"),
    [
        (make_competency, 1, "Archive it instead: it is no longer offered for new work"),
        (make_competency, 2, "Archive them instead, each on its own page"),
        (make_class, 2, "Abolish it instead: its texts stay readable"),
        (make_draft, 1, "Delete those that can go first."),
    ],
)
def test_what_can_be_done_instead_of_deleting_is_said_in_the_list_too(
    admin_client: Client, make: Any, number: int, instead: str
) -> None:
    rows = [make() for _ in range(number)]
    if make is make_competency:
        for row in rows:
            make_published(requires=row)
    elif make is make_class:
        for row in rows:
            make_published(row)
    else:
        publish(rows[0])
    address = f"/admin/{rows[0]._meta.app_label}/{rows[0]._meta.model_name}/"
    chosen = {"action": "delete_selected", "_selected_action": [row.pk for row in rows]}
    for confirmed in ({}, {"post": "yes"}):
        page = admin_client.post(address, chosen | confirmed).content.decode()
        assert "cannot be deleted, not even some of them" in page
        assert instead in page
        assert f'href="{address}">Back to the list</a>' in page
    assert type(rows[0]).objects.filter(pk__in=[row.pk for row in rows]).count() == number


def test_rows_of_texts_are_found_from_the_list_of_texts_and_are_no_records(admin_client: Client) -> None:
    ways = [f"/admin/classes/{name}/" for name in ("section", "requirement", "requiredcompetency", "leveldescriptor")]
    front, texts = (admin_client.get(address).content.decode() for address in ("/admin/", SPECIFICATIONS))
    for way in ways:
        assert f'href="{way}"' not in front
        assert texts.count(f'href="{way}"') == 1
        assert admin_client.get(way).status_code == 200


HARD_WORDS = re.compile(r"\b(Empty:|[Rr]ung|[Pp]arts paragraphs|[Dd]erived|[Mm]asthead|[Ff]urniture|&lt;address&gt;)")


def test_no_page_asks_in_words_that_a_clerk_does_not_know(admin_client: Client, profile: Specification) -> None:
    rows = [profile, profile.job_class, profile.job_class.organization, profile.job_class.organization.framework]
    adds = [f"/admin/{name}/add/" for name in ("classes/jobfamily", "classes/classseries", "competencies/competency")]
    adds += [f"/admin/{name}/add/" for name in ("competencies/level", "classes/sourcedocument", "classes/jobclass")]
    for address in [*(page_of(row) for row in rows), *adds]:
        assert HARD_WORDS.findall(read(admin_client.get(address)).text) == [], address
