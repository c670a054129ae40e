"""Fields that are written without a template say what Django's own templates say."""

from __future__ import annotations

from html.parser import HTMLParser
from typing import Any

import pytest
from django import forms
from django.forms.renderers import DjangoTemplates
from django.utils.safestring import mark_safe

from competencies.rendering import QUICK, WRITERS, QuickRenderer

DJANGO = DjangoTemplates()
ODD = "a \"quoted\" 'word' <b> & more"


class Parts(HTMLParser):
    """What a browser reads: tags with their attributes, and the text between them."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.parts: list[Any] = []
        self.feed(html)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.parts.append((tag, attrs))

    def handle_endtag(self, tag: str) -> None:
        self.parts.append(f"/{tag}")

    def handle_data(self, data: str) -> None:
        if data.strip() or (self.parts and self.parts[-1][0] == "textarea"):
            self.parts.append(data)


def alike(quick: str, django: str) -> None:
    assert Parts(quick).parts == Parts(django).parts


CHOICES = [("", "---"), (1, ODD), ("Group <1>", [(2, "Two"), (3, mark_safe("<i>Safe</i>"))])]


@pytest.mark.parametrize(
    ("widget", "value"),
    [
        (forms.TextInput({"class": ODD, "required": True, "disabled": False}), ODD),
        (forms.TextInput(), None),
        (forms.TextInput({"maxlength": 1200}), mark_safe("&amp; safe")),
        (forms.NumberInput(), 12000),
        (forms.HiddenInput(), 0),
        (forms.CheckboxInput(), True),
        (forms.CheckboxInput(), False),
        (forms.DateInput({"type": "date"}), "2026-06-15"),
        (forms.Textarea({"rows": 8}), f"\nFirst line\n\n{ODD}\n"),
        (forms.Textarea(), ""),
        (forms.Select({"id": "x"}, CHOICES), "1"),
        (forms.Select({}, CHOICES), 3),
        (forms.Select({}, CHOICES), None),
    ],
)
def test_a_widget_is_written_as_django_writes_it(widget: forms.Widget, value: Any) -> None:
    alike(widget.render(ODD, value, renderer=QUICK), widget.render(ODD, value, renderer=DJANGO))


@pytest.mark.parametrize("data", [None, {"name": ""}, {"name": ODD}])
def test_a_form_is_written_as_django_writes_it(data: dict[str, str] | None) -> None:
    class Named(forms.Form):
        name = forms.CharField(label=ODD, help_text="Help.", min_length=99)

    quick, django = Named(data, renderer=QUICK), Named(data, renderer=DJANGO)
    for part in (lambda form: form["name"], lambda form: form["name"].errors, lambda form: form["name"].label_tag()):
        alike(str(part(quick)), str(part(django)))


def test_what_it_does_not_know_is_left_to_django() -> None:
    class Whole(forms.Form):
        on = forms.SplitDateTimeField()

    alike(Whole(renderer=QUICK).as_p(), Whole(renderer=DJANGO).as_p())
    assert isinstance(QUICK, QuickRenderer)


def test_every_template_that_is_passed_over_is_one_of_djangos() -> None:
    for name in WRITERS:
        assert DJANGO.get_template(name)
