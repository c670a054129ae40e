from django.contrib.admin.apps import AdminConfig


class CatalogAdminConfig(AdminConfig):
    default_site = "classcatalog.admin.CatalogAdminSite"
