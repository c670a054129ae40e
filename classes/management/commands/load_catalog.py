from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser

from classes.finding import index
from classes.loading import LoadingRefused, load
from classes.publishing import PublishingRefused


class Command(BaseCommand):
    help = "Load the specifications in fixtures/. Adds what is missing, overwrites nothing, safe to repeat."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("fixtures", nargs="*", type=Path, help="Fixture files; by default every one in fixtures/.")

    def handle(self, *args: Any, **options: Any) -> None:
        paths = options["fixtures"] or sorted((settings.BASE_DIR / "fixtures").glob("*.json"))
        try:
            loaded = load(paths)
        except (LoadingRefused, PublishingRefused) as refusal:
            raise CommandError(str(refusal)) from refusal
        except OSError as error:
            raise CommandError(f"Cannot read {error.filename}: {error.strerror}.") from error
        for done, lacking in index.fill():  # of a catalog that is older than its index
            self.stdout.write(f"Search index: {done:,} of {lacking:,} classes taken in.")
        self.stdout.write(f"Catalog loaded: {loaded.added} records added, {loaded.unchanged} held already.")
        for line in loaded.kept:
            self.stdout.write(f"Kept as it is here, though the fixture differs: {line}")
