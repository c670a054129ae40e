"""Data in the formats of others: CASE 1.0 and schema.org."""

from __future__ import annotations

from classes.twins.api.shapes import (
    ADDRESS,
    DAY,
    MOMENT,
    TEXT,
    UUID,
    WEB_ADDRESS,
    WHOLE,
    Shape,
    always,
    listing,
    one_of,
    ref,
    thing,
    told,
)
from classes.twins.linked import CONTEXT

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

EXCHANGE: dict[str, Shape] = {
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
