"""Addresses of the catalog's pages. A data twin has the page's address without its last slash, and `.json`."""

from django.urls import path

from classes import views

app_name = "classes"

urlpatterns = [
    path("", views.home, name="home"),
    path("classes/", views.browse, name="browse"),
    path("classes/<slug:organization>/<slug:slug>/", views.job_class, name="class"),
    path("classes/<slug:organization>/<slug:slug>.json", views.job_class_json, name="class-json"),
    path("classes/<slug:organization>/<slug:slug>/levels/", views.levels, name="levels"),
    path("classes/<slug:organization>/<slug:slug>/levels.json", views.levels_json, name="levels-json"),
    path("classes/<slug:organization>/<slug:slug>/levels.csv", views.levels_csv, name="levels-csv"),
    path("classes/<slug:organization>/<slug:slug>/history/", views.history, name="history"),
    path("classes/<slug:organization>/<slug:slug>/history/feed/", views.history_feed, name="history-feed"),
    path("classes/<slug:organization>/<slug:slug>/history.json", views.history_json, name="history-json"),
    path("classes/<slug:organization>/<slug:slug>/history.csv", views.history_csv, name="history-csv"),
    path("classes/<slug:organization>/<slug:slug>/revisions/<int:revision>/", views.revision, name="revision"),
    path(
        "classes/<slug:organization>/<slug:slug>/revisions/<int:revision>.json",
        views.revision_json,
        name="revision-json",
    ),
    path(
        "classes/<slug:organization>/<slug:slug>/revisions/<int:revision>.txt", views.revision_text, name="revision-txt"
    ),
    path(
        "classes/<slug:organization>/<slug:slug>/revisions/<int:old>/compare/<int:new>/",
        views.compare_revisions_page,
        name="compare-revisions",
    ),
    path(
        "classes/<slug:organization>/<slug:slug>/revisions/<int:old>/compare/<int:new>.json",
        views.compare_revisions_json,
        name="compare-revisions-json",
    ),
    path("compare/", views.compare, name="compare"),
    path("compare.json", views.compare_json, name="compare-json"),
    path("families/", views.families, name="families"),
    path("families/<slug:organization>/<slug:slug>/", views.family, name="family"),
    path("families/<slug:organization>/<slug:slug>.json", views.family_json, name="family-json"),
    path("series/<slug:organization>/<slug:slug>/", views.series, name="series"),
    path("competencies/", views.competencies, name="competencies"),
    path("competencies/<slug:framework>/<slug:slug>/", views.competency, name="competency"),
    path("competencies/<slug:framework>/<slug:slug>.json", views.competency_json, name="competency-json"),
    path("changes/", views.changes_page, name="changes"),
    path("changes/feed/", views.changes_feed, name="changes-feed"),
    path("changes.json", views.changes_json, name="changes-json"),
    path("changes.csv", views.changes_csv, name="changes-csv"),
    path("notices/", views.notices, name="notices"),
    path("notices.json", views.notices_json, name="notices-json"),
    path("notices.csv", views.notices_csv, name="notices-csv"),
    path("notices/<slug:organization>/", views.notices, name="organization-notices"),
    path("notices/<slug:organization>.json", views.notices_json, name="organization-notices-json"),
    path("notices/<slug:organization>.csv", views.notices_csv, name="organization-notices-csv"),
    # A number is as printed: it may have strokes in it.
    path("notices/<slug:organization>/<path:number>/", views.notice, name="notice"),
    path("notices/<slug:organization>/<path:number>.json", views.notice_json, name="notice-json"),
    path("notices/<slug:organization>/<path:number>.csv", views.notice_csv, name="notice-csv"),
]
