"""What specifications of every field of work say, by stage of the ladder, setting and strength."""

from __future__ import annotations

from typing import Literal

from classes.facts import Education, PhysicalDemand

Stage = Literal["entry", "working", "advanced", "lead", "supervisor", "manager"]

# The rungs of a series: title, with {name} for the occupation and {lead} for its work, and stage.
LADDERS: dict[str, tuple[tuple[tuple[str, Stage], ...], ...]] = {
    "professional": (
        (("{name} I", "entry"), ("{name} II", "working")),
        (("{name} I", "entry"), ("{name} II", "working"), ("Senior {name}", "advanced")),
        (("{name} I", "entry"), ("{name} II", "working"), ("{name} III", "advanced")),
        (
            ("{name} I", "entry"),
            ("{name} II", "working"),
            ("Senior {name}", "advanced"),
            ("{lead} Supervisor", "supervisor"),
        ),
        (
            ("{name} I", "entry"),
            ("{name} II", "working"),
            ("Senior {name}", "advanced"),
            ("{lead} Supervisor", "supervisor"),
            ("{lead} Manager", "manager"),
        ),
        (("{name}", "working"), ("Senior {name}", "advanced")),
        (
            ("Assistant {name}", "entry"),
            ("{name}", "working"),
            ("Senior {name}", "advanced"),
            ("{lead} Manager", "manager"),
        ),
        (("{name}", "working"),),
        (("{name}", "working"),),
    ),
    "technical": (
        (("{name} I", "entry"), ("{name} II", "working")),
        (("{name} I", "entry"), ("{name} II", "working"), ("{name} III", "advanced")),
        (("{name}", "working"), ("Senior {name}", "advanced"), ("{lead} Supervisor", "supervisor")),
        (("{name} Trainee", "entry"), ("{name}", "working"), ("Lead {name}", "lead")),
        (("{name}", "working"),),
    ),
    "trades": (
        (("{name} I", "entry"), ("{name} II", "working")),
        (
            ("{name} I", "entry"),
            ("{name} II", "working"),
            ("{lead} Crew Leader", "lead"),
            ("{lead} Supervisor", "supervisor"),
        ),
        (("{name} Trainee", "entry"), ("{name}", "working"), ("Lead {name}", "lead")),
        (
            ("{name}", "working"),
            ("Senior {name}", "advanced"),
            ("{lead} Supervisor", "supervisor"),
            ("{lead} Manager", "manager"),
        ),
        (("{name}", "working"),),
    ),
}
LADDERS["clerical"] = LADDERS["technical"]
LADDERS["protective"] = LADDERS["trades"]

SUMMARIES: dict[Stage, tuple[str, ...]] = {
    "entry": (
        "Under close supervision, {does}. Employees in this class learn the methods of the work and are given "
        "assignments of growing difficulty.",
        "While learning the work, {does}. Assignments are routine at first, and finished work is checked closely.",
    ),
    "working": (
        "Under general supervision, {does}. Work follows established methods, with freedom to choose among them.",
        "With little daily supervision, {does}. Unusual cases are discussed with a supervisor before action is taken.",
    ),
    "advanced": (
        "Under general direction, {does}. Takes the most difficult assignments and advises other staff on method.",
        "With wide freedom of action, {does}. Assignments are complex, and mistakes would be costly.",
    ),
    "lead": (
        "Leads and takes part in the work of employees who {do}. Answers for the finished work of the crew or team.",
        "Gives daily direction to employees who {do}, and does the same work alongside them.",
    ),
    "supervisor": (
        "Supervises employees who {do}. Is accountable for the quality and timeliness of their work.",
        "Plans, assigns and reviews the work of employees who {do}. Recommends appointments and appraises performance.",
    ),
    "manager": (
        "Directs, through subordinate supervisors, the work of employees who {do}. Recommends policy and answers to "
        "the department head for results.",
        "Manages the staff and the budget of a section whose employees {do}. Sets goals and measures progress "
        "toward them.",
    ),
}

# What sets a stage apart, said of a class: "…, which is the entry class".
MARKS: dict[Stage, tuple[str, ...]] = {
    "entry": (
        "is the entry class, in which employees learn the work under close supervision",
        "performs the simpler assignments while receiving training",
    ),
    "working": (
        "performs the full range of the work under general supervision",
        "carries regular assignments from beginning to end with little supervision",
    ),
    "advanced": (
        "handles the most difficult assignments and advises other staff",
        "performs work that calls for advanced knowledge and independent judgment",
    ),
    "lead": ("leads a crew or team and takes part in its work", "gives daily direction but does not appraise staff"),
    "supervisor": (
        "supervises the employees who do the work and appraises their performance",
        "is responsible for a unit and for the performance of its staff",
    ),
    "manager": (
        "manages the function through subordinate supervisors",
        "sets policy and priorities for the whole function",
    ),
}

