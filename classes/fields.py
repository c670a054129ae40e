"""Model fields of the catalog."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.db import models
from django.utils.text import slugify


def plain(text: str) -> str:
    """Return `text` with Unix line ends and no space at line ends: what a form's text area alters."""
    lines = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    return "\n".join(line.rstrip(" \t") for line in lines).strip("\n")


class PlainTextField(models.TextField):
    """Text without markup: paragraphs parted by a blank line, `Label: text` lines in a run of lines.

    Browsers send CRLF line ends; validation makes them LF, so that saving a form that nobody changed leaves
    every byte as it was.
    """

    def to_python(self, value: Any) -> str:
        return plain(super().to_python(value) or "")


class AddressField(models.SlugField):
    """What another field of the row reads like in an address: "CI 2787" is "ci-2787". Made whenever the row is saved.

    `made_from` names the other field. Nobody writes it, so it is in no form and no fixture.
    """

    def __init__(self, *args: Any, made_from: str, **kwargs: Any) -> None:
        self.made_from = made_from
        kwargs["editable"] = False
        kwargs["blank"] = True
        super().__init__(*args, **kwargs)

    def deconstruct(self) -> tuple[str, str, Sequence[Any], dict[str, Any]]:
        name, path, args, kwargs = super().deconstruct()
        del kwargs["editable"], kwargs["blank"]
        return name, path, args, {**kwargs, "made_from": self.made_from}

    def pre_save(self, model_instance: models.Model, add: bool) -> str:
        address = slugify(getattr(model_instance, self.made_from))[: self.max_length]
        setattr(model_instance, self.attname, address)
        return address
