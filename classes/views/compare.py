from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace

from django.core.exceptions import BadRequest
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render

from classes.assembly import assemble
from classes.comparison import Column, Comparison, compare_documents
from classes.days import Day
from classes.finding.search import best
from classes.finding.words import MOST_WORDS, parse
from classes.models import JobClass
from classes.pages import ClassText
from classes.spreadsheets import csv_response
from classes.twins import compare_rows, compare_twin, redline_rows
from classes.views.days import asked_day
from classes.views.reading import host, read_only

MOST = 4
MOST_LOOKED_UP = 50  # As many as one page of the browse list has tick boxes.
RESULTS = 20
LONGEST_SEARCH = 200
ADDRESS = re.compile(r"[a-z0-9_-]+/[a-z0-9_-]+")


@dataclass(frozen=True, slots=True)
class Choice:
    """The classes that a query string names and the catalog has, in its order; `sentence` says what is wrong with it.

    `typed` is the first thing in it that is no address: perhaps a title, so it is put into the search field.
    """

    texts: tuple[ClassText, ...]
    sentence: str = ""
    status: int = 200
    typed: str = ""

    @property
    def classes(self) -> str:
        return addresses(self.texts)

    @property
    def has_room(self) -> bool:
        return len(self.texts) < MOST

    @property
    def others(self) -> list[tuple[ClassText, str]]:
        """Each class with the addresses of the others: what remains when it is taken away."""
        return [(text, addresses(each for each in self.texts if each is not text)) for text in self.texts]


@dataclass(frozen=True, slots=True)
class Offer:
    """A class to compare with; `classes` are the addresses of the comparison that it would make."""

    job_class: JobClass
    classes: str


@dataclass(frozen=True, slots=True)
class Search:
    """What was looked for on the page, and the classes found; None where nothing was asked."""

    words: str
    offers: list[Offer] | None = None
    sentence: str = ""

    @property
    def has_more(self) -> bool:
        return len(self.offers or ()) == RESULTS


@read_only("classes", "show", "q")
def compare(request: HttpRequest) -> HttpResponse:
    """Two to four classes side by side: six queries, see `for_compare`, and four more for a search.

    One class is the page "Compare with…"; so is a choice that cannot be compared, with a sentence and a 400 or 404.
    """
    day = asked_day(request)
    choice = asked_choice(request, day)
    search = asked_search(request, choice, day)
    if choice.sentence or len(choice.texts) == 1:
        return choose(request, day, choice, search)
    refused = redline_refusal(choice, request.GET.get("show", ""))
    context = {
        "day": day,
        "choice": choice,
        "search": search,
        "comparison": comparison(choice),
        "show": "redline" if request.GET.get("show") and not refused else "",
        "has_redline": not redline_refusal(choice, "redline"),
        "swapped": addresses(reversed(choice.texts)),
        "refused": refused or search.sentence,
        "links": {},  # the class page links titles in running text; here two columns may bear one title
    }
    return render(request, "classes/compare.html", context, status=400 if context["refused"] else 200)


@read_only("classes", "show")
def compare_json(request: HttpRequest) -> HttpResponse:
    """The data twin of a comparison, from the same rows: six queries. What cannot be compared is an error."""
    day, show = asked_day(request), request.GET.get("show", "")
    choice = comparable(request, day, show)
    return JsonResponse(compare_twin(choice.texts, comparison(choice), day.on, redline=bool(show)))


@read_only("classes", "show")
def compare_csv(request: HttpRequest) -> HttpResponse:
    """The classes side by side as a table, a column each, or the sentences of a redline, from the same rows."""
    day, show = asked_day(request), request.GET.get("show", "")
    choice = comparable(request, day, show)
    if show:
        return csv_response("redline.csv", redline_rows(comparison(choice)))
    return csv_response("comparison.csv", compare_rows(choice.texts, comparison(choice), day, host(request)))


def comparable(request: HttpRequest, day: Day, show: str) -> Choice:
    """Return the two to four classes that are asked for. Raises Http404 and BadRequest with a sentence."""
    choice = asked_choice(request, day)
    refused = choice.sentence or redline_refusal(choice, show)
    if choice.status == 404:
        raise Http404(refused)
    if refused or len(choice.texts) == 1:
        raise BadRequest(refused or "To compare takes two to four classes.")
    return choice


def choose(request: HttpRequest, day: Day, choice: Choice, search: Search) -> HttpResponse:
    """Offer what one class can be compared with, or mend a faulty choice.

    Two queries beyond those for the choice and the search where there is one class: what stands beside it.
    """
    page = choice.texts[0] if len(choice.texts) == 1 else None
    found = {offer.job_class.pk for offer in search.offers or ()}
    beside = JobClass.objects.beside(page.job_class, day.on).exclude(pk__in=found) if page else ()
    in_series = [each for each in beside if page and page.job_class.series_id and is_sibling(each, page.job_class)]
    context = {
        "day": day,
        "page": page,
        "choice": choice,
        "search": search,
        "series": offers(choice, in_series),
        "namesakes": offers(choice, [each for each in beside if each not in in_series]),
        "sentence": choice.sentence or search.sentence,
        "most": MOST,
    }
    status = choice.status if choice.sentence else 400 if search.sentence else 200
    return render(request, "classes/compare_with.html", context, status=status)


