"""The OpenAPI 3.1 document, made of ADDRESSES and SCHEMAS."""

from __future__ import annotations

from functools import cache
from typing import Any

from classes.document import SCHEMA_VERSION
from classes.twins.api.addresses import ADDRESSES, Address, Parameter
from classes.twins.api.examples import EXAMPLES
from classes.twins.api.schemas import SCHEMAS
from classes.twins.api.shapes import Shape, ref

ABOUT = """Class Catalog holds job classifications of public employers, word for word, with their history.

Every list and every record has its data at the address of its page, without the last slash and with an ending.
Reading needs no key, from any origin. `as_of` shows any day. Lists go on at `next`. An error is a sentence:
`{"error": "…", "status": 400}`.

`schema_version` goes up when something that was there before is taken away or means another thing. New properties can
come at any time: pass over those that you do not know."""

ORIGIN = {
    "Access-Control-Allow-Origin": {
        "description": "Pages of any origin may read this.",
        "required": True,
        "schema": {"const": "*"},
    }
}
KEPT = {
    "ETag": {
        "description": "Send it back as If-None-Match: a 304 says that yours still holds.",
        "schema": {"type": "string"},
    },
    "Last-Modified": {"schema": {"type": "string"}},
}
LOCATION = {"Location": {"required": True, "schema": {"type": "string", "format": "uri-reference"}}}

WRONG = {
    "400": "What was asked makes no sense; the sentence says what and why.",
    "404": "Nothing is held at this address.",
    "405": "This is for reading only.",
}


@cache
def openapi() -> dict[str, Any]:
    """Return the whole document. It says nothing of this host or day, so it is made once."""
    return {
        "openapi": "3.1.0",
        "info": {
            "title": "Class Catalog",
            "version": str(SCHEMA_VERSION),
            "description": ABOUT,
        },
        "servers": [{"url": "/"}],
        "tags": [{"name": group} for group in dict.fromkeys(each.group for each in ADDRESSES)],
        "paths": {each.path: {"get": operation(each)} for each in ADDRESSES},
        "components": {"schemas": SCHEMAS, "responses": responses()},
    }


WRONG_AS = {"json": "Wrong", "jsonld": "Wrong", "csv": "WrongText", "xlsx": "WrongText", "txt": "WrongText"}


def operation(address: Address) -> dict[str, Any]:
    answers: dict[str, Any] = {"200": answer(address), "304": {"$ref": "#/components/responses/NotModified"}}
    if address.can_have_moved:
        answers |= {code: {"$ref": "#/components/responses/Moved"} for code in ("301", "302")}
    for code in WRONG:
        if code != "404" or address.can_be_missing:
            answers[code] = {"$ref": f"#/components/responses/{WRONG_AS.get(address.kind, 'WrongPage')}{code}"}
    return {
        "operationId": address.identity,
        "tags": [address.group],
        "summary": address.words,
        **({"description": address.notes} if address.notes else {}),
        "parameters": [parameter(each) for each in address.parameters],
        "responses": answers,
    }


def parameter(asked: Parameter) -> dict[str, Any]:
    return {
        "name": asked.name,
        "in": asked.inside,
        "required": asked.required,
        "description": asked.words,
        "schema": asked.shape,
        **({} if asked.example is None else {"example": asked.example}),
    }


def answer(address: Address) -> dict[str, Any]:
    content: dict[str, Any] = {"schema": shape(address)}
    if example := EXAMPLES.get(address.path):
        content["example"] = example
    return {"description": f"{address.words}.", "headers": ORIGIN | KEPT, "content": {address.media_type: content}}


def shape(address: Address) -> Shape:
    if address.kind == "xlsx":
        return {"type": "string", "contentMediaType": address.media_type}
    if not address.shapes:
        return {"type": "object"} if address.kind == "json" else {"type": "string"}
    first, *rest = map(ref, address.shapes)
    return {"anyOf": [first, *rest]} if rest else first


def responses() -> dict[str, Any]:
    """Answers that are the same everywhere: errors as JSON where data was asked for, as text for a table, else as a
    page."""
    found: dict[str, Any] = {
        "NotModified": {"description": "What you have still holds."},
        "Moved": {"description": "The class is at another address now, by its new name.", "headers": LOCATION},
    }
    for code, words in WRONG.items():
        example = {"error": words, "status": int(code)}
        data = {"application/json": {"schema": ref("Error"), "example": example}}
        found[f"Wrong{code}"] = {"description": words, "headers": ORIGIN, "content": data}
        for name, media_type in (("WrongText", "text/plain"), ("WrongPage", "text/html")):
            content = {media_type: {"schema": {"type": "string"}}}
            found[f"{name}{code}"] = {"description": words, "headers": ORIGIN, "content": content}
    return found
