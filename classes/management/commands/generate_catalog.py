from argparse import ArgumentTypeError
from collections.abc import Callable
from datetime import date
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from classes.finding import index
from classes.generating.plan import AT_MOST, EMPLOYERS, Plan
from classes.generating.writing import GeneratingRefused, write
from classes.management.collecting import seldom_collected
from classes.management.progress import Progress


def whole_number(least: int, most: int, what: str) -> Callable[[str], int]:
    """Return a reader of whole numbers from `least` to `most` that refuses all else with a sentence."""

    def read(given: str) -> int:
        try:
            number = int(given)
        except ValueError:
            raise ArgumentTypeError(f"“{given}” is not a whole number. Give {what}.") from None
        if not least <= number <= most:
            raise ArgumentTypeError(f"{number:,} is not from {least:,} to {most:,}. Give {what}.")
        return number

    return read


def day(given: str) -> date:
    try:
        found = date.fromisoformat(given)
        if not 1950 <= found.year <= 2200:
            raise ValueError
    except ValueError:
        raise ArgumentTypeError(f"“{given}” is not a day. Write year, month and day, such as 2026-06-15.") from None
    return found


class Command(BaseCommand):
    help = (
        "Write a large, believable catalog of job classes with years of history, for trials and benchmarks. "
        "The same number, seed and day give the same catalog. It has organizations of its own."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--classes", type=whole_number(1, AT_MOST, "the number of classes"), required=True)
        parser.add_argument("--seed", type=whole_number(0, 2**63 - 1, "a whole number from 0 upward"), required=True)
        parser.add_argument(
            "--organizations",
            type=whole_number(1, len(EMPLOYERS), "the number of organizations"),
            default=4,
            help="How many organizations share the classes; 4 unless said otherwise.",
        )
        parser.add_argument("--today", type=day, help="The day on which the history ends; today unless said otherwise.")
        parser.add_argument(
            "--replace",
            action="store_true",
            help="Delete the generated organizations that are there, and nothing else.",
        )
        parser.add_argument("--quiet", action="store_true", help="Show no progress.")

    @seldom_collected()
    def handle(self, *args: Any, **options: Any) -> None:
        plan = Plan(
            options["classes"], options["seed"], options["today"] or timezone.localdate(), options["organizations"]
        )
        tell = Progress(self.stdout, "classes", quiet=options["quiet"])
        try:
            write(plan, options["replace"], lambda done: tell(done, plan.classes))
        except GeneratingRefused as refusal:
            raise CommandError(str(refusal)) from refusal
        taken = Progress(self.stdout, "classes taken into the search index", quiet=options["quiet"])
        for done, lacking in index.fill():
            taken(done, lacking)
        self.stdout.write(
            f"Catalog generated: {plan.classes:,} classes in {', '.join(each.slug for each in plan.employers)}, "
            f"seed {plan.seed}, history up to {plan.today}; {tell.took}."
        )
