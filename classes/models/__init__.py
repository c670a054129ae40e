"""The catalog's records, one noun a file."""

from classes.models.employers import ClassSeries, JobFamily, Organization
from classes.models.history import ChangeNotice, HistoryEntry
from classes.models.job_classes import FormerName, JobClass
from classes.models.repairs import Repair
from classes.models.specifications import (
    LevelDescriptor,
    RequiredCompetency,
    Requirement,
    Section,
    SourceDocument,
    Specification,
)

__all__ = [
    "ChangeNotice",
    "ClassSeries",
    "FormerName",
    "HistoryEntry",
    "JobClass",
    "JobFamily",
    "LevelDescriptor",
    "Organization",
    "Repair",
    "RequiredCompetency",
    "Requirement",
    "Section",
    "SourceDocument",
    "Specification",
]
