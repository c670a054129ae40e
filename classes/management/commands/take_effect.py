from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db import IntegrityError
from django.utils import timezone

from classes.models import Specification
from classes.publishing import locked, take_name
from classes.versions import one_act


class Command(BaseCommand):
    help = "Give classes the titles and codes of texts that have taken effect since they were published. Run it daily."

    def handle(self, *args: Any, **options: Any) -> None:
        """Take every class on its own, so that one that cannot take its name does not keep the others from theirs.

        One query for the texts of another name than their classes, and four for each of them.
        """
        today = timezone.localdate()
        taken = refused = 0
        for text in Specification.objects.renaming(today).only(*Specification.LIGHT):
            before = str(text.job_class)
            try:
                with one_act(whole=True) as act:
                    job_class = locked(text.job_class_id)
                    act.changed = changed = take_name(job_class, today)
            except IntegrityError:
                refused += 1
                self.stderr.write(
                    f"{before} cannot take the code {text.code} of its revision {text.revision}: another class of "
                    f"{text.job_class.organization} bears it, or has its address. Give that one another code first."
                )
                continue
            if changed:
                taken += 1
                self.stdout.write(f"{before} is now {job_class}, at {job_class.get_absolute_url()}")
        if refused:
            raise CommandError(f"{refused} could not take their announced names.")
        self.stdout.write(f"{taken} took their announced names." if taken else "No class had a name to take.")
