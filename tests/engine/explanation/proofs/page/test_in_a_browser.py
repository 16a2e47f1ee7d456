"""The page in Chromium, where there is one: its policy lets its script run, and search finds what it should."""

from __future__ import annotations

import re
import shutil
import subprocess
from datetime import date
from pathlib import Path

import pytest

from engine.advisor import Advisor
from engine.explanation.proofs.graph import proof_graph
from engine.explanation.proofs.page.page import proof_page
from engine.request import read_request

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")


@pytest.mark.skipif(CHROMIUM is None, reason="no Chromium here: the page's script was not tried in a browser")
def test_search_shows_the_slots_that_speak_of_it(advisor: Advisor, tmp_path: Path) -> None:
    request = read_request({"profile": {"stack": {"in_use": ["jaeger"]}}}, advisor.knowledge, today=date(2026, 4, 1))
    decision = advisor.decide(request)
    slots = ["tracing", "container-build", "cni"]
    page = tmp_path / "why.html"
    page.write_text(proof_page(proof_graph(decision, "en", slots=slots), decision, "en"), encoding="utf-8")
    ran = subprocess.run(
        [
            str(CHROMIUM),
            *("--headless", "--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-dev-shm-usage"),
            *(f"--user-data-dir={tmp_path / 'browser'}", "--enable-logging=stderr", "--dump-dom"),
            f"{page.as_uri()}#search=Jaeger%20OTLP",
        ],
        capture_output=True,
        text=True,
        timeout=120,
        check=True,
    )
    assert [line for line in ran.stderr.splitlines() if "CONSOLE" in line] == []
    assert "1 of 3 slots" in ran.stdout
    shown = re.findall(r'<article class="slot" id="slot-([^"]+)"(?! hidden)>', ran.stdout)
    assert shown == ["tracing"]