DUTIES: dict[Stage, tuple[str, ...]] = {
    "entry": (
        "[learn] and [apply] {rules} under the guidance of experienced staff.",
        "[enter] information from {records} and [correct] errors as they are found.",
        "[answer] routine inquiries from {parties} and [refer] the others to experienced staff.",
        "[receive] training in the care of {systems}.",
        "[assist] in the review of {records}.",
    ),
    "working": (
        "[review] {records} for accuracy and completeness and [return] those that cannot be accepted.",
        "[interpret] and [apply] {rules} in daily work.",
        "[respond] to {matters} and [keep] a record of the outcome.",
        "[prepare] {records} and [submit] them for approval within the time allowed.",
        "[explain] {rules} to {parties} in plain language.",
        "[work] with {parties} on {matters}.",
        "[report] faults in {systems} and [arrange] for their repair.",
    ),
    "advanced": (
        "[perform] the most complex and sensitive assignments of the unit, including those that involve {matters}.",
        "[train] newer staff in {rules} and [review] their work.",
        "[recommend] changes in procedure on the basis of {records}.",
        "[serve] as an adviser to {parties} on {matters}.",
        "[coordinate] assignments that involve {parties} outside the unit.",
    ),
    "lead": (
        "[assign] daily work, [give] instruction and [check] finished work.",
        "[train] employees in {rules} and in the use of {systems}.",
        "[keep] {records} for the crew or team.",
        "[report] problems of conduct and performance to the supervisor.",
    ),
    "supervisor": (
        "[plan], [assign] and [review] the work of subordinate staff; [appraise] performance and [approve] leave.",
        "[take] part in interviews and [recommend] the selection of employees.",
        "[investigate] complaints about the service and [take] corrective action.",
        "[set] work schedules so that the hours of service are covered.",
        "[monitor] the spending of the unit against its budget.",
        "[train] staff in {rules} and in safe methods of work.",
    ),
    "manager": (
        "[direct] the daily operations of the section through subordinate supervisors.",
        "[develop] annual goals and work plans and [report] results to the department head.",
        "[prepare] and [administer] the budget of the section.",
        "[represent] the department before elected officials, {parties} and the public.",
        "[negotiate] and [administer] contracts that relate to {systems}.",
        "[establish] standards for the handling of {matters} and [measure] performance against them.",
    ),
}
LAST_DUTY = "Performs related work as required."
EMERGENCY_DUTY = (
    "Serves as an emergency service worker when a local emergency is declared, at the place and in the task assigned."
)
# Work that one cannot assist in.
ALONE = ("[testify]", "[stand]", "[appear]", "[follow]", "[speak]", "[visit]", "[read]", "[report]", "[keep]",
         "[respond]", "[meet]", "[see]", "[serve]", "[give]", "[help]", "[assist]", "[notify]")  # fmt: skip

SUPERVISION: dict[Stage, str] = {
    "entry": "None",
    "working": "None",
    "advanced": "Gives guidance to newer employees; does not appraise their performance.",
    "lead": "Leads two or more employees in their daily work.",
    "supervisor": "Supervises three or more employees.",
    "manager": "Directs two or more supervisors and, through them, their staff.",
}

ENVIRONMENT: dict[str, tuple[str, ...]] = {
    "office": (
        "Works indoors in an office with controlled temperature",
        "Subject to frequent interruptions",
        "Subject to fixed deadlines",
        "Works at a computer for most of the day",
        "Occasional evening meetings",
        "Occasional travel between work sites",
    ),
    "field": (
        "Works outdoors in all weather",
        "Exposed to noise, dust and vibration",
        "Works near moving traffic and machinery",
        "Exposed to fumes and odors",
        "Subject to call outside regular hours",
        "Works at heights and in confined spaces",
    ),
    "public": (
        "Works in continual contact with the public",
        "Works evenings, weekends and holidays as scheduled",
        "Occasional contact with upset or hostile persons",
        "Works both indoors and outdoors",
        "Exposed to common communicable illness",
        "Subject to frequent interruptions",
    ),
    "emergency": (
        "Works rotating shifts, including nights, weekends and holidays",
        "Exposed to danger from persons and from traffic",
        "Subject to call at any hour",
        "Works under stress in emergencies",
        "Exposed to blood and other bodily fluids",
        "Wears protective equipment for long periods",
    ),
}

STRENGTH: dict[str, tuple[int, str]] = {
    "office": (PhysicalDemand.SEDENTARY, "Sedentary: exerts up to 10 pounds of force occasionally."),
    "public": (PhysicalDemand.LIGHT, "Light: exerts up to 20 pounds of force occasionally."),
    "emergency": (PhysicalDemand.MEDIUM, "Medium: exerts up to 50 pounds of force occasionally."),
    "field": (PhysicalDemand.HEAVY, "Heavy: exerts up to 100 pounds of force occasionally."),
}

