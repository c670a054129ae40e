from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone

from classes.checking import problems
from classes.models import Repair, SourceDocument, Specification


class Command(BaseCommand):
    help = "Check what is published: the guard, digests, names, intervals, transcriptions. A line a fault, then exit 1."

    def handle(self, *args: Any, **options: Any) -> None:
        count = 0
        for line in problems(timezone.localdate()):
            self.stdout.write(line)
            count += 1
        checked = Specification.objects.published().count()
        if count:
            faults = "1 fault" if count == 1 else f"{count} faults"
            self.stderr.write(f"{faults} in {checked} published specifications.")
            raise SystemExit(1)
        for repair in Repair.objects.filter(under_way=False):
            self.stdout.write(f"{repair.begun_at:%Y-%m-%d}: published texts were repaired: {repair.reason}")
        for source in SourceDocument.objects.all():
            for passage in source.furniture:
                self.stdout.write(f"{source}: set aside as page furniture, {passage['reason']}: “{passage['text']}”")
        self.stdout.write(f"{checked} published specifications checked: no fault.")
