"""The version of the catalog, and the one row that holds it."""

from django.db import migrations, models
from django.utils import timezone


def begin(apps, schema_editor):
    versions = apps.get_model("classes", "CatalogVersion").objects.using(schema_editor.connection.alias)
    versions.get_or_create(pk=1, defaults={"changed_at": timezone.now()})


class Migration(migrations.Migration):
    dependencies = [("classes", "0005_groups")]

    operations = [
        migrations.CreateModel(
            name="CatalogVersion",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("number", models.BigIntegerField(default=1)),
                ("whole", models.BigIntegerField(default=1, help_text="The last change that search entries do not tell of.")),
                ("changed_at", models.DateTimeField()),
                ("under_way", models.BooleanField(default=False)),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("id", 1)),
                        name="version_of_one_catalog",
                        violation_error_message="There is one catalog, so it has one version.",
                    )
                ],
            },
        ),
        migrations.RunPython(begin, migrations.RunPython.noop),
    ]
