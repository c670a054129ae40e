"""What to measure on in the catalog at DATABASE_URL, as JSON: a class with a long history, and the largest notice."""

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
    notice = (
        ChangeNotice.objects.annotate(touched=Count("entries__job_class", distinct=True))
        .select_related("organization")
        .order_by("-touched", "pk")[0]
    )
    chosen = {
        "class": f"{text.job_class.organization.slug}/{text.job_class.slug}",
        "past": (first.effective_from + timedelta(days=10)).isoformat(),
        "notice": f"{notice.organization.slug}/{notice.number.lower()}",
        "touched": notice.touched,
    }
    sys.stdout.write(json.dumps(chosen))


if __name__ == "__main__":
    django.setup()
    main()
