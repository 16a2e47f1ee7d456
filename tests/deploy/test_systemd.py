"""The unit of systemd: what systemd takes, and restricted."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

from plugin_api.settings import Settings
from tests.conftest import ROOT
from tests.programs import program

UNIT = (ROOT / "deploy" / "systemd" / "portolan.service").read_text(encoding="utf-8")
SAID = dict(re.findall(r"^([A-Za-z]+)=(.*)$", UNIT, re.MULTILINE))


def test_systemd_takes_it(tmp_path: Path) -> None:
    analyze = program("systemd-analyze", "systemd")
    here = tmp_path / "portolan.service"
    here.write_text(UNIT.replace("/opt/portolan/bin/portolan", sys.executable))  # which must be there
    verified = subprocess.run([analyze, "verify", here], capture_output=True, text=True, timeout=60, check=False)
    every = (verified.stdout + verified.stderr).splitlines()
    said = [line for line in every if "portolan" in line]  # it may speak of others too
    assert (verified.returncode, said) == (0, [])


def test_it_can_do_no_more_than_it_needs() -> None:
    assert SAID["User"] != "root"
    assert SAID["ProtectSystem"] == "strict"
    assert (SAID["NoNewPrivileges"], SAID["CapabilityBoundingSet"]) == ("yes", "")
    assert (SAID["StateDirectoryMode"], SAID["UMask"]) == ("0700", "0077")
    assert SAID["Environment"] == f"PORTOLAN_DATA_DIR=/var/lib/{SAID['StateDirectory']}"


def test_it_lives_and_ends_as_the_service_does() -> None:
    defaults = Settings(Path(), Path())
    assert int(SAID["TimeoutStopSec"]) > defaults.drain_time + defaults.graceful_timeout
    assert (SAID["KillMode"], SAID["ExecReload"]) == ("mixed", "kill -HUP $MAINPID")
    assert SAID["Restart"] == "always"
