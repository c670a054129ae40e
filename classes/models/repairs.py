"""The one way round the guard of what is published."""

from django.db import models


class Repair(models.Model):
    """A change made to published rows past the rule that they never change. See `classes.guard.repair`.

    While a row is `under_way`, the database lets the transaction that wrote it change anything; a row that is done
    stays as the record that something was.
    """

    reason = models.TextField()
    begun_at = models.DateTimeField(auto_now_add=True)
    under_way = models.BooleanField(default=True)
    intervals_only = models.BooleanField(default=False)

    class Meta:
        ordering = ["begun_at", "id"]

    def __str__(self) -> str:
        return self.reason
