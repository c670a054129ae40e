"""Questions about many rows of the vocabulary."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import models

if TYPE_CHECKING:
    from competencies.models import Competency, Framework, Level


class FrameworkQuerySet(models.QuerySet["Framework"]):
    def get_by_natural_key(self, slug: str) -> Framework:
        return self.get(slug=slug)


class LevelQuerySet(models.QuerySet["Level"]):
    def get_by_natural_key(self, framework: str, slug: str) -> Level:
        return self.get(framework__slug=framework, slug=slug)


class CompetencyQuerySet(models.QuerySet["Competency"]):
    def get_by_natural_key(self, framework: str, slug: str) -> Competency:
        return self.get(framework__slug=framework, slug=slug)
