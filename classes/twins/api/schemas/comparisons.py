"""What differs: between two revisions, and between classes."""

from __future__ import annotations

from classes.twins.api.schemas.parts import CLASS, DATED, WITH_ORGANIZATION
from classes.twins.api.shapes import DAY, TEXT, WHOLE, YES_OR_NO, Shape, both, listing, maybe, ref, thing

COMPARISONS: dict[str, Shape] = {
    "RevisionComparison": both(
        DATED,
        thing(
            **{"class": ref("ClassName")},
            old=ref("Revision"),
            new=ref("Revision"),
            summary=TEXT,
            facts=listing(ref("ChangedFact")),
            moves=listing(TEXT, "Sections and competencies that stand elsewhere among the others, a sentence each."),
            sections=listing(ref("ChangedSection")),
        ),
    ),
    "ComparedCompetency": thing(
        entry=TEXT,
        name=TEXT,
        definition=TEXT,
        levels=listing(thing(level=TEXT, name=TEXT, text=TEXT)),
    ),
    "Comparison": both(
        DATED,
        thing(
            classes=listing(
                both(
                    CLASS,
                    WITH_ORGANIZATION,
                    thing(text_held=YES_OR_NO, revision=maybe(WHOLE), effective_from=maybe(DAY)),
                ),
                "In the order asked for; every row below has a cell for each.",
            ),
            facts=listing(thing(name=TEXT, same=YES_OR_NO, cells=listing(maybe(TEXT)))),
            sections=listing(
                thing(
                    name=TEXT,
                    same=YES_OR_NO,
                    cells=listing(maybe(thing(headings=listing(TEXT), text=TEXT), "Null where the text is silent.")),
                )
            ),
            competencies=listing(
                thing(name=TEXT, same=YES_OR_NO, cells=listing(maybe(ref("ComparedCompetency")))),
            ),
            only_here=listing(listing(ref("ComparedCompetency")), "For each class, what none of the others asks for."),
            optional={
                "redline": thing(
                    "Only where it is asked for.",
                    summary=TEXT,
                    changed=listing(
                        thing(
                            name=TEXT,
                            old_headings=listing(TEXT),
                            new_headings=listing(TEXT),
                            changes=listing(ref("ComparedSentence")),
                        )
                    ),
                    only_in_first=listing(TEXT),
                    only_in_second=listing(TEXT),
                    same=listing(TEXT),
                )
            },
        ),
    ),
}
