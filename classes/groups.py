"""Who may keep the record: editors draft and send to review, publishers make law of it. Accounts are a superuser's."""

from __future__ import annotations

EDITORS = "Catalog editors"
PUBLISHERS = "Catalog publishers"

Rights = dict[str, dict[str, tuple[str, ...]]]

# Models by app, and what an editor may do with each; everyone in either group may look at all of them.
WRITTEN_BY_EDITORS: Rights = {
    "classes": {
        "specification": ("add", "change", "delete"),
        "section": ("add", "change", "delete"),
        "requirement": ("add", "change", "delete"),
        "requiredcompetency": ("add", "change", "delete"),
        "leveldescriptor": ("add", "change", "delete"),
        "jobclass": ("add", "change"),
        "sourcedocument": ("add",),
    },
    "competencies": {"competency": ("add", "change")},
}
WRITTEN_BY_PUBLISHERS: Rights = {
    "classes": {
        "specification": ("publish",),
        "jobclass": ("delete",),
        "formername": ("add", "change", "delete"),
        "changenotice": ("add", "change", "delete"),
        "historyentry": ("add",),
        "organization": ("add", "change"),
        "jobfamily": ("add", "change", "delete"),
        "classseries": ("add", "change", "delete"),
    },
    "competencies": {
        "framework": ("add", "change"),
        "level": ("add", "change", "delete"),
        "competency": ("delete",),
    },
}


def codenames(group: str) -> dict[str, set[str]]:
    """Return the permissions of a group by app: "view_section", "publish_specification"."""
    written = [WRITTEN_BY_EDITORS, WRITTEN_BY_PUBLISHERS] if group == PUBLISHERS else [WRITTEN_BY_EDITORS]
    found: dict[str, set[str]] = {}
    for app in ("classes", "competencies"):
        models = {model for part in (WRITTEN_BY_EDITORS, WRITTEN_BY_PUBLISHERS) for model in part.get(app, {})}
        found[app] = {f"view_{model}" for model in models}
        for part in written:
            found[app] |= {f"{verb}_{model}" for model, verbs in part.get(app, {}).items() for verb in verbs}
    return found
