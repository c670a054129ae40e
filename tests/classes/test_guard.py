"""The database refuses to change what is published, by whatever way the change comes."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from django.core import serializers
from django.db import IntegrityError, connection, models, transaction

from classes import guard
from classes.models import (
    LevelDescriptor,
    Repair,
    RequiredCompetency,
    Requirement,
    Section,
    SourceDocument,
    Specification,
)
from classes.publishing import publish
from competencies.models import Competency, Framework, Level
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
BEFORE, AFTER = DAY - timedelta(days=1), DAY + timedelta(days=1)
POSTGRESQL = connection.vendor == "postgresql"


@pytest.fixture
def draft() -> Specification:
    """A draft with a row of every kind, and a source."""
    source = SourceDocument.objects.create(name="p1.txt", text="Plans.", sha256="0" * 64)
    draft = make_draft(make_class(code="P1"), title="Planner", effective_from=DAY, source=source)
    for kind in ("duties", "education", "competencies"):
        make_section(draft, kind=kind, heading=kind, body="Plans.")
    make_requirement(draft)
    framework = make_framework("state", levels=("Journey", "Advanced"))
    require_competency(draft, make_competency(framework, name="Tact"), {"journey": "Does it."}, definition="Is kind.")
    make_competency(framework, name="Unused")
    return draft


@pytest.fixture
def text(draft: Specification) -> Specification:
    return publish(draft)


def held() -> str:
    """All that a published text says, rests on or is marked with."""
    tables = (
        *(Specification, Section, Requirement, RequiredCompetency, LevelDescriptor),
        *(SourceDocument, Framework, Level, Competency),
    )
    return "".join(serializers.serialize("json", table.objects.order_by("pk")) for table in tables)


def refused(act: Callable[[], Any], sentence: str = guard.NEVER_CHANGES) -> None:
    """See the database refuse, and nothing changed."""
    before = held()
    with pytest.raises(IntegrityError, match=sentence), transaction.atomic():
        act()
    assert held() == before


def row(model: type[models.Model]) -> Any:
    """The first row of a model: the only published text, or a row of it, or a word that it uses."""
    return model._default_manager.order_by("pk")[0]


def sql(statement: str, *parameters: Any) -> Callable[[], None]:
    def execute() -> None:
        with connection.cursor() as cursor:
            cursor.execute(statement, parameters)

    return execute


OWN = {
    Specification: ("pay_grade", "EX-99"),
    Section: ("body", "Other."),
    Requirement: ("text", "Other."),
    RequiredCompetency: ("definition", "Other."),
    LevelDescriptor: ("text", "Other."),
}
WORDS = {
    SourceDocument: ("text", "Other."),
    Level: ("name", "Expert"),
    Competency: ("slug", "other"),
    Framework: ("slug", "other"),
}
HELD = [pytest.param(model, *change, id=model.__name__) for model, change in {**OWN, **WORDS}.items()]
OWNED = [pytest.param(model, *change, id=model.__name__) for model, change in OWN.items()]


def ways_to_change(model: type[models.Model], field: str, value: str) -> dict[str, Callable[[], Any]]:
    """Every way in which a change of one field can come."""
    found, table = row(model), model._meta.db_table
    changed = row(model)
    setattr(changed, field, value)
    rows = model._default_manager.filter(pk=found.pk)
    return {
        "save": changed.save,
        "save of one field": lambda: changed.save(update_fields=[field]),
        "update": lambda: rows.update(**{field: value}),
        "bulk_update": lambda: model._default_manager.bulk_update([changed], [field]),
        "bulk_create over it": lambda: model._default_manager.bulk_create(
            [changed], update_conflicts=True, unique_fields=["id"], update_fields=[field]
        ),
        "SQL": sql(f"UPDATE {table} SET {field} = %s WHERE id = %s", value, found.pk),
    }


def ways_to_delete(model: type[models.Model]) -> dict[str, Callable[[], Any]]:
    found, table = row(model), model._meta.db_table
    rows = model._default_manager.filter(pk=found.pk)
    return {
        "delete": found.delete,
        "queryset": rows.delete,
        "raw": lambda: rows._raw_delete("default"),
        "SQL": sql(f"DELETE FROM {table} WHERE id = %s", found.pk),
    }


@pytest.mark.parametrize(("model", "field", "value"), HELD)
@pytest.mark.parametrize("way", ["save", "save of one field", "update", "bulk_update", "bulk_create over it", "SQL"])
def test_what_is_published_is_changed_by_no_way(text, model, field, value, way):
    refused(ways_to_change(model, field, value)[way])


@pytest.mark.parametrize(("model", "field", "value"), HELD)
@pytest.mark.parametrize("way", ["save", "update", "bulk_update", "bulk_create over it", "SQL"])
def test_the_same_on_a_draft_works(draft, model, field, value, way):
    ways_to_change(model, field, value)[way]()
    assert getattr(row(model), field) == value


@pytest.mark.parametrize(("model", "field", "value"), OWNED)
@pytest.mark.parametrize("way", ["delete", "queryset", "raw", "SQL"])
def test_what_is_published_is_deleted_by_no_way(text, model, field, value, way):
    refused(ways_to_delete(model)[way])


@pytest.mark.parametrize("model", [Section, Requirement, RequiredCompetency, LevelDescriptor])
@pytest.mark.parametrize("way", ["delete", "queryset"])
def test_a_row_of_a_draft_is_deleted(draft, model, way):
    before = model.objects.count()
    ways_to_delete(model)[way]()
    assert model.objects.count() == before - 1


def test_a_draft_is_deleted_with_its_rows(draft):
    draft.delete()
    assert not any(model.objects.exists() for model in OWN)


@pytest.mark.parametrize("model", WORDS)
def test_a_word_that_a_published_text_uses_is_not_deleted(text, model):
    rows = model.objects.filter(pk=row(model).pk)
    with pytest.raises(models.ProtectedError):
        rows.delete()

    def delete_by_sql() -> None:
        rows._raw_delete("default")
        connection.check_constraints()  # as the end of a transaction does

    refused(delete_by_sql, "(?i)foreign key")


ADDED = {
    "section": lambda text: Section(specification=text, position=9, kind="note", heading="Note"),
    "requirement": lambda text: Requirement(specification=text, position=9, kind="education", text="More."),
    "competency": lambda text: RequiredCompetency(
        specification=text, position=9, competency=Competency.objects.get(slug="unused"), name="Unused"
    ),
    "descriptor": lambda text: LevelDescriptor(
        required_competency=text.required_competencies.get(), level=Level.objects.get(slug="advanced"), text="More."
    ),
}


@pytest.mark.parametrize("make", ADDED.values(), ids=ADDED)
def test_nothing_is_added_to_what_is_published(text, make):
    added = make(text)
    refused(added.save)
    refused(lambda: type(added).objects.bulk_create([make(text)]))
    values = {field.column: field.get_db_prep_save(field.pre_save(added, True), connection) for field in columns(added)}
    statement = f"INSERT INTO {added._meta.db_table} ({', '.join(values)}) VALUES ({', '.join(['%s'] * len(values))})"
    refused(sql(statement, *values.values()))


@pytest.mark.parametrize("make", ADDED.values(), ids=ADDED)
def test_the_same_is_added_to_a_draft(draft, make):
    make(draft).save()


def columns(added: models.Model) -> list[Any]:
    return [field for field in added._meta.concrete_fields if not field.primary_key]


@pytest.mark.parametrize("model", [Section, Requirement, RequiredCompetency])
def test_a_row_is_moved_neither_out_of_a_published_text_nor_into_one(text, model):
    other = make_draft()
    refused(lambda: model.objects.filter(specification=text).update(specification=other))
    moving = {
        Section: make_section,
        Requirement: make_requirement,
        RequiredCompetency: require_competency,
    }[model](other)
    refused(lambda: model.objects.filter(pk=moving.pk).update(specification=text))


def test_a_published_text_does_not_become_a_draft_again(text):
    refused(lambda: Specification.objects.update(status="draft", digest="", published_at=None))


@pytest.mark.skipif(not POSTGRESQL, reason="SQLite knows no TRUNCATE")
@pytest.mark.parametrize("table", ["classes_specification", *guard.OWNED, *guard.RELIED_ON])
def test_a_table_with_published_rows_is_not_emptied(text, table):
    connection.check_constraints()
    refused(sql(f"TRUNCATE {table} CASCADE"))


@pytest.mark.skipif(not POSTGRESQL, reason="SQLite knows no TRUNCATE")
def test_a_table_without_published_rows_is_emptied(draft):
    connection.check_constraints()
    sql("TRUNCATE classes_section")()
    assert not Section.objects.exists()


@pytest.mark.skipif(POSTGRESQL, reason="PostgreSQL knows no REPLACE")
@pytest.mark.parametrize("verb", ["INSERT OR REPLACE INTO", "REPLACE INTO"])
@pytest.mark.parametrize(("model", "field", "value"), HELD)
def test_what_is_published_is_not_replaced(text, model, field, value, verb):
    """SQLite deletes what is in the way of REPLACE without a word to the triggers for deleting."""
    changed = row(model)
    setattr(changed, field, value)
    if isinstance(changed, Specification):
        changed.status, changed.digest, changed.published_at = "draft", "", None
    elif not isinstance(changed, (SourceDocument, Framework, Level, Competency)):
        draft = make_draft()
        if isinstance(changed, LevelDescriptor):
            changed.required_competency = require_competency(draft, changed.required_competency.competency)
        else:
            changed.specification = draft
    values = {
        field.column: field.get_db_prep_save(field.pre_save(changed, True), connection)
        for field in changed._meta.concrete_fields
    }
    statement = f"{verb} {changed._meta.db_table} ({', '.join(values)}) VALUES ({', '.join(['%s'] * len(values))})"
    refused(sql(statement, *values.values()))


@pytest.mark.skipif(POSTGRESQL, reason="PostgreSQL knows no REPLACE")
def test_a_draft_that_is_given_the_number_of_a_published_text_does_not_replace_it(text):
    draft = make_draft(text.job_class, revision=2)
    refused(sql("UPDATE OR REPLACE classes_specification SET revision = 1 WHERE id = %s", draft.pk))
    refused(sql("UPDATE OR REPLACE classes_specification SET id = %s WHERE id = %s", text.pk, draft.pk))


# The vocabulary


FREE = [
    (Framework, "name", "Other"),
    (Framework, "description", "Other."),
    (Level, "definition", "Other."),
    (Competency, "name", "Other"),
    (Competency, "definition", "Other."),
]


@pytest.mark.parametrize(("model", "field", "value"), FREE)
def test_what_no_published_text_takes_from_a_word_that_it_uses_is_free(text, model, field, value):
    model.objects.filter(pk=row(model).pk).update(**{field: value})
    assert getattr(row(model), field) == value


def test_words_that_no_published_text_uses_are_free(text):
    unused = make_framework("unused", levels=("Only",))
    for found in (Level.objects.get(slug="advanced"), unused.levels.get(), Competency.objects.get(slug="unused")):
        type(found).objects.filter(pk=found.pk).update(slug="free")
        found.delete()
    unused.slug = "free"
    unused.save()
    source = SourceDocument.objects.create(name="free.txt", text="", sha256="")
    source.text = "Free."
    source.save()


@pytest.mark.parametrize(("field", "value"), [("rank", 9), ("name", "Expert"), ("slug", "expert")])
def test_rank_name_and_address_of_a_level_in_use_are_held(text, field, value):
    refused(lambda: Level.objects.filter(slug="journey").update(**{field: value}))


# The two doors


def test_through_intervals_an_end_is_set_and_a_text_marked_as_corrected(text):
    with guard.intervals("A test"):
        Specification.objects.update(effective_to=AFTER)
        Specification.objects.update(corrected=True)
    text.refresh_from_db()
    assert (text.effective_to, text.corrected) == (AFTER, True)
    assert not Repair.objects.exists()


@pytest.mark.parametrize(("model", "field", "value"), HELD)
def test_through_intervals_nothing_else_is_changed(text, model, field, value):
    with guard.intervals("A test"):
        refused(lambda: model._default_manager.filter(pk=row(model).pk).update(**{field: value}))


def test_through_intervals_nothing_is_added_or_deleted(text):
    with guard.intervals("A test"):
        refused(lambda: Section.objects.all()._raw_delete("default"))
        refused(lambda: Specification.objects.all()._raw_delete("default"))
        refused(lambda: make_section(text, kind="note"))


@pytest.mark.parametrize(("field", "value"), [("effective_to", AFTER), ("corrected", True)])
def test_without_a_door_neither_end_nor_mark_is_set(text, field, value):
    refused(lambda: Specification.objects.update(**{field: value}))


@pytest.mark.parametrize(("model", "field", "value"), HELD)
def test_a_repair_changes_anything_and_stays_on_record(text, model, field, value):
    with guard.repair("A name that the law forbids to keep."):
        model._default_manager.filter(pk=row(model).pk).update(**{field: value})
    assert getattr(row(model), field) == value
    record = Repair.objects.get()
    assert (record.reason, record.under_way, record.intervals_only) == (
        "A name that the law forbids to keep.",
        False,
        False,
    )


def test_a_repair_adds_and_deletes(text):
    with guard.repair("Rows came in twice."):
        make_section(text, kind="note", heading="Note")
        LevelDescriptor.objects.all().delete()
        RequiredCompetency.objects.all()._raw_delete("default")
    assert Section.objects.count() == 4
    assert not RequiredCompetency.objects.exists()


@pytest.mark.parametrize("door", [guard.repair, guard.intervals])
def test_behind_a_door_the_guard_stands_again(text, door):
    with door("A test"):
        pass
    refused(lambda: Specification.objects.update(effective_to=AFTER))
    refused(lambda: Section.objects.update(body="Other."))


@pytest.mark.parametrize("door", [guard.repair, guard.intervals])
def test_a_failure_inside_a_door_takes_everything_back_with_the_record(text, door):
    before = held()

    def fail() -> None:
        with door("A test"):
            Specification.objects.update(effective_to=AFTER)
            raise RuntimeError("the power went")

    with pytest.raises(RuntimeError):
        fail()
    assert held() == before
    assert not Repair.objects.exists()
    refused(lambda: Specification.objects.update(effective_to=AFTER))


# One text in force on a day


def second(text: Specification, start: date | None, end: date | None = None, **fields: Any) -> Specification:
    """A second text as a script might write it, past publishing."""
    marks = {"status": "published", "digest": "0" * 64, "published_at": text.published_at}
    return Specification(
        job_class=text.job_class, revision=2, title="Planner", effective_from=start, effective_to=end, **marks, **fields
    )


def until(text: Specification, end: date) -> Specification:
    with guard.intervals("A test"):
        Specification.objects.filter(pk=text.pk).update(effective_to=end)
    return text


# PostgreSQL asks first whether another text has no end either.
SENTENCE = f"{guard.ONE_IN_FORCE}|{guard.ONE_IN_FORCE_NAME}|specification_one_open_interval"
END = date(2024, 1, 1)


@pytest.mark.parametrize(
    ("start", "end", "overlaps"),
    [
        (END - timedelta(days=1), None, True),
        (END, None, False),
        (END, END + timedelta(days=1), False),
        (date(2020, 1, 1), DAY, False),
        (date(2020, 1, 1), AFTER, True),
        (date(2020, 1, 1), None, True),
        (DAY, END, True),
        (AFTER, AFTER + timedelta(days=1), True),
        (DAY, DAY, False),  # a day that is none
        (AFTER, AFTER, False),
    ],
)
def test_two_texts_are_in_force_on_one_day_by_no_way(text, start, end, overlaps):
    other = second(until(text, END), start, end)
    if overlaps:
        refused(other.save, SENTENCE)
        refused(lambda: Specification.objects.bulk_create([other]), SENTENCE)
    else:
        other.save()


@pytest.mark.parametrize(("start", "overlaps"), [(BEFORE, True), (DAY, False)])
def test_an_undated_text_is_in_force_on_all_days_before_its_end(start, overlaps):
    text = until(make_published(effective_from=None), DAY)
    if overlaps:
        refused(second(text, start).save, SENTENCE)
    else:
        second(text, start).save()


def test_an_end_is_not_moved_over_the_next_text(text):
    second(until(text, END), END).save()
    with guard.intervals("A test"):
        refused(lambda: Specification.objects.filter(revision=1).update(effective_to=END + timedelta(days=1)), SENTENCE)
        Specification.objects.filter(revision=1).update(effective_to=END - timedelta(days=1))


def test_a_draft_is_not_published_over_another_text(text):
    draft = make_draft(text.job_class, revision=2, effective_from=AFTER)
    marks = {"status": "published", "digest": "0" * 64, "published_at": text.published_at}
    refused(lambda: Specification.objects.filter(pk=draft.pk).update(**marks), SENTENCE)


def test_a_text_that_was_corrected_shares_its_days_and_a_draft_and_another_class_too(text):
    second(text, DAY, corrected=True).save()
    make_draft(text.job_class, revision=3, effective_from=DAY)
    other = second(text, DAY)
    other.job_class, other.revision = make_class(), 1
    other.save()
    with guard.intervals("A test"):
        refused(lambda: Specification.objects.filter(revision=2).update(corrected=False), SENTENCE)


@pytest.mark.parametrize("door", [guard.repair, guard.intervals])
def test_no_door_lets_two_texts_be_in_force_on_one_day(text, door):
    with door("A test"):
        refused(second(text, AFTER).save, SENTENCE)


# The guard itself


def test_the_guard_stands_after_migrations():
    assert guard.missing() == []
    assert guard.expected(connection) == set(guard.standing(connection))


def test_parts_that_are_taken_away_are_named_and_put_back_however_often():
    guard.remove()
    assert guard.missing() == sorted(guard.expected(connection))
    guard.remove()
    for _ in range(2):
        guard.install()
        assert guard.missing() == []
    test_the_guard_stands_after_migrations()


@pytest.mark.skipif(not POSTGRESQL, reason="SQLite can disable no single trigger")
def test_a_trigger_that_is_disabled_counts_as_missing(text):
    connection.check_constraints()
    sql("ALTER TABLE classes_section DISABLE TRIGGER guard_classes_section")()
    assert guard.missing() == ["guard_classes_section"]


@pytest.mark.skipif(not POSTGRESQL, reason="SQLite's triggers look at what comes, not at what stands")
def test_the_guard_is_put_back_only_where_the_rows_obey_it(text):
    until(text, END)
    guard.remove()
    second(text, AFTER, END).save()
    connection.check_constraints()
    with pytest.raises(IntegrityError, match=guard.ONE_IN_FORCE_NAME), transaction.atomic():
        guard.install()
    Specification.objects.filter(revision=2).delete()
    guard.install()
    assert guard.missing() == []
