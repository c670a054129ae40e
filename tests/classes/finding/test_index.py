"""The index follows what is public, in the same transaction, and can be made anew."""

from __future__ import annotations

from contextlib import suppress
from datetime import date, timedelta

import pytest
from django.db import connection, transaction

from classes.checking import problems
from classes.finding import index
from classes.finding.days import catalog_day
from classes.finding.entries import RULES
from classes.finding.expressions import Word
from classes.finding.search import Question, answer
from classes.models import JobClass, SearchEntry, SearchText, SearchWord, Specification
from classes.publishing import Event, PublishingRefused, abolish, publish, reinstate
from tests.accounts import sign_in
from tests.admin_forms import form_of, new_row, page_of, saves
from tests.conftest import TODAY, Rollback
from tests.factories import (
    make_class,
    make_draft,
    make_former_name,
    make_organization,
    make_section,
)

pytestmark = pytest.mark.django_db

TODAY_IS = TODAY.date()
DAY = date(2023, 7, 30)
BEFORE = DAY - timedelta(days=1)
FEW_AND_MANY = pytest.mark.parametrize("count", [1, 7], ids=["few", "many"])


def draft_that_says(body: str, job_class: JobClass | None = None, **fields: object) -> Specification:
    draft = make_draft(job_class, **{"effective_from": date(2020, 1, 1), **fields})
    make_section(draft, body=body)
    return draft


def text_that_says(body: str, job_class: JobClass | None = None, **fields: object) -> Specification:
    return publish(draft_that_says(body, job_class, **fields))


def found(words: str, on: date = TODAY_IS, **chosen: tuple[str, ...]) -> list[str]:
    """The titles of the classes that answer to words on a day, best first."""
    answered = answer(Question(words=words, chosen=chosen), catalog_day(on))
    return [answered.day.columns.titles[answered.day.titles[row]] for row in answered.rows]


def take_in(*classes: JobClass) -> None:
    index.reindex([job_class.pk for job_class in classes])


def faults() -> list[str]:
    return list(index.faults())


# With what is public


def test_a_text_is_found_from_the_moment_of_publishing_in_the_same_transaction_and_no_sooner():
    draft = draft_that_says("Weaves baskets.", make_class(title="Weaver"))
    assert found("baskets") == []
    with transaction.atomic():
        publish(draft)
        assert found("baskets") == ["Weaver"]
    assert found("baskets") == ["Weaver"]


def test_publishing_that_is_rolled_back_is_found_no_more():
    draft = draft_that_says("Weaves baskets.", make_class(title="Weaver"))
    with suppress(Rollback), transaction.atomic():
        publish(draft)
        assert found("baskets") == ["Weaver"]
        raise Rollback
    assert found("baskets") == []
    assert not SearchEntry.objects.filter(specification=draft).exists()


def test_a_refused_act_leaves_the_index_as_it_was():
    job_class = make_class(title="Weaver")
    text_that_says("Weaves baskets.", job_class, revision=1)
    before = list(SearchEntry.objects.order_by("pk").values_list("pk", "specification"))
    wrong = draft_that_says("Weaves nets.", job_class, revision=2, effective_from=date(2019, 1, 1))
    with pytest.raises(PublishingRefused):
        publish(wrong)
    assert list(SearchEntry.objects.order_by("pk").values_list("pk", "specification")) == before
    assert (found("baskets"), found("nets")) == (["Weaver"], [])


@pytest.mark.parametrize("status", ["draft", "in_review"])
def test_a_draft_is_never_found(status):
    seen, hidden = make_class(title="Weaver"), make_class(title="Hidden Weaver", listed=False)
    text_that_says("Weaves baskets.", seen, revision=1)
    draft_that_says("Weaves nets.", seen, revision=2, status=status, title="Secret Weaver", code="S1")
    draft_that_says("Weaves nets.", hidden, status=status)
    take_in(seen, hidden)
    for words in ("nets", "secret", "s1", "hidden"):
        for on in (TODAY_IS, date(2040, 1, 1)):
            assert found(words, on) == [], words
    assert not SearchEntry.objects.filter(job_class=hidden).exists()
    assert not SearchWord.objects.filter(word__in=["nets", "secret", "hidden"]).exists()


def test_a_corrected_text_is_never_found_and_what_corrects_it_is():
    job_class = make_class(title="Weaver")
    wrong = text_that_says("Weaves buskets.", job_class, revision=1)
    assert found("buskets") == ["Weaver"]
    publish(
        draft_that_says("Weaves baskets.", job_class, revision=2, corrects=wrong), Event("corrected", recorded_by="AM")
    )
    for on in (date(2020, 1, 1), TODAY_IS):
        assert (found("buskets", on), found("baskets", on)) == ([], ["Weaver"])


