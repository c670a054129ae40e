from typing import Any

from django.apps import AppConfig
from django.db import connections
from django.db.models.signals import post_migrate, pre_migrate


class ClassesConfig(AppConfig):
    name = "classes"
    verbose_name = "Classes and specifications"

    def ready(self) -> None:
        pre_migrate.connect(lift_guard, sender=self)
        post_migrate.connect(restore_guard, sender=self)


def lift_guard(using: str, **kwargs: Any) -> None:
    """SQLite cannot remake a table that a trigger names; see `classes.guard`."""
    from classes import guard

    guard.remove(connections[using])


def restore_guard(using: str, **kwargs: Any) -> None:
    from classes import guard

    guard.install(connections[using])
