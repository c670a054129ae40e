"""People who come to the admin, each signed in, or not."""

from __future__ import annotations

from typing import Any

from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group, Permission
from django.test import Client

from classes.groups import EDITORS, PUBLISHERS, codenames

PEOPLE = ("anonymous", "reader", "editor", "publisher", "superuser")
NAMES = {"editor": ("Ann", "Baker"), "publisher": ("Carol", "Dean")}


def make_account(kind: str, username: str = "") -> Any:
    """Return a member of the staff: an editor or publisher by group, a superuser, or a reader who may nothing."""
    first, last = NAMES.get(kind, ("", ""))
    account = get_user_model().objects.create_user(
        username or kind, is_staff=True, is_superuser=kind == "superuser", first_name=first, last_name=last
    )
    if kind in NAMES:
        account.groups.add(group_of(EDITORS if kind == "editor" else PUBLISHERS))
    return account


def group_of(name: str) -> Group:
    """Return the group that a migration made; a test that empties the database takes it away, so it is made again."""
    group, is_new = Group.objects.get_or_create(name=name)
    if is_new:
        for app, names in codenames(name).items():
            group.permissions.add(*Permission.objects.filter(content_type__app_label=app, codename__in=names))
    return group


def sign_in(kind: str, username: str = "") -> Client:
    client = Client(headers={"host": "localhost"})
    if kind != "anonymous":
        client.force_login(make_account(kind, username))
    return client
