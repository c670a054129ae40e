"""The fixtures hold the two real documents word for word. The counts are worked out by reading the sources."""

from __future__ import annotations

import json
import re
from datetime import date
from io import StringIO

import pytest
from django.conf import settings
from django.core.management import call_command

from classes.assembly import assemble
from classes.document import Document, Section
from classes.models import ChangeNotice, ClassSeries, HistoryEntry, JobClass, Requirement, Specification
from classes.transcription import Furniture, faults

pytestmark = pytest.mark.django_db

CITY_HEADINGS = [
    "General Statement of Duties",
    "Distinguishing Characteristics",
    "Essential Duties",
    "Competencies",
    "Knowledge & Skills",
    "Level of Supervision Exercised",
    "Education Requirement",
    "Experience Requirement",
    "Education & Experience Equivalency",
    "Licensure & Certification",
    "Working Environment",
    "Level of Physical Demand",
    "Physical Demands",
    "Background Check Requirement",
    "Assessment Requirement",
    "Probation Period",
    "Class Detail",
]


@pytest.fixture
def city(catalog: None) -> Document:
    return assemble(Specification.objects.get_by_natural_key("city", "ci2787", 1))


@pytest.fixture
def nc(catalog: None) -> Document:
    return assemble(Specification.objects.get_by_natural_key("nc", "it-manager", 1))


def part(document: Document, kind: str) -> Section:
    section = document.section(kind)
    assert section is not None
    return section


@pytest.mark.parametrize(("organization", "slug"), [("city", "ci2787"), ("nc", "it-manager")])
def test_every_word_of_the_source_stands_in_the_document_in_its_order_and_no_other(catalog, organization, slug):
    specification = Specification.objects.get_by_natural_key(organization, slug, 1)
    furniture = [Furniture(**each) for each in specification.source.furniture]
    assert faults(specification.source.text, furniture, assemble(specification)) == []


def test_only_what_repeats_at_a_page_break_is_set_aside_as_furniture(catalog):
    nc = Specification.objects.get_by_natural_key("nc", "it-manager", 1).source
    city = Specification.objects.get_by_natural_key("city", "ci2787", 1).source
    assert city.furniture == []
    assert len(nc.furniture) == 3
    for passage in nc.furniture:
        assert " ".join(nc.text.split()).count(passage["text"]) == 2


def test_sources_are_the_files_beside_the_fixtures(catalog, sources):
    for specification in Specification.objects.published():
        assert specification.source.text == sources[specification.source.name]


def test_city_has_the_headings_of_the_document_in_its_order(city):
    assert [part.name for part in city.parts] == CITY_HEADINGS


def test_city_has_eleven_duties_and_two_closing_paragraphs(city):
    duties, closing = (part for part in city.parts if part.name == "Essential Duties").__next__().sections
    assert len(duties.blocks) == 11
    assert duties.blocks[0].text.startswith("Reviews, develops, or modifies work plans")
    assert duties.blocks[10].text == "Performs other related duties as assigned."
    assert len(closing.blocks) == 2
    assert closing.blocks[1].text.startswith("Any one position may not include all of the duties listed.")


def test_city_has_seven_competencies_with_definitions(city, sources):
    competencies = part(city, "competencies").competencies
    assert [competency.name for competency in competencies] == [
        "Deciding and Initiating Action",
        "Delivering Results",
        "Interpersonal Skills",
        "Influencing",
        "Technical Competence",
        "Coaching",
        "Written Communication",
    ]
    for competency in competencies:
        assert competency.definition in sources["city-it-manager-ci2787.txt"]


def test_city_says_none_where_the_source_says_none(city):
    assert [section.name for section in city.sections if section.says_none] == [
        "Knowledge & Skills",
        "Assessment Requirement",
    ]


def test_city_requirements_are_as_printed_with_by_position_marked(city):
    assert [requirement.text for requirement in part(city, "education").requirements] == [
        "Bachelor's Degree in Computer Science, Mathematics, Business, or a related field."
    ]
    assert len(part(city, "equivalency").requirements) == 2
    checks = part(city, "background_check").requirements
    assert [(check.text, check.by_position) for check in checks] == [
        ("Criminal Check", False),
        ("Education Check", False),
        ("Employment Verification", False),
        ("By position, Motor Vehicle Record", True),
        (
            "By position, must obtain Criminal Justice Information Services (CJIS) clearance "
            "within the probationary period.",
            True,
        ),
    ]
    assert [check.by_position for check in part(city, "licensure").requirements] == [True]
    assert Requirement.objects.filter(by_position=True).count() == 3


