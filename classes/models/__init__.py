"""The catalog's records, one noun a file."""

from classes.models.employers import ClassSeries, JobFamily, Organization
from classes.models.finding import SearchEntry, SearchText, SearchWord
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
from classes.models.versions import CatalogVersion

__all__ = [
    "CatalogVersion",
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
    "SearchEntry",
    "SearchText",
    "SearchWord",
    "Section",
    "SourceDocument",
    "Specification",
]
