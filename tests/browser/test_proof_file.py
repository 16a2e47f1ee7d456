"""The proof as one file, opened from a disk: its own policy lets its script run, and search finds what it should."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from engine.advisor import Advisor
from engine.explanation.proofs.graph import proof_graph
from engine.explanation.proofs.page.page import proof_page
from engine.request import read_request
from tests.browser.looking import FEW_LOOKS, Look, Visit, check_accessible, check_fits

SLOTS = ("tracing", "container-build", "cni")


@pytest.fixture
def file(advisor: Advisor, tmp_path: Path) -> str:
    request = read_request({"profile": {"stack": {"in_use": ["jaeger"]}}}, advisor.knowledge, today=date(2026, 4, 1))
    decision = advisor.decide(request)
    page = tmp_path / "why.html"
    page.write_text(proof_page(proof_graph(decision, "en", slots=SLOTS), decision, "en"), encoding="utf-8")
    return page.as_uri()


def test_search_shows_the_slots_that_speak_of_it(visit: Visit, file: str) -> None:
    page = visit(f"{file}#search=Jaeger%20OTLP")
    assert page.locator("#found").inner_text() == "1 of 3 slots"
    shown = page.locator("article.slot:visible")
    assert [one.get_attribute("id") for one in shown.all()] == ["slot-tracing"]


@pytest.mark.parametrize("look", FEW_LOOKS, ids=str)
def test_it_is_accessible(visit: Visit, file: str, look: Look) -> None:
    page = visit(file, look)
    check_accessible(page)
    check_fits(page)