def test_city_has_six_lines_of_working_environment_repeats_and_all(city):
    (lines,) = part(city, "working_environment").blocks
    assert len(lines.lines) == 6
    assert sum("multiple calls" in line for line in lines.lines) == 3


def test_city_has_thirty_two_physical_demands(city):
    introduction, demands = part(city, "physical_demands").blocks
    assert introduction.text.startswith("(Physical Demands are a general guide")
    assert len(demands.definitions) == 32
    assert demands.definitions[0].label == "Agility"
    assert demands.definitions[31].label == "Written Comprehension"


def test_city_class_detail_and_facts(city):
    (details,) = part(city, "class_detail").blocks
    assert [definition.label for definition in details.definitions] == [
        "Pay Grade",
        "FLSA Code",
        "Established Date",
        "Established By",
        "Revised Date",
        "Revised By",
        "Class History",
    ]
    assert len(details.definitions[6].texts) == 3
    assert (city.facts.pay_grade, city.facts.flsa_code) == ("EX-17", "Y")
    assert (city.facts.minimum_experience_months, city.facts.probation_months, city.facts.physical_demand) == (36, 6, 1)


def test_city_history_has_four_dated_events_and_one_text(catalog):
    entries = HistoryEntry.objects.filter(job_class__slug="ci2787").order_by("effective_on")
    assert [(entry.effective_on, entry.kind, entry.recorded_by, entry.text_held) for entry in entries] == [
        (date(2018, 9, 21), "established", "LS", False),
        (date(2021, 10, 21), "revised", "", False),
        (date(2022, 11, 27), "regraded", "", False),
        (date(2023, 7, 30), "revised", "AM", True),
    ]
    assert entries[2].notice == ChangeNotice.objects.get(number="CN1746")


def test_city_series_has_five_classes_and_the_text_of_one(catalog):
    series = ClassSeries.objects.get(slug="it-management")
    rungs = JobClass.objects.for_ladder(date(2026, 6, 15)).filter(series=series)
    assert [(rung.title, bool(rung.texts_in_force)) for rung in rungs] == [
        ("IT Manager", True),
        ("IT Manager Senior", False),
        ("IT Director", False),
        ("IT Director Senior", False),
        ("IT Executive", False),
    ]


def test_nc_has_two_paragraphs_of_description_and_two_of_training_and_a_note(nc):
    assert [part.name for part in nc.parts] == [
        "Description of Work",
        "Functional Competencies",
        "MINIMUM TRAINING AND EXPERIENCE",
        "NOTE",
    ]
    assert len(part(nc, "summary").blocks) == 2
    assert len(part(nc, "training_and_experience").requirements) == 2
    assert "in generally required" in part(nc, "training_and_experience").requirements[0].text


def test_nc_has_six_competencies_at_three_levels(nc, sources):
    section = part(nc, "competencies")
    assert [level.name for level in section.levels] == ["Contributing", "Journey", "Advanced"]
    cells = [descriptor.text for competency in section.competencies for descriptor in competency.descriptors]
    assert len(cells) == 18
    development = section.competencies[3].descriptors[2].text
    assert development.endswith("opportunities for employee training and growth.")
    for cell in cells:
        assert cell in sources["nc-it-manager.txt"] or cell == development


def test_nc_bears_no_date(catalog):
    assert Specification.objects.get_by_natural_key("nc", "it-manager", 1).effective_from is None


def test_loading_twice_changes_nothing(catalog):
    before = list(Specification.objects.values_list("pk", "digest", "published_at"))
    out = StringIO()
    call_command("load_catalog", stdout=out)
    assert "0 records added, 102 held already" in out.getvalue()
    assert list(Specification.objects.values_list("pk", "digest", "published_at")) == before


def test_loading_keeps_what_an_admin_has_changed_and_says_so(catalog):
    JobClass.objects.filter(slug="it-director").update(title="Director of IT")
    out = StringIO()
    call_command("load_catalog", stdout=out)
    assert "Kept as it is here, though the fixture differs: class “Director of IT”: title" in out.getvalue()
    assert JobClass.objects.get(slug="it-director").title == "Director of IT"


@pytest.mark.parametrize("name", ["nc", "city"])
def test_no_fixture_holds_html_or_what_only_publishing_sets(name):
    text = (settings.BASE_DIR / "fixtures" / f"{name}.json").read_text(encoding="utf-8")
    assert not re.search(r"<[a-z/]", text)
    for record in json.loads(text):
        assert not {"digest", "published_at", "effective_to"} & record["fields"].keys()
