"""Entries of the search index tell by which rules they were made; those that are there, by none of today's."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("classes", "0008_places_in_series")]

    operations = [
        migrations.AddField(
            model_name="searchentry",
            name="rules",
            field=models.PositiveSmallIntegerField(default=0, help_text="The rules by which it was made: RULES of classes.finding.entries at that time."),
        ),
    ]
