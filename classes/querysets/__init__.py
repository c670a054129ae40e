"""Every question about many rows, one noun a file, named after the page that asks it."""

from classes.querysets.employers import ClassSeriesQuerySet, JobFamilyQuerySet, OrganizationQuerySet
from classes.querysets.history import ChangeNoticeQuerySet, HistoryEntryQuerySet
from classes.querysets.job_classes import FormerNameQuerySet, JobClassQuerySet
from classes.querysets.specifications import (
    LevelDescriptorQuerySet,
    RequiredCompetencyQuerySet,
    SectionQuerySet,
    SourceDocumentQuerySet,
    SpecificationQuerySet,
    SpecificationRowQuerySet,
)

__all__ = [
    "ChangeNoticeQuerySet",
    "ClassSeriesQuerySet",
    "FormerNameQuerySet",
    "HistoryEntryQuerySet",
    "JobClassQuerySet",
    "JobFamilyQuerySet",
    "LevelDescriptorQuerySet",
    "OrganizationQuerySet",
    "RequiredCompetencyQuerySet",
    "SectionQuerySet",
    "SourceDocumentQuerySet",
    "SpecificationQuerySet",
    "SpecificationRowQuerySet",
]
