"""The catalog's records in Django admin, one noun a file. What they share is in `competencies.admin`."""

from classes.admin.employers import ClassSeriesAdmin, JobFamilyAdmin, OrganizationAdmin
from classes.admin.history import ChangeNoticeAdmin, HistoryEntryAdmin
from classes.admin.job_classes import JobClassAdmin
from classes.admin.rows import LevelDescriptorAdmin, RequiredCompetencyAdmin, RequirementAdmin, SectionAdmin
from classes.admin.sources import SourceDocumentAdmin
from classes.admin.specifications import SpecificationAdmin

__all__ = [
    "ChangeNoticeAdmin",
    "ClassSeriesAdmin",
    "HistoryEntryAdmin",
    "JobClassAdmin",
    "JobFamilyAdmin",
    "LevelDescriptorAdmin",
    "OrganizationAdmin",
    "RequiredCompetencyAdmin",
    "RequirementAdmin",
    "SectionAdmin",
    "SourceDocumentAdmin",
    "SpecificationAdmin",
]
