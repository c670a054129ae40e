import json
from argparse import RawDescriptionHelpFormatter
from time import monotonic
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db.models import QuerySet
from django.utils import timezone

from classes.lint import RULES, Finding
from classes.linting import Linted, lint, texts_to_lint
from classes.models import JobClass, Organization, Specification

EVERY = 5.0  # Seconds between two lines of progress.


class Command(BaseCommand):
    help = (
        "Read the texts as a careful reader would and say what one would stumble over, a line a finding. "
        "All of it is advice: it exits 0 whatever it finds."
    )

    def create_parser(self, prog_name: str, subcommand: str, **kwargs: Any) -> CommandParser:
        """Tell the rules below the options, one a line."""
        rules = "\n".join(f"  {rule.name:<20} {rule.looks_for}" for rule in RULES.values())
        return super().create_parser(
            prog_name, subcommand, epilog=f"rules:\n{rules}", formatter_class=RawDescriptionHelpFormatter, **kwargs
        )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--organization", metavar="SLUG", help="Only the classes of this organization.")
        parser.add_argument("--class", dest="job_class", metavar="ORGANIZATION/CLASS", help="Only this class.")
        parser.add_argument(
            "--drafts",
            action="store_true",
            help="The drafts and texts in review, in place of the published texts that apply today or will.",
        )
        parser.add_argument(
            "--rule", action="append", choices=list(RULES), metavar="NAME", help="Only this rule; may be repeated."
        )
        parser.add_argument("--json", action="store_true", help="A JSON object a line, for machines.")

    def handle(self, *args: Any, **options: Any) -> None:
        today = timezone.localdate()
        texts = chosen(texts_to_lint(today, options["drafts"]), options["organization"], options["job_class"])
        total = texts.count()
        told = told_of = 0
        said = monotonic()
        for read, linted in enumerate(lint(texts, today), start=1):
            found = [each for each in linted.findings if not options["rule"] or each.rule in options["rule"]]
            if found and not options["json"]:
                self.stdout.write(head(linted))
            for finding in found:
                self.stdout.write(json_line(linted, finding) if options["json"] else line(finding))
            told += len(found)
            told_of += bool(found)
            if monotonic() - said >= EVERY:
                said = monotonic()
                self.stderr.write(f"{read:,} of {total:,} texts read.")
        count = f"{counted(told, 'finding')} in {told_of:,} of {counted(total, 'text')}."
        (self.stderr if options["json"] else self.stdout).write(count)


def chosen(texts: QuerySet[Specification], organization: str | None, job_class: str | None) -> QuerySet[Specification]:
    """Narrow the texts to an organization or a class; refuse those that the catalog does not have."""
    if organization:
        if not Organization.objects.filter(slug=organization).exists():
            raise CommandError(f"The catalog has no organization “{organization}”. Give its address, such as “city”.")
        texts = texts.filter(job_class__organization__slug=organization)
    if job_class:
        owner, _, slug = job_class.partition("/")
        if not JobClass.objects.filter(organization__slug=owner, slug=slug).exists():
            raise CommandError(f"The catalog has no class “{job_class}”. Give its address, such as “city/ci2787”.")
        texts = texts.filter(job_class__organization__slug=owner, job_class__slug=slug)
    return texts


def head(linted: Linted) -> str:
    text = linted.specification
    return f"{linted.address} {text} ({text.get_status_display().lower()})"


def line(finding: Finding) -> str:
    return f"  {finding.place} [{finding.rule}]: {finding.says} {finding.reason}"


def json_line(linted: Linted, finding: Finding) -> str:
    return json.dumps(
        {
            "class": linted.address,
            "revision": linted.specification.revision,
            "status": linted.specification.status,
            "rule": finding.rule,
            "section": finding.place.section,
            "anchor": finding.place.anchor,
            "competency": finding.place.competency,
            "level": finding.place.level,
            "says": finding.says,
            "reason": finding.reason,
            "severity": finding.severity,
        },
        ensure_ascii=False,
    )


def counted(count: int, noun: str) -> str:
    return f"{count:,} {noun}{'' if count == 1 else 's'}"
