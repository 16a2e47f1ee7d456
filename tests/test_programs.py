"""Where the browser is missing, its tests say in one line how to get it; in CI they fail."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parent.parent
TESTS = ("tests/browser/test_pages_again.py", "tests/browser/test_every_page.py::test_an_address_that_leads_nowhere")
SAYS = "chromium is not here: apt-get install chromium fonts-noto-cjk"


def without_programs(folder: Path, **variables: str) -> subprocess.CompletedProcess[str]:
    """Some tests of pages on a machine that has no browser."""
    environment = {name: value for name, value in os.environ.items() if name != "CI" and not name.startswith("PYTEST_")}
    return subprocess.run(
        [sys.executable, "-m", "pytest", "-p", "no:cacheprovider", *TESTS],
        cwd=ROOT,
        env={**environment, "PATH": str(folder), "PYTHONDONTWRITEBYTECODE": "1", **variables},
        capture_output=True,
        text=True,
        timeout=300,  # against hanging: a busy machine is no failure
        check=False,
    )


def test_it_is_said_in_one_line(tmp_path: Path) -> None:
    done = without_programs(tmp_path)
    assert done.returncode == 0, done.stdout
    assert [line for line in done.stdout.splitlines() if "apt-get" in line] == [
        f"SKIPPED [5] tests/programs.py: {SAYS}"
    ]


def test_in_ci_it_fails(tmp_path: Path) -> None:
    done = without_programs(tmp_path, CI="true")
    assert done.returncode == 1, done.stdout
    assert SAYS in done.stdout
