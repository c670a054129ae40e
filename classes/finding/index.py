"""The search index: one interface, the same on both databases.

Entries follow their classes: every act of `classes.publishing` calls `reindex` in its own transaction, so a text is
found from the moment it is public, and never before. All of it can be made anew with `clear` and `fill`.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from types import ModuleType

import numpy as np
from django.db import connection, transaction
from django.db.models import Exists, OuterRef, Q
from django.utils import timezone

from classes.assembly import documents
from classes.document import Document
from classes.finding import postgresql, sqlite
from classes.finding.entries import RULES, Found, Names, found, kinds, level_count
from classes.finding.expressions import Expression
from classes.models import FormerName, JobClass, SearchEntry, SearchText, SearchWord, Specification
from classes.versions import one_act
from competencies.models import Competency

NAME_AND_DAYS = ("job_class", "title", "code", "effective_from", "effective_to")
AT_ONCE = 100  # classes read and written together
MANY = 5_000  # from so many classes on, the words are put in order once, at the end


def engine() -> ModuleType:
    return postgresql if connection.vendor == "postgresql" else sqlite


def match(asked: Sequence[Expression], past: bool = True) -> list[np.ndarray]:
    """Return the numbers of the entries that answer to each expression: one query for all of them.

    Without the `past` only lasting entries, which are all that a day needs on which no other stands for its class.
    """
    return engine().match(asked, past) if asked else []


@transaction.atomic(savepoint=False)
def reindex(classes: Iterable[int]) -> int:
    """Replace the entries of these classes (primary keys) by what is public of them; return how many there are now.

    Eleven queries, thirteen where there are entries to replace, however many classes; a few hundred at most.
    """
    classes = list(classes)
    forget_some(classes)
    found_now = list(public(classes))
    said = documents(text.pk for job_class in found_now for text in job_class.texts)  # type: ignore[attr-defined]
    competencies = vocabulary_keys()
    made = [each for job_class in found_now for each in entries(job_class, said, competencies)]
    if not made:
        return 0
    held = SearchEntry.objects.bulk_create([entry for entry, _ in made])
    engine().add([(entry.pk, entry.lasting, told) for entry, (_, told) in zip(held, made, strict=True)])
    learn({word for _, told in made for word in told.vocabulary})
    return len(held)


def forget_some(classes: list[int]) -> None:
    """Take the entries of a few hundred classes away: one query, four where there are any."""
    old = list(SearchEntry.objects.filter(job_class__in=classes).values_list("pk", flat=True))
    if old:
        engine().remove(old)
        SearchText.objects.filter(entry__in=old)._raw_delete(connection.alias)
        SearchEntry.objects.filter(pk__in=old)._raw_delete(connection.alias)


def forget_classes(classes: list[int]) -> None:
    """Take the entries of any number of classes away, which are to be deleted."""
    for start in range(0, len(classes), AT_ONCE):
        forget_some(classes[start : start + AT_ONCE])


def reindex_all(classes: Iterable[int]) -> None:
    """Replace the entries of any number of classes, some at a time."""
    asked = sorted(classes)
    for start in range(0, len(asked), AT_ONCE):
        reindex(asked[start : start + AT_ONCE])


def public(classes: Iterable[int]) -> Iterator[JobClass]:
    """Yield the public ones of these classes with their texts (`texts`, in order, without rows) and noted names."""
    texts = Specification.objects.published().filter(corrected=False, job_class__in=classes)
    by_class: dict[int, list[Specification]] = {}
    for text in texts.order_by("job_class", "revision").only(*NAME_AND_DAYS):
        by_class.setdefault(text.job_class_id, []).append(text)
    for job_class in JobClass.objects.public().filter(pk__in=classes).prefetch_related("former_names"):
        job_class.texts = by_class.get(job_class.pk, [])  # type: ignore[attr-defined]
        yield job_class


def entries(
    job_class: JobClass, said: dict[int, Document], competencies: dict[str, int]
) -> Iterator[tuple[SearchEntry, Found]]:
    """Yield the entry of each text of a class from `public`, and before them the one of its names alone.

    From today on a text that has ended stands for its class no more, and the names alone do not while a text that is
    in force has no end: such entries are not lasting.
    """
    today = timezone.localdate()
    texts: list[Specification] = job_class.texts  # type: ignore[attr-defined]
    noted: Iterable[FormerName] = job_class.former_names.all()
    told: list[JobClass | Specification | FormerName] = [job_class, *texts, *noted]
    borne = [(each.title, each.code) for each in told]
    has_text = any(text.effective_to is None and not text.begins_after(today) for text in texts)
    alone = SearchEntry(job_class=job_class, lasting=not has_text, rules=RULES)
    yield alone, found(names(job_class.title, job_class.code, borne), None)
    for text in texts:
        document = said[text.pk]
        entry = SearchEntry(
            job_class=job_class,
            specification=text,
            lasting=text.effective_to is None or text.effective_to > today,
            kinds=kinds(document),
            levels=level_count(document),
            competencies=" ".join(str(competencies[entry]) for entry in asked_for(document)),
            rules=RULES,
        )
        yield entry, found(names(text.title, text.code, borne), document)


def names(title: str, code: str, borne: Iterable[tuple[str, str]]) -> Names:
    """Tell what a text is called from what its class was called elsewhere."""
    others = tuple((t if t != title else "", c if c != code else "") for t, c in dict.fromkeys(borne))
    return Names(title, code, tuple(other for other in others if any(other)))


def asked_for(document: Document) -> Iterator[str]:
    """Yield the addresses of the competencies of a document, in its order."""
    for section in document.sections:
        yield from (each.entry for each in section.competencies)


def vocabulary_keys() -> dict[str, int]:
    """The primary keys of all competencies by their address, "city/coaching": one query."""
    rows = Competency.objects.values_list("framework__slug", "slug", "pk")
    return {f"{framework}/{slug}": pk for framework, slug, pk in rows}


def learn(vocabulary: set[str]) -> None:
    """Keep words for later suggestions, each once."""
    new = sorted(word for word in vocabulary - _known if 2 < len(word) <= 60)
    SearchWord.objects.bulk_create([SearchWord(word=word) for word in new], ignore_conflicts=True)
    transaction.on_commit(lambda: _known.update(new))


_known: set[str] = set()  # words that this process has seen kept


def forget() -> None:
    """Forget what this process remembers of the database."""
    _known.clear()


def missing() -> list[int]:
    """Return the public classes that the index lacks in whole or in part, in order: one query.

    What an earlier version took in by other rules than today's is as good as lacking.
    """
    made = SearchEntry.objects.filter(rules=RULES)
    entered = made.filter(specification=OuterRef("pk"))
    texts = Specification.objects.published().filter(job_class=OuterRef("pk"), corrected=False)
    alone = made.filter(specification=None).values("job_class")  # asked once, not for each class
    lacking = ~Q(pk__in=alone) | Exists(texts.filter(~Exists(entered)))
    return list(JobClass.objects.public().filter(lacking).order_by("pk").values_list("pk", flat=True))


def clear() -> None:
    """Empty the index. Until `fill` has run, nothing is found by words."""
    with one_act(whole=True):
        engine().clear()
    forget()


def fill() -> Iterator[tuple[int, int]]:
    """Take in what the index lacks, class by class, and yield (classes done, classes to do). May be broken off.

    Each round is a transaction of its own, and a change of the catalog; the next call goes on where the last one
    stopped. What the index holds already is found all the time.
    """
    lacking = missing()
    if len(lacking) > MANY and not SearchEntry.objects.exists():
        engine().rebuilding()
    for start in range(0, len(lacking), AT_ONCE):
        with one_act() as act:
            act.touched.update(lacking[start : start + AT_ONCE])
        yield min(start + AT_ONCE, len(lacking)), len(lacking)
    if len(lacking) > MANY or engine().unfinished():
        with transaction.atomic():
            engine().rebuilt()


def faults() -> Iterator[str]:
    """Say in what the index departs from what is public. Three queries, one more for a fault."""
    lacking = missing()
    if lacking:
        first = JobClass.objects.select_related("organization").get(pk=lacking[0])
        yield (
            f"search: {len(lacking)} classes are not found by all their words, the first {first.get_absolute_url()}. "
            "Run `manage.py rebuild_search --resume`."
        )
    wrong = SearchEntry.objects.filter(specification__isnull=False).exclude(
        specification__status=Specification.Status.PUBLISHED
    )
    if count := wrong.count():
        yield f"search: {count} entries are of texts that are not published. Run `manage.py rebuild_search`."
    if count := engine().unworded():
        yield f"search: {count} entries have no words. Run `manage.py rebuild_search`."
