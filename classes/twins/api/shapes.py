"""Small words for JSON Schema, so that a shape reads like what it describes."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

Shape = dict[str, Any]

TEXT: Shape = {"type": "string"}
YES_OR_NO: Shape = {"type": "boolean"}
WHOLE: Shape = {"type": "integer"}
DAY: Shape = {"type": "string", "format": "date"}
MOMENT: Shape = {"type": "string", "format": "date-time"}
UUID: Shape = {"type": "string", "format": "uuid"}
ADDRESS: Shape = {"type": "string", "format": "uri-reference", "description": "An address on this host."}
WEB_ADDRESS: Shape = {"type": "string", "format": "uri"}


def thing(description: str = "", /, *, optional: dict[str, Shape] | None = None, **properties: Shape) -> Shape:
    """An object that has every one of `properties`, and may have those of `optional`.

    It may bear more: new properties can come with any release, see the page about versions.
    """
    shape: Shape = {
        "type": "object",
        "required": list(properties),
        "properties": {**properties, **(optional or {})},
    }
    return {"description": description, **shape} if description else shape


def listing(of: Shape, description: str = "") -> Shape:
    shape = {"type": "array", "items": of}
    return {**shape, "description": description} if description else shape


def mapping(to: Shape, description: str) -> Shape:
    """An object whose names are data."""
    return {"type": "object", "additionalProperties": to, "description": description}


def one_of(values: Iterable[str], description: str = "") -> Shape:
    shape = {"type": "string", "enum": list(values)}
    return {**shape, "description": description} if description else shape


def always(value: object) -> Shape:
    return {"const": value}


def maybe(shape: Shape, description: str = "") -> Shape:
    """The shape, or null."""
    found: Shape = {"anyOf": [shape, {"type": "null"}]}
    return {**found, "description": description} if description else found


def ref(name: str) -> Shape:
    return {"$ref": f"#/components/schemas/{name}"}


def told(shape: Shape, description: str) -> Shape:
    return {**shape, "description": description}


def both(*shapes: Shape) -> Shape:
    """A thing with the properties of all."""
    return {
        "type": "object",
        "required": list(dict.fromkeys(name for shape in shapes for name in shape["required"])),
        "properties": {name: each for shape in shapes for name, each in shape["properties"].items()},
    }
