"""The form of a notice in bulk: which classes, what happens to each, from which day, and what the history says."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator

from classes.bulk import lists
from classes.bulk.choosing import AT_MOST, Filter, TooMany, find, grades, headings, in_classes, listed, parted
from classes.bulk.lists import Line, Unreadable, items
from classes.bulk.planning import Application
from classes.bulk.rules import Heading, Phrase, Rules
from classes.facts import in_months
from classes.filters import A_DATE
from classes.lint.contradictions import lengths
from classes.models import ChangeNotice, ClassSeries, HistoryEntry, JobClass, JobFamily, Section
from classes.publishing import Event
from competencies.admin import PlainText

Kind = HistoryEntry.Kind
YEARS = range(1900, 2201)

BY_FILTER, BY_LIST, BY_LINES = "filter", "list", "lines"


@dataclass(frozen=True, slots=True)
class Group:
    """Fields that stand together under a title, folded away until one of them is used."""

    title: str
    names: tuple[str, ...]
    help: str = ""


WHICH = ("family", "series", "grade", "words")
ACTS = (
    Group("Pay grade and FLSA code", ("pay_grade", "flsa_code")),
    Group(
        "Probation",
        ("probation", "probation_body"),
        "The fact and the printed words should say the same: where the words differ, give the new ones too.",
    ),
    Group("The text under a heading", ("heading", "body")),
    Group("An exact phrase", ("phrase", "replacement", "where", "whole_words")),
    Group(
        "Titles",
        ("title_phrase", "title_replacement", "titles"),
        "Either a phrase in every title, or a list of the new titles.",
    ),
    Group("Codes", ("recoded",)),
    Group("Abolish, with successors", ("abolished",), "Goes alone: a class that ends gets no new text."),
)
LISTS = ("titles", "recoded", "abolished")
HISTORY = ("effective_on", "adopted_on", "kind", "note", "minor", "recorded_by")


def area(rows: int = 3, **attributes: str) -> forms.Textarea:
    return forms.Textarea(attrs={"rows": rows, **attributes})


class Codes(PlainText):
    """A pasted list."""

    def __init__(self, **options: Any) -> None:
        super().__init__(required=False, widget=area(5, spellcheck="false"), **options)


class BulkForm(forms.Form):
    by = forms.ChoiceField(
        label="Choose classes",
        choices=[
            (BY_FILTER, "by filter"),
            (BY_LIST, "by a list of codes or addresses"),
            (BY_LINES, "those that the lists of titles, codes or abolitions below name"),
        ],
        initial=BY_FILTER,
        widget=forms.RadioSelect,
    )
    family = forms.ModelChoiceField(JobFamily.objects.none(), label="Job family", required=False, empty_label="any")
    series = forms.ModelChoiceField(ClassSeries.objects.none(), label="Series", required=False, empty_label="any")
    grade = forms.ChoiceField(label="Pay grade in force", required=False)
    words = forms.CharField(label="Words of the title", required=False, max_length=200)
    codes = Codes(
        label="Codes or addresses",
        help_text=f"One a line, or parted by commas, semicolons or spaces; at most {AT_MOST}. "
        "Used only if you choose by a list.",
    )

    pay_grade = forms.CharField(label="New pay grade", required=False, max_length=40)
    flsa_code = forms.CharField(label="New FLSA code", required=False, max_length=20)
    probation = forms.IntegerField(
        label="Months of probation", required=False, min_value=0, validators=[MaxValueValidator(60)]
    )
    probation_body = PlainText(
        label="What the section on probation then prints", required=False, widget=area(), help_text="Empty: as it is."
    )
    heading = forms.ChoiceField(
        label="Heading",
        required=False,
        help_text="Counted in all classes of the organization, as long as none is chosen.",
    )
    body = PlainText(
        label="New text under it",
        required=False,
        widget=area(6),
        help_text="Plain text; a blank line parts paragraphs.",
    )
    phrase = PlainText(
        label="Phrase", required=False, widget=area(2), help_text="Exactly as it stands, capitals and all."
    )
    replacement = PlainText(label="Replace it with", required=False, widget=area(2), help_text="Empty: strike it.")
    where = forms.ChoiceField(
        label="Where", required=False, choices=[("", "everywhere in the text"), *Section.Kind.choices]
    )
    whole_words = forms.BooleanField(
        label="Whole words only", required=False, initial=True, help_text="“plan” is then not found in “planning”."
    )
    title_phrase = forms.CharField(label="Phrase in the title", required=False, max_length=200)
    title_replacement = forms.CharField(label="Replace it with", required=False, max_length=200)
    titles = Codes(label="New titles, a line each", help_text="Code or address → new title, such as: CI2787 → IT Lead")
    recoded = Codes(
        label="New codes, a line each", help_text="Old code or address → new code, such as: CI2787 → CI3100"
    )
    abolished = Codes(
        label="Classes that end, a line each",
        help_text="Code or address → successors, parted by commas; “none” where nothing takes its place.",
    )

    effective_on = forms.DateField(
        label="Takes effect on",
        widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}),
        help_text="First day of the new texts, or the first one without an abolished class.",
        **A_DATE,
    )
    adopted_on = forms.DateField(
        label="Adopted on",
        required=False,
        widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}),
        help_text="If it is not the notice's own day.",
        **A_DATE,
    )
    kind = forms.ChoiceField(
        label="Kind of change",
        required=False,
        choices=[
            ("", "as the acts say"),
            *((kind.value, kind.label) for kind in (Kind.REVISED, Kind.REGRADED, Kind.RETITLED, Kind.RECODED)),
        ],
    )
    note = forms.CharField(
        label="Note for the history", required=False, max_length=500, widget=area(2), help_text="What changed, and why."
    )
    minor = forms.BooleanField(
        label="Minor edit", required=False, help_text="Of no consequence for what the classes require; needs no note."
    )
    recorded_by = forms.CharField(label="Recorded by", required=False, max_length=100)

    def __init__(self, notice: ChangeNotice, on: Any, *args: Any, **kwargs: Any) -> None:
        """Offer what the organization's texts have on the day `on`: four queries, two more as the form is shown."""
        super().__init__(*args, **kwargs)
        self.notice, self.on = notice, on
        fields: dict[str, Any] = self.fields
        fields["family"].queryset = JobFamily.objects.filter(organization=notice.organization).order_by("name")
        fields["series"].queryset = ClassSeries.objects.filter(organization=notice.organization).order_by("name")
        for name in ("family", "series"):
            fields[name].label_from_instance = lambda group: group.name
        held = [(grade, f"{grade} · {in_classes(number)}") for grade, number in grades(notice.organization, on)]
        fields["grade"].choices = [("", "any"), *self.with_given("grade", held)]
        fields["heading"].choices = [("", "none"), *self.heading_choices(on)]

    def with_given(self, name: str, choices: list[tuple[str, str]]) -> list[tuple[str, str]]:
        """Keep a value that was chosen before, and that no text has any more."""
        given = self.data.get(name, "")
        return choices if not given or given in dict(choices) else [*choices, (given, f"{given} · no class")]

    def heading_choices(self, on: Any, classes: list[JobClass] | None = None) -> list[tuple[str, Any]]:
        """Headings by kind, as printed, each with how many texts have it; the value is "kind:heading".

        Counted in the texts of `classes`, or in all of the organization. One query.
        """
        groups: dict[str, list[tuple[str, str]]] = {}
        for heading, number in headings(self.notice.organization, on, classes):
            label = f"{heading.heading} · {in_classes(number)}"
            groups.setdefault(heading.kind, []).append((f"{heading.kind}:{heading.heading}", label))
        return [
            (Section.Kind(kind).label, [(kind, f"any heading of kind {Section.Kind(kind).label}"), *choices])
            for kind, choices in groups.items()
        ]

    def count_headings(self, classes: list[JobClass] | None = None) -> None:
        """Count the headings in the classes that are chosen, and offer those alone, and the one that was given.

        One query; one or two more where the classes are not known yet.
        """
        classes = self.chosen() if classes is None else classes
        on = self.cleaned_data.get("effective_on") or self.on
        if classes is None:
            return
        field: Any = self.fields["heading"]
        self["heading"].help_text = f"Counted in {'the ' if classes else ''}{in_classes(len(classes))} chosen."
        offered = [("", "none"), *self.heading_choices(on, classes)]
        given = self.data.get("heading", "")
        known = {value for _, group in offered[1:] for value, _ in group}
        if given and given not in known and "heading" not in self.errors:
            kind, _, heading = given.partition(":")
            name = heading or f"any heading of kind {Section.Kind(kind).label}"
            offered.append((given, f"{name} · {in_classes(0)}"))
        field.choices = offered

    def chosen(self) -> list[JobClass] | None:
        """Return the classes that are chosen as far as the form is filled in; None where it does not tell, or too many.

        A query, two where there are too many.
        """
        given = self.cleaned_data
        on, organization = given.get("effective_on") or self.on, self.notice.organization
        if given.get("by") == BY_FILTER and not {*WHICH, "by"} & set(self.errors):
            try:
                chosen = Filter(given["family"], given["series"], given["grade"], given["words"])
                return chosen.classes(organization, on)
            except TooMany:
                return None
        lines = [line for name in ("titles", "recoded") for line in given.get(name) or ()]
        codes = given.get("codes") if given.get("by") == BY_LIST else [line.left for line in lines]
        return listed(find(organization, codes), codes, on)[0] if codes else None

    def groups(self) -> list[dict[str, Any]]:
        """The acts with their fields; one is open where something was filled in or is wrong."""
        return [
            {
                "title": group.title,
                "help": group.help,
                "fields": [self[name] for name in group.names],
                "is_open": any(self.is_used(name) for name in group.names)
                or ("heading" in group.names and "_count" in self.data),
                "counts": "heading" in group.names,
            }
            for group in ACTS
        ]

    def is_used(self, name: str) -> bool:
        if name in self.errors:
            return True
        return bool(self.data.get(name)) and name not in ("where", "whole_words")

    def which(self) -> list[forms.BoundField]:
        return [self[name] for name in WHICH]

    def history(self) -> list[forms.BoundField]:
        return [self[name] for name in HISTORY]

    def kept(self) -> list[tuple[str, str]]:
        """What was filled in, for hidden fields: names and values."""
        return [(name, self.data[name]) for name in self.fields if self.data.get(name)]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        self.clean_texts(cleaned)
        self.clean_acts(cleaned)
        self.clean_lists(cleaned)
        for name in ("effective_on", "adopted_on"):
            if cleaned.get(name) and cleaned[name].year not in YEARS:
                self.add_error(name, f"The year {cleaned[name].year} was mistyped. Give one from 1900 to 2200.")
        if not cleaned.get("minor") and not (cleaned.get("note") or "").strip() and "note" not in self.errors:
            self.add_error("note", "Say what changes and why, or mark it as a minor edit.")
        return cleaned

    def clean_texts(self, cleaned: dict[str, Any]) -> None:
        """Spaces around a phrase are not part of it; a value is no formula; what belongs together is given together."""
        for name in ("phrase", "replacement", "body", "probation_body"):
            cleaned[name] = (cleaned.get(name) or "").strip()
        for name in ("pay_grade", "flsa_code"):
            self.refuse_formula(name, cleaned.get(name) or "")
        for name, new in (("phrase", "replacement"), ("title_phrase", "title_replacement")):
            if not cleaned.get(name) and cleaned.get(new):
                self.add_error(name, "Give the phrase that is to be replaced: it is empty.")
            elif cleaned.get(name) and cleaned[name] == cleaned.get(new):
                self.add_error(new, "The phrase and what takes its place are the same. Nothing would change.")
        if cleaned.get("heading") and not cleaned.get("body"):
            self.add_error(
                "body", "Give the new text. Where the document is to say that there is nothing, write “None”."
            )
        if cleaned.get("body") and not cleaned.get("heading") and "heading" not in self.errors:
            self.add_error("heading", "Choose the heading under which this text is to stand.")
        months, words = cleaned.get("probation"), cleaned.get("probation_body")
        if words and months is None and "probation" not in self.errors:
            self.add_error("probation", "Give the months that these words state, so that fact and text say the same.")
        stated = {length.months for length in lengths(words or "")}
        if months is not None and stated and months not in stated:
            said = " or ".join(in_months(each) for each in sorted(stated))
            self.add_error("probation_body", f"These words state {said}, but {in_months(months)} are to be set.")

    def clean_acts(self, cleaned: dict[str, Any]) -> None:
        makes_text = ("pay_grade", "flsa_code", "heading", "phrase", "title_phrase", "titles", "recoded")
        given = [name for name in makes_text if cleaned.get(name)]
        given += ["probation"] if cleaned.get("probation") is not None else []
        if cleaned.get("abolished") and (given or cleaned.get("kind")):
            self.add_error(
                "abolished",
                "A class that ends gets no new text and no other kind of change. Abolish in a step of its own.",
            )
        if not given and not cleaned.get("abolished") and not self.errors:
            self.add_error(None, "Nothing is to be done yet. Fill in at least one act under “What changes”.")
        if cleaned.get("title_phrase") and cleaned.get("titles"):
            self.add_error("titles", "Titles change either by a phrase or by a list. Leave one of them empty.")

    def clean_lists(self, cleaned: dict[str, Any]) -> None:
        for name in LISTS:
            cleaned[name] = self.read_lines(name, cleaned.get(name) or "")
        by, codes = cleaned.get("by"), items(cleaned.get("codes") or "")
        if by == BY_LIST and len(codes) <= AT_MOST:
            codes = parted(self.notice.organization, codes)
        cleaned["codes"] = tuple(codes)
        if by == BY_LIST and not codes:
            self.add_error("codes", "Paste the codes or addresses of the classes, or choose them by filter.")
        elif by == BY_LIST and len(codes) > AT_MOST:
            self.add_error(
                "codes",
                f"These are {len(codes):,} classes; a notice is applied to at most {AT_MOST} at a time. "
                "Leave some for another time.",
            )
        if by == BY_LINES and not any(self.data.get(name, "").strip() for name in LISTS):
            self.add_error("by", "None of the lists below names a class. Fill one in, or choose the classes otherwise.")

    def read_lines(self, name: str, text: str) -> tuple[Line, ...]:
        """Read a list of lines; what a class gets is neither a formula nor too long."""
        try:
            lines = lists.lines(text, AT_MOST)
            for line in lines:
                if name != "abolished":
                    lists.refuse_formula(line.right)
                if len(line.right) > (200 if name == "titles" else 40) and name != "abolished":
                    raise Unreadable(f"Line {line.number} gives “{line.right[:60]} …”, which is too long.")
        except Unreadable as error:
            self.add_error(name, str(error))
            return ()
        return tuple(lines)

    def refuse_formula(self, name: str, text: str) -> None:
        try:
            lists.refuse_formula(text)
        except Unreadable as error:
            self.add_error(name, ValidationError(str(error)))

    def application(self) -> Application:
        """Return what the form asks for; it is valid."""
        given = self.cleaned_data
        rules = self.rules()
        event = Event(
            kind=given["kind"] or rules.proposed_kind,
            note=given["note"].strip().replace("\r\n", "\n"),
            recorded_by=given["recorded_by"],
            notice=self.notice,
            adopted_on=given["adopted_on"],
            minor=given["minor"],
        )
        chosen = Filter(given["family"], given["series"], given["grade"], given["words"])
        return Application(
            self.notice,
            given["effective_on"],
            event,
            rules,
            filter=chosen if given["by"] == BY_FILTER else None,
            codes=given["codes"] if given["by"] == BY_LIST else None,
            titles=given["titles"],
            recoded=given["recoded"],
            abolished=given["abolished"],
        )

    def rules(self) -> Rules:
        given = self.cleaned_data
        kind, _, heading = given["heading"].partition(":")
        phrase = Phrase(given["phrase"], given["replacement"], given["whole_words"], given["where"])
        return Rules(
            pay_grade=given["pay_grade"] or None,
            flsa_code=given["flsa_code"] or None,
            probation=given["probation"],
            probation_body=given["probation_body"] or None,
            heading=Heading(kind, heading or None) if kind else None,
            body=given["body"],
            phrase=phrase if phrase.old else None,
            title_phrase=Phrase(given["title_phrase"], given["title_replacement"]) if given["title_phrase"] else None,
            titles_listed=bool(given["titles"]),
            codes_listed=bool(given["recoded"]),
            abolishes=bool(given["abolished"]),
        )
