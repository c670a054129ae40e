"""The shapes of the twins, as JSON Schema. Each name is a component of the OpenAPI document."""

from __future__ import annotations

from classes.twins.api.schemas.comparisons import COMPARISONS
from classes.twins.api.schemas.exchange import EXCHANGE
from classes.twins.api.schemas.lists import LISTS
from classes.twins.api.schemas.texts import TEXTS
from classes.twins.api.shapes import Shape

SCHEMAS: dict[str, Shape] = {**TEXTS, **COMPARISONS, **LISTS, **EXCHANGE}
