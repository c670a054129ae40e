"""Fixtures in: what is missing is added, what is held is never overwritten, and a refusal leaves nothing behind."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable
from datetime import date
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command

from classes import guard
from classes.loading import LoadingRefused, load
from classes.models import (
    ChangeNotice,
    HistoryEntry,
    JobClass,
    LevelDescriptor,
    Organization,
    RequiredCompetency,
    Requirement,
    Section,
    SourceDocument,
    Specification,
)
from competencies.models import Competency, Framework

pytestmark = pytest.mark.django_db

Record = dict[str, Any]
SOURCE = "Duties\nPlans.\n"
P1 = ["county", "p1", 1]


def record(model: str, **fields: Any) -> Record:
    app = "competencies" if model in {"framework", "level", "competency"} else "classes"
    return {"model": f"{app}.{model}", "fields": fields}


def records() -> list[Record]:
    """A small county: one class with one published text and a row of every kind."""
    return [
        record("framework", name="State", slug="state"),
        record("level", framework=["state"], rank=1, name="Journey", slug="journey"),
        record("competency", framework=["state"], name="Tact", slug="tact"),
        record("organization", name="County", slug="county", framework=["state"]),
        record("jobclass", organization=["county"], code="P1", title="Planner", slug="p1"),
        record("sourcedocument", name="p1.txt", sha256=hashlib.sha256(SOURCE.encode()).hexdigest()),
        record(
            "specification",
            job_class=["county", "p1"],
            revision=1,
            status="published",
            title="Planner",
            source=["p1.txt"],
        ),
        record("section", specification=P1, position=1, kind="duties", heading="Duties", body="Plans."),
        record("section", specification=P1, position=2, kind="education", heading="Education"),
        record("section", specification=P1, position=3, kind="competencies", heading="Competencies"),
        record("requirement", specification=P1, position=1, kind="education", text="A degree."),
        record("requiredcompetency", specification=P1, position=1, competency=["state", "tact"], name="Tact"),
        record("leveldescriptor", required_competency=[*P1, "state", "tact"], level=["state", "journey"], text="Is."),
        record("changenotice", organization=["county"], number="N1"),
        record(
            "historyentry",
            job_class=["county", "p1"],
            kind="established",
            effective_on="2020-01-01",
            notice=["county", "N1"],
            specification=P1,
        ),
    ]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "sources").mkdir()
    (tmp_path / "sources" / "p1.txt").write_bytes(SOURCE.encode())
    return tmp_path


def written(folder: Path, content: list[Record], name: str = "county.json") -> Path:
    path = folder / name
    path.write_text(json.dumps(content), encoding="utf-8")
    return path


def nothing_is_held() -> bool:
    models = (Framework, Competency, Organization, JobClass, SourceDocument, Specification, Section)
    return not any(model.objects.exists() for model in models)


def test_every_record_is_added_and_what_the_fixture_calls_published_is_published(folder):
    loaded = load([written(folder, records())])
    assert (loaded.added, loaded.unchanged, loaded.kept) == (15, 0, [])
    specification = Specification.objects.get()
    assert specification.is_published
    assert len(specification.digest) == 64
    assert specification.source.text == SOURCE
    assert LevelDescriptor.objects.get().text == "Is."


def test_what_the_fixture_calls_a_draft_stays_one(folder):
    content = records()
    content[6]["fields"]["status"] = "draft"
    load([written(folder, content)])
    assert Specification.objects.get().status == "draft"


def revision_2(effective_from: str | None) -> Record:
    fields = {"revision": 2, "status": "published", "title": "Planner", "effective_from": effective_from}
    return record("specification", job_class=["county", "p1"], **fields)


def test_a_revision_from_a_later_fixture_follows_the_one_held(folder):
    load([written(folder, records())])
    load([written(folder, [revision_2("2023-07-30")], "later.json")])
    first, later = Specification.objects.order_by("revision")
    assert first.effective_to == later.effective_from == date(2023, 7, 30)


def test_two_revisions_in_one_fixture_follow_each_other(folder):
    load([written(folder, [*records(), revision_2("2023-07-30")])])
    assert Specification.objects.published().count() == 2


def test_loading_again_changes_nothing(folder):
    path = written(folder, records())
    load([path])
    before = Specification.objects.values().get()
    loaded = load([path])
    assert (loaded.added, loaded.unchanged, loaded.kept) == (0, 15, [])
    assert Specification.objects.values().get() == before


def test_what_is_held_is_kept_and_its_differences_are_named(folder):
    path = written(folder, records())
    load([path])
    JobClass.objects.update(title="Senior Planner", abolished_on=date(2024, 1, 1))
    loaded = load([path])
    assert (loaded.added, loaded.unchanged) == (0, 14)
    assert loaded.kept == ["class “Senior Planner (P1)”: title, abolished on"]
    assert JobClass.objects.get().title == "Senior Planner"


def test_what_is_missing_beside_a_published_text_is_added(folder):
    path = written(folder, records())
    load([path])
    HistoryEntry.objects.all().delete()
    loaded = load([path])
    assert (loaded.added, loaded.unchanged) == (1, 14)


@pytest.mark.parametrize("model", [Section, Requirement, RequiredCompetency, LevelDescriptor])
def test_a_row_missing_from_a_published_text_is_refused_and_not_added(folder, model):
    path = written(folder, records())
    load([path])
    with guard.repair("A row is lost."):
        model.objects.last().delete()
    held = model.objects.count()
    with pytest.raises(LoadingRefused) as refusal:
        load([path])
    assert f"The {model._meta.verbose_name} “" in str(refusal.value)
    assert "is missing from Planner, revision 1, which is published and cannot change" in str(refusal.value)
    assert "Run `manage.py check_catalog`" in str(refusal.value)
    assert model.objects.count() == held


def test_a_row_missing_from_a_draft_is_added(folder):
    content = records()
    content[6]["fields"]["status"] = "draft"
    path = written(folder, content)
    load([path])
    Section.objects.last().delete()
    assert load([path]).added == 1


def test_a_missing_source_is_refused_by_name(folder):
    (folder / "sources" / "p1.txt").unlink()
    with pytest.raises(LoadingRefused, match=r"The source “p1\.txt” is missing from .*sources\. Put the file there\."):
        load([written(folder, records())])
    assert nothing_is_held()


@pytest.mark.parametrize(
    "altered", ["Duties\nPlans!\n", "Duties\r\nPlans.\r\n", "Duties\nPlans.", "", "\ufeff" + SOURCE]
)
def test_a_source_of_which_one_byte_differs_is_refused(folder, altered):
    (folder / "sources" / "p1.txt").write_bytes(altered.encode())
    with pytest.raises(LoadingRefused, match=r"“p1\.txt” is not the file that was transcribed: its SHA-256 differs"):
        load([written(folder, records())])
    assert nothing_is_held()


def broken_json(path: Path) -> None:
    path.write_text(path.read_text().removesuffix("]"))


def not_utf8(path: Path) -> None:
    path.write_bytes(b"\xff" + path.read_bytes())


def no_list(path: Path) -> None:
    path.write_text("{}")


def no_records(path: Path) -> None:
    path.write_text("[1]")


def unknown_model(path: Path) -> None:
    path.write_text(json.dumps([*records(), record("salary", amount=1)]))


def unknown_field(path: Path) -> None:
    path.write_text(json.dumps([*records(), record("organization", name="X", slug="x", mayor="Y")]))


def unknown_owner(path: Path) -> None:
    path.write_text(json.dumps([*records(), record("jobfamily", organization=["nowhere"], name="IT", slug="it")]))


def no_number(path: Path) -> None:
    path.write_text(json.dumps([*records(), record("section", specification=P1, position="first")]))


def requirement_without_section(path: Path) -> None:
    path.write_text(json.dumps([each for each in records() if each["fields"].get("heading") != "Education"]))


@pytest.mark.parametrize(
    ("damage", "sentence"),
    [
        (broken_json, "The fixture county.json cannot be loaded: Expecting "),
        (not_utf8, "The fixture county.json cannot be loaded: 'utf-8' codec can't decode byte 0xff"),
        (no_list, "The fixture county.json holds no list of records."),
        (no_records, "The fixture county.json holds no list of records."),
        (unknown_model, "The fixture county.json cannot be loaded: Invalid model identifier: classes.salary"),
        (unknown_field, "Organization has no field named 'mayor'"),
        (unknown_owner, "Organization matching query does not exist"),
        (no_number, "“first” value must be an integer"),
        (requirement_without_section, "has the requirement “A degree.” but no section of kind “Education”"),
        (Path.unlink, "Cannot read "),
    ],
)
def test_a_fixture_that_makes_no_sense_is_refused_in_a_sentence_and_leaves_nothing(
    folder, damage: Callable[[Path], None], sentence
):
    path = written(folder, records())
    damage(path)
    with pytest.raises(CommandError) as refusal:
        call_command("load_catalog", path, stdout=StringIO())
    assert sentence in str(refusal.value)
    assert nothing_is_held()


def test_a_bad_second_file_takes_the_good_first_one_back(folder):
    good = written(folder, records())
    bad = written(folder, [record("jobfamily", organization=["nowhere"], name="IT", slug="it")], "bad.json")
    with pytest.raises(CommandError):
        call_command("load_catalog", good, bad, stdout=StringIO())
    assert nothing_is_held()


def test_a_text_that_cannot_be_published_takes_everything_of_its_load_back(folder):
    load([written(folder, records())])
    notice = record("changenotice", organization=["county"], number="N2")
    with pytest.raises(CommandError, match="revision 2 follows revision 1 and needs the day it takes effect"):
        call_command("load_catalog", written(folder, [notice, revision_2(None)]), stdout=StringIO())
    assert Specification.objects.get().effective_to is None
    assert ChangeNotice.objects.get().number == "N1"


def test_the_command_loads_the_fixtures_of_the_project_when_it_is_given_none():
    out = StringIO()
    call_command("load_catalog", stdout=out)
    assert set(Organization.objects.values_list("slug", flat=True)) == {"city", "nc"}
    assert out.getvalue() == "Catalog loaded: 102 records added, 0 held already.\n"
