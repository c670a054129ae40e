"""What may stand in a field of one line that is printed: nothing that cannot be seen, and no sign of markup."""

from __future__ import annotations

import unicodedata

from django.core.exceptions import ValidationError

UNSEEN = {"Cc", "Cf", "Zl", "Zp"}  # controls, marks without width, and breaks of lines


def readable(text: str) -> None:
    """Refuse what nobody meant to type: it came with a copied text, or from a page's source."""
    for place, sign in enumerate(text):
        if sign in "<>":
            raise ValidationError(f"“{sign}” is not printed in a specification. Write the words without it.")
        if unicodedata.category(sign) in UNSEEN:
            before = text[:place].strip()
            where = f"after “{before[-20:]}”" if before else "at the beginning"
            raise ValidationError(f"A sign that cannot be seen stands {where}. Delete this line and type it anew.")
