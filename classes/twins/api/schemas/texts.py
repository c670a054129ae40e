"""A class, its text and its history."""

from __future__ import annotations

from classes.models import Section
from classes.twins.api.schemas.parts import (
    CHANGED_FACT,
    CHANGED_SECTION,
    CLASS,
    COMPARED_SENTENCE,
    DATED,
    EVENT,
    GROUP,
    LINE,
    NOTICE,
    ORGANIZATION,
    PRINTED,
    REVISION,
    SAYING,
    STANDING,
    STATUS,
    VERSION,
    WITH_ORGANIZATION,
    WORDS,
)
from classes.twins.api.shapes import (
    DAY,
    TEXT,
    WHOLE,
    YES_OR_NO,
    Shape,
    both,
    listing,
    mapping,
    maybe,
    one_of,
    ref,
    thing,
    told,
)

TEXTS: dict[str, Shape] = {
    "Error": thing("What is wrong, in a sentence for people.", error=TEXT, status=WHOLE),
    "ClassName": CLASS,
    "Organization": ORGANIZATION,
    "Group": told(GROUP, "A job family or a series."),
    "Revision": REVISION,
    "Saying": SAYING,
    "Standing": told(STANDING, "Since when words have stood as they stand, and in which revision first."),
    "ComparedSentence": COMPARED_SENTENCE,
    "ChangedFact": CHANGED_FACT,
    "ChangedSection": CHANGED_SECTION,
    "Document": thing(
        "All that one specification says, in printed order.",
        schema_version=VERSION,
        title=TEXT,
        code=TEXT,
        revision=WHOLE,
        effective_from=maybe(DAY),
        masthead=told(TEXT, "The lines printed above the first heading."),
        facts=thing(
            pay_grade=PRINTED,
            flsa_code=PRINTED,
            minimum_education=maybe(WHOLE, "20 high school, 40 associate, 50 bachelor, 60 master …"),
            minimum_experience_months=maybe(WHOLE),
            physical_demand=maybe(WHOLE, "1 sedentary to 5 very heavy."),
            probation_months=maybe(WHOLE),
        ),
        sections=listing(
            thing(
                kind=one_of(Section.Kind.values),
                heading=told(TEXT, "As printed; empty: goes on under the heading before it."),
                body=told(TEXT, "Plain text; a blank line parts paragraphs."),
                requirements=listing(thing(text=TEXT, by_position=YES_OR_NO)),
                competencies=listing(ref("DocumentCompetency")),
            )
        ),
    ),
    "DocumentCompetency": thing(
        entry=told(TEXT, "Its address in the library: framework/competency."),
        name=TEXT,
        definition=TEXT,
        descriptors=listing(thing(level=TEXT, level_name=TEXT, rank=WHOLE, text=TEXT)),
    ),
    "Specification": thing(
        **REVISION["properties"],
        facts=mapping(TEXT, "The facts that the text states, in words, by their names."),
        document=maybe(ref("Document")),
        standing=maybe(
            thing(
                sections=listing(both(thing(heading=TEXT), STANDING)),
                competencies=mapping(
                    mapping(ref("Standing"), "By level; the definition under an empty name."), "By library address."
                ),
            )
        ),
    ),
    "HistoryEntry": thing(
        kind=EVENT,
        effective_on=DAY,
        note=TEXT,
        recorded_by=TEXT,
        notice=maybe(TEXT),
        minor=YES_OR_NO,
        revision_held=maybe(WHOLE, "Null where the event is noted only."),
    ),
    "HistoryLine": LINE,
    "NoticeName": NOTICE,
    # --- Answers ---
    "Class": both(
        DATED,
        thing(
            **{
                "class": both(
                    CLASS,
                    WITH_ORGANIZATION,
                    thing(
                        family=maybe(ref("Group")),
                        series=maybe(thing(slug=TEXT, name=TEXT, rung=WHOLE)),
                        abolished_on=maybe(DAY),
                    ),
                )
            },
            status=STATUS,
            specification=maybe(ref("Specification"), "The text in force on the day; null where none is held."),
            nearest_later=maybe(DAY),
            said_by_others=listing(ref("Saying")),
            history=listing(ref("HistoryEntry")),
        ),
    ),
    "Since": both(
        DATED,
        thing(
            since=DAY,
            **{"class": ref("ClassName")},
            old=maybe(ref("Revision")),
            new=maybe(ref("Revision")),
            same_text=YES_OR_NO,
            why_not_held=maybe(STATUS),
            next_held=maybe(ref("Revision")),
            mended=maybe(WHOLE),
            summary=maybe(TEXT),
            facts=maybe(listing(ref("ChangedFact"))),
            moves=maybe(listing(TEXT)),
            sections=maybe(listing(ref("ChangedSection"))),
            history=listing(ref("HistoryLine")),
        ),
    ),
    "Levels": both(
        DATED,
        thing(
            **{"class": ref("ClassName")},
            revision=maybe(WHOLE),
            levels=listing(TEXT, "The levels shown, lowest first."),
            competencies=listing(
                thing(
                    name=TEXT,
                    slug=TEXT,
                    cells=listing(
                        thing(
                            level=TEXT,
                            sentences=listing(
                                thing(
                                    text=TEXT,
                                    status=one_of(["common", "same", "edited", "new"], "Against the level below."),
                                    optional={"words": WORDS},
                                )
                            ),
                            dropped=listing(TEXT, "Sentences of the level below that are not carried forward."),
                        )
                    ),
                )
            ),
        ),
    ),
    "History": both(
        DATED,
        thing(
            **{"class": both(CLASS, WITH_ORGANIZATION)},
            former_names=listing(thing(title=TEXT, code=TEXT, until=DAY)),
            history=listing(ref("HistoryLine"), "Newest first."),
        ),
    ),
    "ClassRevision": both(
        DATED,
        thing(
            **{"class": both(CLASS, WITH_ORGANIZATION)},
            status=STATUS,
            followed_by=maybe(WHOLE),
            corrected_by=maybe(WHOLE),
            corrects=maybe(WHOLE),
            specification=ref("Specification"),
        ),
    ),
}
