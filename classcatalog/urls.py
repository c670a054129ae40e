"""The catalog's root addresses."""

from django.contrib import admin
from django.urls import include, path

from classcatalog import views

urlpatterns = [
    path("", include("classes.urls")),
    path("admin/", admin.site.urls),
    path("healthz", views.healthz, name="healthz"),
    path("readyz", views.readyz, name="readyz"),
]

handler400 = views.bad_request
handler403 = views.forbidden
handler404 = views.not_found
handler500 = views.server_error
