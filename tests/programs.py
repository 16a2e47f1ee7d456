"""Programs that some tests need and that Python does not bring: left out where they are missing, failed in CI."""

from __future__ import annotations

import os
import shutil
import subprocess
from pathlib import Path
from typing import NoReturn

import pytest

INSTALL = "apt-get install"


def program(name: str, package: str, *places: Path) -> Path:
    """The path of a program, looked for in `places` and then on the PATH. `package` is what Debian calls it."""
    found = shutil.which(name, path=os.pathsep.join(map(str, places))) or shutil.which(name)
    return Path(found) if found else missing(name, package)


def missing(name: str, package: str) -> NoReturn:
    """Leaves the test out, or fails it in CI, and says how to get what it needs."""
    told = f"{name} is not here: {INSTALL} {package}"
    if os.environ.get("CI"):
        pytest.fail(told)
    pytest.skip(told)


def npm_installed(lock: Path, into: Path) -> Path:
    """`node_modules` with the packages of a lock file. Leaves the test out where npm cannot, or fails it in CI."""
    npm = program("npm", "npm")
    shutil.copytree(lock, into, dirs_exist_ok=True)
    options = ["--ignore-scripts", "--no-audit", "--no-fund", "--prefer-offline", "--loglevel=error"]
    command = [str(npm), "ci", *options]
    made = subprocess.run(command, cwd=into, capture_output=True, text=True, timeout=180, check=False)
    if made.returncode and not os.environ.get("CI"):
        pytest.skip(f"npm cannot install: {made.stderr.strip()[:200]}")
    assert made.returncode == 0, made.stderr
    return into / "node_modules"
