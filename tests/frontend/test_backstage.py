"""The Backstage plugin, by its own tests: types, components and client, and its journey in a browser.

They take two minutes or so, and installing what they need from npm another. Nothing in them depends on the Python that
starts them, so what has passed is noted beside what was installed, under a digest of the sources, of Node and of the
browser, and is not run again on the same machine until one of them changes: CI pays once for both of its Pythons.
The journey goes through the service as well, so the sources of the service count for it too.
"""

from __future__ import annotations

import fcntl
import hashlib
import os
import subprocess
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

import pytest

from tests.plugin_api.conftest import ROOT
from tests.plugin_api.serving import served
from tests.programs import program

PLUGIN = ROOT / "frontend-snippets" / "backstage"
MODULES = PLUGIN / "node_modules"
_MADE = {"node_modules", "dist-app", "dist-dev", "dist-package", "out", "__pycache__"}
_OLDEST_NODE = 20
_INSTALL_SECONDS, _TEST_SECONDS = 600, 600


@pytest.fixture(scope="module")
def npm() -> Iterator[str]:
    """npm, with what the lock file names installed: once, and again only where the lock file changes.

    The tests share one tree on the disk: whichever worker comes second waits for the first.
    """
    npm = str(program("npm", "nodejs npm"))
    _ask_for_node()
    with (PLUGIN / "package.json").open() as held:
        fcntl.flock(held, fcntl.LOCK_EX)
        lock = _digest([PLUGIN / "package-lock.json"])
        if not _passed("installed", lock):
            _run([npm, "ci", "--ignore-scripts", "--no-audit", "--no-fund", "--prefer-offline"], _INSTALL_SECONDS)
            _note("installed", lock)
        yield npm


def test_types_and_components(npm: str) -> None:
    digest = _digest(_sources(PLUGIN), _version(npm))
    if not _passed("tested", digest):
        _run([npm, "run", "--silent", "tsc"], _TEST_SECONDS)
        _run([npm, "run", "--silent", "test"], _TEST_SECONDS)
        _note("tested", digest)


def test_the_journey_in_an_app_shell(npm: str, tmp_path: Path) -> None:
    """Backstage's shell and catalog in Chromium, in front of the real service: see e2e/journey.mjs for the steps."""
    chromium = str(program("chromium", "chromium fonts-noto-cjk"))
    service = [ROOT / name for name in ("engine", "plugin_api", "portolan", "rules")]
    sources = (file for directory in (PLUGIN, *service) for file in _sources(directory))
    digest = _digest(sources, _version(npm), _version(chromium))
    if _passed("journey", digest):
        return
    with served(tmp_path, ROOT / "rules") as address:
        environment = {"PORTOLAN_URL": address.url, "CHROMIUM": chromium}
        _run([npm, "run", "--silent", "build:dev"], _TEST_SECONDS, environment)
        _run([npm, "run", "--silent", "e2e"], _TEST_SECONDS, environment)
    _note("journey", digest)


def test_the_lock_file_names_no_registry() -> None:
    assert '"resolved"' not in (PLUGIN / "package-lock.json").read_text()


def _ask_for_node() -> None:
    version = _version(str(program("node", "nodejs")))
    if int(version.removeprefix("v").split(".")[0]) < _OLDEST_NODE:
        missing = f"Node {_OLDEST_NODE} or newer is not here, but {version.strip()}: https://nodejs.org"
        if os.environ.get("CI"):
            pytest.fail(missing)
        pytest.skip(missing)


def _run(command: Sequence[str], seconds: int, environment: dict[str, str] | None = None) -> None:
    done = subprocess.run(
        command,
        cwd=PLUGIN,
        env={**os.environ, "NO_COLOR": "1", **(environment or {})},
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        timeout=seconds,
        check=False,
    )
    assert done.returncode == 0, f"{' '.join(command)}\n{done.stdout[-8000:]}\n{done.stderr[-4000:]}"


def _sources(directory: Path) -> Iterable[Path]:
    for path in sorted(directory.iterdir()):
        if path.is_dir() and path.name not in _MADE:
            yield from _sources(path)
        elif path.is_file():
            yield path


def _digest(files: Iterable[Path], *more: str) -> str:
    digest = hashlib.sha256("\n".join(more).encode())
    for file in files:
        digest.update(f"\n{file.relative_to(ROOT)}\n".encode() + file.read_bytes())
    return digest.hexdigest()


def _version(program_path: str) -> str:
    return subprocess.run([program_path, "--version"], capture_output=True, text=True, check=True).stdout


def _passed(what: str, digest: str) -> bool:
    noted = MODULES / f".{what}"
    return noted.is_file() and noted.read_text() == digest


def _note(what: str, digest: str) -> None:
    (MODULES / f".{what}").write_text(digest)
