"""Data blocks of pages, for machines that read pages. Nothing here starts a query."""

from __future__ import annotations

from django import template

from classes.pages import ClassText
from classes.twins.linked import data_block, defined_term, occupation
from competencies.models import Competency

register = template.Library()


@register.simple_tag
def occupation_data(page: ClassText) -> str:
    return data_block(occupation(page))


@register.simple_tag
def term_data(competency: Competency) -> str:
    return data_block(defined_term(competency))
