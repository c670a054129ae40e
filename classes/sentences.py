"""Split the text of a class specification into sentences, losing nothing.

A sentence ends at a line break, or at a full stop, question mark, exclamation mark or ellipsis (with closing
quotes and brackets) that is followed by white space and by something a sentence can begin with: a capital,
a digit, a bullet, an amount, a letter of a script without capitals; quotes and brackets may stand before it.
A full stop ends none after an abbreviation, an initial or the number of a list item ("1. Plans ...").
In doubt two sentences stay together: a reader minds that less than half a sentence.
"""

import re

_BREAKS = r"\n\r\v\f\x85\u2028\u2029"
LINE_BREAK = re.compile(f"[{_BREAKS}]")

# White space after which a sentence may begin. The look-behind lets a run of white space be tried only once
# and the possessive quantifiers never give back what they took: time grows with the text, whatever it holds.
_GAP = re.compile(rf"""(?<!\s)(?:(?<=[.?!…"'”’»)\]}}*])\s++|[^\S{_BREAKS}]*+[{_BREAKS}]\s*+)""")

_OPENING = "\"'“‘«([{*¿¡"
_CLOSING = "\"'”’»)]}*"
_BULLETS = "•▪◦●■○‣·"

# What stands before a list item: "1.", "a.", "(3).", "IV.", "2.1.", perhaps behind a bullet, perhaps nested.
_NUMBER = r"\(?(?:\d{1,3}(?:\.\d{1,3})*|[A-Za-z]|[ivx]{1,5}|[IVX]{1,5})[.)]{1,2}"
_LIST_NUMBER = re.compile(_NUMBER)
_ONLY_LIST_NUMBERS = re.compile(rf"\s*(?:[-–*{_BULLETS}]\s*)?(?:{_NUMBER}\s*)+")

_INITIAL = re.compile(r"[^\W\d_]\.")
_DOTTED = re.compile(r"(?:[^\W\d_]{1,2}\.)+[^\W\d_]{1,2}\.")  # U.S., Ph.D., G.E.D., a.m.


def _words(*lines: str) -> frozenset[str]:
    return frozenset(word for line in lines for word in line.split())


# A letter after one of these is a name ("Class B. Applicants must"), not somebody's initial.
_LETTERED = _words(
    "appendix category class exhibit grade group hepatitis level option part phase plan range schedule",
    "section step table tier type",
)
# Never the last word of a sentence.
_LEADING = _words("e.g. i.e. eg. ie. cf. viz. vs. dr. mr. mrs. ms. prof. hon. sgt. lt. capt. st. mt.")
# Part of the number behind them; before anything else they end a sentence as any word does.
_BEFORE_A_NUMBER = _words(
    "no. nos. sec. secs. art. arts. ch. fig. figs. vol. p. pp. par. para. ext. rev. eff. approx. min. max.",
    "lb. lbs. oz. ft. hr. hrs. yr. yrs. mo. mos. wk. wks.",
    "jan. feb. mar. apr. jun. jul. aug. sep. sept. oct. nov. dec.",
)
# Often part of the name behind them ("U.S. Army", "Sr. Accountant"): they end a sentence only before a word
# that hardly ever continues a name.
_BEFORE_A_NAME = _words(
    "inc. co. corp. ltd. llc. bros. assn. dept. div. gov. govt. univ. calif. cal. jr. sr. asst. assoc. conf.",
    "mgr. supt. supv. engr. bldg. ave. blvd. al.",
)
_FIRST_WORDS = _words(
    "a additional all an and any applicants as at both but by candidates each employees examples experience",
    "for he if in incumbents is it may must no not on one or other performs position positions preference",
    "s/he she some such that the their there these they this those to under when where which while who with",
    "work you",
)

_REACH = 32  # No abbreviation, list number or first word is longer than this, so no more is looked at.


def split(text: str) -> list[str]:
    """Cut text into sentences that each keep the white space after them; joined, they are the text again.

    White space before the first sentence stays with it; a text of white space alone is one piece.
    Every line break ends a sentence, so none reaches across two paragraphs or two lines of a list.
    Takes time in proportion to the length of the text.
    """
    pieces: list[str] = []
    start = 0
    for gap in _GAP.finditer(text):
        if gap.start() and (LINE_BREAK.search(gap[0]) or _ends(text, start, gap.start(), gap.end())):
            pieces.append(text[start : gap.end()])
            start = gap.end()
    if start < len(text):
        pieces.append(text[start:])
    return pieces


def sentences(text: str) -> tuple[str, ...]:
    """The sentences of a text without the white space around them."""
    return tuple(sentence for piece in split(text) if (sentence := piece.strip()))


def _ends(text: str, start: int, end: int, next_start: int) -> bool:
    """Whether the sentence that begins at start ends at end; the next would begin at next_start."""
    words = text[max(start, end - _REACH) : end].split()
    last = words[-1].rstrip(_CLOSING).lstrip(_OPENING)
    if last[-1:] not in (".", "?", "!", "…") or last == ".":  # A lone full stop is one of many leader dots.
        return False
    following = text[next_start : next_start + _REACH].split()
    if not following or not _begins(following[0]):
        return False
    if last[-1] != ".":
        return True
    if end - start < _REACH and _ONLY_LIST_NUMBERS.fullmatch(text, start, end):
        return False
    before = words[-2] if len(words) > 1 else ""
    if before.endswith((":", ";")) and _LIST_NUMBER.fullmatch(last):
        return False
    return not _is_abbreviation(last, before, following[0])


def _begins(word: str) -> bool:
    """Whether a sentence can begin with this word."""
    if _LIST_NUMBER.fullmatch(word):
        return True
    first = word.lstrip(_OPENING)[:1]
    return (first.isalnum() and not first.islower()) or first in tuple(f"{_BULLETS}$€£#§")


def _is_abbreviation(word: str, before: str, after: str) -> bool:
    """Whether the full stop of a word belongs to the word alone, given the words before and after it."""
    lower = word.lower()
    if lower in _LEADING:
        return True
    if lower in _BEFORE_A_NUMBER:
        return after.lstrip(_OPENING + "#")[:1].isdigit()
    if _INITIAL.fullmatch(word):
        # "Analyst I." and "Analyst V." are grades.
        return word not in ("I.", "V.", "X.") and word.isupper() and before.lower() not in _LETTERED
    if lower in _BEFORE_A_NAME or _DOTTED.fullmatch(word):
        return after.strip(_OPENING + _CLOSING + ",;:").lower() not in _FIRST_WORDS
    return False
