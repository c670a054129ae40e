"""Laws of the generated catalog. Its pure part is tested without a database."""

from __future__ import annotations

import hashlib
import re
from collections import Counter
from collections.abc import Iterator
from datetime import date, timedelta
from io import StringIO
from itertools import pairwise

import pytest
from django.core.management import CommandError, call_command
from django.db.models import Count, Max
from hypothesis import given, settings
from hypothesis import strategies as st

from classes.assembly import assemble
from classes.checking import problems
from classes.generating import english, writing
from classes.generating.histories import History
from classes.generating.plan import FIELDS, Plan
from classes.models import (
    ChangeNotice,
    FormerName,
    HistoryEntry,
    JobClass,
    Organization,
    Repair,
    RequiredCompetency,
    Section,
    Specification,
)
from classes.querysets import SpecificationQuerySet
from competencies.models import Framework
from tests.factories import make_draft, make_organization, make_published, require_competency

TODAY = date(2026, 6, 15)
seeds = st.integers(min_value=0, max_value=2**63 - 1)


def histories(plan: Plan) -> list[History]:
    return [history for line in plan.lines() for history in line.histories]


def fingerprint(plan: Plan) -> str:
    """A digest of all that a plan holds: names, days, entries, and the digests of its texts."""
    found = hashlib.sha256()
    for each in histories(plan):
        found.update(repr((each.slug, each.title, each.abolished_on, each.successors, each.former_names)).encode())
        found.update(repr([(entry, entry.notice and entry.notice.number) for entry in each.entries]).encode())
        for text in each.texts:
            said = (text.document.digest, text.effective_to, text.published_at, text.corrects, text.corrected)
            found.update(repr(said).encode())
    return found.hexdigest()


@pytest.fixture(scope="module")
def four_hundred() -> list[History]:
    return histories(Plan(400, 1, TODAY))


# --- English ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("verb", "one", "noun"),
    [
        ("prepare", "prepares", "preparing"),
        ("carry", "carries", "carrying"),
        ("relay", "relays", "relaying"),
        ("plan", "plans", "planning"),
        ("assess", "assesses", "assessing"),
        ("teach", "teaches", "teaching"),
        ("refer", "refers", "referring"),
        ("see", "sees", "seeing"),
    ],
)
def test_verbs_are_bent_as_english_has_it(verb: str, one: str, noun: str) -> None:
    phrase = f"[{verb}] reports"

    assert english.does(phrase) == f"{one} reports"
    assert english.doing(phrase) == f"{noun} reports"
    assert english.do(phrase) == f"{verb} reports"


def test_a_list_reads_as_a_sentence_does() -> None:
    assert english.listed(["a"]) == "a"
    assert english.listed(["a", "b"]) == "a and b"
    assert english.listed(["a", "b", "c"], "or") == "a, b or c"


def test_no_name_of_an_occupation_is_found_twice() -> None:
    names = Counter(
        name for field in FIELDS for each in field.occupations for name in (each.name, each.formerly, each.lead_name)
    )

    assert [name for name, count in names.items() if count > 1] == []


# --- The plan, without a database ------------------------------------------------------------------------


def test_the_same_seed_gives_the_same_catalog_and_another_seed_another() -> None:
    assert fingerprint(Plan(60, 7, TODAY)) == fingerprint(Plan(60, 7, TODAY))
    assert fingerprint(Plan(60, 7, TODAY)) != fingerprint(Plan(60, 8, TODAY))


@settings(max_examples=25, deadline=None)
@given(seed=seeds, classes=st.integers(1, 40), organizations=st.integers(1, 5))
def test_it_makes_as_many_classes_as_asked_with_titles_and_addresses_of_their_own(
    seed: int, classes: int, organizations: int
) -> None:
    found = histories(Plan(classes, seed, TODAY, organizations))

    assert len(found) == classes
    assert len({(each.job.employer.slug, each.title) for each in found}) == classes
    assert len({(each.job.employer.slug, each.slug) for each in found}) == classes


@settings(max_examples=25, deadline=None)
@given(seed=seeds)
def test_at_most_one_text_of_a_class_is_in_force_on_any_day(seed: int) -> None:
    for each in histories(Plan(30, seed, TODAY)):
        held = [text for text in each.texts if not text.corrected]
        days = [(text.document.effective_from or date.min, text.effective_to or date.max) for text in held]
        assert all(start < end for start, end in days)
        assert all(end <= start for (_, end), (start, _) in pairwise(days))
        for text in each.texts:
            if text.corrects:
                wrong = each.texts[text.corrects - 1]
                assert wrong.corrected
                assert wrong.document.effective_from == text.document.effective_from
                assert wrong.effective_to == text.effective_to
                assert wrong.published_at < text.published_at


