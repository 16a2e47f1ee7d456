"""`portolan explain` as a drawing and as a page, to a file or to standard output."""

from __future__ import annotations

import sys
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest

from tests.portolan.conftest import Run


def test_a_drawing_of_a_slot(run: Run, harbour: Path) -> None:
    ran = run("explain", "tracing", harbour, "--format", "svg", "--lang", "ko")
    assert ran.code == 0
    drawn = ET.fromstring(ran.out)
    assert drawn.get("lang") == "ko"
    assert any("Jaeger: 유지" in (title.text or "") for title in drawn.iter("{http://www.w3.org/2000/svg}title"))


def test_a_page_of_everything_in_a_file(run: Run, harbour: Path, tmp_path: Path) -> None:
    page = tmp_path / "why.html"
    ran = run("explain", "all", harbour, "--format", "html", "-o", page)
    assert (ran.code, ran.out) == (0, "")
    text = page.read_text(encoding="utf-8")
    assert text.startswith("<!doctype html>\n")
    assert 'id="verdict-tracing-jaeger"' in text
    page.write_text("stale")
    run("explain", "all", harbour, "--format", "html", "-o", page)
    assert page.read_text(encoding="utf-8") == text


def test_every_form_can_go_to_a_file(run: Run, harbour: Path, tmp_path: Path) -> None:
    for style in ("text", "json", "markdown", "mermaid", "svg", "html"):
        run("explain", "tracing", harbour, "--format", style, "-o", tmp_path / style)
        assert (tmp_path / style).read_text(encoding="utf-8") == run(
            "explain", "tracing", harbour, "--format", style
        ).out


def test_the_profile_is_never_written_over(run: Run, harbour: Path) -> None:
    before = harbour.read_bytes()
    ran = run("explain", "tracing", harbour, "-o", harbour)
    assert ran.code == 4
    assert ran.err == f"--output: {harbour} is the profile itself; name another file.\n"
    assert harbour.read_bytes() == before


def test_a_file_that_cannot_be_written(run: Run, harbour: Path, tmp_path: Path) -> None:
    ran = run("explain", "tracing", harbour, "-o", tmp_path / "no" / "such" / "place.txt")
    assert ran.code == 4
    assert "No such file or directory" in ran.err


def test_without_the_layout_library_a_drawing_says_so(run: Run, harbour: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "graphlay", None)
    ran = run("explain", "tracing", harbour, "--format", "svg")
    assert ran.code == 4
    assert ran.err.startswith("--format svg: graphlay, which lays drawings out, is not installed")
