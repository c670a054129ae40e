from typing import Any

from django.apps import AppConfig
from django.db import connections
from django.db.models.signals import post_migrate, pre_migrate


class ClassesConfig(AppConfig):
    name = "classes"
    verbose_name = "Classes and specifications"

    def ready(self) -> None:
        pre_migrate.connect(lift_triggers, sender=self)
        post_migrate.connect(restore_triggers, sender=self)


def lift_triggers(using: str, **kwargs: Any) -> None:
    """SQLite cannot remake a table that a trigger names; see `classes.triggers`."""
    from classes import guard, versions

    guard.remove(connections[using])
    versions.remove(connections[using])


def restore_triggers(using: str, **kwargs: Any) -> None:
    from classes import guard, versions

    guard.install(connections[using])
    versions.install(connections[using])