@settings(max_examples=25, deadline=None)
@given(seed=seeds)
def test_every_text_reads_as_written_by_hand(seed: int) -> None:
    """No gap, no slot left open, no sentence without a beginning or an end."""
    for each in histories(Plan(25, seed, TODAY)):
        for text in each.texts:
            said = text.document.text
            assert "  " not in said
            assert not re.search(r"[{}\[\]+]|\.\.|,,| [.,;]|\n\n\n", said)
            prose = [text.document.section(kind) for kind in ("summary", "distinguishing", "duties")]
            for section in prose:
                assert section is not None
                for paragraph in section.body.split("\n\n"):
                    assert re.fullmatch(r"[A-Z].*\.", paragraph), paragraph
            for section in text.document.sections:
                assert section.body or section.requirements or section.competencies
        for entry in each.entries:
            assert "  " not in entry.note
            assert len(entry.note) <= 500
            assert entry.note == "" or re.fullmatch(r"[A-Z].*\.", entry.note)


@settings(max_examples=25, deadline=None)
@given(seed=seeds)
def test_each_revision_says_something_new(seed: int) -> None:
    for each in histories(Plan(25, seed, TODAY)):
        for earlier, later in pairwise(each.texts):
            facts = earlier.document.title, earlier.document.code, earlier.document.facts, earlier.document.sections
            now = later.document.title, later.document.code, later.document.facts, later.document.sections
            assert facts != now, [entry.note for entry in each.entries]


def test_most_sections_stay_the_same_from_one_revision_to_the_next(four_hundred: list[History]) -> None:
    same = [
        earlier == later
        for each in four_hundred
        for before, after in pairwise(each.texts)
        for earlier, later in zip(before.document.sections, after.document.sections, strict=True)
    ]

    assert sum(same) / len(same) > 0.9


def test_classes_have_two_to_six_revisions_three_on_average(four_hundred: list[History]) -> None:
    counts = [len(each.texts) for each in four_hundred if each.texts]

    assert set(counts) == {2, 3, 4, 5, 6}
    assert 2.8 < sum(counts) / len(counts) < 3.3


def test_texts_have_the_length_of_printed_ones(four_hundred: list[History]) -> None:
    lengths = [len(text.document.text) for each in four_hundred for text in each.texts]

    assert 3000 < sum(lengths) / len(lengths) < 5000


def test_the_facts_agree_with_the_printed_words(four_hundred: list[History]) -> None:
    for document in (text.document for each in four_hundred for text in each.texts):
        months = document.facts.minimum_experience_months
        experience = document.section("experience")
        assert experience is not None
        printed = experience.requirements[0].text if experience.requirements else experience.body
        assert months is not None
        assert f"({months // 12}) year" in printed if months else printed == "None"
        detail = document.section("class_detail")
        assert detail is not None
        assert f"Pay Grade: {document.facts.pay_grade}\n" in detail.body
        assert document.masthead.splitlines()[-1] == f"{document.title} - {document.code}"


def events(held: list[History]) -> Iterator[str]:
    """Name every kind of history that readers may meet."""
    for each in held:
        for entry in each.entries:
            yield f"{entry.kind} {'held' if entry.revision else 'noted'}"
        last = each.texts[-1] if each.texts else None
        yield from ("abolished with successor" for _ in each.successors)
        yield from ("former name" for _ in each.former_names)
        if last is None:
            yield "no text"
        elif each.abolished_on is None and last.effective_to:
            yield "text lost"
        if each.abolished_on and each.abolished_on > TODAY:
            yield "abolition announced"
        if last and last.document.effective_from and last.document.effective_from > TODAY:
            yield "text announced"
        if each.texts and each.texts[0].document.effective_from is None:
            yield "undated"
        if any(text.corrected for text in each.texts):
            yield "corrected on its day"
        if any(entry.minor for entry in each.entries):
            yield "minor"
        if any(entry.adopted_on for entry in each.entries):
            yield "adopted"
        if any(section.levels for text in each.texts for section in text.document.sections):
            yield "levels"


