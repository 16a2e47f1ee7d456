"""A developer meets Portolan on a page of the portal, answers a question there, and follows to the decision."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import expect

from plugin_api.pages.phrases import phrase
from tests.browser.looking import PHONE, Look, Visit, check_accessible, check_fits
from tests.browser.portal import Portal, portal
from tests.plugin_api.conftest import ROOT
from tests.plugin_api.serving import Address, served

PAGE = """<!doctype html><html lang="{language}"><head><meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1"><title>Shop</title>
<script src="{api}/widget.js" crossorigin="anonymous" defer></script><script src="/portal.js" defer></script></head>
<body><main><h1>Shop</h1>
<portolan-advice api="{api}" language="{language}" slots="tracing metrics" as-of="2026-04-01"></portolan-advice>
</main></body></html>"""
# What a host does with the events: here it says them.
SCRIPT = """
for (const name of ["portolan-decision", "portolan-answer"]) {
  addEventListener(name, ({ detail }) => { document.title = `${name} ${detail.id ?? detail.question}`; });
}
"""
WORDS = {
    "en": {"reasons": "Reasons", "answer": "Answer", "whole": "The whole decision", "kept": "Jaeger keep"},
    "ko": {"reasons": "이유", "answer": "답하기", "whole": "전체 결정", "kept": "Jaeger 유지"},
}


@pytest.fixture(scope="module")
def shop() -> Iterator[Portal]:
    with portal() as server:
        yield server


@pytest.fixture(scope="module")
def shared(shop: Portal, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Address]:
    """A service that the portal's pages may ask."""
    settings = {"PORTOLAN_CORS_ORIGINS": shop.origin}
    with served(tmp_path_factory.mktemp("shared"), ROOT / "rules", settings=settings) as address:
        yield address


@pytest.mark.parametrize("look", [Look("en", "dark", PHONE), Look("ko", "light")], ids=str)
def test_from_the_portal_to_the_decision(visit: Visit, shop: Portal, shared: Address, look: Look) -> None:
    words = WORDS[look.language]
    shop.show(shared.url, {"/": PAGE.format(api=shared.url, language=look.language), "/portal.js": SCRIPT})
    page = visit(shop.origin, look)
    box = page.locator("#box-tracing")
    expect(box).to_contain_text("Tempo")
    expect(page).to_have_title(re.compile("portolan-decision"))

    question = page.locator(".next form")
    question.get_by_role("searchbox").fill("jaeger")
    question.get_by_label("Jaeger", exact=True).check()
    question.get_by_role("button", name=words["answer"]).click()
    expect(page.locator("#box-tracing.changed")).to_contain_text(words["kept"])
    expect(page).to_have_title(re.compile("portolan-decision"))

    box.click()
    expect(page.locator("#panel-tracing")).to_contain_text("Jaeger")
    check_accessible(page)
    check_fits(page)

    with page.context.expect_page() as coming:
        page.get_by_role("link", name=words["whole"]).click()
    decision = coming.value
    expect(decision.get_by_role("heading", level=1)).to_have_text(phrase("decision", look.language))
    expect(decision.locator("#slot-tracing")).to_contain_text("Jaeger")
    assert decision.url.startswith(f"{shared.url}/decisions/")
    check_fits(decision)
