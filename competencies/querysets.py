"""Questions about many rows of the vocabulary."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import models

if TYPE_CHECKING:
    from competencies.models import Competency, Framework, Level


class FrameworkQuerySet(models.QuerySet["Framework"]):
    def for_admin(self) -> FrameworkQuerySet:
        """Frameworks, each with `in_published_text`: whether a published text is written in its terms. One query."""
        from competencies.models import Competency

        published = Competency.objects.filter(framework=models.OuterRef("pk")).in_published_text()
        return self.annotate(in_published_text=models.Exists(published))

    def get_by_natural_key(self, slug: str) -> Framework:
        return self.get(slug=slug)

    def for_competencies(self, texts: models.QuerySet) -> FrameworkQuerySet:
        """Frameworks with levels and competencies, each with `use_count`, its uses in `texts`: three queries."""
        from competencies.models import Competency

        uses = models.Count("uses", filter=models.Q(uses__specification__in=texts))
        counted = Competency.objects.annotate(use_count=uses).select_related("framework").order_by("name")
        return self.prefetch_related("levels", models.Prefetch("competencies", queryset=counted)).order_by("name")


class LevelQuerySet(models.QuerySet["Level"]):
    def for_admin(self) -> LevelQuerySet:
        """Levels with their framework and `in_published_text`: whether a published text describes it. One query."""
        published = self.model._default_manager.filter(
            pk=models.OuterRef("pk"), descriptors__required_competency__specification__status="published"
        )
        return self.select_related("framework").annotate(in_published_text=models.Exists(published))

    def get_by_natural_key(self, framework: str, slug: str) -> Level:
        return self.get(framework__slug=framework, slug=slug)


class CompetencyQuerySet(models.QuerySet["Competency"]):
    def in_published_text(self) -> CompetencyQuerySet:
        """Competencies that a published text asks for, each as often as it is asked for."""
        return self.filter(uses__specification__status="published")

    def for_admin(self) -> CompetencyQuerySet:
        """Competencies with their framework and `in_published_text`: whether one asks for it. One query."""
        published = self.model._default_manager.filter(pk=models.OuterRef("pk")).in_published_text()
        return self.select_related("framework").annotate(in_published_text=models.Exists(published))

    def get_by_natural_key(self, framework: str, slug: str) -> Competency:
        return self.get(framework__slug=framework, slug=slug)
