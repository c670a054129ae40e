"""Pages as data: what the `.json` twins hold. Every twin bears the schema version of the documents in it."""

from classes.twins.changes import changes_rows, changes_twin
from classes.twins.classes import class_twin, family_twin, levels_rows, levels_twin
from classes.twins.comparisons import compare_twin, revisions_twin
from classes.twins.competencies import competency_twin
from classes.twins.history import history_rows, history_twin, revision_twin
from classes.twins.notices import notice_twin, notices_rows, notices_twin, touched_rows
from classes.twins.since import since_twin

__all__ = [
    "changes_rows",
    "changes_twin",
    "class_twin",
    "compare_twin",
    "competency_twin",
    "family_twin",
    "history_rows",
    "history_twin",
    "levels_rows",
    "levels_twin",
    "notice_twin",
    "notices_rows",
    "notices_twin",
    "revision_twin",
    "revisions_twin",
    "since_twin",
    "touched_rows",
]
