"""Whole answers as examples: what these addresses hold in a catalog with the two real specifications.

A test asks for each of them, so they stay true.
"""

from __future__ import annotations

from typing import Any

CITY = {"slug": "city", "name": "City", "office": "Office of Human Resources"}
NC = {"slug": "nc", "name": "NC Department of Crime Control & Public Safety", "office": ""}
FAMILY = {
    "slug": "information-technology",
    "name": "Information Technology",
    "page": "/families/nc/information-technology/",
    "organization": NC,
    "description": "",
}
DATED = {"schema_version": 1, "as_of": "2026-06-15"}

EXAMPLES: dict[str, Any] = {
    "/families.json": {**DATED, "families": [{**FAMILY, "classes": 1}], "series": "/series.json", "next": None},
    "/families/{organization}/{family}.json": {
        **DATED,
        "family": FAMILY,
        "classes": [
            {
                "slug": "it-manager",
                "code": "",
                "title": "IT Manager",
                "page": "/classes/nc/it-manager/",
                "text_held": True,
            }
        ],
        "next": None,
    },
    "/series.json": {
        **DATED,
        "series": [
            {
                "slug": "it-management",
                "name": "IT Management",
                "page": "/series/city/it-management/",
                "organization": CITY,
                "classes": 5,
            }
        ],
        "next": None,
    },
    "/notices/{organization}.json": {
        **DATED,
        "notices": [
            {
                "organization": CITY,
                "number": "CN1746",
                "title": "",
                "posted_on": None,
                "adopted_on": None,
                "effective_on": None,
                "page": "/notices/city/cn1746/",
            }
        ],
        "next": None,
    },
    "/competencies/{framework}/{competency}.jsonld": {
        "@context": "https://schema.org",
        "@type": "DefinedTerm",
        "@id": "/competencies/nc/planning-and-organizing/",
        "url": "/competencies/nc/planning-and-organizing/",
        "name": "Planning and Organizing",
        "inDefinedTermSet": {
            "@type": "DefinedTermSet",
            "@id": "/competencies/#framework-nc",
            "url": "/competencies/#framework-nc",
            "name": "NC Functional Competencies",
        },
    },
}
