"""What tests that were killed have left behind is gone when the next ones begin."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path
from subprocess import PIPE
from tempfile import TemporaryDirectory

import psutil

from tests.postgres import PLACES, sweep
from tests.programs import program

ROOT = Path(__file__).parent.parent
HOLD = """
from tests.postgres import postgres_server
with postgres_server() as server:
    print(server._directory, server._process.pid, flush=True)
    input()
"""


def test_what_a_killed_one_left_is_swept_and_what_is_in_use_stays() -> None:
    program("initdb", "postgresql", *PLACES)
    with TemporaryDirectory() as here:
        base = Path(here)
        base.chmod(0o755)  # the server may be another user
        environment = {**os.environ, "TMPDIR": here, "PYTHONPATH": str(ROOT)}
        with subprocess.Popen(
            [sys.executable, "-c", HOLD], cwd=ROOT, env=environment, stdin=PIPE, stdout=PIPE, text=True
        ) as owner:
            assert owner.stdout is not None
            name, pid = owner.stdout.readline().split()
            server = psutil.Process(int(pid))
            sweep(base)
            assert Path(name).exists()
            assert server.is_running()
            owner.kill()
        sweep(base)
        assert list(base.iterdir()) == []
        assert not server.is_running() or server.status() == psutil.STATUS_ZOMBIE
