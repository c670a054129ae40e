"""The competency framework of the generated organizations: its levels, its competencies, and what each means."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.text import slugify

SLUG = "demo"
NAME = "Demonstration Competency Library"
DESCRIPTION = "Written for the generated demonstration catalog; no employer uses it."
LEVELS = (
    ("Developing", "Learns the work and does it under close supervision."),
    ("Skilled", "Does the full work of the class without close supervision."),
    ("Leading", "Sets the standard for the work and helps others to reach it."),
)


@dataclass(frozen=True, slots=True)
class Entry:
    """A competency of the library; `steps` says what it looks like at each level, lowest first."""

    name: str
    definition: str
    steps: tuple[str, str, str]

    @property
    def slug(self) -> str:
        return slugify(self.name)


ENTRIES = (
    Entry(
        "Attention to Detail",
        "Checks work before it leaves the desk; finds errors in {records} and corrects them at the source.",
        (
            "Checks own work against a list. Asks when something does not agree.",
            "Checks own work without being reminded. Finds errors in {records} and corrects them.",
            "Checks own work without being reminded. Designs checks that keep errors out of {records}.",
        ),
    ),
    Entry(
        "Clear Writing",
        "Writes letters and reports that {parties} understand at first reading.",
        (
            "Writes short messages that are complete and correct.",
            "Writes letters and reports that {parties} understand at first reading.",
            "Writes reports on difficult subjects. Edits the writing of others and explains the changes.",
        ),
    ),
    Entry(
        "Working with Others",
        "Shares information and credit, and settles differences before they slow the work.",
        (
            "Shares information with the team. Offers help when own work is done.",
            "Shares information with the team and with {parties}. Settles differences directly.",
            "Builds working relations between the team and {parties}. Settles differences that others could not.",
        ),
    ),
    Entry(
        "Service to the Public",
        "Listens to {parties}, answers in plain words, and follows each request through to the end.",
        (
            "Listens with patience. Answers routine questions in plain words.",
            "Listens with patience. Answers difficult questions and follows each request through to the end.",
            "Improves the way in which {matters} are handled. Coaches others in service.",
        ),
    ),
    Entry(
        "Judgment",
        "Weighs facts and consequences and decides in time, or says who should.",
        (
            "Recognizes what must be referred to a supervisor.",
            "Weighs facts and consequences. Decides within the limits of {rules}.",
            "Weighs facts and consequences. Decides where the answer under {rules} is not clear and explains why.",
        ),
    ),
    Entry(
        "Technical Knowledge",
        "Knows {rules} well and keeps that knowledge current.",
        (
            "Knows the basic terms of the work. Learns {rules} step by step.",
            "Applies {rules} to new cases. Keeps knowledge current.",
            "Advises others on {rules}. Keeps knowledge current.",
        ),
    ),
    Entry(
        "Planning Work",
        "Puts tasks in order of importance, foresees delays and meets deadlines.",
        (
            "Plans own tasks for the day. Tells the supervisor of delays.",
            "Plans own tasks for the month. Foresees delays and adjusts.",
            "Plans the work of a team for the year. Foresees delays and adjusts.",
        ),
    ),
    Entry(
        "Solving Problems",
        "Finds the cause of a problem rather than its signs, and tests the remedy.",
        (
            "Describes a problem clearly. Gathers the facts that are asked for.",
            "Finds the cause of common problems. Tests the remedy and records it.",
            "Finds the cause of problems that recur across units. Removes it for good.",
        ),
    ),
    Entry(
        "Safety",
        "Works so that nobody is hurt; stops work that is unsafe and reports it.",
        (
            "Wears protective equipment. Follows safe methods as taught.",
            "Follows safe methods and corrects hazards on the spot. Stops work that is unsafe.",
            "Finds hazards before they cause harm. Teaches safe methods and stops work that is unsafe.",
        ),
    ),
    Entry(
        "Integrity",
        "Tells the truth, keeps confidences, and treats public money and property with care.",
        (
            "Tells the truth and keeps confidences.",
            "Tells the truth, keeps confidences and admits own mistakes.",
            "Sets an example of honesty. Raises questions that others avoid.",
        ),
    ),
    Entry(
        "Analysis",
        "Gathers the right data, sees what they mean and draws conclusions that hold.",
        (
            "Gathers data from {records} as directed.",
            "Chooses the data that matter and draws conclusions that hold.",
            "Chooses methods for questions that are new. Tests the conclusions of others.",
        ),
    ),
    Entry(
        "Leadership",
        "Gives direction, brings out the best in people and answers for results.",
        (
            "Helps newer employees. Accepts direction well.",
            "Gives direction to a small group. Gives credit and honest comment.",
            "Gives direction to several groups. Develops people and answers for results.",
        ),
    ),
    Entry(
        "Adapting to Change",
        "Takes up new methods and priorities without loss of quality.",
        (
            "Accepts changes in assignment. Asks what is expected.",
            "Takes up new methods quickly. Helps others to do so.",
            "Leads changes in method and explains the reason for them.",
        ),
    ),
    Entry(
        "Use of Technology",
        "Uses {systems} and software to do the work well, and learns new tools.",
        (
            "Uses the tools of the work as taught.",
            "Uses the tools of the work with ease. Learns new ones without formal training.",
            "Chooses tools for the unit. Teaches others to use them.",
        ),
    ),
    Entry(
        "Speaking and Listening",
        "Speaks so that {parties} follow, and listens so that nothing is missed.",
        (
            "Speaks clearly in familiar situations. Listens without interrupting.",
            "Explains {rules} so that {parties} follow. Listens for what is not said.",
            "Presents to boards and the public. Answers hostile questions calmly.",
        ),
    ),
    Entry(
        "Care of Equipment",
        "Keeps {systems} fit for use and reports defects in good time.",
        (
            "Cleans and stores tools after use. Reports defects.",
            "Makes minor repairs and adjustments. Keeps a log of service.",
            "Sets the schedule of service and trains others in the care of {systems}.",
        ),
    ),
    Entry(
        "Stewardship of Resources",
        "Spends time, material and money as if they were scarce.",
        (
            "Uses supplies without waste.",
            "Finds cheaper ways to do the same work.",
            "Plans the use of staff and money so that the most important work is done first.",
        ),
    ),
    Entry(
        "Respect for Differences",
        "Treats people of every background fairly and makes services open to all of them.",
        (
            "Treats everyone with courtesy.",
            "Treats everyone with courtesy. Sees where a service shuts people out.",
            "Changes services so that nobody is shut out. Speaks up against unfair treatment.",
        ),
    ),
)