def test_a_text_is_found_on_its_own_days_only():
    job_class = make_class(title="Weaver")
    text_that_says("Weaves baskets.", job_class, revision=1)
    text_that_says("Weaves nets.", job_class, revision=2, effective_from=DAY)
    assert [
        (found("baskets", on), found("nets", on)) for on in (date(2019, 12, 31), date(2020, 1, 1), BEFORE, DAY)
    ] == [
        ([], []),
        (["Weaver"], []),
        (["Weaver"], []),
        ([], ["Weaver"]),
    ]


def test_the_text_of_an_abolished_class_is_found_up_to_its_last_day_and_again_when_it_is_reinstated():
    job_class = make_class(title="Weaver")
    text_that_says("Weaves baskets.", job_class, revision=1)
    abolish(job_class, DAY, Event("abolished"))
    assert [found("baskets", on) for on in (BEFORE, DAY)] == [["Weaver"], []]
    assert found("weaver", DAY, status=("abolished",)) == ["Weaver"]
    back = draft_that_says("Weaves baskets again.", job_class, revision=2, effective_from=date(2025, 1, 1))
    reinstate(job_class, date(2025, 1, 1), Event("reinstated"), back)
    assert [found("baskets", on) for on in (DAY, date(2024, 12, 31), date(2025, 1, 1))] == [[], [], ["Weaver"]]


def test_a_retitled_and_recoded_class_is_found_by_what_it_was_called_on_any_day():
    job_class = make_class(title="Weaver", code="W1")
    text_that_says("Weaves.", job_class, revision=1, title="Weaver", code="W1")
    text_that_says("Weaves.", job_class, revision=2, title="Net Maker", code="N7", effective_from=DAY)
    for words in ("weaver", "w1", "net maker", "n7"):
        assert found(words, BEFORE) == ["Weaver"], words
        assert found(words, DAY) == ["Net Maker"], words


def test_a_class_without_a_text_is_found_by_its_names():
    job_class = make_class(title="Weaver", code="W1")
    make_former_name(job_class, title="Basket Maker", code="B9")
    take_in(job_class)
    for words in ("weaver", "w1", "basket", "b9"):
        assert found(words) == ["Weaver"], words


def test_words_of_one_class_are_not_those_of_another():
    text_that_says("Weaves baskets.", make_class(title="Weaver"))
    text_that_says("Makes nets.", make_class(title="Net Maker"))
    assert found("baskets nets") == []
    assert found("weaves") == ["Weaver"]


# With what the admin saves


def test_a_class_that_the_admin_retitles_is_found_by_its_new_title_and_no_more_by_the_old_one():
    job_class = make_class(title="Weaver", slug="weaver")
    take_in(job_class)
    superuser = sign_in("superuser")
    form = form_of(superuser, page_of(job_class))
    assert saves(superuser, page_of(job_class), form | {"title": "Net Maker"})
    assert (found("weaver"), found("net maker")) == ([], ["Net Maker"])


def test_a_former_name_that_the_admin_notes_is_found_and_one_that_is_taken_away_no_more():
    job_class = make_class(title="Weaver", slug="weaver")
    take_in(job_class)
    superuser = sign_in("superuser")
    form = form_of(superuser, page_of(job_class))
    new_row(form, "former_names", title="Plaiter", code="P 1", until="2012-01-01")
    assert saves(superuser, page_of(job_class), form)
    assert found("plaiter") == found("p1") == ["Weaver"]
    form = form_of(superuser, page_of(job_class)) | {"former_names-0-DELETE": "on"}
    assert saves(superuser, page_of(job_class), form)
    assert found("plaiter") == []


def test_a_class_that_the_admin_writes_down_is_found_once_it_is_listed():
    county = make_organization("county")
    superuser = sign_in("superuser")
    form = form_of(superuser, "/admin/classes/jobclass/add/")
    new = form | {"organization": str(county.pk), "title": "Weaver", "slug": "weaver", "code": ""}
    new.pop("listed", None)
    assert saves(superuser, "/admin/classes/jobclass/add/", new)
    assert found("weaver") == []
    job_class = JobClass.objects.get()
    assert saves(superuser, page_of(job_class), form_of(superuser, page_of(job_class)) | {"listed": "on"})
    assert found("weaver") == ["Weaver"]


def test_a_class_that_is_deleted_is_found_no_more():
    job_class = make_class(title="Weaver")
    take_in(job_class)
    assert found("weaver") == ["Weaver"]
    job_class.delete()
    assert found("weaver") == []
    assert faults() == []


# What cannot be looked up


