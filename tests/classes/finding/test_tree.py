"""The classes found as a tree: organization, family, series, class."""

from __future__ import annotations

import pytest
from django.http import QueryDict

from classes.filters import ClassFilter
from classes.finding import index
from classes.finding import tree as trees
from classes.finding.days import catalog_day
from classes.finding.search import answer
from classes.finding.tree import Branch
from tests.conftest import TODAY
from tests.factories import make_class, make_family, make_organization, make_series

pytestmark = pytest.mark.django_db


def tree(query: str) -> list[Branch]:
    for _ in index.fill():
        pass
    day, asked = catalog_day(TODAY.date()), QueryDict(query)
    filters = ClassFilter(asked, day.facets)
    assert filters.is_valid()
    return trees.tree(answer(filters.question, day), asked)


def drawn(branches: list[Branch]) -> list[object]:
    return [(each.name, each.count, drawn(each.branches), [line.title for line in each.lines]) for each in branches]


def test_the_tree_goes_from_family_to_series_to_class_with_what_has_none_last():
    county = make_organization(name="County")
    crafts, plans = make_family(county, name="Crafts"), make_family(county, name="Plans")
    weavers = make_series(county, name="Weavers")
    make_class(county, title="Weaver II", family=crafts, series=weavers, series_rank=2)
    make_class(county, title="Weaver I", family=crafts, series=weavers, series_rank=1)
    make_class(county, title="Potter", family=crafts)
    make_class(county, title="Planner", family=plans)
    make_class(county, title="Clerk")
    make_class(county, title="Aide", series=weavers, series_rank=3)
    assert drawn(tree("")) == [
        ("Crafts", 3, [("Weavers", 2, [], ["Weaver I", "Weaver II"])], ["Potter"]),
        ("Plans", 1, [], ["Planner"]),
        ("No job family", 2, [("Weavers", 1, [], ["Aide"])], ["Clerk"]),
    ]
    assert drawn(tree("q=planner")) == [("Plans", 1, [], ["Planner"])]
    assert tree("q=nobody") == []


def test_of_too_many_classes_the_tree_shows_branches_that_lead_on(monkeypatch):
    county = make_organization("county")
    crafts = make_family(county, slug="crafts", name="Crafts")
    weavers = make_series(county, slug="weavers", name="Weavers")
    for rank in (1, 2, 3):
        make_class(county, title=f"Weaver {rank}", family=crafts, series=weavers, series_rank=rank)
    make_class(county, title="Planner", family=make_family(county, slug="plans", name="Plans"))
    monkeypatch.setattr(trees, "TREE_WHOLE", 2)
    branches = [(each.name, each.count, each.address, each.lines) for each in tree("view=tree")]
    assert branches == [
        ("Crafts", 3, "?view=tree&family=county/crafts", []),
        ("Plans", 1, "?view=tree&family=county/plans", []),
    ]
    (branch,) = tree("view=tree&family=county/crafts")
    assert (branch.name, branch.address) == ("Weavers", "?view=tree&family=county/crafts&series=county/weavers")
    assert drawn(tree("family=county/plans")) == [("Plans", 1, [], ["Planner"])]


def test_classes_of_no_branch_are_reached_from_a_tree_of_too_many(monkeypatch):
    county = make_organization("county")
    crafts = make_family(county, slug="crafts", name="Crafts")
    weavers = make_series(county, slug="weavers", name="Weavers")
    for rank in (1, 2, 3):
        make_class(county, title=f"Weaver {rank}", family=crafts, series=weavers, series_rank=rank)
        make_class(county, title=f"Potter {rank}", family=crafts)
        make_class(county, title=f"Clerk {rank}")
    monkeypatch.setattr(trees, "TREE_WHOLE", 2)
    assert sum(branch.count for branch in tree("")) == 9
    assert sum(branch.count for branch in tree("family=county/crafts")) == 6


def test_where_there_are_several_organizations_each_has_a_tree_of_its_own():
    for name in ("County", "Town"):
        employer = make_organization(name=name)
        make_class(employer, title=f"Weaver of the {name}", family=make_family(employer, name="Crafts"))
    assert drawn(tree("")) == [
        (name, 1, [("Crafts", 1, [], [f"Weaver of the {name}"])], []) for name in ("County", "Town")
    ]
