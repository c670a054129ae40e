"""What search keeps, and the tables for the words, which each database has in its own way."""

import django.db.models.deletion
from django.db import migrations, models

from classes.finding import postgresql, sqlite


def engine(schema_editor):
    return postgresql if schema_editor.connection.vendor == "postgresql" else sqlite


def create(apps, schema_editor):
    for statement in engine(schema_editor).CREATE:
        schema_editor.execute(statement)


def drop(apps, schema_editor):
    for statement in engine(schema_editor).DROP:
        schema_editor.execute(statement)


class Migration(migrations.Migration):
    dependencies = [("classes", "0006_catalog_version")]

    operations = [
        migrations.CreateModel(
            name="SearchEntry",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("lasting", models.BooleanField(default=True, help_text="Whether it can stand for its class from the day on which it was made.")),
                ("kinds", models.PositiveIntegerField(default=0, help_text="Bits: the kinds of requirements that it states.")),
                ("levels", models.PositiveSmallIntegerField(default=0, help_text="At how many levels competencies are described.")),
                ("competencies", models.TextField(blank=True, help_text="Primary keys of the competencies that it asks for.")),
                ("job_class", models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name="+", to="classes.jobclass")),
                ("specification", models.OneToOneField(null=True, on_delete=django.db.models.deletion.CASCADE, related_name="+", to="classes.specification")),
            ],
            options={"verbose_name_plural": "search entries"},
        ),
        migrations.CreateModel(
            name="SearchText",
            fields=[
                ("entry", models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, primary_key=True, related_name="text", serialize=False, to="classes.searchentry")),
                ("lines", models.TextField()),
            ],
        ),
        migrations.CreateModel(
            name="SearchWord",
            fields=[("word", models.CharField(max_length=60, primary_key=True, serialize=False))],
        ),
        migrations.RunPython(create, drop, elidable=False),
    ]