def test_a_sentence_is_kept_for_each_text_and_none_for_a_class_by_its_names():
    text = text_that_says("Weaves baskets. Makes nets.", make_class(title="Weaver"))
    (kept,) = SearchText.objects.all()
    assert kept.lines.split("\n") == ["Duties", "Weaves baskets.", "Makes nets."]
    assert kept.entry.specification == text


def test_every_word_is_kept_once_for_suggestions():
    text_that_says("Weaves baskets, Baskets, baskéts; ci2787 at.", make_class(title="Weaver"))
    text_that_says("Weaves baskets.", make_class(title="Weaver"))
    assert set(SearchWord.objects.values_list("word", flat=True)) == {"weaves", "baskets", "weaver", "duties"}


# Made anew


def three_classes() -> list[JobClass]:
    county = make_organization("county")
    return [
        make_class(county, title="Weaver", code="W1"),
        text_that_says("Makes nets.", make_class(county, title="Net Maker")).job_class,
        text_that_says("Weaves baskets.", make_class(county, title="Basket Maker")).job_class,
    ]


def test_what_the_index_lacks_is_taken_in_and_then_nothing_is_missing():
    weaver, *_ = three_classes()
    assert index.missing() == [weaver.pk]
    assert list(index.fill()) == [(1, 1)]
    assert index.missing() == []
    assert list(index.fill()) == []
    assert found("weaver") == ["Weaver"]


def test_an_emptied_index_finds_nothing_and_a_filled_one_everything_again():
    three_classes()
    for _ in index.fill():
        pass
    words = ("weaver", "nets", "baskets", "maker", "w1")
    expected = [found(each) for each in words]
    assert all(expected)
    index.clear()
    assert [found(each) for each in words] == [[]] * len(words)
    assert not SearchWord.objects.exists()
    assert list(index.fill()) == [(3, 3)]
    assert [found(each) for each in words] == expected
    assert SearchWord.objects.filter(word="baskets").exists()
    assert faults() == []


def test_filling_that_is_broken_off_goes_on_where_it_stopped(monkeypatch):
    classes = three_classes()
    index.clear()
    monkeypatch.setattr(index, "AT_ONCE", 1)
    filling = index.fill()
    assert next(filling) == (1, 3)
    filling.close()
    assert index.missing() == [classes[1].pk, classes[2].pk]
    assert list(index.fill()) == [(1, 2), (2, 2)]
    assert index.missing() == []


def test_many_classes_are_taken_in_at_once_with_the_index_built_at_the_end(monkeypatch):
    three_classes()
    done = []
    for step in ("rebuilding", "rebuilt"):
        act = getattr(index.engine(), step)
        monkeypatch.setattr(index.engine(), step, lambda step=step, act=act: done.append(step) or act())
    index.clear()
    list(index.fill())
    assert done == []
    monkeypatch.setattr(index, "MANY", 2)
    index.clear()
    list(index.fill())
    assert done == ["rebuilding", "rebuilt"]
    assert found("nets") == ["Net Maker"]


@pytest.mark.skipif(connection.vendor != "postgresql", reason="SQLite plans without counting")
def test_where_much_is_taken_in_the_server_counts_what_there_is(monkeypatch):
    def counted(table: str) -> float:
        with connection.cursor() as cursor:
            cursor.execute("SELECT reltuples FROM pg_class WHERE relname = %s", [table])
            return float(cursor.fetchone()[0])

    three_classes()
    monkeypatch.setattr(index, "MANY", 2)
    index.clear()
    before = counted("classes_searchentry")
    for _ in index.fill():
        assert counted("classes_jobclass") == 3  # before much is read
        assert counted("classes_searchentry") == before  # not yet, or it would be taken for empty while it grows
    assert counted("classes_searchentry") == SearchEntry.objects.count() > 0


def test_what_was_broken_off_with_many_left_is_finished_with_few(monkeypatch):
    three_classes()
    monkeypatch.setattr(index, "AT_ONCE", 1)
    monkeypatch.setattr(index, "MANY", 2)
    index.clear()
    filling = index.fill()
    assert next(filling) == (1, 3)
    filling.close()
    assert index.engine().unfinished() is (connection.vendor == "postgresql")
    assert list(index.fill()) == [(1, 2), (2, 2)]
    assert not index.engine().unfinished()
    assert found("nets") == ["Net Maker"]


