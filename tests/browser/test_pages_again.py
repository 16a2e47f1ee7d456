"""What a browser keeps of a page, and shows when it is opened again."""

from __future__ import annotations

from tests.browser.conftest import Decide
from tests.browser.looking import Visit


def test_a_page_that_is_still_the_same_looks_the_same(visit: Visit, decide: Decide) -> None:
    page = visit(decide()["links"]["page"])
    paper = "getComputedStyle(document.body).backgroundColor"
    before = page.evaluate(paper)
    page.goto(page.url)
    assert page.evaluate(paper) == before
