"""The proof of a slot as a graph: walked through by hand and by keys; without a script a drawing with links."""

from __future__ import annotations

import re
import subprocess
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import Decide
from tests.browser.looking import FEW_LOOKS, PHONE, Look, Visit, check_accessible, check_fits
from tests.programs import program

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


# --- fingers, keys and paper ----------------------------------------------------------------------------------------

Points = list[tuple[float, float]]


def _touch(page: Page, *steps: Points) -> None:
    """Puts fingers down at the first places, moves them to the others, and takes them away."""
    client = page.context.new_cdp_session(page)
    for number, points in enumerate((*steps, [])):
        kind = "touchStart" if not number else "touchMove" if points else "touchEnd"
        touched = [{"x": x, "y": y, "id": i} for i, (x, y) in enumerate(points)]
        client.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": touched})
    client.detach()


def _between(page: Page, x: float, y: float) -> tuple[float, float]:
    """The place of the drawing that is shown at a place of the window."""
    left, top, width, high = _place(page)
    frame = page.locator(".graph-view svg").bounding_box()
    assert frame is not None
    return (left + (x - frame["x"]) * width / frame["width"], top + (y - frame["y"]) * high / frame["height"])


@pytest.fixture
def phone(visit: Visit, address: str) -> Page:
    """The graph, nearer than whole, in the middle of a phone."""
    page = visit(address, Look(width=PHONE), has_touch=True)
    page.locator(".graph-view").evaluate("(view) => view.scrollIntoView({ block: 'center', behavior: 'instant' })")
    page.locator(".graph-view").focus()
    page.keyboard.press("Home")
    return page


def test_two_fingers_zoom_around_what_is_between_them(phone: Page) -> None:
    frame = phone.locator(".graph-view").bounding_box()
    assert frame is not None
    x, y = frame["x"] + frame["width"] / 2, frame["y"] + frame["height"] / 2
    before, held = _place(phone), _between(phone, x, y)
    _touch(phone, *([(x - apart, y), (x + apart, y)] for apart in range(30, 91, 15)))
    assert _place(phone)[2] == pytest.approx(before[2] / 3, rel=0.1)
    assert _between(phone, x, y) == pytest.approx(held, abs=12)
    assert phone.evaluate("visualViewport.scale") == 1, "the page itself stays as it was"


def test_one_finger_moves(phone: Page) -> None:
    frame = phone.locator(".graph-view").bounding_box()
    assert frame is not None
    x, y = frame["x"] + 200, frame["y"] + 150
    before, scrolled = _place(phone), phone.evaluate("scrollY")
    _touch(phone, *([(x + by, y + by)] for by in range(0, 41, 10)))
    assert _place(phone)[:2] != before[:2]
    assert phone.evaluate("scrollY") == scrolled
    expect(phone.locator(".pd-following")).to_have_count(0)


def test_a_tap_chooses(phone: Page) -> None:
    phone.locator("[data-kind=slot]").first.tap()
    expect(phone.locator(".pd-chosen")).to_have_attribute("data-kind", "slot")


def test_a_link_opens_by_a_key_after_the_graph_was_dragged(visit: Visit, address: str) -> None:
    page = visit(address)
    frame = page.locator(".graph-view").bounding_box()
    assert frame is not None
    page.mouse.move(frame["x"] + 200, frame["y"] + 200)
    page.mouse.down()
    page.mouse.move(frame["x"] + 260, frame["y"] + 230, steps=4)
    page.mouse.up()
    page.locator(".graph-view").focus()
    page.keyboard.press("Tab")
    expect(page.locator(".graph-view a:focus")).to_have_count(1)
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).not_to_contain_text("Proof graph")


def test_escape_leads_back_from_the_list_to_the_graph(visit: Visit, address: str) -> None:
    page = visit(address)
    page.locator(".graph-said").get_by_role("button", name="Verdict").first.click()
    expect(page.locator(".pd-following")).to_have_count(1)
    page.keyboard.press("Escape")
    expect(page.locator(".pd-following")).to_have_count(0)
    expect(page.locator(".graph-view")).to_be_focused()


def test_on_paper_it_is_whole(visit: Visit, address: str, tmp_path: Path) -> None:
    pdftotext = program("pdftotext", "poppler-utils")
    page = visit(address)
    page.locator(".graph-view").focus()
    for _ in range(5):
        page.keyboard.press("+")
    seen = _place(page)
    wanted = page.locator("[data-box] a text").all_text_contents()
    page.pdf(path=tmp_path / "graph.pdf", format="A4", landscape=True)
    assert _place(page) == pytest.approx(seen, rel=0.01), "as it was before"
    done = subprocess.run([pdftotext, tmp_path / "graph.pdf", "-"], capture_output=True, text=True, check=True)
    # Without hyphens, which the program takes for those of broken words.
    said = re.sub(r"[\s-]+", "", done.stdout)
    assert [one for one in wanted if re.sub(r"[\s-]+", "", one) not in said] == []
