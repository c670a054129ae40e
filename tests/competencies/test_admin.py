"""The vocabulary in Django admin: lists, levels on the page of their framework, and what published texts hold fast."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.contrib.admin import site
from django.test import Client
from django.urls import reverse

from classes.models import Specification
from classes.publishing import publish
from competencies.models import Competency, Framework, Level
from tests.admin_forms import form_of, make_profile, new_row, page_of, refuses, saves
from tests.factories import make_competency, make_framework

MAKERS: dict[str, Callable[[], Any]] = {
    "framework": make_framework,
    "level": lambda: make_framework(levels=("One",)),
    "competency": make_competency,
}


@pytest.fixture
def profile(db: None) -> Specification:
    return make_profile()


def test_every_model_of_the_vocabulary_is_registered() -> None:
    registered = {model._meta.model_name for model in site._registry if model._meta.app_label == "competencies"}
    assert registered == set(MAKERS)


@pytest.mark.parametrize("model", MAKERS)
def test_a_list_costs_the_same_with_few_and_with_many_rows(
    admin_client: Client, model: str, django_assert_max_num_queries: Any
) -> None:
    address = reverse(f"admin:competencies_{model}_changelist")
    counts = []
    for more in (2, 8):
        for _ in range(more):
            MAKERS[model]()
        # Session, user, rows found, rows in all, frameworks to filter by, the rows.
        with django_assert_max_num_queries(6) as queries:
            assert admin_client.get(address).status_code == 200
        counts.append(len(queries))
    assert counts[0] == counts[1]


def test_the_choices_of_a_competency_cost_the_same_with_few_and_many(
    admin_client: Client, django_assert_num_queries: Any
) -> None:
    ask = {"app_label": "classes", "model_name": "requiredcompetency", "field_name": "competency", "term": "comp"}
    for more in (2, 8):
        for _ in range(more):
            make_competency()
        # Session, user, how many, the competencies with their frameworks.
        with django_assert_num_queries(4):
            assert admin_client.get("/admin/autocomplete/", ask).status_code == 200


def test_a_framework_is_written_with_its_levels(admin_client: Client) -> None:
    address = reverse("admin:competencies_framework_add")
    form = form_of(admin_client, address) | {"name": "State", "slug": "state"}
    for rank, name in enumerate(("Basic", "Expert"), start=1):
        new_row(form, "levels", rank=rank, name=name, slug=name.lower(), definition="One\r\nTwo")
    assert saves(admin_client, address, form)
    assert list(Level.objects.values_list("rank", "slug", "definition")) == [
        (1, "basic", "One\nTwo"),
        (2, "expert", "One\nTwo"),
    ]


def test_levels_that_collide_are_refused_with_the_sentence_of_the_constraint(admin_client: Client) -> None:
    framework = make_framework(levels=("Basic",))
    for fields, sentence in (
        ({"rank": 1, "name": "Other", "slug": "other"}, "Another level of this framework already has this rank."),
        ({"rank": 2, "name": "Other", "slug": "basic"}, "Another level of this framework already has this address."),
        ({"rank": 0, "name": "Other", "slug": "other"}, "Levels are counted from 1, the lowest."),
        ({"rank": 2, "name": "Other", "slug": "Other"}, "Addresses are written in lower case: other"),
    ):
        form = form_of(admin_client, page_of(framework))
        new_row(form, "levels", **fields)
        refuses(admin_client, page_of(framework), form, sentence)
    form = form_of(admin_client, page_of(framework))
    for name in ("One", "Two"):
        new_row(form, "levels", rank=7, name=name, slug=name.lower())
    refuses(admin_client, page_of(framework), form, "Another level of this framework already has this rank.")


def test_names_that_collide_are_refused(admin_client: Client) -> None:
    competency = make_competency(name="Coaching")
    other = make_competency(competency.framework, name="Writing")
    form = form_of(admin_client, page_of(other))
    refuses(admin_client, page_of(other), form | {"name": "COACHING"}, "already has a competency of this name.")
    refuses(admin_client, page_of(other), form | {"slug": "coaching"}, "already has this address.")
    address = reverse("admin:competencies_framework_add")
    form = form_of(admin_client, address) | {"name": competency.framework.name.upper(), "slug": "other"}
    refuses(admin_client, address, form, "Another framework already has this name.")


def test_what_a_published_text_says_of_the_vocabulary_stays(admin_client: Client, profile: Specification) -> None:
    publish(profile)
    framework, competency = Framework.objects.get(), Competency.objects.get(slug="planning")
    level = Level.objects.get(slug="journey")
    other = {"slug": "other", "name": "Other", "rank": "9"}

    assert saves(admin_client, page_of(framework), form_of(admin_client, page_of(framework)) | other)
    assert saves(admin_client, page_of(competency), form_of(admin_client, page_of(competency)) | other)
    assert saves(admin_client, page_of(level), form_of(admin_client, page_of(level)) | other)
    inline = {"levels-1-name": "Other", "levels-1-slug": "other", "levels-1-rank": "9", "levels-1-DELETE": "on"}
    assert saves(admin_client, page_of(framework), form_of(admin_client, page_of(framework)) | inline)

    for row in (framework, competency, level):
        row.refresh_from_db()
    assert (framework.slug, framework.name) == ("nc", "Other")
    assert (competency.slug, competency.name) == ("planning", "Other")
    assert (level.slug, level.name, level.rank) == ("journey", "Journey", 2)


def test_a_level_not_yet_in_a_published_text_may_change(admin_client: Client, profile: Specification) -> None:
    publish(profile)
    level = Level.objects.get(slug="advanced")
    assert saves(admin_client, page_of(level), form_of(admin_client, page_of(level)) | {"name": "Expert"})
    level.refresh_from_db()
    assert level.name == "Expert"


def test_what_is_in_use_cannot_be_deleted(admin_client: Client, profile: Specification) -> None:
    for row in (Framework.objects.get(), Competency.objects.get(slug="planning"), Level.objects.get(slug="journey")):
        page = admin_client.post(page_of(row, "delete"), {"post": "yes"}).content.decode()
        assert "cannot be deleted: the records below rely on it" in page
        row.refresh_from_db()
