"""Why a notice cannot be applied to a class: what publishing would refuse, foreseen for all chosen classes at once."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date

from django.core.exceptions import ValidationError
from django.db.models import Q
from django.db.models.functions import Lower
from django.utils import timezone
from django.utils.text import slugify

from classes.document import Document
from classes.facts import facts
from classes.lint.contradictions import contradiction_findings
from classes.lint.reading import read
from classes.models import HistoryEntry, JobClass, Organization, Specification
from classes.models.job_classes import valid_code
from classes.publishing import Event, in_words

Kind = HistoryEntry.Kind


@dataclass
class Standing:
    """What stands in the way of a new text of the chosen classes, by class; gathered once for all of them."""

    texts: dict[int, Specification] = field(default_factory=dict)
    all_texts: dict[int, list[Specification]] = field(default_factory=lambda: defaultdict(list))
    drafts: dict[int, int] = field(default_factory=dict)
    ended: set[int] = field(default_factory=set)
    begun: dict[int, date] = field(default_factory=dict)
    told: set[int] = field(default_factory=set)
    back: dict[int, date] = field(default_factory=dict)


def stand(classes: list[JobClass], on: date, event: Event) -> Standing:
    """Gather what publishing goes by: twelve queries, however many classes."""
    held = Specification.objects.filter(job_class__in=classes)
    standing = Standing()
    for text in held.published().in_force(on).with_rows().defer("cell_digests", "section_digests"):
        standing.texts[text.job_class_id] = text
    light = ("job_class", "revision", "status", "effective_from", "effective_to", "title")
    for text in held.filter(corrected=False).only(*light).order_by("revision"):
        if text.is_published:
            standing.all_texts[text.job_class_id].append(text)
        else:
            standing.drafts[text.job_class_id] = text.revision
    history = HistoryEntry.objects.filter(job_class__in=classes)
    standing.ended = set(
        HistoryEntry.objects.ended(on).filter(job_class__in=classes).values_list("job_class", flat=True)
    )
    later = history.filter(kind=Kind.ESTABLISHED, effective_on__gt=on)
    standing.begun = dict(later.order_by("-effective_on").values_list("job_class", "effective_on"))
    told = history.filter(kind=event.kind, effective_on=on, note=event.note)
    standing.told = set(told.values_list("job_class", flat=True))
    reinstated = history.filter(kind=Kind.REINSTATED, effective_on__gte=on)
    standing.back = dict(reinstated.order_by("-effective_on").values_list("job_class", "effective_on"))
    return standing


def why_no_text(job_class: JobClass, on: date, standing: Standing) -> str:
    """Say why a text of the class that takes effect on that day would be refused; empty if it would not."""
    texts = standing.all_texts[job_class.pk]
    last = max(texts, key=lambda text: (text.effective_from or date.min, text.revision), default=None)
    text = standing.texts.get(job_class.pk)
    if reason := why_not(job_class, on, standing):
        return reason
    if last is None:
        return "No text of it is held that could be revised."
    if job_class.pk in standing.ended:
        return f"It was abolished on {in_words(on)}, and reinstated later."
    if text is None:
        assert last.effective_to
        ended = f"revision {last.revision} ended on {in_words(last.effective_to)}"
        return f"What applies on {in_words(on)} is not held: {ended}."
    if text.effective_to and text.effective_to != job_class.abolished_on:
        ends = f"revision {text.revision} on {in_words(text.effective_to)}"
        return f"Its text ends after that day: {ends}. Choose that day or a later one."
    return ""


def why_not(job_class: JobClass, on: date, standing: Standing) -> str:
    """Say why nothing can happen to the class on that day, neither a new text nor its end."""
    if job_class.abolished_on and (job_class.abolished_on <= on):
        return f"It exists no more: it is abolished on {in_words(job_class.abolished_on)}."
    if begun := standing.begun.get(job_class.pk):
        return f"The class does not exist on that day: it is established on {in_words(begun)}. Choose a later day."
    if draft := standing.drafts.get(job_class.pk):
        return f"It has an open draft: revision {draft}. Publish or delete that first."
    for text in standing.all_texts[job_class.pk]:
        if text.effective_from and text.effective_from >= on:
            return why_late(text, text.effective_from, on, is_first=text is standing.all_texts[job_class.pk][0])
    if job_class.pk in standing.told:
        return "Its history has an entry of this kind with this very note on that day already."
    return ""


def why_late(text: Specification, start: date, on: date, is_first: bool = False) -> str:
    if start > timezone.localdate():
        return f"A later text is announced: revision {text.revision} takes effect on {in_words(start)}."
    if start == on:
        return f"A text takes effect on that very day: revision {text.revision}. Choose a later day, or correct it."
    which = "its first text" if is_first else "its text in force"
    return (
        f"The day is before {which}: revision {text.revision} took effect on {in_words(start)}. "
        "Choose a day after that one."
    )


def taken_codes(organization: Organization, codes: dict[int, str]) -> dict[int, str]:
    """Say of each class whose new code is not free, or none, why: two queries."""
    if not codes:
        return {}
    reasons: dict[int, str] = {}
    lower = {pk: code.lower() for pk, code in codes.items()}
    addresses = {pk: slugify(code) for pk, code in codes.items()}
    others = JobClass.objects.filter(organization=organization).annotate(lower_code=Lower("code"))
    bearers = list(others.filter(Q(lower_code__in=lower.values()) | Q(slug__in=addresses.values())))
    announced = (
        Specification.objects.published()
        .annotate(lower_code=Lower("code"))
        .filter(
            job_class__organization=organization,
            corrected=False,
            lower_code__in=lower.values(),
            effective_from__gt=timezone.localdate(),
        )
    )
    coming = list(announced.select_related("job_class"))
    wanted = Counter(lower.values())
    for pk, code in codes.items():
        bearer = next((each for each in bearers if bears(each, lower[pk], addresses[pk]) and each.pk != pk), None)
        later = next((each for each in coming if each.lower_code == lower[pk] and each.job_class_id != pk), None)
        if bearer:
            reasons[pk] = f"{bearer} bears the code {code}. Choose another one, or give that class its new code first."
        elif later:
            reasons[pk] = f"{later.job_class} is to bear the code {code}. Choose another one."
        elif wanted[lower[pk]] > 1:
            reasons[pk] = f"The list gives the code {code} to {wanted[lower[pk]]} classes."
        elif invalid := invalid_code(code):
            reasons[pk] = invalid
    return reasons


def bears(job_class: JobClass, code: str, address: str) -> bool:
    return job_class.code.lower() == code or job_class.slug == address


def invalid_code(code: str) -> str:
    try:
        valid_code(code)
    except ValidationError as error:
        return f"“{code[:60]}” is no code. {error.messages[0]}"
    return "" if len(code) <= 40 else f"“{code[:60]}” is longer than a code may be: 40 characters."


def contradictions(old: Document, new: Document) -> Iterator[str]:
    """Say where the printed text would no longer say what its facts do, or itself, if it did before: advice."""
    if old.facts == new.facts and old.sections == new.sections and (old.title, old.code) == (new.title, new.code):
        return
    before = {finding.says for finding in contradiction_findings(read(old))}
    for finding in contradiction_findings(read(new)):
        if finding.says not in before:
            still = finding.rule == "fact-contradicts"
            lead = "The printed text still says something else" if still else "The new words contradict each other"
            yield f"{lead}. {finding.place}: {finding.says}"


def advice(old: Document, new: Document) -> Iterator[str]:
    """Tell of facts that stay although the words that they were read from change."""
    before = {part.anchor: part for part in old.parts}
    after = {part.anchor: part for part in new.parts}
    for was, fact in zip(facts(old), facts(new), strict=True):
        anchor = fact.derived_from
        if anchor and fact.value and fact == was and before.get(anchor) != after.get(anchor):
            yield f"The words change from which “{fact.label}: {fact.value}” was read; the fact stays."


def why_no_successor(after: list[tuple[str, JobClass | None]], job_class: JobClass, ends: set[int], on: date) -> str:
    for name, successor in after:
        if successor is None:
            return f"“{name}”, which is to take its place, is no class of the organization."
        if successor.pk == job_class.pk:
            return "It cannot take its own place."
        if successor.pk in ends or successor.is_abolished(on):
            return f"{successor}, which is to take its place, is abolished itself."
    return ""
