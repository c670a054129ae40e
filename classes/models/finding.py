"""What search keeps of each class and text. All of it is made by `classes.finding.index` and can be made anew."""

from django.db import models

from classes.models.job_classes import JobClass
from classes.models.specifications import Specification


class SearchEntry(models.Model):
    """A published text as search and facets know it; without a specification, the class by its names alone.

    Never changed, only replaced: a new entry has a higher number than all before it. The words to look up stand in
    a table that each database has in its own way, under the number of the entry.
    """

    job_class = models.ForeignKey(JobClass, on_delete=models.CASCADE, related_name="+")
    specification = models.OneToOneField(Specification, on_delete=models.CASCADE, related_name="+", null=True)
    lasting = models.BooleanField(
        default=True, help_text="Whether it can stand for its class from the day on which it was made."
    )
    kinds = models.PositiveIntegerField(default=0, help_text="Bits: the kinds of requirements that it states.")
    levels = models.PositiveSmallIntegerField(default=0, help_text="At how many levels competencies are described.")
    competencies = models.TextField(blank=True, help_text="Primary keys of the competencies that it asks for.")
    rules = models.PositiveSmallIntegerField(
        default=0, help_text="The rules by which it was made: RULES of classes.finding.entries at that time."
    )

    class Meta:
        verbose_name_plural = "search entries"

    def __str__(self) -> str:
        return f"Entry {self.pk} of class {self.job_class_id}"


class SearchText(models.Model):
    """The lines of an entry's text, a sentence each, to show where the words stand."""

    entry = models.OneToOneField(SearchEntry, on_delete=models.CASCADE, primary_key=True, related_name="text")
    lines = models.TextField()

    def __str__(self) -> str:
        return f"Text of entry {self.entry_id}"


class SearchWord(models.Model):
    """A word that some text or name has: what a misspelt one may have been meant for."""

    word = models.CharField(max_length=60, primary_key=True)

    def __str__(self) -> str:
        return self.word
