"""The page of a decision as it is laid out: at every width, on the first screen, unfolded, on paper."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page, expect

from engine.model import LANGUAGES, Language
from tests.browser.conftest import Decide
from tests.browser.looking import Look, Visit, check_accessible, check_fits

PROFILE = {
    "platform": {"production": True, "kubernetes_version": "1.31"},
    "stack": {"in_use": ["ingress-nginx", "jaeger"]},
}
# Whose picture has many notes.
BUSY = {
    "organisation": {"kind": "company", "support_contracts": ["elastic"]},
    "platform": {"production": True, "environments": ["on-premises"], "clusters": 5},
    "stack": {"in_use": ["ingress-nginx", "jaeger", "elasticsearch", "prometheus", "grafana"]},
}
WIDTHS = (320, 360, 480, 640, 800, 1024, 1119, 1121, 1280, 1600, 2560, 3840)
# Words of names in boxes that are not on one line, or stick out of their box. What a hyphen joins may be parted there.
BROKEN = """() => [...document.querySelectorAll(".box b, .box-title > :first-child")].flatMap((name) => {
  const box = name.closest(".box").getBoundingClientRect(), text = name.firstChild, found = [];
  for (const word of text.data.matchAll(/[^\\s-]+-?/g)) {
    const range = document.createRange();
    range.setStart(text, word.index);
    range.setEnd(text, word.index + word[0].length);
    const rects = range.getClientRects();
    if (rects.length !== 1 || rects[0].right > box.right + 0.5) found.push(word[0]);
  }
  return found;
})"""


def _resized(page: Page, width: int) -> Page:
    page.set_viewport_size({"width": width, "height": 900})
    return page


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_word_of_a_box_breaks_and_nothing_sticks_out(visit: Visit, decide: Decide, language: Language) -> None:
    page = visit(f"{decide(PROFILE)['links']['page']}?lang={language}", Look(language))
    for width in WIDTHS:
        check_fits(_resized(page, width))
        assert page.evaluate(BROKEN) == [], width


def test_a_long_name_makes_room_for_itself(visit: Visit, decide: Decide) -> None:
    page = visit(decide({})["links"]["page"])
    page.locator(".box b").first.evaluate("name => { name.textContent = 'Supercalifragilistic Observability' }")
    for width in WIDTHS:
        check_fits(_resized(page, width))
        assert page.evaluate(BROKEN) == [], width


def test_the_picture_stays_in_the_column_of_the_page(visit: Visit, decide: Decide) -> None:
    page = visit(decide(PROFILE)["links"]["page"])
    for width in WIDTHS:
        _resized(page, width)
        sides = [page.locator(one).first.bounding_box() for one in (".summary", ".picture")]
        (left, right), (other_left, other_right) = ((one["x"], one["x"] + one["width"]) for one in sides if one)
        assert abs(left - other_left) < 1
        assert abs(right - other_right) < 1


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_matters_is_on_the_first_screen(visit: Visit, decide: Decide, language: Language) -> None:
    page = _resized(visit(f"{decide(PROFILE)['links']['page']}?lang={language}"), 1280)
    for part in page.locator(".summary .card").all():
        box = part.bounding_box()
        assert box and box["y"] + box["height"] < 900
    navigation = page.locator("nav.review").bounding_box()
    assert navigation and navigation["height"] < 50, "it is one line"


def test_a_slot_unfolds_where_it_stands(visit: Visit, decide: Decide) -> None:
    page = visit(decide(PROFILE)["links"]["page"])
    card = page.locator("#slot-tracing")
    card.locator("summary").click()
    expect(card.locator("#tracing-jaeger .cited").first).to_be_visible()
    expect(card.locator(".defeated q").first).to_contain_text("Jaeger indexes the tags")
    check_accessible(page)


def test_a_slot_that_cannot_be_fetched_stays_a_link(visit: Visit, decide: Decide) -> None:
    page = visit(decide(PROFILE)["links"]["page"])
    page.route("**/slots/tracing*", lambda route: route.fulfill(status=204))
    card = page.locator("#slot-tracing")
    card.locator("summary").click()
    expect(card.locator("details a.unfold")).to_be_visible()


def test_without_scripts_a_slot_is_a_link_away(visit: Visit, decide: Decide) -> None:
    page = visit(decide(PROFILE)["links"]["page"], Look(scripts=False))
    page.locator("#slot-tracing a.unfold").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Tracing back end")
    expect(page.locator("#tracing-tempo")).to_be_visible()


def test_a_reader_reads_it_in_their_own_language(visit: Visit, decide: Decide) -> None:
    made = decide(PROFILE, language="en")
    page = visit(made["links"]["page"], Look("ko"))
    assert page.locator("html").get_attribute("lang") == "ko"
    expect(page.locator(".stamp code")).to_have_text(made["id"])
    page.locator(".links a[lang=en]").click()
    assert page.locator("html").get_attribute("lang") == "en"


@pytest.mark.parametrize("profile", [PROFILE, BUSY], ids=["usual", "busy"])
def test_on_paper_the_picture_lies_across_a_sheet_of_its_own(
    visit: Visit, decide: Decide, profile: dict[str, object]
) -> None:
    page = visit(decide(profile)["links"]["page"])
    sheets = re.findall(rb"/MediaBox \[0 0 ([\d.]+) ([\d.]+)\]", page.pdf(prefer_css_page_size=True))
    across = [float(width) > float(height) for width, height in sheets]
    assert across.count(True) == 1
    assert not across[0]


@pytest.mark.parametrize("look", [Look(scheme="dark", width=320), Look("ko", width=320)], ids=str)
def test_the_pages_of_a_slot_and_of_questions_fit_a_small_phone(visit: Visit, decide: Decide, look: Look) -> None:
    at = decide(PROFILE, language=look.language)["links"]["page"]
    page = visit(at, look)
    for path in ("", "/slots/ingress-gateway", "/what-if", "/review"):
        page.goto(f"{at}{path}")
        check_accessible(page)
        check_fits(page)
