"""`portolan catalog refresh`, on a copy of the knowledge in pocket/."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from tests.portolan.conftest import POCKET, Run

LANDSCAPE = """
landscape:
  - name: Observability
    subcategories:
      - name: Tracing
        items:
          - name: Jaeger
            project: graduated
            extra: {accepted: 2017-09-13, incubating: 2017-09-13, graduated: 2019-11-01}
"""
GATEWAY = """---
permalink: /gateway
releases:
  - {releaseCycle: "1.11", releaseDate: 2026-01-05, eol: false}
  - {releaseCycle: "1.10", releaseDate: 2025-01-05, eol: 2027-02-01}
---
"""
SOURCES = """
  - {id: cncf-landscape, title: {en: "Landscape", ko: "랜드스케이프"}, authors: [], date: 2026-01-01,
    language: en, authority: 4}
  - {id: endoflife-date, title: {en: "Ends", ko: "지원 종료"}, authors: [], date: 2026-01-01,
    language: en, authority: 4}
"""


@pytest.fixture
def files(tmp_path: Path) -> Path:
    """A folder with a landscape, a folder of product files, and knowledge that may be written to."""
    (tmp_path / "landscape.yml").write_text(LANDSCAPE)
    (tmp_path / "products").mkdir()
    (tmp_path / "products" / "gateway.md").write_text(GATEWAY)
    shutil.copytree(POCKET, tmp_path / "rules")
    with (tmp_path / "rules" / "sources.yaml").open("a") as sources:
        sources.write(SOURCES)
    return tmp_path


def asked(files: Path) -> tuple[str | Path, ...]:
    return (
        "catalog",
        "refresh",
        "--rules",
        files / "rules",
        "--landscape",
        files / "landscape.yml",
        "--end-of-life",
        files / "products",
        "--date",
        "2026-02-01",
    )


def content(files: Path) -> dict[Path, bytes]:
    return {path: path.read_bytes() for path in (files / "rules").rglob("*") if path.is_file()}


def test_differences_are_shown_and_nothing_is_written(run: Run, files: Path) -> None:
    before = content(files)
    assert run(*asked(files)).out == (
        """\
Gateway (gateway)
  ~ release 1.10: released 2025-01-05, the catalog says no day of release; support until 2027-02-01, the catalog says \
support until 2027-01-01
  + release 1.11: released 2026-01-05, no end of support set
Jaeger (jaeger)
  + incubating since 2017-09-13
  ~ graduated since 2019-11-01, the catalog says 2019-10-31
4 differences in 2 products; 1 products found in cncf-landscape, 1 products found in endoflife-date.
Nothing was written; --write writes them into the catalog.
"""
    )
    assert content(files) == before


def test_what_is_written_is_the_catalog_from_then_on(run: Run, files: Path) -> None:
    assert run(*asked(files), "--write").out.endswith("Written: catalog/products.yaml, sources.yaml.\n")
    assert "date: 2026-02-01" in (files / "rules" / "sources.yaml").read_text()
    again = run(*asked(files), "--write")
    assert again.out.startswith("No difference; ")
    assert again.out.endswith("Nothing to write.\n")
    assert run("lint", files / "rules", "--no-reasoning").code == 0
    assert [path.name for path in (files / "rules").rglob(".*")] == []


def test_differences_as_data(run: Run, files: Path) -> None:
    data = run(*asked(files), "--format", "json").data
    assert data["differences"][-1] == {
        "product": "jaeger",
        "fact": "cncf_level",
        "name": "graduated",
        "new": False,
        "changes": [{"field": "since", "from": "2019-10-31", "to": "2019-11-01"}],
    }
    assert data["written"] == []


def test_what_a_source_no_longer_says_is_remarked_upon_and_kept(run: Run, files: Path) -> None:
    catalog = files / "rules" / "catalog" / "products.yaml"
    catalog.write_text(catalog.read_text().replace("2019-10-31, source: almanac", "2019-10-31, source: cncf-landscape"))
    (files / "landscape.yml").write_text(LANDSCAPE.replace("name: Jaeger", "name: Hunter"))
    ran = run(*asked(files), "--write")
    assert "note: jaeger: cncf-landscape has no CNCF project of this name any more; if it has another name" in ran.out
    assert "level: graduated, since: 2019-10-31" in catalog.read_text()


def test_knowledge_that_would_not_load_is_not_written(run: Run, files: Path) -> None:
    shutil.copy(POCKET / "sources.yaml", files / "rules" / "sources.yaml")
    before = content(files)
    ran = run(*asked(files), "--write")
    assert ran.code == 3
    assert "With these facts the knowledge would not load; nothing was written:" in ran.err
    assert "unknown-source" in ran.err or "no source 'cncf-landscape'" in ran.err
    assert content(files) == before


@pytest.mark.parametrize(
    ("name", "text", "message"),
    [
        ("landscape.yml", b"landscape: 3", "this is no landscape.yml"),
        ("landscape.yml", b"\xff\xfe", "this is no text in UTF-8 (byte 0)"),
        ("products/gateway.md", b"# Gateway", "this is no product file of endoflife.date"),
    ],
)
def test_a_file_that_is_something_else_is_named(run: Run, files: Path, name: str, text: bytes, message: str) -> None:
    (files / name).write_bytes(text)
    ran = run(*asked(files))
    assert ran.code == 2
    assert f"{files / name}" in ran.err and message in ran.err
    assert "Traceback" not in ran.err


def test_nothing_to_compare_with_is_an_error_that_says_what_to_do(run: Run, files: Path) -> None:
    assert "Say what to compare with: --landscape FILE" in run("catalog", "refresh").err
    (files / "products" / "gateway.md").unlink()
    assert "no product files (*.md) in this folder" in run(*asked(files)).err
