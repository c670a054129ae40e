"""Organizations, and how their classes are grouped."""

from django.contrib import admin

from classes.models import ClassSeries, JobFamily, Organization
from competencies.admin import CatalogAdmin


@admin.register(Organization)
class OrganizationAdmin(CatalogAdmin):
    list_display = ["name", "slug", "office", "framework"]
    list_filter = ["archived", "framework"]
    search_fields = ["name", "slug", "office"]
    fields = ["name", "slug", "office", "framework", "archived"]
    autocomplete_fields = ["framework"]
    prepopulated_fields = {"slug": ["name"]}
    fixed_once_published = ("slug",)


class GroupAdmin(CatalogAdmin):
    """What families and series have in common: an organization that they never leave."""

    list_display = ["name", "organization", "slug"]
    list_filter = ["archived", "organization"]
    search_fields = ["name", "organization__name"]
    ordering = ["organization__name", "name"]
    autocomplete_fields = ["organization"]
    prepopulated_fields = {"slug": ["name"]}
    fixed_once_saved = ("organization",)


@admin.register(JobFamily)
class JobFamilyAdmin(GroupAdmin):
    fields = ["organization", "name", "slug", "description", "archived"]


@admin.register(ClassSeries)
class ClassSeriesAdmin(GroupAdmin):
    fields = ["organization", "name", "slug", "archived"]
