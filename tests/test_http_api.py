"""docs/http-api.md: its commands print what it says, and its tables are true.

`PORTOLAN_REWRITE_README=1 pytest tests/test_http_api.py` writes what the commands print now into the document.
"""

from __future__ import annotations

import os
import re
from pathlib import Path

from plugin_api.app import create_app
from plugin_api.conditional import FOR_GOOD, NEVER, REVALIDATED
from plugin_api.settings import Settings
from plugin_api.vocabulary import KINDS, MAX_BODY, MAX_PAGE
from tests.console import ROOT, rewritten, run, steps
from tests.plugin_api.conftest import service_of
from tests.plugin_api.serving import POCKET, served
from tests.programs import program

DOCUMENT = ROOT / "docs" / "http-api.md"
TEXT = DOCUMENT.read_text(encoding="utf-8")
# Where the document says that the service is.
ADDRESS = "http://127.0.0.1:8000"
# Ids follow every byte of the knowledge, which grows.
CHANGING = re.compile(r"[0-9a-f]{16,}")


def test_the_examples_work_when_typed(tmp_path: Path) -> None:
    program("curl", "curl")
    said = []
    with served(tmp_path / "data", ROOT / "rules") as address:
        for step in steps(TEXT):
            printed = run(step.command.replace(ADDRESS, address.url), tmp_path, **_variables(tmp_path))
            said.append((step, printed.replace(address.url, ADDRESS)))
    if os.environ.get("PORTOLAN_REWRITE_README"):
        DOCUMENT.write_text(rewritten(TEXT, said), encoding="utf-8")
        return
    assert len(said) > 10
    for step, output in said:
        assert CHANGING.sub("…", output) == CHANGING.sub("…", step.shown), step.command


def _variables(folder: Path) -> dict[str, str]:
    """What an earlier command has set: each runs in a shell of its own."""
    decision = folder / "decision.json"
    found = re.search(r'"id":"(\w+)"', decision.read_text(encoding="utf-8")) if decision.exists() else None
    return {"DECISION": found[1]} if found else {}


def test_every_status_of_a_problem_is_told() -> None:
    told = set(re.findall(r"\b[45]\d\d\b", TEXT))
    assert {str(kind.status) for kind in KINDS} <= told


def test_every_status_that_is_described_is_told(tmp_path: Path) -> None:
    app = create_app(Settings(rules=POCKET, data_dir=tmp_path))
    described = app.test_client().get("/v1/openapi.json").json["paths"]
    service_of(app).store.close()
    statuses = {
        status
        for item in described.values()
        for name, operation in item.items()
        if name != "parameters"
        for status in operation["responses"]
    }
    assert len(statuses) > 10
    assert statuses <= set(re.findall(r"\b[1-5]\d\d\b", TEXT.partition("| status |")[2]))


def test_figures_are_those_in_force() -> None:
    assert f"{MAX_BODY // 1024} KiB" in TEXT
    assert f"at most {MAX_PAGE}" in TEXT
    assert all(f"`{control}" in TEXT for control in (FOR_GOOD, REVALIDATED, NEVER))