DEMANDS: dict[str, str] = {
    "Sitting": "Stays seated for long periods.",
    "Standing": "Stays on the feet for long periods.",
    "Walking": "Moves on foot over level and uneven ground.",
    "Climbing": "Goes up and down stairs, ladders and slopes.",
    "Bending": "Bends or kneels to reach low places.",
    "Lifting": "Raises and lowers objects by hand.",
    "Carrying": "Moves objects by hand from one place to another.",
    "Reaching": "Extends the arms in any direction.",
    "Grasping": "Holds tools and controls firmly with the hands.",
    "Keying": "Enters data with the fingers.",
    "Hearing": "Hears speech and warning signals.",
    "Speaking": "Makes oneself understood in person and by telephone or radio.",
    "Near vision": "Sees print and screens at reading distance.",
    "Far vision": "Sees people and objects at a distance.",
    "Color vision": "Tells colored signs, wires or markings apart.",
}
DEMANDED: dict[str, tuple[str, ...]] = {
    "office": ("Sitting", "Keying", "Hearing", "Speaking", "Near vision", "Reaching", "Walking", "Lifting"),
    "public": ("Standing", "Walking", "Bending", "Reaching", "Lifting", "Hearing", "Speaking", "Near vision"),
    "emergency": ("Walking", "Climbing", "Lifting", "Grasping", "Hearing", "Speaking", "Far vision", "Color vision"),
    "field": ("Standing", "Walking", "Climbing", "Bending", "Lifting", "Carrying", "Grasping", "Far vision",
              "Color vision"),
}  # fmt: skip

SCHOOLING: dict[int, str] = {
    Education.HIGH_SCHOOL: "Graduation from high school, or a certificate of equivalent education.",
    Education.SOME_COLLEGE: "Completion of thirty semester units of college course work in {wider}.",
    Education.ASSOCIATE: "An associate degree in {wider}.",
    Education.BACHELOR: "A bachelor's degree from an accredited institution in {wider}.",
    Education.MASTER: "A master's degree from an accredited institution in {narrow}.",
    Education.DOCTORATE: "Graduation from an accredited school of law with a Juris Doctor degree.",
}
SCHOOLED: dict[str, int] = {
    "professional": Education.BACHELOR,
    "technical": Education.ASSOCIATE,
    "clerical": Education.HIGH_SCHOOL,
    "trades": Education.HIGH_SCHOOL,
    "protective": Education.HIGH_SCHOOL,
}
EXPERIENCED: dict[Stage, int] = {"entry": 0, "working": 2, "advanced": 4, "lead": 3, "supervisor": 5, "manager": 7}
IN_CHARGE: dict[Stage, str] = {
    "supervisor": ", including one (1) year in a lead capacity",
    "manager": ", including two (2) years in a supervisory capacity",
}
EQUIVALENCY = "Additional experience of the kind described may take the place of the {degree}, year for year."
DRIVER = "A valid driver license"
CHECKS = ("Criminal history check", "Verification of employment", "Verification of education")
CHECKS_BY_POSITION = ("By position, driving record check", "By position, fingerprint check of state and federal files",
                      "By position, credit history check")  # fmt: skip

# Words for others that mean the same, wherever they stand; for revisions that reword.
REWORDED = (
    ("accuracy and completeness", "completeness and accuracy"),
    ("in accordance with", "as required by"),
    ("within the time allowed", "by the date set"),
    ("in plain language", "in plain words"),
    ("experienced staff", "senior staff"),
    ("subordinate staff", "assigned staff"),
    ("as they are found", "as soon as they are found"),
    ("the most complex and sensitive", "the most demanding"),
    ("on the basis of", "after study of"),
    ("responds to", "responds promptly to"),
    ("routine inquiries", "routine questions"),
    ("inspects", "examines"),
    ("recommends", "proposes"),
    ("investigates", "looks into"),
    ("compiles", "assembles"),
    ("performs", "carries out"),
    ("as required.", "as assigned."),
    ("outside regular hours", "at any hour"),
    ("frequent interruptions", "many interruptions"),
)
FURTHER_DUTIES = (
    "Keeps a written record of decisions and of the reasons for them.",
    "Takes part in drills and in training as scheduled.",
    "Suggests ways to do the work better, faster or at less cost.",
    "Enters time and expense each week in the form required.",
    "Drives between work sites to carry out assignments.",
    "Uses language and formats that persons with disabilities can use.",
)
FURTHER_COMPETENCE = (
    "Asks for comment and learns from it.",
    "Does so under pressure as well.",
    "Sets an example for others.",
)