def test_every_kind_of_history_is_there(four_hundred: list[History]) -> None:
    found = Counter(events(four_hundred))

    wanted = [
        *(f"{kind} held" for kind in ("established", "revised", "regraded", "retitled", "recoded", "corrected")),
        *(f"{kind} noted" for kind in ("established", "revised", "regraded", "retitled", "recoded", "abolished")),
        *("reinstated held", "abolished with successor", "former name", "no text", "text lost", "abolition announced"),
        *("text announced", "undated", "corrected on its day", "minor", "adopted", "levels"),
    ]
    assert [kind for kind in wanted if not found[kind]] == []


@pytest.mark.parametrize(("classes", "touched"), [(400, 100), (2000, 500)])
def test_the_largest_notice_touches_five_hundred_classes_or_a_quarter(classes: int, touched: int) -> None:
    cited = Counter(
        (each.job.employer.slug, entry.notice.number)
        for each in histories(Plan(classes, 3, TODAY))
        for entry in each.entries
        if entry.notice
    )

    assert cited.most_common(1)[0][1] == touched
    assert sum(count >= 12 for count in cited.values()) >= 5


def test_a_notice_and_its_entries_name_one_day(four_hundred: list[History]) -> None:
    for entry in (entry for each in four_hundred for entry in each.entries if entry.notice):
        assert entry.notice is not None
        assert entry.notice.posted_on < entry.notice.adopted_on < entry.notice.effective_on == entry.effective_on


def test_announced_texts_lie_ahead_and_were_published_by_today(four_hundred: list[History]) -> None:
    for each in four_hundred:
        for text in each.texts:
            assert text.published_at.date() <= TODAY
            on = text.document.effective_from
            assert on is None or on <= TODAY + timedelta(days=200)


# --- The rows --------------------------------------------------------------------------------------------


@pytest.fixture
def generated(db: None) -> None:
    call_command("generate_catalog", classes=120, seed=5, today=TODAY, stdout=StringIO())


def in_order() -> SpecificationQuerySet:
    return Specification.objects.order_by("job_class__organization__slug", "job_class__slug", "revision")


def test_the_generated_catalog_has_no_fault(generated: None) -> None:
    faults = list(problems(TODAY))

    assert faults == []


def test_rows_say_what_the_plan_says(generated: None) -> None:
    planned = {
        (each.job.employer.slug, each.slug, text.document.revision): text.document
        for each in histories(Plan(120, 5, TODAY))
        for text in each.texts
    }
    held = {
        (text.job_class.organization.slug, text.job_class.slug, text.revision): text
        for text in Specification.objects.for_check()
    }

    assert {key: assemble(text) for key, text in held.items()} == planned
    for key, text in held.items():
        assert text.digest == planned[key].digest
        assert text.section_digests == planned[key].section_digests
        assert text.cell_digests == planned[key].cell_digests
        assert text.title_slug
        assert text.code_slug == text.code.lower()


def test_classes_bear_the_name_of_the_day(generated: None) -> None:
    for text in Specification.objects.in_force(TODAY).select_related("job_class"):
        assert (text.job_class.title, text.job_class.code) == (text.title, text.code)


def test_generating_leaves_a_record_and_ends_its_repair(generated: None) -> None:
    assert list(Repair.objects.values_list("reason", "under_way")) == [
        ("generate_catalog --classes 120 --seed 5", False)
    ]


def test_the_guard_stands_again_afterwards(generated: None) -> None:
    with pytest.raises(Exception, match="never changes"):
        Section.objects.filter(heading="Essential Duties").update(body="")


def test_other_organizations_are_never_touched(db: None) -> None:
    city = make_organization("city")
    text = make_published(job_class=JobClass.objects.create(organization=city, title="Planner", slug="planner"))
    before = list(Specification.objects.values()), list(JobClass.objects.values()), list(Section.objects.values())

    for _ in range(2):
        call_command("generate_catalog", classes=30, seed=5, today=TODAY, replace=True, stdout=StringIO())

    ours = Specification.objects.filter(pk=text.pk)
    classes = JobClass.objects.filter(organization=city)
    sections = Section.objects.filter(specification=text)
    assert (list(ours.values()), list(classes.values()), list(sections.values())) == before
    assert JobClass.objects.exclude(organization=city).count() == 30
    assert set(Organization.objects.exclude(pk=city.pk).values_list("slug", flat=True)) == {
        "demo-county", "demo-state", "demo-township", "demo-borough",
    }  # fmt: skip


