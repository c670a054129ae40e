"""Make the two groups of people who keep the record; what they may is in `classes.groups`."""

from django.apps import apps as real_apps
from django.contrib.auth.management import create_permissions
from django.db import migrations

from classes.groups import EDITORS, PUBLISHERS, codenames


def make_groups(apps, schema_editor):
    """Permissions are made after all migrations, so make those that the groups need now."""
    for label in ("classes", "competencies"):
        create_permissions(real_apps.get_app_config(label), apps=apps, using=schema_editor.connection.alias, verbosity=0)
    Group = apps.get_model("auth", "Group")
    Permission = apps.get_model("auth", "Permission")
    for name in (EDITORS, PUBLISHERS):
        group, _ = Group.objects.get_or_create(name=name)
        for label, names in codenames(name).items():
            group.permissions.add(
                *Permission.objects.filter(content_type__app_label=label, codename__in=names)
            )


class Migration(migrations.Migration):
    dependencies = [
        ("classes", "0004_editing"),
        ("competencies", "0002_editing"),
        ("auth", "0012_alter_user_first_name_max_length"),
        ("contenttypes", "0002_remove_content_type_name"),
    ]

    operations = [migrations.RunPython(make_groups, migrations.RunPython.noop)]
