"""Programs that some tests need and that Python does not bring: left out where they are missing, failed in CI."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

import pytest


def program(name: str, package: str, *places: Path) -> Path:
    """The path of a program, looked for in `places` and then on the PATH. `package` is what Debian calls it."""
    found = shutil.which(name, path=os.pathsep.join(map(str, places))) or shutil.which(name)
    if found is None:
        missing = f"{name} is not here: apt-get install {package}"
        if os.environ.get("CI"):
            pytest.fail(missing)
        pytest.skip(missing)
    return Path(found)
