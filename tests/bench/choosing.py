"""What to measure on in the catalog at DATABASE_URL, as JSON.

A class with a long history, one that is described level by level, and the largest notice; with the argument `words`
a rare word and a common one.
"""

from __future__ import annotations

import json
import sys
from datetime import timedelta

import django
from django.db.models import Count, Q


def main() -> None:
    """Choose the first class by address whose text in force has three before it, and a day inside the first of them."""
    from django.utils import timezone

    from classes.models import ChangeNotice, Specification

    today = timezone.localdate()
    held = Count("job_class__specifications", filter=Q(job_class__specifications__corrected=False))
    text = (
        Specification.objects.in_force(today)
        .annotate(held=held)
        .filter(held__gte=4, job_class__organization__slug="demo-county")
        .select_related("job_class__organization")
        .order_by("job_class__slug")[0]
    )
    first = Specification.objects.published().get(job_class=text.job_class_id, revision=1)
    levels = Count("required_competencies__descriptors__level", distinct=True)
    candidates = Specification.objects.in_force(today).filter(required_competencies__descriptors__isnull=False)
    leveled = (
        candidates.annotate(levels=levels)
        .filter(levels__gt=1, job_class__organization__slug="demo-county")
        .select_related("job_class__organization")
        .order_by("pk")[0]
    )
    notice = (
        ChangeNotice.objects.annotate(touched=Count("entries__job_class", distinct=True))
        .select_related("organization")
        .order_by("-touched", "pk")[0]
    )
    chosen = {
        "class": f"{text.job_class.organization.slug}/{text.job_class.slug}",
        "leveled": f"{leveled.job_class.organization.slug}/{leveled.job_class.slug}",
        "past": (first.effective_from + timedelta(days=10)).isoformat(),
        "notice": f"{notice.organization.slug}/{notice.number.lower()}",
        "touched": notice.touched,
    }
    sys.stdout.write(json.dumps(chosen))


def words() -> None:
    """Choose a word that about 3 % of the classes of today have, and one that about 42 % have."""
    from django.utils import timezone

    from classes.finding.days import catalog_day
    from classes.finding.search import Question, answer
    from classes.models import SearchWord

    day = catalog_day(timezone.localdate())
    there = answer(Question(), day).total
    best: dict[str, tuple[float, str]] = {}
    for word in SearchWord.objects.order_by("word").values_list("word", flat=True)[::4]:
        share = answer(Question(words=word), day).total / there
        for name, wanted in (("rare", 0.03), ("common", 0.42)):
            best[name] = min(best.get(name, (1.0, "")), (abs(share / wanted - 1), word))
        if len(best) == 2 and all(distance < 0.1 for distance, _ in best.values()):
            break
    sys.stdout.write(json.dumps({name: word for name, (_, word) in best.items()}))


if __name__ == "__main__":
    django.setup()
    words() if sys.argv[1:] == ["words"] else main()
