"""The page of many profiles, opened from a disk: on a phone, at a desk, by keyboard and on paper."""

from __future__ import annotations

import re
from datetime import date

import orjson
import pytest
from playwright.sync_api import expect

from bench.fleet import lines
from engine.model import Knowledge, Language
from portolan.fleet.entries import Entry
from portolan.fleet.page import About, fleet_page
from portolan.fleet.summary import Summary
from portolan.fleet.table_markup import SHOWN
from portolan.fleet.work import Decider, Terms, work_on
from tests.browser.looking import FEW_LOOKS, PHONE, Look, Visit, check_accessible, check_fits, look_over
from tests.plugin_api.conftest import DAY

BAD = '{"profile": {"stack": {"in_use": ["no-such-product"]}}}'
ONE = '{"profile": {"stack": {"in_use": ["ingress-nginx"]}}}'
NOTHING = '{"apiVersion": "backstage.io/v1alpha1", "kind": "Component", "metadata": {"name": "web"}}'
FEW = 60


@pytest.fixture(scope="module")
def pages(shipped: Knowledge, tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """The address of a page of each kind: of many in both languages, of one, of none, and where all are bad."""
    folder, day = tmp_path_factory.mktemp("fleets"), date.fromisoformat(DAY)
    many = [*lines(FEW), BAD]
    told: dict[Language, dict[str, list[str]]] = {
        "en": {"en": many, "one": [ONE], "none": [NOTHING]},
        "ko": {"ko": many, "bad": [BAD, BAD]},
    }
    for language, kinds in told.items():
        decider = Decider(work_on(shipped, Terms({"language": language, "as_of": day}, language, day)))
        for name, texts in kinds.items():
            summary = Summary()
            for row in decider.rows([Entry("fleet.jsonl", text, "json", line=n) for n, text in enumerate(texts, 1)]):
                summary.add(orjson.loads(row))
            about = About(shipped, language, day, ("findings.csv",))
            (folder / f"{name}.html").write_text(fleet_page(summary, about), encoding="utf-8")
        decider.close()
    return {name: (folder / f"{name}.html").as_uri() for kinds in told.values() for name in kinds}


@pytest.mark.parametrize("look", FEW_LOOKS, ids=str)
def test_it_is_accessible(visit: Visit, pages: dict[str, str], look: Look) -> None:
    page = visit(pages[look.language], look)
    check_accessible(page)
    check_fits(page)


@pytest.mark.parametrize("name", ["en", "one", "none", "bad"])
def test_it_is_accessible_unfolded_and_where_there_is_little_to_tell(
    visit: Visit, pages: dict[str, str], name: str
) -> None:
    look_over(visit(pages[name]))


@pytest.mark.parametrize("look", [look for look in FEW_LOOKS if look.width == PHONE], ids=str)
def test_on_a_phone_cells_have_room_for_words_and_what_a_line_is_about_stays_in_sight(
    visit: Visit, pages: dict[str, str], look: Look
) -> None:
    page = visit(pages[look.language], look)
    heights = page.locator("tbody tr:visible").evaluate_all("rows => rows.map((one) => one.offsetHeight)")
    assert max(heights) < page.viewport_size["height"] / 2  # type: ignore[index]
    moves = page.locator(".wide").first
    about = moves.locator("tbody th").first
    before = about.bounding_box()
    moves.evaluate("one => { one.scrollLeft = one.scrollWidth }")
    assert moves.evaluate("one => one.scrollLeft") > 0
    assert about.bounding_box() == before


def test_with_the_keyboard_one_comes_to_what_is_found_and_unfolds_it(visit: Visit, pages: dict[str, str]) -> None:
    page = visit(pages["en"])
    page.keyboard.press("Tab")
    expect(page.locator(".skip")).to_be_focused()
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    expect(page.locator(".wide").first).to_be_focused()
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(page.locator(".which ul").first).to_be_visible()


def test_on_paper_tables_follow_one_another_and_what_is_folded_stays_so(visit: Visit, pages: dict[str, str]) -> None:
    page = visit(pages["en"])
    page.emulate_media(media="print")
    expect(page.locator(".which").first).to_be_hidden()
    lines = page.locator("tbody tr").evaluate_all("rows => rows.filter((one) => one.checkVisibility()).length")
    sheets = len(re.findall(rb"/Type\s*/Page\b", page.pdf(format="A4")))
    assert lines > SHOWN and sheets <= 2 + lines / 8
