"""What only a real process shows: terminals, pipes, signals, and what is imported."""

from __future__ import annotations

import ast
import os
import pty
import signal
import subprocess
import sys
from pathlib import Path

import pytest

PORTOLAN = [sys.executable, "-m", "portolan"]
FULL = Path("/dev/full")

pytestmark = pytest.mark.usefixtures("environment")


def _run(*arguments: str | Path, **options: object) -> subprocess.CompletedProcess[str]:
    settings: dict[str, object] = {"capture_output": True, "text": True, "timeout": 60, **options}
    return subprocess.run([*PORTOLAN, *arguments], check=False, **settings)  # type: ignore[call-overload, no-any-return]


def _on_a_terminal(*arguments: str | Path, columns: int = 80) -> str:
    """The output of a command whose input and output are a terminal."""
    ours, theirs = pty.openpty()
    environment = {**os.environ, "COLUMNS": str(columns), "TERM": "xterm"}
    with subprocess.Popen(
        [*PORTOLAN, *arguments], stdin=theirs, stdout=theirs, stderr=theirs, env=environment
    ) as process:
        os.close(theirs)
        shown = b""
        try:
            while part := os.read(ours, 65536):
                shown += part
        except OSError:  # how a terminal ends on Linux
            pass
        process.wait(timeout=60)
    os.close(ours)
    return shown.decode().replace("\r\n", "\n")


def test_a_profile_from_a_pipe() -> None:
    ran = _run("recommend", "--as-of", "2026-01-15", input="{}")
    assert (ran.returncode, ran.stderr) == (0, "")
    assert ran.stdout.startswith("Almanac 2026, as of 2026-01-15\n")


def test_without_a_file_or_a_pipe_there_is_help() -> None:
    shown = _on_a_terminal("recommend", columns=200)
    assert "Error: Name a profile file, or - for standard input." in shown


def test_colour_on_a_terminal_alone(harbour: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert "\x1b[32mkeep\x1b[0m      \x1b[1mJaeger\x1b[0m: Jaeger already" in _on_a_terminal("recommend", harbour)
    assert "\x1b" not in _run("recommend", harbour).stdout
    monkeypatch.setenv("NO_COLOR", "1")
    plain = _on_a_terminal("recommend", harbour, columns=100)
    assert "\x1b" not in plain
    assert plain == _run("recommend", harbour).stdout


@pytest.mark.parametrize("columns", [40, 60])
def test_lines_keep_to_the_width_of_the_terminal(harbour: Path, monkeypatch: pytest.MonkeyPatch, columns: int) -> None:
    monkeypatch.setenv("NO_COLOR", "1")
    _, _, *lines = _on_a_terminal("recommend", harbour, columns=columns).splitlines()
    assert max(map(len, lines)) <= columns


def test_whoever_stops_reading_is_left_in_peace(harbour: Path) -> None:
    reading, writing = os.pipe()
    os.close(reading)
    try:
        for arguments in (["recommend", harbour], ["questions"], ["--help"]):
            ran = _run(*arguments, capture_output=False, stdout=writing, stderr=subprocess.PIPE)
            assert (ran.returncode, ran.stderr) == (141, "")
        ran = _run("lint", "nowhere", capture_output=False, stdout=subprocess.PIPE, stderr=writing)
        assert (ran.returncode, ran.stdout) == (141, "")
    finally:
        os.close(writing)


@pytest.mark.skipif(not FULL.exists(), reason="no full disk to write to")
def test_a_full_disk(harbour: Path) -> None:
    with FULL.open("wb") as full:
        ran = _run("recommend", harbour, capture_output=False, stdout=full, stderr=subprocess.PIPE)
    assert (ran.returncode, ran.stderr) == (4, "No space left on device\n")


def test_a_closed_input() -> None:
    command = 'exec "$0" -m portolan recommend - <&-'
    ran = subprocess.run(["sh", "-c", command, sys.executable], capture_output=True, text=True, timeout=60, check=False)
    assert (ran.returncode, ran.stderr) == (2, "standard input: it is closed\n")


def test_an_interrupt_ends_it_quietly(tmp_path: Path) -> None:
    profile = tmp_path / "profile"
    os.mkfifo(profile)
    with subprocess.Popen(
        [*PORTOLAN, "recommend", profile],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        # Whoever runs the tests in the background may have interrupts ignored, which a child inherits.
        preexec_fn=lambda: signal.signal(signal.SIGINT, signal.SIG_DFL),  # noqa: PLW1509
    ) as process:
        with profile.open("wb"):  # opens once the command reads
            process.send_signal(signal.SIGINT)
            assert process.wait(timeout=60) == 130
        assert process.communicate() == (b"", b"\n")


def test_korean_in_a_locale_without_it(harbour: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PYTHONIOENCODING", "latin-1")
    ran = _run("recommend", harbour, "--lang", "ko", encoding="utf-8")
    assert ran.stdout.startswith("2026년 연감")


def _imported(names: list[str], arguments: list[str]) -> list[str]:
    """Which of some modules a command imports."""
    program = (
        "import sys; from portolan.cli import main; main(sys.argv[2:], standalone_mode=False);"
        "print([name for name in sys.argv[1].split() if name in sys.modules], file=sys.stderr)"
    )
    command = [sys.executable, "-c", program, " ".join(names), *arguments]
    ran = subprocess.run(command, capture_output=True, text=True, timeout=60, check=True)
    return list(ast.literal_eval(ran.stderr))


def test_a_decision_needs_no_web_framework_nor_schemas(harbour: Path) -> None:
    _run("recommend", harbour)  # compiles the knowledge
    heavy = ["flask", "plugin_api", "marshmallow", "importlib.metadata"]
    assert _imported([*heavy, "engine"], ["recommend", str(harbour)]) == ["engine"]


def test_help_needs_no_engine() -> None:
    assert _imported(["click", "engine"], ["--help"]) == ["click"]
