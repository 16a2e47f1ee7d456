"""What pages look like, compared with what was looked at and found good, within a tolerance.

`PORTOLAN_REWRITE_PICTURES=1 pytest tests/browser/test_pictures.py` keeps them as they are now: look at them first.
"""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import Decide
from tests.browser.looking import FEW_LOOKS, Look, Visit
from tests.browser.pictures import KEPT, check_picture, differences, grid_of, read, written
from tests.plugin_api.serving import Address
from tests.programs import missing

PROFILE = {
    "platform": {"production": True, "clusters": 3},
    "stack": {"in_use": ["old-ingress", "jaeger"]},
    "wishes": {"licences": "open-source", "signals": ["traces"]},
}
# What is scrolled to, after a path; `{}` is the page of the decision.
SIGHTS = {
    "questionnaire": ("/?from=", ""),  # as of the day of a decision
    "decision": ("{}", ""),
    "architecture": ("{}", "section.picture"),
    "slot": ("{}", "#slot-tracing"),
    "review": ("{}/review", ""),
    "proof-graph": ("{}/proof?slot=tracing", "h1"),
    "why-not": ("{}/why-not/zipkin", ""),
    "compared": ("{}/compared", ""),
    "rule": ("/rules/tracing/keep-jaeger", ""),
    "product": ("/products/jaeger", ""),
    "search": ("/search?q=jaeger", ""),
    "widget": ("/widget/frame?decision=", ""),
    "svg": ("/v1{}/picture?format=svg", ""),
}
# Each sight in both languages, schemes and widths, in turns.
SEEN = [(sight, look) for i, sight in enumerate(SIGHTS) for look in (FEW_LOOKS[0::3] if i % 2 else FEW_LOOKS[1:3])]


@pytest.fixture(scope="module", autouse=True)
def letters() -> None:
    """With other letters everything stands elsewhere."""
    folders = (Path("/usr/share/fonts"), Path("/usr/local/share/fonts"))
    if not any(found for folder in folders for found in folder.rglob("NotoSansCJK-Regular*")):
        missing("Noto Sans CJK", "fonts-noto-cjk")


def shown(visit: Visit, decide: Decide, pocket: Address, sight: str, look: Look) -> Page:
    """The sight as it stands when nothing more is coming."""
    path, place = SIGHTS[sight]
    made = decide(PROFILE, at=pocket, language=look.language)
    path = f"{path}{made['id']}" if path.endswith("=") else path.format(made["links"]["page"])
    page = visit(f"{path}{'&' if '?' in path else '?'}lang={look.language}", look, at=pocket)
    if sight == "widget":
        expect(page.locator("portolan-advice .next")).to_be_visible()
    page.wait_for_load_state("networkidle")
    if place:
        page.locator(place).first.evaluate("(one) => one.scrollIntoView({ block: 'start', behavior: 'instant' })")
    return page


@pytest.mark.parametrize(("sight", "look"), SEEN, ids=str)
def test_it_looks_as_it_did(
    visit: Visit, decide: Decide, pocket: Address, tmp_path: Path, sight: str, look: Look
) -> None:
    page = shown(visit, decide, pocket, sight, look)
    check_picture(f"{sight}-{look}", page.screenshot(animations="disabled"), tmp_path)


def test_no_picture_is_kept_for_nothing() -> None:
    assert {one.stem for one in KEPT.glob("*.txt")} == {f"{sight}-{look}" for sight, look in SEEN}


# --- what the comparison sees --------------------------------------------------------------------------------------

CHANGES = {
    "a box that moved": "document.querySelector('.box').style.transform = 'translateX(28px)'",
    "a box that is gone": "document.querySelector('.box').style.visibility = 'hidden'",
    "a colour of a sign and its words": "document.documentElement.style.setProperty('--warm', '#a3261b')",
    "a colour of a surface": "document.documentElement.style.setProperty('--grey-wash', '#fbe6e2')",
    "larger letters": "document.documentElement.style.fontSize = '17px'",
    "a line more": "document.querySelector('.box > a').append(document.createElement('p'), 'One more line.')",
}


@pytest.mark.parametrize("change", CHANGES)
def test_a_change_is_seen(visit: Visit, decide: Decide, pocket: Address, change: str) -> None:
    page = shown(visit, decide, pocket, "architecture", Look())
    before = read(written(grid_of(page.screenshot())))
    page.evaluate(CHANGES[change])
    found = differences(before, grid_of(page.screenshot()))
    assert [one for one in found if one.too_large] != []


def test_other_letters_of_the_same_size_are_let_pass(visit: Visit, decide: Decide, pocket: Address) -> None:
    page = shown(visit, decide, pocket, "architecture", Look())
    before = read(written(grid_of(page.screenshot())))
    page.evaluate("document.body.style.webkitFontSmoothing = 'none'; document.body.style.translate = '0.4px 0.6px'")
    found = differences(before, grid_of(page.screenshot()))
    assert [one for one in found if one.too_large] == []
