"""A notice applied to two hundred generated classes, as a publisher does it in a browser."""

from __future__ import annotations

import re
from datetime import timedelta
from io import StringIO

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.core.management import call_command
from django.utils import timezone
from playwright.sync_api import Page, expect

from classes.models import ChangeNotice, JobClass, Organization, Specification
from tests.accounts import make_account
from tests.browser.conftest import DESKTOP, NARROWEST, PHONE
from tests.factories import make_class, make_notice, make_published

pytestmark = pytest.mark.browser

CLASSES = 240  # of which some are refused: no text held, a later one announced


@pytest.fixture
def publisher(site: str) -> str:
    account = make_account("publisher", "pat")
    account.set_password("words of the publisher")
    account.save()
    return site


def apply_page(open_page, site: str, notice: ChangeNotice, *args, **options) -> Page:
    page = open_page("/admin/login/", *args, **options)
    page.get_by_label("Username").fill("pat")
    page.get_by_label("Password").fill("words of the publisher")
    page.get_by_role("button", name="Log in").click()
    page.goto(f"{site}/admin/classes/changenotice/{notice.pk}/change/")
    page.get_by_role("link", name="Apply to classes").click()
    return page


@pytest.mark.parametrize("script", [True, False], ids=["script", "no script"])
def test_a_notice_is_applied_to_two_hundred_classes_and_read_by_everyone(publisher, open_page, script):
    if not script:
        few_classes()
    else:
        call_command("generate_catalog", classes=CLASSES, seed=5, organizations=1, quiet=True, stdout=StringIO())
    organization = Organization.objects.get(slug="demo-county")
    on = timezone.localdate() + timedelta(days=1)
    notice = make_notice(organization, number="24-017/B", title="Pay study", effective_on=on)
    page = apply_page(open_page, publisher, notice, java_script_enabled=script)
    page.set_default_timeout(60_000)
    page.get_by_text("Pay grade and FLSA code").click()
    page.get_by_label("New pay grade").fill("GR-99")
    page.get_by_label("Note for the history").fill("Pay study of all classes.")
    page.get_by_role("button", name="Show what would change").click()

    expect(page.get_by_role("heading", name="What would change")).to_be_visible()
    page.wait_for_load_state()
    ticked = int(page.locator("[data-ticked]").inner_text().split(" ")[0])
    assert ticked >= (200 if script else 2)
    page.locator("input[name=take]").first.uncheck()
    page.get_by_role("button", name="Apply 24-017/B to the ticked classes").click()

    done = page.get_by_role("heading", level=1, name=f"24-017/B is applied to {ticked - 1} classes")
    expect(done).to_be_visible(timeout=60_000)
    expect(page.locator(".done-classes li")).to_have_count(ticked - 1)
    assert Specification.objects.filter(pay_grade="GR-99", effective_from=on).count() == ticked - 1
    page.get_by_role("link", name="The notice as everyone sees it").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("24-017/B")
    expect(page.locator("main")).to_contain_text(re.compile(f"{ticked - 1} classes"))
    expect(page.locator("main")).to_contain_text("GR-99")


def few_classes() -> None:
    organization = Organization.objects.create(slug="demo-county", name="Demonstration County")
    for number in range(3):
        job_class = make_class(organization, code=f"D{number}", title=f"Demonstrator {number}")
        make_published(job_class, pay_grade="GR-1")


@pytest.fixture
def small(publisher: str) -> ChangeNotice:
    few_classes()
    make_class(Organization.objects.get(slug="demo-county"), code="D9", title="Noted only")
    return make_notice(Organization.objects.get(slug="demo-county"), number="CN7")


def ask(page: Page, note: str = "Pay study.") -> None:
    page.get_by_label("Takes effect on").fill("2030-01-01")
    page.get_by_label("Note for the history").fill(note)
    page.get_by_label("by a list of codes").check()
    page.get_by_role("textbox", name="Codes or addresses").fill("D0\nD1\nD2\nD9\nX9")
    unfold(page, "Pay grade and FLSA code")
    page.get_by_label("New pay grade").fill("GR-2")
    unfold(page, "An exact phrase")
    page.get_by_label("Phrase", exact=True).fill("Plans.")
    page.locator("#id_replacement").fill("Leads.")
    page.get_by_role("button", name="Show what would change").click()


