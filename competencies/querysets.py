"""Questions about many rows of the vocabulary."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import models

if TYPE_CHECKING:
    from competencies.models import Competency, Framework, Level


class FrameworkQuerySet(models.QuerySet["Framework"]):
    def get_by_natural_key(self, slug: str) -> Framework:
        return self.get(slug=slug)

    def for_competencies(self, texts: models.QuerySet) -> FrameworkQuerySet:
        """Frameworks with levels and competencies, each with `use_count`, its uses in `texts`: three queries."""
        from competencies.models import Competency

        uses = models.Count("uses", filter=models.Q(uses__specification__in=texts))
        counted = Competency.objects.annotate(use_count=uses).select_related("framework").order_by("name")
        return self.prefetch_related("levels", models.Prefetch("competencies", queryset=counted)).order_by("name")


class LevelQuerySet(models.QuerySet["Level"]):
    def get_by_natural_key(self, framework: str, slug: str) -> Level:
        return self.get(framework__slug=framework, slug=slug)


class CompetencyQuerySet(models.QuerySet["Competency"]):
    def get_by_natural_key(self, framework: str, slug: str) -> Competency:
        return self.get(framework__slug=framework, slug=slug)
