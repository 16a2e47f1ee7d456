"""Every code of a finding is explained in the document on writing rules, and no other."""

from __future__ import annotations

import ast
import re

from tests.conftest import ROOT

LINTING = ROOT / "engine" / "linting"
SECTION = (ROOT / "docs" / "writing-rules.md").read_text(encoding="utf-8").partition("## What the linter finds")[2]


def codes() -> set[str]:
    """What stands in the place of a code wherever a problem is made."""
    found = set()
    for path in LINTING.glob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if (
                isinstance(node, ast.Call)
                and isinstance(node.func, ast.Name)
                and node.func.id in ("Problem", "_problem")
            ):
                found |= {arg.value for arg in node.args[1:2] if isinstance(arg, ast.Constant)}
    return found


def test_every_code_is_documented_and_nothing_else() -> None:
    rows = re.findall(r"^\| (`[a-z`, -]+`) \|", SECTION, re.MULTILINE)
    documented = {code for row in rows for code in re.findall(r"[a-z-]+", row.replace("`", " "))}
    assert codes() == documented
    assert len(codes()) > 25


def test_every_code_has_a_fault_that_shows_it() -> None:
    """In `bad/`, or where the finding needs more than one file: in the tests of coverage and of search."""
    shown = "".join(
        path.read_text() for path in (LINTING.parents[1] / "tests" / "engine" / "linting" / "bad").iterdir()
    )
    elsewhere = {"unused-claim", "used-after-all", "not-settled"}
    assert {code for code in codes() if f"[{code}]" not in shown} == elsewhere
