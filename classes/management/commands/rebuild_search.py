from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from classes.finding import index
from classes.management.collecting import seldom_collected
from classes.management.progress import Progress


class Command(BaseCommand):
    help = (
        "Make the search index anew from the published texts. May be broken off: with --resume it goes on where it "
        "stopped. Until it is done, searches find only what is in it; lists and facets are whole all the time."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--resume", action="store_true", help="Keep what is there and take in what is missing.")
        parser.add_argument("--quiet", action="store_true", help="Show no progress.")

    @seldom_collected()
    def handle(self, *args: Any, **options: Any) -> None:
        if not options["resume"]:
            index.clear()
        tell = Progress(self.stdout, "classes taken in", quiet=options["quiet"])
        wanted = 0
        for done, wanted in index.fill():
            tell(done, wanted)
        self.stdout.write(f"Search index: {wanted:,} classes taken in; {tell.took}.")
