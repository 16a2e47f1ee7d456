"""The proof of a slot as a graph: walked through by hand and by keys; without a script a drawing with links."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import Decide
from tests.browser.looking import FEW_LOOKS, Look, Visit, check_accessible, check_fits

PROFILE = {"platform": {"production": True}, "stack": {"in_use": ["ingress-nginx", "jaeger"]}}


def _place(page: Page) -> list[float]:
    return [float(one) for one in str(page.locator(".graph-view svg").get_attribute("viewBox")).split()]


@pytest.fixture
def address(decide: Decide) -> str:
    decision = decide(PROFILE)
    slot = next(one["slot"] for one in decision["slots"] if any(each["defeated"] for each in one["verdicts"]))
    return f"{decision['links']['page']}/proof?slot={slot}"


@pytest.mark.parametrize("look", FEW_LOOKS, ids=str)
def test_it_is_accessible(visit: Visit, address: str, look: Look) -> None:
    page = visit(f"{address}&lang={look.language}", look)
    check_accessible(page)
    check_fits(page)


def test_from_the_slot_to_a_verdict_to_a_rule_to_its_page(visit: Visit, address: str) -> None:
    page = visit(address)
    said = page.locator(".graph-said")
    said.get_by_role("button", name="Verdict").first.click()
    expect(said.locator("h2")).to_contain_text("Verdict")
    expect(said.locator("h2")).to_be_focused()
    said.get_by_role("button", name="Rule").first.click()
    expect(page.locator(".pd-chosen")).to_have_attribute("data-kind", "argument")
    lit = page.locator("[data-box].pd-on").count()
    assert 1 < lit <= page.locator("[data-box]").count()
    said.get_by_role("link").first.click()
    assert "/rules/" in page.url


def test_what_was_set_aside_is_followed_to_what_did_it(visit: Visit, address: str) -> None:
    page = visit(address)
    page.locator("[data-box]:has(.pd-defeated)").first.dispatch_event("click")
    said = page.locator(".graph-said")
    expect(said).to_contain_text("Set aside by")
    said.get_by_role("heading", name="Set aside by").locator("+ ul button").first.click()
    expect(said).to_contain_text("Sets aside")


def test_zooming_and_moving_by_keys_wheel_and_buttons(visit: Visit, address: str) -> None:
    page = visit(address)
    view = page.locator(".graph-view")
    view.focus()
    _, _, width, _ = _place(page)
    page.keyboard.press("+")
    x, _, nearer, _ = _place(page)
    assert nearer < width
    page.keyboard.press("ArrowLeft")
    assert _place(page)[0] < x
    view.hover()
    page.mouse.wheel(0, -200)
    page.wait_for_function(
        "width => Number(document.querySelector('.graph-view svg').getAttribute('viewBox').split(' ')[2]) < width",
        arg=nearer,
    )
    page.get_by_role("button", name="Zoom out").click()
    page.get_by_role("button", name="Whole graph").click()
    x, y, wide, high = _place(page)
    assert x <= 0 or y <= 0, (x, y, wide, high)


def test_dragging_moves_and_chooses_nothing(visit: Visit, address: str) -> None:
    page = visit(address)
    before = _place(page)
    frame = page.locator(".graph-view").bounding_box()
    assert frame is not None
    page.mouse.move(frame["x"] + 200, frame["y"] + 200)
    page.mouse.down()
    page.mouse.move(frame["x"] + 280, frame["y"] + 240, steps=4)
    page.mouse.up()
    assert _place(page)[0] < before[0]
    expect(page.locator(".pd-following")).to_have_count(0)


def test_without_a_script_it_is_a_drawing_with_links(visit: Visit, address: str) -> None:
    page = visit(address, Look(scripts=False))
    assert page.locator(".graph-tools").is_hidden()
    assert page.locator(".graph-view svg a[href*='/rules/']").count() > 0
    assert page.locator(".graph-view svg a[href*='/claims/']").count() > 0
    other = page.locator("#graph-slot option:not([selected])").first.get_attribute("value")
    page.locator("#graph-slot").select_option(other)
    page.get_by_role("button", name="Show").click()
    assert f"slot={other}" in page.url
