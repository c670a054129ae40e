"""The shapes of the twins, as JSON Schema. Each name is a component of the OpenAPI document."""

from __future__ import annotations

from typing import get_args

from classes.document import SCHEMA_VERSION
from classes.models import HistoryEntry, Section
from classes.standing import Kind as StandingKind
from classes.status import Kind as StatusKind
from classes.twins.api.shapes import (
    ADDRESS,
    DAY,
    MOMENT,
    TEXT,
    UUID,
    WEB_ADDRESS,
    WHOLE,
    YES_OR_NO,
    Shape,
    always,
    both,
    listing,
    mapping,
    maybe,
    one_of,
    ref,
    thing,
    told,
)
from classes.twins.linked import CONTEXT

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

CASE_NAMED = {"identifier": UUID, "uri": WEB_ADDRESS, "lastChangeDateTime": MOMENT}
CASE_LINK = thing(title=TEXT, identifier=UUID, uri=WEB_ADDRESS)
CASE_DOCUMENT = {
    "description": TEXT,
    "version": TEXT,
    "officialSourceURL": WEB_ADDRESS,
    "adoptionStatus": one_of(["Adopted", "Deprecated"]),
    "statusStartDate": DAY,
    "statusEndDate": DAY,
}

SCHEMAS: dict[str, Shape] = {
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
    "RevisionComparison": both(
        DATED,
        thing(
            **{"class": ref("ClassName")},
            old=ref("Revision"),
            new=ref("Revision"),
            summary=TEXT,
            facts=listing(ref("ChangedFact")),
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
    "Classes": both(
        DATED,
        thing(
            count=told(WHOLE, "How many classes the list has."),
            page=WHOLE,
            pages=WHOLE,
            next=NEXT,
            facets=mapping(
                listing(thing(key=TEXT, label=TEXT, count=WHOLE)),
                "The values of each facet, and how many classes one would get by choosing it.",
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
    "CaseLink": CASE_LINK,
    "CasePackage": thing(
        "A CFPackage of CASE 1.0, as 1EdTech defines it.",
        CFDocument=thing(**CASE_NAMED, creator=TEXT, title=TEXT, optional=CASE_DOCUMENT),
        CFItems=listing(
            thing(
                **CASE_NAMED,
                fullStatement=TEXT,
                abbreviatedStatement=TEXT,
                CFItemType=TEXT,
                CFItemTypeURI=ref("CaseLink"),
            )
        ),
        CFAssociations=listing(
            thing(
                **CASE_NAMED,
                associationType=one_of(["isChildOf", "precedes", "isRelatedTo"]),
                originNodeURI=ref("CaseLink"),
                destinationNodeURI=ref("CaseLink"),
                optional={"sequenceNumber": WHOLE},
            )
        ),
        CFDefinitions=thing(
            CFItemTypes=listing(thing(**CASE_NAMED, title=TEXT, description=TEXT, hierarchyCode=TEXT)),
        ),
        optional={"CFRubrics": listing(ref("CaseRubric"))},
    ),
    "CaseRubric": thing(
        "The levels of a class: a criterion for each competency, a criterion level for each cell.",
        **CASE_NAMED,
        title=TEXT,
        CFRubricCriteria=listing(
            thing(
                **CASE_NAMED,
                category=TEXT,
                description=TEXT,
                CFItemURI=ref("CaseLink"),
                position=WHOLE,
                rubricId=UUID,
                CFRubricCriterionLevels=listing(
                    thing(
                        **CASE_NAMED,
                        quality=told(TEXT, "The level."),
                        description=TEXT,
                        score=told(WHOLE, "The rank of the level, 1 for the lowest."),
                        position=WHOLE,
                        rubricCriterionId=UUID,
                    )
                ),
            )
        ),
    ),
    "LinkedTerm": thing(
        **{"@type": always("DefinedTerm")},
        url=ADDRESS,
        name=TEXT,
        inDefinedTermSet=thing(
            **{"@type": always("DefinedTermSet"), "@id": ADDRESS}, url=ADDRESS, optional={"name": TEXT}
        ),
        optional={"@context": always(CONTEXT), "@id": ADDRESS, "description": TEXT},
    ),
    "LinkedClass": thing(
        "schema.org/Occupation. What the text does not say is left out.",
        **{"@context": always(CONTEXT), "@type": always("Occupation"), "@id": ADDRESS},
        url=ADDRESS,
        name=TEXT,
        optional={
            "identifier": thing(**{"@type": always("PropertyValue")}, name=TEXT, value=TEXT),
            "occupationalCategory": thing(**{"@type": always("CategoryCode")}, name=TEXT, url=ADDRESS),
            "description": TEXT,
            "responsibilities": TEXT,
            "skills": listing({"anyOf": [ref("LinkedTerm"), TEXT]}),
            "qualifications": TEXT,
            "educationRequirements": {
                "anyOf": [
                    TEXT,
                    thing(
                        **{"@type": always("EducationalOccupationalCredential")},
                        credentialCategory=TEXT,
                        optional={"description": TEXT},
                    ),
                ]
            },
            "experienceRequirements": {
                "anyOf": [
                    TEXT,
                    thing(
                        **{"@type": always("OccupationalExperienceRequirements")},
                        monthsOfExperience=WHOLE,
                        optional={"description": TEXT},
                    ),
                ]
            },
            "subjectOf": thing(
                **{"@type": always("DigitalDocument")},
                url=ADDRESS,
                name=TEXT,
                version=WHOLE,
                creator=thing(
                    **{"@type": always("Organization")},
                    name=TEXT,
                    optional={"department": thing(**{"@type": always("Organization")}, name=TEXT)},
                ),
                optional={"temporalCoverage": TEXT},
            ),
        },
    ),
}