def test_a_reader_finds_what_is_taken_in_while_the_index_is_made_anew(monkeypatch):
    three_classes()
    for _ in index.fill():
        pass
    assert found("maker") == ["Basket Maker", "Net Maker"]
    monkeypatch.setattr(index, "AT_ONCE", 2)
    index.clear()
    assert found("maker") == []
    assert found("") == ["Basket Maker", "Net Maker", "Weaver"]  # lists are whole all the time
    filling = index.fill()
    next(filling)
    assert found("maker") == ["Net Maker"]
    next(filling)
    assert found("maker") == ["Basket Maker", "Net Maker"]


@FEW_AND_MANY
def test_to_take_classes_in_costs_no_more_for_many_than_for_few(django_assert_max_num_queries, count):
    keys = [text_that_says("Weaves.", make_class()).job_class_id for _ in range(count)]
    with django_assert_max_num_queries(20):
        assert index.reindex(keys) == 2 * count
    assert index.reindex([]) == 0


def test_entries_are_replaced_by_newer_ones_never_changed():
    text = text_that_says("Weaves.", make_class(title="Weaver"))
    before = set(SearchEntry.objects.values_list("pk", flat=True))
    take_in(text.job_class)
    after = set(SearchEntry.objects.values_list("pk", flat=True))
    assert len(after) == len(before) == 2
    assert min(after) > max(before)
    assert found("weaver") == ["Weaver"]


def test_a_text_with_a_word_that_is_longer_than_a_database_takes_is_published_and_found():
    publish(draft_that_says(f"Weaves {'x' * 5_000} baskets.", make_class(title="Weaver")))
    assert found("weaves baskets") == ["Weaver"]
    assert found("x" * 150 + "*") == ["Weaver"]


# Faults


def test_a_sound_index_has_no_fault(django_assert_num_queries):
    three_classes()
    for _ in index.fill():
        pass
    with django_assert_num_queries(3):  # what is missing; entries of texts that do not apply; entries without words
        assert faults() == []


def test_the_check_of_the_catalog_tells_what_the_index_lacks():
    weaver, *_ = three_classes()
    told = (
        f"search: 1 classes are not found by all their words, the first {weaver.get_absolute_url()}. "
        "Run `manage.py rebuild_search --resume`."
    )
    assert faults() == [told]
    assert told in list(problems(TODAY_IS))


def test_a_text_without_an_entry_is_a_fault_and_resuming_mends_it():
    *_, basket_maker = three_classes()
    for _ in index.fill():
        pass
    SearchEntry.objects.filter(specification__job_class=basket_maker).delete()
    assert len(faults()) == 1
    assert basket_maker.get_absolute_url() in faults()[0]
    for _ in index.fill():
        pass
    assert faults() == []
    assert found("baskets") == ["Basket Maker"]


def test_what_was_taken_in_by_other_rules_is_a_fault_and_is_found_until_resuming_takes_it_in_anew(monkeypatch):
    weaver, _, basket_maker = three_classes()
    for _ in index.fill():
        pass
    SearchEntry.objects.filter(job_class=weaver, specification=None).update(rules=RULES - 1)
    SearchEntry.objects.filter(specification__job_class=basket_maker).update(rules=RULES - 1)
    assert index.missing() == [weaver.pk, basket_maker.pk]
    assert len(faults()) == 1
    monkeypatch.setattr(index, "AT_ONCE", 1)
    monkeypatch.setattr(index, "MANY", 1)
    filling = index.fill()
    assert next(filling) == (1, 2)
    assert found("baskets") == ["Basket Maker"]  # by the old entry; on PostgreSQL by its index, which still stands
    assert not index.engine().unfinished()
    assert list(filling) == [(2, 2)]
    assert faults() == []
    assert found("baskets") == ["Basket Maker"]


def test_an_entry_without_words_is_a_fault():
    three_classes()
    for _ in index.fill():
        pass
    SearchEntry.objects.create(job_class=JobClass.objects.order_by("pk")[0], rules=RULES)
    assert faults() == ["search: 1 entries have no words. Run `manage.py rebuild_search`."]


def test_an_entry_of_a_text_that_is_not_published_is_a_fault():
    *_, basket_maker = three_classes()
    for _ in index.fill():
        pass
    draft = draft_that_says("Weaves nets.", basket_maker, revision=2)
    SearchEntry.objects.create(job_class=basket_maker, specification=draft)
    assert "search: 1 entries are of texts that are not published. Run `manage.py rebuild_search`." in faults()


@pytest.mark.skipif(connection.vendor == "postgresql", reason="PostgreSQL deletes them")
def test_words_of_an_entry_that_is_gone_are_passed_over():
    text = text_that_says("Weaves baskets.", make_class(title="Weaver"))
    (old,) = SearchEntry.objects.filter(specification=text)
    take_in(text.job_class)
    assert old.pk in index.match([Word("basket")])[0].tolist()
    assert found("baskets") == ["Weaver"]
