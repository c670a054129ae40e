"""Frameworks and levels in the data model of CASE 1.0 (1EdTech: Competencies and Academic Standards Exchange).

A framework is a `CFPackage`: its document, an item for each competency and level, and the associations that hang them
in their place. The levels of a class are a package too: its competencies as the text words them, and a `CFRubric` with
a criterion for each competency and a criterion level for each cell. Identifiers are UUIDs of version 5 of natural keys
within this host, so they are the same whenever they are asked for.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from itertools import pairwise
from typing import Any
from uuid import NAMESPACE_DNS, uuid5

from django.urls import reverse

from classes.document import Competency as DocumentCompetency
from classes.document import Section
from classes.models import JobClass, Specification
from competencies.models import Competency, Framework, Level


@dataclass(frozen=True, slots=True)
class Issuer:
    """Who gives names to things: the host whose catalog this is, and how it makes an address absolute."""

    host: str
    absolute: Callable[[str], str]

    def identifier(self, *key: object) -> str:
        """Return the UUID of the thing with this natural key."""
        return str(uuid5(uuid5(NAMESPACE_DNS, self.host), "/".join(str(part) for part in key)))


@dataclass(frozen=True, slots=True)
class Package:
    """One package in the making: where it stands, and when what it holds was last changed."""

    issuer: Issuer
    address: str
    changed: str

    def named(self, key: Sequence[object], address: str = "") -> dict[str, Any]:
        """Identifier, address and time, which everything in a package bears.

        What has no page of its own is found in this package, under its identifier.
        """
        identifier = self.issuer.identifier(*key)
        uri = self.issuer.absolute(address or f"{self.address}#{identifier}")
        return {"identifier": identifier, "uri": uri, "lastChangeDateTime": self.changed}

    def association(self, kind: str, origin: Link, destination: Link, number: int | None = None) -> dict[str, Any]:
        named = self.named(("association", kind, origin["identifier"], destination["identifier"]))
        place = {} if number is None else {"sequenceNumber": number}
        return {**named, "associationType": kind, **place, "originNodeURI": origin, "destinationNodeURI": destination}

    def type_key(self, title: str) -> tuple[str, str, str]:
        return ("item-type", self.address, title)

    def item_type(self, title: str, description: str) -> dict[str, Any]:
        named = self.named(self.type_key(title))
        return {**named, "title": title, "description": description, "hierarchyCode": "1"}


Link = dict[str, str]


def link(thing: dict[str, Any], title: str) -> Link:
    """How CASE points at a thing."""
    return {"title": title, "identifier": thing["identifier"], "uri": thing["uri"]}


def at(moment: datetime) -> str:
    """Return a time as CASE writes it: in UTC, to the second."""
    return moment.astimezone(UTC).isoformat(timespec="seconds").replace("+00:00", "Z")


# --- A framework -----------------------------------------------------------------------------------------------------


def framework_package(
    framework: Framework, employers: Sequence[str], changed: datetime, issuer: Issuer
) -> dict[str, Any]:
    """A framework with its competencies and levels, as `CFPackage`; takes `FrameworkQuerySet.for_competencies`.

    Where a competency has no definition its name is its full statement. Levels are items of their own type, and each
    precedes the next one. Its creators are the `employers` that use it; of one that nobody uses no creator is known,
    so its name stands there. `changed` is when the last text that uses it was published: the library bears no times of
    its own, and what texts rely on is held fast in it.
    """
    package = Package(issuer, reverse("classes:framework-case", args=[framework.slug]), at(changed))
    competencies, levels = list(framework.competencies.all()), list(framework.levels.all())
    document = {
        **package.named(("framework", framework.slug)),
        "creator": "; ".join(employers) or framework.name,
        "title": framework.name,
        **({"description": framework.description} if framework.description else {}),
        **adoption(framework, competencies),
    }
    items = [competency_item(package, competency) for competency in competencies]
    steps = [level_item(package, level) for level in levels]
    root = link(document, framework.name)
    hung = [hang(package, item, root, number) for number, item in enumerate([*items, *steps], start=1)]
    order = [
        package.association("precedes", link(lower, lower["fullStatement"]), link(upper, upper["fullStatement"]))
        for lower, upper in pairwise(steps)
    ]
    types = [package.item_type("Competency", "What a class may ask of people.")] if items else []
    if steps:
        types.append(package.item_type("Level", "A step at which a competency is described."))
    return whole(document, [*items, *steps], [*hung, *order], types)


def adoption(framework: Framework, competencies: Iterable[Competency]) -> dict[str, str]:
    """Say what the catalog knows: that a framework is archived, or that texts in force use it; else nothing."""
    if framework.archived:
        return {"adoptionStatus": "Deprecated"}
    used = any(competency.use_count for competency in competencies)  # type: ignore[attr-defined]
    return {"adoptionStatus": "Adopted"} if used else {}


def competency_item(package: Package, competency: Competency) -> dict[str, Any]:
    key = ("competency", competency.framework.slug, competency.slug)
    return item(package, key, "Competency", competency.name, competency.definition, competency.get_absolute_url())


def level_item(package: Package, level: Level) -> dict[str, Any]:
    return item(package, ("level", level.framework.slug, level.slug), "Level", level.name, level.definition)


def item(
    package: Package, key: Sequence[object], kind: str, name: str, definition: str, address: str = ""
) -> dict[str, Any]:
    """A `CFItem`: its definition is the full statement and its name the short one; a bare name is both."""
    named = package.named(key, address)
    statement = {"fullStatement": definition or name, "abbreviatedStatement": name}
    return {
        **named,
        **statement,
        "CFItemType": kind,
        "CFItemTypeURI": link(package.named(package.type_key(kind)), kind),
    }


def hang(package: Package, child: dict[str, Any], root: Link, number: int) -> dict[str, Any]:
    return package.association("isChildOf", link(child, child["abbreviatedStatement"]), root, number)


def whole(
    document: dict[str, Any],
    items: list[dict[str, Any]],
    associations: list[dict[str, Any]],
    types: list[dict[str, Any]],
) -> dict[str, Any]:
    return {
        "CFDocument": document,
        "CFItems": items,
        "CFAssociations": associations,
        "CFDefinitions": {"CFItemTypes": types},
    }


# --- The levels of a class -------------------------------------------------------------------------------------------


def levels_package(text: Specification, section: Section, issuer: Issuer) -> dict[str, Any]:
    """The levels of one text as `CFPackage` with one `CFRubric`: every cell that is described is in it once.

    An item is a competency in the words of the text, related to the one of the library. Everything in the package
    counts as changed when the text was published, and never again.
    """
    job_class = text.job_class
    address = reverse("classes:levels-case", args=[job_class.organization.slug, job_class.slug])
    assert text.published_at is not None
    package = Package(issuer, address, at(text.published_at))
    key = (job_class.organization.slug, job_class.slug, text.revision)
    title = f"{text.title}: {section.name}" if section.name else text.title
    document = {
        **package.named(("levels", *key), text.permanent_address),
        "creator": job_class.organization.name,
        "title": title,
        "version": str(text.revision),
        "officialSourceURL": issuer.absolute(text.permanent_address),
        "adoptionStatus": "Adopted",
        **validity(text),
    }
    items = [
        item(package, ("required", *key, each.entry), "Competency", each.name, each.definition)
        for each in section.competencies
    ]
    root = link(document, title)
    hung = [hang(package, each, root, number) for number, each in enumerate(items, start=1)]
    related = [
        package.association("isRelatedTo", link(each, each["abbreviatedStatement"]), library_link(issuer, competency))
        for each, competency in zip(items, section.competencies, strict=True)
    ]
    rubric = package.named(("rubric", *key), levels_address(job_class))
    criteria = [
        criterion(package, rubric, (*key, competency.entry), competency, each, position)
        for position, (competency, each) in enumerate(zip(section.competencies, items, strict=True), start=1)
    ]
    types = [package.item_type("Competency", "What the class asks of people, in the words of its text.")]
    rubric |= {"title": title, "CFRubricCriteria": criteria}
    return {**whole(document, items, [*hung, *related], types), "CFRubrics": [rubric]}


def criterion(
    package: Package,
    rubric: dict[str, Any],
    key: Sequence[object],
    competency: DocumentCompetency,
    about: dict[str, Any],
    position: int,
) -> dict[str, Any]:
    """One row of the rubric: a competency, and a criterion level for each level at which it is described."""
    row = package.named(("criterion", *key))
    return {
        **row,
        "category": competency.name,
        "description": competency.definition or competency.name,
        "CFItemURI": link(about, competency.name),
        "position": position,
        "rubricId": rubric["identifier"],
        "CFRubricCriterionLevels": [
            {
                **package.named(("cell", *key, descriptor.level)),
                "quality": descriptor.level_name,
                "description": descriptor.text,
                "score": descriptor.rank,
                "position": descriptor.rank,
                "rubricCriterionId": row["identifier"],
            }
            for descriptor in competency.descriptors
        ],
    }


def validity(text: Specification) -> dict[str, str]:
    """The days on which a text applies, as far as it bears any; the last one is inclusive."""
    days = {"statusStartDate": text.effective_from, "statusEndDate": text.last_day}
    return {name: day.isoformat() for name, day in days.items() if isinstance(day, date)}


def levels_address(job_class: JobClass) -> str:
    return reverse("classes:levels", args=[job_class.organization.slug, job_class.slug])


def library_link(issuer: Issuer, competency: DocumentCompetency) -> Link:
    """Point at the competency of the library, as the package of its framework names it."""
    address = reverse("classes:competency", args=[competency.framework, competency.slug])
    identifier = issuer.identifier("competency", competency.framework, competency.slug)
    return {"title": competency.name, "identifier": identifier, "uri": issuer.absolute(address)}
