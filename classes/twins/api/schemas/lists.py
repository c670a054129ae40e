"""Lists: classes, families, series, competencies, changes, notices."""

from __future__ import annotations

from classes.twins.api.schemas.parts import (
    CLASS,
    DATED,
    EVENT,
    GROUP,
    LISTED,
    NEXT,
    NOTICE,
    PRINTED,
    REVISION,
    WITH_ORGANIZATION,
)
from classes.twins.api.shapes import (
    ADDRESS,
    DAY,
    TEXT,
    WHOLE,
    YES_OR_NO,
    Shape,
    both,
    listing,
    mapping,
    maybe,
    ref,
    thing,
    told,
)

LISTS: dict[str, Shape] = {
    "Classes": both(
        DATED,
        thing(
            count=told(WHOLE, "How many classes the list has."),
            page=WHOLE,
            pages=WHOLE,
            next=NEXT,
            facets=mapping(
                listing(thing(key=TEXT, label=TEXT, count=WHOLE, optional={"adds": WHOLE})),
                "The values of each facet, and how many classes have each, of those that all other facets let through. "
                "Where values of a facet are chosen, each other one tells how many classes it adds.",
            ),
            classes=listing(LISTED),
            meant=maybe(TEXT, "What to look for instead, where nothing has the words that were typed."),
            abolished=listing(
                both(LISTED, thing(successors=listing(ref("ClassName"), "What took its place."))),
                "With words, unless a status is asked for: abolished classes that answer to them, twenty at most.",
            ),
            notices=listing(both(WITH_ORGANIZATION, NOTICE), "Change notices whose number was typed, five at most."),
        ),
    ),
    "Families": both(
        DATED,
        thing(
            families=listing(both(GROUP, WITH_ORGANIZATION, thing(description=TEXT, classes=WHOLE))),
            series=told(ADDRESS, "Where the list of all series stands."),
            next=NEXT,
        ),
    ),
    "Family": both(
        DATED,
        thing(
            family=both(GROUP, WITH_ORGANIZATION, thing(description=TEXT)),
            classes=listing(both(CLASS, thing(text_held=YES_OR_NO)), "By title, as they are called on the day."),
            next=NEXT,
        ),
    ),
    "SeriesList": both(
        DATED,
        thing(series=listing(both(GROUP, WITH_ORGANIZATION, thing(classes=WHOLE))), next=NEXT),
    ),
    "Series": both(
        DATED,
        thing(
            series=both(GROUP, WITH_ORGANIZATION),
            said_of_all=listing(ref("Saying")),
            rungs=listing(
                both(
                    CLASS,
                    thing(
                        rung=WHOLE,
                        abolished=YES_OR_NO,
                        text=maybe(both(REVISION, thing(pay_grade=PRINTED, minimums=PRINTED))),
                        said=listing(ref("Saying")),
                    ),
                ),
                "The highest first.",
            ),
        ),
    ),
    "Competencies": both(
        DATED,
        thing(
            frameworks=listing(
                thing(
                    slug=TEXT,
                    name=TEXT,
                    description=TEXT,
                    case=told(ADDRESS, "The framework as a CASE package."),
                    levels=listing(thing(slug=TEXT, name=TEXT, rank=WHOLE, definition=TEXT)),
                    competencies=listing(
                        thing(
                            slug=TEXT,
                            name=TEXT,
                            definition=TEXT,
                            page=ADDRESS,
                            classes=told(WHOLE, "How many ask for it on the day."),
                        )
                    ),
                )
            ),
        ),
    ),
    "Competency": both(
        DATED,
        thing(
            competency=thing(slug=TEXT, name=TEXT, definition=TEXT, framework=thing(slug=TEXT, name=TEXT)),
            required_by=listing(
                thing(
                    **{"class": both(CLASS, WITH_ORGANIZATION)},
                    revision=WHOLE,
                    name=TEXT,
                    definition=TEXT,
                    levels=listing(thing(level=TEXT, text=TEXT)),
                    wording=told(WHOLE, "Uses of one number say the same; 1 is the commonest wording."),
                )
            ),
            next=NEXT,
        ),
    ),
    "Changes": both(
        DATED,
        thing(
            changes=listing(
                thing(
                    effective_on=DAY,
                    announced=YES_OR_NO,
                    kind=EVENT,
                    **{"class": both(CLASS, thing(organization=TEXT))},
                    note=TEXT,
                    recorded_by=TEXT,
                    adopted_on=maybe(DAY),
                    notice=maybe(thing(number=TEXT, page=ADDRESS)),
                    minor=YES_OR_NO,
                    revision_held=maybe(WHOLE),
                    revision_before=maybe(WHOLE),
                    compare=maybe(ADDRESS, "Where the two texts stand against each other."),
                ),
                "Newest first.",
            ),
            next=NEXT,
        ),
    ),
    "Notices": both(DATED, thing(notices=listing(both(WITH_ORGANIZATION, NOTICE)), next=NEXT)),
    "Notice": both(
        DATED,
        thing(
            notice=both(NOTICE, WITH_ORGANIZATION, thing(summary=TEXT)),
            classes=listing(
                thing(
                    **{"class": ref("ClassName")},
                    kinds=listing(EVENT),
                    effective_on=DAY,
                    announced=YES_OR_NO,
                    notes=listing(TEXT),
                    text_before=maybe(ref("Revision")),
                    text=maybe(ref("Revision")),
                    not_held=TEXT,
                    facts=listing(ref("ChangedFact")),
                    successors=listing(ref("ClassName")),
                    compare=maybe(ADDRESS),
                )
            ),
        ),
    ),
    # --- The words of others ---
}
