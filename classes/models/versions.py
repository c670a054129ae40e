"""How many times what the public sees has changed."""

from django.db import models


class CatalogVersion(models.Model):
    """The one row that every public change counts up. See `classes.versions`, which alone writes it.

    While a row is `under_way`, the transaction that set it so counts its changes once, at its end. `changed_at` is
    later by a whole second or more with every change, so that a date in whole seconds tells changes apart.
    """

    number = models.BigIntegerField(default=1)
    whole = models.BigIntegerField(default=1, help_text="The last change that search entries do not tell of.")
    changed_at = models.DateTimeField()
    under_way = models.BooleanField(default=False)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(id=1),
                name="version_of_one_catalog",
                violation_error_message="There is one catalog, so it has one version.",
            ),
        ]

    def __str__(self) -> str:
        return f"Version {self.number}"
