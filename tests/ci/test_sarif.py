"""What `portolan check` writes as SARIF, read by the validator of those who keep its reader for code hosts."""

from __future__ import annotations

import json
import os
import platform
import subprocess
import sys
from pathlib import Path

import pytest

from tests.programs import npm_installed

# The list of files that were checked tells what was found clean too; and there is no public address of Portolan.
_KNOWN = {"SARIF2004", "SARIF2005"}
FILES = {
    "portolan.yaml": "profile:\n  stack:\n    in_use: [ingress-nginx, jaeger, argo-cd, flux]\nwaivers:\n"
    '  - {product: jaeger, reason: "| <b> 100%", until: 2099-12-31, by: me}\n',
    "services/a b,c%.yaml": "# 한국어\r\nprofile: {stack: {in_use: [jaeger]}}\r\nlanguage: ko\r\n",
    "bad.yaml": "profile: {stack: {in_use: [jager]}}\n",
    "charts/Chart.yaml": "apiVersion: v2\nname: x\nversion: 1.0.0\ndependencies:\n"
    "  - {name: loki, version: 6.6.2, repository: 'https://grafana.github.io/helm-charts'}\n",
}


@pytest.fixture(scope="module")
def multitool(tmp_path_factory: pytest.TempPathFactory) -> Path:
    if (sys.platform, platform.machine()) != ("linux", "x86_64"):
        pytest.skip("the program is for Linux on x86-64")
    packages = npm_installed(Path(__file__).parent / "sarif-multitool", tmp_path_factory.mktemp("multitool"))
    binary = packages / "@microsoft" / "sarif-multitool-linux" / "Sarif.Multitool"
    binary.chmod(0o755)
    return binary


@pytest.mark.parametrize("form", ["sarif", "code-scanning"])
def test_the_validator_has_nothing_to_say(multitool: Path, tmp_path: Path, form: str) -> None:
    for name, text in FILES.items():
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_bytes(text.encode())
    command = [sys.executable, "-m", "portolan", "check", *list(FILES)[:3], "--detect", "--as-of", "2026-05-01"]
    environment = {**os.environ, "PYTHONPATH": str(Path(__file__).parents[2])}
    done = subprocess.run(
        [*command, "-o", f"{form}=out.sarif"],
        cwd=tmp_path,
        env=environment,
        capture_output=True,
        timeout=120,
        check=False,
    )
    assert done.returncode == 2, done.stderr  # for bad.yaml
    for rules in ("Sarif", "Ghas"):
        said = tmp_path / f"{rules}.sarif"
        told = subprocess.run(
            [str(multitool), "validate", "out.sarif", "--output", str(said), "--rule-kind", rules],
            cwd=tmp_path,
            env={**os.environ, "DOTNET_SYSTEM_GLOBALIZATION_INVARIANT": "1"},
            capture_output=True,
            text=True,
            timeout=120,
            check=False,
        )
        assert told.returncode == 0, told.stdout
        (run,) = json.loads(said.read_text(encoding="utf-8-sig"))["runs"]
        assert {result["ruleId"] for result in run["results"]} <= _KNOWN, told.stdout