def test_generating_twice_is_refused_and_replacing_is_offered(generated: None) -> None:
    before = JobClass.objects.aggregate(Max("pk"), Count("pk"))

    with pytest.raises(CommandError, match=r"exists already\. Give --replace"):
        call_command("generate_catalog", classes=10, seed=1, stdout=StringIO())

    assert JobClass.objects.aggregate(Max("pk"), Count("pk")) == before


def test_replacing_gives_the_same_catalog_as_generating_anew(generated: None) -> None:
    before = list(in_order().values_list("digest", "published_at", "effective_to"))

    call_command("generate_catalog", classes=20, seed=9, today=TODAY, replace=True, stdout=StringIO())
    assert JobClass.objects.count() == 20
    call_command("generate_catalog", classes=120, seed=5, today=TODAY, replace=True, stdout=StringIO())

    assert list(in_order().values_list("digest", "published_at", "effective_to")) == before


def test_an_organization_of_somebody_else_is_never_replaced(db: None) -> None:
    make_organization("demo-county", name="Our own trial")

    with pytest.raises(CommandError, match=r"Our own trial.*not of its making"):
        call_command("generate_catalog", classes=10, seed=1, replace=True, stdout=StringIO())

    assert Organization.objects.get().name == "Our own trial"


def test_a_framework_of_somebody_else_is_never_used(db: None) -> None:
    Framework.objects.create(slug="demo", name="Ours")

    with pytest.raises(CommandError, match="framework “Ours”"):
        call_command("generate_catalog", classes=10, seed=1, stdout=StringIO())


def test_what_fails_on_the_way_leaves_nothing_behind(db: None, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(done: int) -> None:
        raise RuntimeError

    monkeypatch.setattr(writing, "BATCH", 20)
    with pytest.raises(RuntimeError):
        writing.write(Plan(60, 1, TODAY), told=fail)

    assert not JobClass.objects.exists()
    assert not Repair.objects.exists()
    assert not ChangeNotice.objects.exists()


def test_the_size_of_a_batch_does_not_matter(generated: None, monkeypatch: pytest.MonkeyPatch) -> None:
    before = list(in_order().values_list("digest", flat=True)), HistoryEntry.objects.count(), FormerName.objects.count()

    monkeypatch.setattr(writing, "BATCH", 7)
    call_command("generate_catalog", classes=120, seed=5, today=TODAY, replace=True, stdout=StringIO())

    after = list(in_order().values_list("digest", flat=True)), HistoryEntry.objects.count(), FormerName.objects.count()
    assert after == before


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (["--classes", "0", "--seed", "1"], "0 is not from 1 to 200,000"),
        (["--classes", "-3", "--seed", "1"], "-3 is not from 1 to 200,000"),
        (["--classes", "200001", "--seed", "1"], "200,001 is not from 1 to 200,000"),
        (["--classes", "many", "--seed", "1"], "“many” is not a whole number. Give the number of classes."),
        (["--classes", "10", "--seed", "one"], "“one” is not a whole number"),
        (["--classes", "10", "--seed", "-1"], "-1 is not from 0"),
        (["--classes", "10", "--seed", "1", "--organizations", "6"], "6 is not from 1 to 5"),
        (["--classes", "10", "--seed", "1", "--today", "2026-02-30"], "“2026-02-30” is not a day"),
        (["--classes", "10", "--seed", "1", "--today", "0001-01-01"], "“0001-01-01” is not a day"),
        (["--seed", "1"], "required: --classes"),
    ],
)
def test_bad_arguments_are_refused_with_a_sentence(arguments: list[str], sentence: str) -> None:
    with pytest.raises(CommandError) as refusal:
        call_command("generate_catalog", *arguments)

    assert sentence in str(refusal.value)


def test_progress_is_told_unless_quiet(db: None, monkeypatch: pytest.MonkeyPatch) -> None:
    clock = iter(range(0, 10_000, 10))
    monkeypatch.setattr("classes.management.progress.monotonic", lambda: next(clock))
    loud, quiet = StringIO(), StringIO()

    call_command("generate_catalog", classes=10, seed=1, stdout=loud)
    call_command("generate_catalog", classes=10, seed=1, replace=True, quiet=True, stdout=quiet)

    assert "of 10 classes; about" in loud.getvalue()
    assert "Catalog generated: 10 classes in demo-county, demo-state" in loud.getvalue()
    assert "about" not in quiet.getvalue()


def test_the_next_rows_get_keys_of_their_own(generated: None) -> None:
    text = make_draft()

    row = require_competency(text)

    assert RequiredCompetency.objects.filter(pk__gte=row.pk).count() == 1
