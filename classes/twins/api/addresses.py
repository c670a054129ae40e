"""The addresses with data in them: what each holds and what it can be asked.

Whoever adds an address adds a line here; a test compares this list with `classes.urls`.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any, Literal

from classes.filters import ChangesFilter, ClassFilter, FacetFilter
from classes.models import HistoryEntry
from classes.twins.api.shapes import TEXT, WHOLE, Shape, listing, one_of

Group = Literal["Classes", "Families and series", "Competencies", "What changed", "This description"]

MEDIA_TYPES = {
    "json": "application/json",
    "jsonld": "application/ld+json",
    "csv": "text/csv",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "txt": "text/plain",
}


@dataclass(frozen=True, slots=True)
class Parameter:
    """Something that can be asked for: a part of the address in braces, or a name of the query string."""

    name: str
    words: str
    shape: Shape = field(default_factory=lambda: TEXT)
    example: Any = None
    inside: Literal["path", "query"] = "query"
    required: bool = False

    @property
    def choices(self) -> list[str]:
        """The values that it can have, where they are given."""
        found: list[str] = self.shape.get("items", self.shape).get("enum", [])
        return found


@dataclass(frozen=True, slots=True)
class Address:
    """One address. `shape` is the name of the component that it answers with; tables and texts have none."""

    path: str
    group: Group
    words: str
    parameters: tuple[Parameter, ...] = ()
    shape: str | tuple[str, ...] = ()
    notes: str = ""

    @property
    def base(self) -> str:
        """The address without its ending."""
        return self.path.partition(".")[0]

    @property
    def ending(self) -> str:
        return self.path.removeprefix(self.base)

    @property
    def kind(self) -> str:
        return self.path.rpartition(".")[2]

    @property
    def media_type(self) -> str:
        return MEDIA_TYPES[self.kind]

    @property
    def shapes(self) -> tuple[str, ...]:
        return (self.shape,) if isinstance(self.shape, str) else self.shape

    @property
    def identity(self) -> str:
        """A name of its own: "/families/{organization}/{family}.json" is "families-organization-family-json"."""
        parts = self.path.translate(str.maketrans("/.", "--", "{}")).strip("-").split("-")
        return "-".join(parts)

    @property
    def example(self) -> str:
        """The address with the examples of what it must be given filled in."""
        path = self.path
        for each in self.parameters:
            if each.inside == "path":
                path = path.replace(f"{{{each.name}}}", str(each.example))
        asked = [f"{each.name}={each.example}" for each in self.parameters if each.required and each.inside == "query"]
        return f"{path}?{'&'.join(asked)}" if asked else path

    @property
    def asked(self) -> list[Parameter]:
        """What stands in its query string."""
        return [each for each in self.parameters if each.inside == "query"]

    @property
    def can_be_missing(self) -> bool:
        """Whether nothing may be held at it."""
        return any(each.inside == "path" or each.name in {"page", "classes"} for each in self.parameters)

    @property
    def can_have_moved(self) -> bool:
        """Whether an older name of a class leads elsewhere."""
        return self.path.startswith("/classes/{organization}/{class}")


def in_path(name: str, words: str, example: Any, shape: Shape | None = None) -> Parameter:
    return Parameter(name, words, shape or {"type": "string", "pattern": "^[a-z0-9_-]+$"}, example, "path", True)


ORGANIZATION = in_path("organization", "The organization's part of addresses.", "city")
CLASS = in_path("class", "The class's part of addresses: its code in lower case, or its title.", "ci2787")
NC = in_path("organization", "The organization's part of addresses.", "nc")
NC_CLASS = in_path(
    "class", "The class's part of addresses: its code in lower case, or made from its title.", "it-manager"
)
REVISION = in_path("revision", "The number of a revision.", 1, {**WHOLE, "minimum": 1, "maximum": 999_999_999})
OLD = in_path("old", "The number of the revision on the one side.", 1, REVISION.shape)
NEW = in_path("new", "The number of the revision on the other side.", 2, REVISION.shape)
FAMILY = in_path("family", "The family's part of addresses.", "information-technology")
SERIES = in_path("series", "The series' part of addresses.", "it-management")
FRAMEWORK = in_path("framework", "The framework's part of addresses.", "nc")
COMPETENCY = in_path("competency", "The competency's part of addresses.", "planning-and-organizing")
NUMBER = in_path("number", "The number of the notice, in any case.", "cn1746", {"type": "string", "minLength": 1})

AS_OF = Parameter(
    "as_of",
    "Show the catalog as it stood, or will stand, on this day. Without it: today.",
    {"type": "string", "format": "date"},
    "2023-07-30",
)
SINCE = Parameter(
    "since",
    "Instead of the class, what changed in it after this day.",
    {"type": "string", "format": "date"},
    "2022-01-01",
)
LEVELS = Parameter(
    "levels", "Two or more levels to compare, parted by commas. Without it: all.", TEXT, "journey,advanced"
)
COMPARED = Parameter(
    "classes",
    "Two to four classes, each as organization/class, parted by commas.",
    TEXT,
    "city/ci2787,nc/it-manager",
    required=True,
)
SHOW = Parameter("show", "Adds a redline, between two classes of one series or title.", one_of(["redline"]), "redline")
PAGE = Parameter("page", "The page of the list. Follow “next” instead of counting.", {**WHOLE, "minimum": 1}, 1)
BEFORE = Parameter(
    "before",
    "Go on after this entry of the list. Follow “next” instead of making it up.",
    {"type": "string", "pattern": "^[0-9]{4}-[0-9]{2}-[0-9]{2}_[0-9]{1,18}$"},
    "2022-11-27_17",
)
CHANGES = (
    AS_OF,
    Parameter("organization", "Only changes of this organization's classes.", TEXT, "city"),
    Parameter("family", "Only of this family, as organization/family.", TEXT, "nc/information-technology"),
    Parameter("kind", "Only of this kind; several are alternatives.", listing(one_of(HistoryEntry.Kind.values))),
    Parameter("minor", "Minor edits left out, or nothing else.", one_of(["without", "only"])),
    Parameter("since", "The first day.", {"type": "string", "format": "date"}, "2022-01-01"),
    Parameter("until", "The last day.", {"type": "string", "format": "date"}, "2022-12-31"),
)
assert {each.name for each in CHANGES} - {"as_of"} == set(ChangesFilter.base_filters)


def of_classes(name: str) -> Parameter:
    """What the list of classes can be asked, as its filters declare it."""
    declared = ClassFilter.base_filters[name]
    words = str(declared.label)
    if isinstance(declared, FacetFilter):
        return Parameter(name, f"{words}. Several are alternatives; “facets” lists what there is.", listing(TEXT))
    if choices := declared.extra.get("choices"):
        return Parameter(name, f"{words}.", one_of([key for key, _ in choices]))
    words = f"{words}: “quoted phrases”, -words to leave out, a code."
    return Parameter(name, words, {**TEXT, "maxLength": 200}, "manager")


CLASSES = (*(of_classes(name) for name in ClassFilter.base_filters), AS_OF)

LIST_OF_CHANGES = "The filters are those of the page /changes/."
ROWS = "A row for each"

ADDRESSES: tuple[Address, ...] = (
    Address(
        "/classes.json",
        "Classes",
        "The list of classes, by words and facets, with the counts of all facets",
        (*CLASSES, PAGE),
        "Classes",
    ),
    Address("/classes.csv", "Classes", f"{ROWS} class of the list", CLASSES),
    Address("/classes.xlsx", "Classes", "The same as a workbook", CLASSES),
    Address(
        "/classes/{organization}/{class}.json",
        "Classes",
        "A class with its text in force, facts and history",
        (ORGANIZATION, CLASS, AS_OF, SINCE),
        ("Class", "Since"),
        "With since= it answers what changed in the class after that day.",
    ),
    Address(
        "/classes/{organization}/{class}.csv",
        "Classes",
        "A class as a table: what it is, its facts, and every piece of its text",
        (ORGANIZATION, CLASS, AS_OF),
    ),
    Address(
        "/classes/{organization}/{class}.jsonld",
        "Classes",
        "A class as JSON-LD: an Occupation of schema.org",
        (ORGANIZATION, CLASS, AS_OF),
        "LinkedClass",
        "The same block stands in the head of the class page.",
    ),
    Address(
        "/classes/{organization}/{class}/levels.json",
        "Classes",
        "The levels of a class side by side, each held against the one below",
        (NC, NC_CLASS, AS_OF, LEVELS),
        "Levels",
    ),
    Address(
        "/classes/{organization}/{class}/levels.csv",
        "Classes",
        "The levels of a class as a table, a row for each competency and level",
        (NC, NC_CLASS, AS_OF, LEVELS),
    ),
    Address(
        "/classes/{organization}/{class}/levels.case.json",
        "Classes",
        "The levels of a class as a CASE 1.0 package with a CFRubric",
        (NC, NC_CLASS, AS_OF),
        "CasePackage",
    ),
    Address(
        "/classes/{organization}/{class}/history.json",
        "Classes",
        "The dated history of a class, and the names that it bore",
        (ORGANIZATION, CLASS, AS_OF),
        "History",
    ),
    Address(
        "/classes/{organization}/{class}/history.csv",
        "Classes",
        "The history of a class as a table",
        (ORGANIZATION, CLASS, AS_OF),
    ),
    Address(
        "/classes/{organization}/{class}/revisions/{revision}.json",
        "Classes",
        "One revision of a class as it was, whatever has become of it",
        (ORGANIZATION, CLASS, REVISION, AS_OF),
        "ClassRevision",
    ),
    Address(
        "/classes/{organization}/{class}/revisions/{revision}.csv",
        "Classes",
        "One revision as a table, as its class is one",
        (ORGANIZATION, CLASS, REVISION, AS_OF),
    ),
    Address(
        "/classes/{organization}/{class}/revisions/{revision}.txt",
        "Classes",
        "One revision as plain text",
        (ORGANIZATION, CLASS, REVISION, AS_OF),
    ),
    Address(
        "/classes/{organization}/{class}/revisions/{old}/compare/{new}.json",
        "Classes",
        "What changed from one revision of a class to another",
        (ORGANIZATION, CLASS, OLD, NEW, AS_OF),
        "RevisionComparison",
    ),
    Address(
        "/classes/{organization}/{class}/revisions/{old}/compare/{new}.csv",
        "Classes",
        f"{ROWS} sentence of two revisions, and what became of it",
        (ORGANIZATION, CLASS, OLD, NEW, AS_OF),
    ),
    Address("/compare.json", "Classes", "Two to four classes side by side", (COMPARED, SHOW, AS_OF), "Comparison"),
    Address("/compare.csv", "Classes", "Two to four classes as a table, a column each", (COMPARED, SHOW, AS_OF)),
    Address("/families.json", "Families and series", "All job families", (AS_OF, PAGE), "Families"),
    Address("/families.csv", "Families and series", f"{ROWS} job family", (AS_OF,)),
    Address("/families.xlsx", "Families and series", "The same as a workbook", (AS_OF,)),
    Address(
        "/families/{organization}/{family}.json",
        "Families and series",
        "A job family and its classes",
        (NC, FAMILY, AS_OF, PAGE),
        "Family",
    ),
    Address(
        "/families/{organization}/{family}.csv",
        "Families and series",
        f"{ROWS} class of a family, with grade and minimums",
        (NC, FAMILY, AS_OF),
    ),
    Address(
        "/families/{organization}/{family}.xlsx",
        "Families and series",
        "The same as a workbook",
        (NC, FAMILY, AS_OF),
    ),
    Address("/series.json", "Families and series", "All class series", (AS_OF, PAGE), "SeriesList"),
    Address("/series.csv", "Families and series", f"{ROWS} class series", (AS_OF,)),
    Address("/series.xlsx", "Families and series", "The same as a workbook", (AS_OF,)),
    Address(
        "/series/{organization}/{series}.json",
        "Families and series",
        "The ladder of a series, and what its texts say of each rung",
        (ORGANIZATION, SERIES, AS_OF),
        "Series",
    ),
    Address(
        "/series/{organization}/{series}.csv",
        "Families and series",
        f"{ROWS} rung of a series, the highest first",
        (ORGANIZATION, SERIES, AS_OF),
    ),
    Address(
        "/series/{organization}/{series}.xlsx",
        "Families and series",
        "The same as a workbook",
        (ORGANIZATION, SERIES, AS_OF),
    ),
    Address(
        "/competencies.json",
        "Competencies",
        "All frameworks with their levels and competencies",
        (AS_OF,),
        "Competencies",
    ),
    Address("/competencies.csv", "Competencies", f"{ROWS} competency", (AS_OF,)),
    Address("/competencies.xlsx", "Competencies", "The same as a workbook", (AS_OF,)),
    Address(
        "/competencies/{framework}.case.json",
        "Competencies",
        "A framework as a CASE 1.0 package",
        (FRAMEWORK, AS_OF),
        "CasePackage",
    ),
    Address(
        "/competencies/{framework}/{competency}.json",
        "Competencies",
        "A competency, and the classes that require it in their own words",
        (FRAMEWORK, COMPETENCY, AS_OF, PAGE),
        "Competency",
    ),
    Address(
        "/competencies/{framework}/{competency}.csv",
        "Competencies",
        f"{ROWS} class that requires a competency, with a column for each level",
        (FRAMEWORK, COMPETENCY, AS_OF),
    ),
    Address(
        "/competencies/{framework}/{competency}.xlsx",
        "Competencies",
        "The same as a workbook",
        (FRAMEWORK, COMPETENCY, AS_OF),
    ),
    Address(
        "/competencies/{framework}/{competency}.jsonld",
        "Competencies",
        "A competency as JSON-LD: a DefinedTerm of schema.org",
        (FRAMEWORK, COMPETENCY, AS_OF),
        "LinkedTerm",
    ),
    Address(
        "/changes.json",
        "What changed",
        "What changed across the catalog, newest first",
        (*CHANGES, BEFORE),
        "Changes",
        LIST_OF_CHANGES,
    ),
    Address("/changes.csv", "What changed", f"{ROWS} change", CHANGES, notes=LIST_OF_CHANGES),
    Address("/changes.xlsx", "What changed", "The same as a workbook", CHANGES, notes=LIST_OF_CHANGES),
    Address("/notices.json", "What changed", "Change notices, newest first", (AS_OF, PAGE), "Notices"),
    Address("/notices.csv", "What changed", f"{ROWS} change notice", (AS_OF,)),
    Address("/notices.xlsx", "What changed", "The same as a workbook", (AS_OF,)),
    Address(
        "/notices/{organization}.json",
        "What changed",
        "The change notices of one organization",
        (ORGANIZATION, AS_OF, PAGE),
        "Notices",
    ),
    Address(
        "/notices/{organization}.csv",
        "What changed",
        f"{ROWS} change notice of one organization",
        (ORGANIZATION, AS_OF),
    ),
    Address(
        "/notices/{organization}.xlsx",
        "What changed",
        "The same as a workbook",
        (ORGANIZATION, AS_OF),
    ),
    Address(
        "/notices/{organization}/{number}.json",
        "What changed",
        "A change notice and every class that it touched",
        (ORGANIZATION, NUMBER, AS_OF),
        "Notice",
    ),
    Address(
        "/notices/{organization}/{number}.csv",
        "What changed",
        f"{ROWS} class that a notice touched, its facts before and after",
        (ORGANIZATION, NUMBER, AS_OF),
    ),
    Address(
        "/notices/{organization}/{number}.xlsx",
        "What changed",
        "The same as a workbook",
        (ORGANIZATION, NUMBER, AS_OF),
    ),
    Address("/api/openapi.json", "This description", "This description, as OpenAPI 3.1"),
)


@dataclass(frozen=True, slots=True)
class Row:
    """The addresses of one thing in all its endings, as the page for people lists them."""

    base: str
    addresses: tuple[Address, ...]

    @property
    def words(self) -> str:
        return self.addresses[0].words

    @property
    def asked(self) -> tuple[Parameter, ...]:
        """What any of them can be asked, each once."""
        return tuple({each.name: each for address in self.addresses for each in address.asked}.values())


@dataclass(frozen=True, slots=True)
class Part:
    """One part of the page for people: its rows, and what stands for what in them."""

    name: Group
    rows: tuple[Row, ...]

    @property
    def parameters(self) -> tuple[Parameter, ...]:
        """Every parameter of the part, each once: those of the paths first."""
        found = {each.name: each for row in self.rows for address in row.addresses for each in address.parameters}
        return tuple(sorted(found.values(), key=lambda each: each.inside != "path"))


def parts(addresses: Iterable[Address] = ADDRESSES) -> list[Part]:
    """Put the addresses together by what they are about, and by what they hold."""
    grouped: dict[Group, dict[str, list[Address]]] = {}
    for address in addresses:
        grouped.setdefault(address.group, {}).setdefault(address.base, []).append(address)
    return [
        Part(name, tuple(Row(base, tuple(found)) for base, found in rows.items())) for name, rows in grouped.items()
    ]
