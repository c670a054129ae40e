"""The database itself refuses to change what is published: triggers, and the rule of one text in force a day.

What publishing, the admin and every query of ours promise, a bulk update, a script or a slip in a database console
could break. So the rule stands where it cannot be passed by: a published specification, the rows that it owns, the
source that it was transcribed from, and the words and ranks that it takes from the vocabulary can be neither changed
nor deleted. Two doors are built in. `publishing` may set when a text ends and that it was corrected, through
`intervals`; anything else goes through `repair`, which leaves a record. The triggers are lifted for migrations, see
`classes.triggers`.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import connection
from django.db.backends.base.base import BaseDatabaseWrapper

from classes import triggers
from classes.versions import one_act

NEVER_CHANGES = "What is published never changes. Correct or revise the class instead; see classes/guard.py."
ONE_IN_FORCE = "Another published text of the class is in force on some of these days."
ONE_IN_FORCE_NAME = "specification_one_in_force"

# The tables whose rows belong to a specification, each with the query for the specification of a row.
OWNED = {
    "classes_section": "{row}.specification_id",
    "classes_requirement": "{row}.specification_id",
    "classes_requiredcompetency": "{row}.specification_id",
    "classes_leveldescriptor": (
        "(SELECT specification_id FROM classes_requiredcompetency WHERE id = {row}.required_competency_id)"
    ),
}
# What published texts take from elsewhere: table, columns held fast (all where none is named), and who relies on it.
RELIED_ON = {
    "classes_sourcedocument": (
        (),
        "SELECT 1 FROM classes_specification WHERE source_id = OLD.id AND status = 'published'",
    ),
    "competencies_level": (
        ("name", "slug", "rank"),
        "SELECT 1 FROM classes_leveldescriptor d JOIN classes_requiredcompetency c ON c.id = d.required_competency_id "
        "JOIN classes_specification s ON s.id = c.specification_id WHERE d.level_id = OLD.id "
        "AND s.status = 'published'",
    ),
    "competencies_competency": (
        ("slug", "framework_id"),
        "SELECT 1 FROM classes_requiredcompetency c JOIN classes_specification s ON s.id = c.specification_id "
        "WHERE c.competency_id = OLD.id AND s.status = 'published'",
    ),
    "competencies_framework": (
        ("slug",),
        "SELECT 1 FROM competencies_competency e JOIN classes_requiredcompetency c ON c.competency_id = e.id "
        "JOIN classes_specification s ON s.id = c.specification_id WHERE e.framework_id = OLD.id "
        "AND s.status = 'published'",
    ),
}
REPAIRING = "EXISTS (SELECT 1 FROM classes_repair WHERE under_way AND NOT intervals_only)"
MOVING_INTERVALS = "EXISTS (SELECT 1 FROM classes_repair WHERE under_way)"
INTERVAL = ("effective_to", "corrected")


@contextmanager
def repair(reason: str) -> Iterator[None]:
    """Let this transaction change published rows; `reason` stays on record, with the time. For repair only.

    Run `manage.py check_catalog` afterwards: digests that no longer agree with their texts are named there.
    """
    from classes.models import Repair

    with one_act(whole=True):
        record = Repair.objects.create(reason=reason)
        yield
        Repair.objects.filter(pk=record.pk).update(under_way=False)


@contextmanager
def intervals(reason: str) -> Iterator[None]:
    """Let this transaction end published texts or mark them as corrected, and nothing else; leaves no record.

    Within another one it takes no query.
    """
    from classes.models import Repair

    if getattr(connection, "moving_intervals", False):
        yield
        return
    with one_act(whole=True):
        record = Repair.objects.create(reason=reason, intervals_only=True)
        connection.moving_intervals = True  # type: ignore[attr-defined]
        try:
            yield
        finally:
            connection.moving_intervals = False  # type: ignore[attr-defined]
        record.delete()


def install(database: BaseDatabaseWrapper = connection) -> None:
    """Put the guard in place, anew where it stands. Does nothing where its tables do not exist."""
    if "classes_repair" not in triggers.tables(database):
        return
    remove(database)
    with database.cursor() as cursor:
        for statement in statements(database):
            cursor.execute(statement)


def remove(database: BaseDatabaseWrapper = connection) -> None:
    """Take the guard away: before migrations, and before a test empties its database."""
    triggers.remove(database, "guard")
    with database.cursor() as cursor:
        for name, table in constraint(database).items():
            cursor.execute(f'ALTER TABLE "{table}" DROP CONSTRAINT "{name}"')


def missing(database: BaseDatabaseWrapper = connection) -> list[str]:
    """Name the parts of the guard that the database lacks, in order. One query, two on PostgreSQL."""
    return sorted(expected(database) - set(standing(database)))


def standing(database: BaseDatabaseWrapper) -> dict[str, str]:
    """Return the parts of the guard that the database has, each with its table."""
    return triggers.standing(database, "guard") | constraint(database)


def constraint(database: BaseDatabaseWrapper) -> dict[str, str]:
    """Return the rule of one text in force a day, with its table, where it stands as a constraint: on PostgreSQL."""
    if database.vendor != "postgresql":
        return {}
    with database.cursor() as cursor:
        cursor.execute(
            "SELECT conname, conrelid::regclass::text FROM pg_constraint WHERE conname = %s "
            "AND connamespace = current_schema()::regnamespace",
            [ONE_IN_FORCE_NAME],
        )
        return dict(cursor.fetchall())


def expected(database: BaseDatabaseWrapper) -> set[str]:
    tables = ["classes_specification", *OWNED, *RELIED_ON]
    if database.vendor == "sqlite":
        owned = {f"guard_{table}_{verb}" for table in OWNED for verb in ("insert", "update", "delete")}
        parts = ("update", "delete", "overlap_1", "overlap_2", "replace_1", "replace_2")
        text = {f"guard_classes_specification_{part}" for part in parts}
        return owned | text | {f"guard_{table}_{verb}" for table in RELIED_ON for verb in ("insert", "update")}
    emptied = {f"guard_{table}_truncate" for table in ("classes_specification", *OWNED)}
    return {f"guard_{table}" for table in tables} | emptied | {ONE_IN_FORCE_NAME}


def statements(database: BaseDatabaseWrapper) -> Iterator[str]:
    yield from sqlite() if database.vendor == "sqlite" else postgresql()


def sqlite() -> Iterator[str]:
    def trigger(name: str, event: str, table: str, when: str, message: str = NEVER_CHANGES) -> str:
        return (
            f'CREATE TRIGGER "{name}" BEFORE {event} ON "{table}" FOR EACH ROW WHEN {when} '
            f"BEGIN SELECT RAISE(ABORT, '{message}'); END"
        )

    texts = "classes_specification"
    kept = changed(column for column in columns() if column not in INTERVAL)
    moved = changed(INTERVAL)
    yield trigger(
        f"guard_{texts}_update",
        "UPDATE",
        texts,
        f"OLD.status = 'published' AND (({kept}) AND NOT {REPAIRING} OR ({moved}) AND NOT {MOVING_INTERVALS})",
    )
    yield trigger(f"guard_{texts}_delete", "DELETE", texts, f"OLD.status = 'published' AND NOT {REPAIRING}")
    for number, event in enumerate(("INSERT", "UPDATE"), start=1):
        yield trigger(
            f"guard_{texts}_overlap_{number}",
            event,
            texts,
            "NEW.status = 'published' AND NOT NEW.corrected AND EXISTS (SELECT 1 FROM classes_specification other "
            "WHERE other.job_class_id = NEW.job_class_id AND other.id IS NOT NEW.id AND other.status = 'published' "
            "AND NOT other.corrected "
            "AND coalesce(other.effective_from, '') < coalesce(NEW.effective_to, '9999-99') "
            "AND coalesce(NEW.effective_from, '') < coalesce(other.effective_to, '9999-99') "
            "AND coalesce(other.effective_from, '') < coalesce(other.effective_to, '9999-99') "
            "AND coalesce(NEW.effective_from, '') < coalesce(NEW.effective_to, '9999-99'))",
            ONE_IN_FORCE,
        )
        # REPLACE deletes what is in its way, and no trigger for DELETE hears of it.
        yield trigger(
            f"guard_{texts}_replace_{number}",
            event,
            texts,
            f"EXISTS (SELECT 1 FROM {texts} other WHERE other.status = 'published' AND (other.id = NEW.id "
            "OR other.job_class_id = NEW.job_class_id AND other.revision = NEW.revision "
            "OR other.corrects_id = NEW.corrects_id AND NEW.status = 'published')"
            + (" AND other.id IS NOT OLD.id" if event == "UPDATE" else "")
            + f") AND NOT {REPAIRING}",
        )
    for table, owner in OWNED.items():
        replaced = f'(SELECT {owner.format(row="held")} FROM "{table}" held WHERE held.id = NEW.id)'
        before, after = owner.format(row="OLD"), owner.format(row="NEW")
        for event, owners in (
            ("INSERT", f"{after}, {replaced}"),
            ("UPDATE", f"{before}, {after}, {replaced}"),
            ("DELETE", before),
        ):
            yield trigger(f"guard_{table}_{event.lower()}", event, table, f"{published(owners)} AND NOT {REPAIRING}")
    for table, (held, relying) in RELIED_ON.items():
        what = f"({changed(held)}) AND " if held else ""
        yield trigger(f"guard_{table}_update", "UPDATE", table, f"{what}EXISTS ({relying}) AND NOT {REPAIRING}")
        replaced = relying.replace("OLD.id", "NEW.id")
        yield trigger(f"guard_{table}_insert", "INSERT", table, f"EXISTS ({replaced}) AND NOT {REPAIRING}")


def postgresql() -> Iterator[str]:
    def function(name: str, refused: str) -> str:
        return (
            f"CREATE OR REPLACE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN "
            f"IF {refused} THEN RAISE EXCEPTION USING ERRCODE = 'integrity_constraint_violation', "
            f"MESSAGE = '{NEVER_CHANGES}'; END IF; "
            "IF TG_OP = 'DELETE' THEN RETURN OLD; END IF; RETURN NEW; END $$"
        )

    def trigger(table: str, events: str, when: str = "") -> Iterator[str]:
        yield (
            f"CREATE TRIGGER guard_{table} BEFORE {events} ON {table} FOR EACH ROW {when} "
            f"EXECUTE FUNCTION guard_{table}()"
        )

    texts = "classes_specification"
    kept = " - ".join(["to_jsonb({row})", *(f"'{column}'" for column in INTERVAL)])
    yield function(
        f"guard_{texts}",
        f"NOT {REPAIRING} AND (TG_OP = 'DELETE' OR {kept.format(row='NEW')} <> {kept.format(row='OLD')} "
        f"OR NEW IS DISTINCT FROM OLD AND NOT {MOVING_INTERVALS})",
    )
    yield from trigger(texts, "UPDATE OR DELETE", "WHEN (OLD.status = 'published')")
    for table, owner in OWNED.items():
        before, after = owner.format(row="OLD"), owner.format(row="NEW")
        yield function(
            f"guard_{table}",
            f"(TG_OP <> 'INSERT' AND {published(before)} OR TG_OP <> 'DELETE' AND {published(after)}) "
            f"AND NOT {REPAIRING}",
        )
        yield from trigger(table, "INSERT OR UPDATE OR DELETE")
    for table, (held, relying) in RELIED_ON.items():
        yield function(f"guard_{table}", f"EXISTS ({relying}) AND NOT {REPAIRING}")
        what = " OR ".join(f"OLD.{column} IS DISTINCT FROM NEW.{column}" for column in held)
        yield from trigger(table, "UPDATE", f"WHEN ({what})" if what else "")
    yield function("guard_truncate", f"EXISTS (SELECT 1 FROM {texts} WHERE status = 'published') AND NOT {REPAIRING}")
    for table in (texts, *OWNED):
        yield (
            f"CREATE TRIGGER guard_{table}_truncate BEFORE TRUNCATE ON {table} FOR EACH STATEMENT "
            "EXECUTE FUNCTION guard_truncate()"
        )
    # A range of one class number stands in for equality, for which GiST would need an extension.
    yield (
        f"ALTER TABLE {texts} ADD CONSTRAINT {ONE_IN_FORCE_NAME} EXCLUDE USING gist ("
        "int8range(job_class_id, job_class_id, '[]') WITH &&, daterange(effective_from, effective_to, '[)') WITH &&) "
        "WHERE (status = 'published' AND NOT corrected)"
    )


def published(owners: str) -> str:
    return f"EXISTS (SELECT 1 FROM classes_specification WHERE id IN ({owners}) AND status = 'published')"


def changed(names: Iterator[str] | tuple[str, ...]) -> str:
    return " OR ".join(f'OLD."{name}" IS NOT NEW."{name}"' for name in names)


def columns() -> list[str]:
    """The columns of a specification, as the models have them today."""
    from classes.models import Specification

    return [str(field.column) for field in Specification._meta.concrete_fields]
