"""Give texts that were published before these columns came what publishing stores in them now."""

from django.db import migrations
from django.utils.text import slugify

from classes.document import digest


def fill(apps, schema_editor):
    """Texts with the highest number come first, so that a correction has its last day before what it corrects.

    What was corrected had been given an interval without a day; now it keeps the days of its correction.
    """
    Specification = apps.get_model("classes", "Specification")
    for specification in Specification.objects.order_by("job_class_id", "-revision").iterator(chunk_size=500):
        specification.title_slug = slugify(specification.title)[:120]
        specification.code_slug = slugify(specification.code)[:50]
        correction = specification.corrections.filter(
            status="published", effective_from=specification.effective_from
        ).first()
        if correction and specification.status == "published":
            specification.corrected = True
            specification.effective_to = correction.effective_to
        if specification.status == "published":
            specification.cell_digests = {
                f"{required.competency.framework.slug}/{required.competency.slug}": {
                    "": digest(required.definition),
                    **{each.level.slug: digest(each.text) for each in required.descriptors.select_related("level")},
                }
                for required in specification.required_competencies.select_related("competency__framework")
            }
        specification.save(update_fields=["title_slug", "code_slug", "corrected", "effective_to", "cell_digests"])


class Migration(migrations.Migration):
    dependencies = [("classes", "0002_history")]

    operations = [migrations.RunPython(fill, migrations.RunPython.noop, elidable=True)]
