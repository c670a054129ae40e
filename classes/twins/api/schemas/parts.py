"""Shapes that several twins have in common."""

from __future__ import annotations

from typing import get_args

from classes.document import SCHEMA_VERSION
from classes.models import HistoryEntry
from classes.standing import Kind as StandingKind
from classes.status import Kind as StatusKind
from classes.twins.api.shapes import (
    ADDRESS,
    DAY,
    MOMENT,
    TEXT,
    WHOLE,
    YES_OR_NO,
    always,
    both,
    listing,
    maybe,
    one_of,
    ref,
    thing,
    told,
)

VERSION = told(always(SCHEMA_VERSION), "Goes up when something that was there before is taken away or means another.")
AS_OF = told(DAY, "The day that is shown.")
NEXT = maybe(ADDRESS, "Where the list goes on; null at its end.")
EVENT = one_of(HistoryEntry.Kind.values, "What happened.")
STATUS = one_of(get_args(StatusKind), "What the text, or a class without one, is on the day.")
DIGEST = told(TEXT, "SHA-256 of the text, 64 hexadecimal digits: the same digest, the same text.")
PRINTED = told(TEXT, "As printed; empty where the text does not state it.")
WORDS = listing(
    {"type": "array", "prefixItems": [one_of(["same", "added", "removed"]), TEXT], "minItems": 2, "maxItems": 2},
    "Only of an edited sentence: its words in runs, each with its mark.",
)

CLASS = thing(
    slug=told(TEXT, "The class's part of its addresses."),
    code=told(TEXT, "Empty where it has none."),
    title=TEXT,
    page=ADDRESS,
)
ORGANIZATION = thing(slug=TEXT, name=TEXT, office=told(TEXT, "The office that keeps the classes; may be empty."))
GROUP = thing(slug=TEXT, name=TEXT, page=ADDRESS)
REVISION = thing(
    revision=WHOLE,
    effective_from=maybe(DAY, "First day in force; null where the source bears no date."),
    effective_to=maybe(DAY, "First day no longer in force; null without an end."),
    digest=DIGEST,
)
LISTED = thing(
    organization=TEXT,
    slug=TEXT,
    code=TEXT,
    title=TEXT,
    family=maybe(TEXT),
    series=maybe(TEXT),
    pay_grade=maybe(TEXT),
    minimums=maybe(TEXT),
    in_force_since=maybe(DAY),
    status=TEXT,
    abolished_on=maybe(DAY),
    page=ADDRESS,
    formerly=maybe(TEXT, "The former name by which it was found."),
    to_be=maybe(TEXT, "The name by which it was found, which it is to bear from an announced day on."),
    found_in=maybe(TEXT, "The competency or the sentence in which the words stand that title and code do not have."),
    found_as=maybe(one_of(["competency", "sentence"])),
)
SAYING = thing(
    "Sentences of one text about another class, or about a whole series.",
    title=TEXT,
    code=TEXT,
    revision=WHOLE,
    sentences=listing(TEXT),
)
STANDING = thing(
    since=maybe(DAY),
    earlier_than=maybe(DAY),
    kind=one_of(get_args(StandingKind), "What is known of the time before."),
    revision=WHOLE,
    changed_from=maybe(WHOLE),
    mended=maybe(listing(WHOLE, "The wrong revision and the one that corrected it.")),
)
COMPARED_SENTENCE = thing(
    status=one_of(["same", "edited", "added", "removed", "moved"]),
    old=maybe(TEXT),
    new=maybe(TEXT),
    optional={"words": WORDS},
)
PART_STATUS = one_of(["same", "changed", "added", "removed"])
CHANGED_FACT = thing(fact=TEXT, old=TEXT, new=TEXT)
CHANGED_SECTION = thing(
    name=TEXT,
    status=PART_STATUS,
    old_heading=maybe(TEXT),
    new_heading=maybe(TEXT),
    scopes=listing(TEXT),
    sentences=listing(ref("ComparedSentence")),
    competencies=listing(
        thing(
            name=TEXT,
            status=PART_STATUS,
            old_name=maybe(TEXT),
            new_name=maybe(TEXT),
            sentences=listing(ref("ComparedSentence")),
        )
    ),
)
WITH_ORGANIZATION = thing(organization=ref("Organization"))
DATED = thing(schema_version=VERSION, as_of=AS_OF)
LINE = thing(
    effective_on=maybe(DAY),
    announced=told(YES_OR_NO, "Whether it takes effect after today."),
    kind=maybe(EVENT, "Null of a text that no event tells of."),
    note=TEXT,
    recorded_by=TEXT,
    adopted_on=maybe(DAY),
    notice=maybe(TEXT, "The number of the change notice."),
    minor=YES_OR_NO,
    text=maybe(
        both(REVISION, thing(corrected=YES_OR_NO, published_at=maybe(MOMENT))),
        "The text that it brought; null where the event is noted only.",
    ),
    text_before=maybe(WHOLE),
)
NOTICE = thing(
    number=TEXT,
    title=TEXT,
    posted_on=maybe(DAY),
    adopted_on=maybe(DAY),
    effective_on=maybe(DAY),
    page=ADDRESS,
)
