"""The catalog's pages: parse, ask a queryset or two, render. Reading only, so anything but GET and HEAD is a 405."""

from classes.views.browse import browse
from classes.views.changes import changes_csv, changes_feed, changes_json, changes_page
from classes.views.classes import job_class, job_class_json
from classes.views.compare import compare, compare_json
from classes.views.competencies import competencies, competency, competency_json
from classes.views.families import families, family, family_json
from classes.views.history import history, history_csv, history_feed, history_json
from classes.views.home import home
from classes.views.levels import levels, levels_csv, levels_json
from classes.views.notices import notice, notice_csv, notice_json, notices, notices_csv, notices_json
from classes.views.revisions import (
    compare_revisions_json,
    compare_revisions_page,
    revision,
    revision_json,
    revision_text,
)
from classes.views.series import series

__all__ = [
    "browse",
    "changes_csv",
    "changes_feed",
    "changes_json",
    "changes_page",
    "compare",
    "compare_json",
    "compare_revisions_json",
    "compare_revisions_page",
    "competencies",
    "competency",
    "competency_json",
    "families",
    "family",
    "family_json",
    "history",
    "history_csv",
    "history_feed",
    "history_json",
    "home",
    "job_class",
    "job_class_json",
    "levels",
    "levels_csv",
    "levels_json",
    "notice",
    "notice_csv",
    "notice_json",
    "notices",
    "notices_csv",
    "notices_json",
    "revision",
    "revision_json",
    "revision_text",
    "series",
]
