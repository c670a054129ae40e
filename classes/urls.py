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
]
