"""Pages as data: what the `.json` twins hold, and the rows of the tables.

Every twin of our own design bears the schema version of the documents in it. `linked` speaks the words of schema.org,
`case` those of CASE 1.0; `api` describes every address as OpenAPI.
"""

from classes.twins.changes import changes_rows, changes_twin
from classes.twins.classes import class_rows, class_twin, levels_rows, levels_twin
from classes.twins.comparisons import (
    compare_rows,
    compare_twin,
    redline_rows,
    revisions_rows,
    revisions_twin,
)
from classes.twins.competencies import (
    competencies_rows,
    competencies_twin,
    competency_rows,
    competency_twin,
    numbered,
)
from classes.twins.groups import (
    all_series_rows,
    all_series_twin,
    classes_rows,
    families_rows,
    families_twin,
    family_twin,
    series_rows,
    series_twin,
)
from classes.twins.history import history_rows, history_twin, revision_twin
from classes.twins.notices import notice_twin, notices_rows, notices_twin, touched_rows
from classes.twins.since import since_twin

__all__ = [
    "all_series_rows",
    "all_series_twin",
    "changes_rows",
    "changes_twin",
    "class_rows",
    "class_twin",
    "classes_rows",
    "compare_rows",
    "compare_twin",
    "competencies_rows",
    "competencies_twin",
    "competency_rows",
    "competency_twin",
    "families_rows",
    "families_twin",
    "family_twin",
    "history_rows",
    "history_twin",
    "levels_rows",
    "levels_twin",
    "notice_twin",
    "notices_rows",
    "notices_twin",
    "numbered",
    "redline_rows",
    "revision_twin",
    "revisions_rows",
    "revisions_twin",
    "series_rows",
    "series_twin",
    "since_twin",
    "touched_rows",
]
