"""`portolan picture`: the architecture that is decided, as a file or as data."""

from __future__ import annotations

from pathlib import Path
from xml.etree import ElementTree as ET

from tests.portolan.conftest import Run


def test_a_picture_in_a_file(run: Run, harbour: Path, tmp_path: Path) -> None:
    drawn = tmp_path / "architecture.svg"
    assert run("picture", harbour, "--lang", "ko", "-o", drawn).code == 0
    assert ET.fromstring(drawn.read_text(encoding="utf-8")).get("lang") == "ko"
    assert run("picture", harbour, "--lang", "ko").out == drawn.read_text(encoding="utf-8")


def test_a_picture_as_data(run: Run, harbour: Path) -> None:
    document = run("picture", harbour, "--format", "json", "--since", "none").data
    assert document["since"] is None
    assert "Jaeger" in [
        pick["name"]
        for band in document["bands"]
        for area in band["areas"]
        for slot in area["slots"]
        for pick in slot["picks"]
    ]
    assert run("picture", harbour, "--format", "yaml").out.startswith("decision: ")


def test_mistakes_are_told(run: Run, harbour: Path) -> None:
    ran = run("picture", harbour, "--slot", "trcing")
    assert (ran.code, ran.err) == (2, "--slot: there is no slot 'trcing'. Did you mean 'tracing'?\n")
    assert run("picture", harbour, "--area", "nowhere").code == 2
    assert run("picture", harbour, "--since", "1999").code == 2
    assert run("picture", harbour, "-o", harbour).code == 4