def unfold(page: Page, title: str) -> None:
    if not page.locator("details.act[open]").filter(has_text=title).count():
        page.get_by_text(title).click()


def sound(page: Page, width: int) -> None:
    page.evaluate("document.querySelectorAll('main details').forEach(each => { each.open = true })")
    found = Axe().run(page)
    assert not found.violations_count, found.generate_report()
    size = page.viewport_size
    for each in (width, NARROWEST["width"]):
        page.set_viewport_size({**size, "width": each})
        assert page.evaluate("document.documentElement.scrollWidth") <= each
    page.set_viewport_size(size)


@pytest.mark.parametrize("size", [DESKTOP, PHONE], ids=["desktop", "phone"])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing_on_form_plan_refusal_and_end(publisher, small, open_page, size, scheme):
    page = apply_page(open_page, publisher, small, size, bypass_csp=True, color_scheme=scheme)
    sound(page, size["width"])
    ask(page, note="")
    expect(page.get_by_text("Say what changes and why")).to_be_visible()
    sound(page, size["width"])
    page.get_by_label("Note for the history").fill("Pay study.")
    page.get_by_role("button", name="Show what would change").click()
    expect(page.get_by_role("heading", name="What would change")).to_be_visible()
    sound(page, size["width"])
    page.get_by_role("button", name="Apply CN7 to the ticked classes").click()
    expect(page.get_by_role("heading", level=1, name="CN7 is applied to 3 classes")).to_be_visible()
    sound(page, size["width"])


def test_the_whole_way_by_keyboard(publisher, small, open_page):
    page = apply_page(open_page, publisher, small)
    ask(page)
    page.locator("input[name=take]").first.focus()
    page.keyboard.press("Space")
    page.get_by_role("button", name="Apply CN7 to the ticked classes").focus()
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1, name="CN7 is applied to 2 classes")).to_be_visible()
    assert JobClass.objects.get(code="D0").specifications.count() == 1


@pytest.mark.parametrize("script", [True, False], ids=["script", "no script"])
def test_going_back_and_reloading_apply_nothing_twice_and_ask_nothing(publisher, small, open_page, script):
    page = apply_page(open_page, publisher, small, java_script_enabled=script)
    ask(page)
    page.get_by_role("button", name="Apply CN7 to the ticked classes").click()
    done = page.get_by_role("heading", level=1, name="CN7 is applied to 3 classes")
    expect(done).to_be_visible()
    assert "/applied/" in page.url
    page.reload()
    expect(done).to_be_visible()
    page.get_by_role("link", name="The notice in the admin").click()
    page.go_back()
    expect(done).to_be_visible()
    page.go_back()  # the page of the progress is not among those one goes back to
    expect(page.get_by_role("heading", name="What would change")).to_be_visible()
    page.get_by_role("button", name="Apply CN7 to the ticked classes").click()
    expect(page.get_by_text("so nothing was applied")).to_be_visible()
    assert Specification.objects.filter(pay_grade="GR-2").count() == 3


@pytest.mark.parametrize("script", [True, False], ids=["script", "no script"])
def test_all_classes_are_ticked_or_none_at_once(publisher, small, open_page, script):
    page = apply_page(open_page, publisher, small, java_script_enabled=script)
    ask(page)
    page.get_by_role("button", name="Tick none").click()
    expect(page.locator("[data-ticked]")).to_have_text("0 of 3 ticked")
    expect(page.locator("input[name=take]:checked")).to_have_count(0)
    page.locator("input[name=take]").first.check()
    if script:
        expect(page.locator("[data-ticked]")).to_have_text("1 of 3 ticked")
    page.get_by_role("button", name="Tick all").click()
    expect(page.locator("[data-ticked]")).to_have_text("3 of 3 ticked")