def asked_choice(request: HttpRequest, day: Day) -> Choice:
    """Read `?classes=city/ci2787,nc/it-manager`; the parameter may stand more than once. Six queries."""
    values = [value.strip() for part in request.GET.getlist("classes") for value in part.split(",")]
    asked = [value.lower() for value in values if value]
    known = [value for value in dict.fromkeys(asked) if ADDRESS.fullmatch(value)]
    held = held_texts(known[:MOST_LOOKED_UP], day)
    choice = Choice(tuple(held[value] for value in known if value in held))
    for value in values:
        if value and not ADDRESS.fullmatch(value.lower()):
            sentence = f"“{value[:80]}” is not the address of a class. Write organization and class: city/ci2787."
            return replace(choice, sentence=sentence, status=400, typed=value)
    for value in known[:MOST_LOOKED_UP]:
        if value not in held:
            organization, _, slug = value.partition("/")
            sentence = f"The catalog has no class “{slug[:80]}” of an organization “{organization[:80]}”."
            return replace(choice, sentence=sentence, status=404)
    if not asked:
        return replace(choice, sentence="To compare takes two to four classes. Look for the first.", status=400)
    if len(known) > MOST:
        sentence = f"You chose {len(known)} classes. At most {MOST} can stand side by side: choose which."
        return replace(choice, sentence=sentence, status=400)
    if len(known) < len(asked):
        twice = next(value for value in known if asked.count(value) > 1)
        sentence = f"“{twice}” is named more than once. A class can stand beside others, not beside itself."
        return replace(choice, sentence=sentence, status=400)
    return choice


def held_texts(known: list[str], day: Day) -> dict[str, ClassText]:
    """Return the classes of these addresses that the catalog has, by address."""
    held = {}
    for job_class in JobClass.objects.for_compare([tuple(each.split("/")) for each in known], day.on):  # type: ignore[misc]
        specification = next(iter(job_class.texts_in_force), None)  # type: ignore[attr-defined]
        text = ClassText(job_class, specification, assemble(specification) if specification else None)
        held[addresses([text])] = text
    return held


def asked_search(request: HttpRequest, choice: Choice, day: Day) -> Search:
    """Look for `?q=` as the list does, among the classes that are not chosen yet.

    Four queries (is anything new? who has the words? the classes and their texts), none without `q`.
    """
    words = request.GET.get("q", "").strip() or choice.typed
    if "\x00" in words or len(words) > LONGEST_SEARCH:
        return Search(words, sentence=f"Search for up to {LONGEST_SEARCH} letters and digits.")
    if not words or not choice.has_room:
        return Search(words)
    if sum(len(term.words) for term in parse(words).terms) > MOST_WORDS:
        return Search(words, sentence=f"Search for {MOST_WORDS} words at most.")
    chosen = {text.job_class.pk for text in choice.texts}
    keys = [pk for pk in best(words, day.on, RESULTS + len(chosen)) if pk not in chosen][:RESULTS]
    classes = JobClass.objects.for_browse(day.on).in_bulk(keys)
    return Search(words, offers(choice, [classes[pk] for pk in keys if pk in classes]))


def redline_refusal(choice: Choice, show: str) -> str:
    """Return why `show` cannot be had for these classes, in a sentence; nothing where it can."""
    if not show:
        return ""
    if show != "redline":
        return f"“{show[:40]}” is not a way to show a comparison. Leave it out, or write redline."
    if len(choice.texts) != 2:
        return "A redline is drawn between two classes. Remove the others to see it."
    one, other = choice.texts
    for text in choice.texts:
        if text.document is None:
            return f"A redline is drawn between two texts, and no text of {text.job_class} is held for this day."
    if not is_sibling(one.job_class, other.job_class) and one.title.casefold() != other.title.casefold():
        return "A redline is drawn between two classes of one series or with one title, and these have neither."
    return ""


def is_sibling(one: JobClass, other: JobClass) -> bool:
    return one.series_id is not None and one.series_id == other.series_id


def comparison(choice: Choice) -> Comparison:
    return compare_documents(
        [Column(text.title, text.document, text.code, text.job_class.organization.name) for text in choice.texts]
    )


def addresses(texts: Iterable[ClassText]) -> str:
    """Return the `classes` parameter that names these classes."""
    return ",".join(f"{text.job_class.organization.slug}/{text.job_class.slug}" for text in texts)


def offers(choice: Choice, found: Iterable[JobClass]) -> list[Offer]:
    chosen = [choice.classes] if choice.texts else []
    return [Offer(each, ",".join([*chosen, f"{each.organization.slug}/{each.slug}"])) for each in found]
