"""What holds for every command: help, names that are nearly right, and how things end."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import click
import pytest

from portolan import cli, ending
from tests.portolan.conftest import POCKET, Run


def test_help_lists_the_commands_and_the_exit_codes(run: Run) -> None:
    out = run("--help").out
    for name, text in cli.COMMANDS.items():
        assert f"  {name:9}  {text}\n" in out
    assert "70   a fault of Portolan's own" in out


@pytest.mark.parametrize("name", cli.COMMANDS)
def test_the_help_of_a_command_has_examples_and_exit_codes(run: Run, name: str) -> None:
    for option in ("--help", "-h"):
        ran = run(name, option)
        assert ran.code == 0
        assert "  Examples:\n    portolan " in ran.out
        assert "Exit code" in ran.out


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["recomend"], "There is no command 'recomend'. Did you mean 'recommend'?"),
        (["xyzzy"], "There is no command 'xyzzy'."),
        (["--verison"], "Did you mean '--version'?"),
        (["recommend", "--fromat", "json"], "Did you mean '--format'?"),
        (["recommend", "--format", "jsno"], "'jsno' is not one of 'table', 'json', 'yaml', 'markdown'."),
        (["recommend", "--as-of", "tomorrow"], "'tomorrow' is not a day, as 2026-04-01"),
        (["recommend", "a.yaml", "b.yaml"], "Got unexpected extra argument"),
        (["explain"], "Missing argument 'SUBJECT'."),
    ],
    ids=["command", "nothing near", "option", "command's option", "choice", "day", "too many", "too few"],
)
def test_a_mistyped_command_line_names_what_is_right(run: Run, arguments: list[str], said: str) -> None:
    ran = run(*arguments)
    assert (ran.code, ran.out) == (2, "")
    assert said in ran.err.splitlines()[-1]


def test_the_version(run: Run) -> None:
    assert run("--version").out.startswith("portolan ")


# --- the knowledge --------------------------------------------------------------------------------------------


@pytest.mark.parametrize("arguments", [["recommend"], ["explain", "tracing"], ["questions"], ["test", "."]], ids=str)
def test_knowledge_that_is_not_there(
    run: Run, arguments: list[str], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    (tmp_path / "scenario.yaml").write_text("scenarios: []\n")
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("PORTOLAN_RULES", "nowhere")
    ran = run(*arguments, piped="{}")
    assert (ran.code, ran.out) == (3, "")
    assert ran.err == "nowhere is no directory of knowledge. PORTOLAN_RULES names it.\n"


def test_a_home_that_is_not_there(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PORTOLAN_RULES", "~nobody-of-that-name/rules")
    ran = run("lint")
    assert ran.code == 3
    assert ran.err.startswith("PORTOLAN_RULES: ")


def test_knowledge_with_many_problems_shows_some(run: Run, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    (tmp_path / "modules").mkdir()
    for number in range(7):
        (tmp_path / "modules" / f"m{number}.yaml").write_text("rules: 1\n")
    monkeypatch.setenv("PORTOLAN_RULES", str(tmp_path))
    ran = run("recommend", piped="{}")
    first, *problems, last = ran.err.splitlines()
    assert (ran.code, first) == (3, "The knowledge cannot be loaded:")
    assert len(problems) == 10
    assert problems[0].startswith(f"{tmp_path}/editions.yaml:1:1: error[missing-file]: ")
    assert last.endswith("more; `portolan lint` shows all.")


def test_knowledge_whose_rules_cannot_be_put_in_order(
    run: Run, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    rules = tmp_path / "rules"
    shutil.copytree(POCKET, rules)
    (rules / "modules" / "circle.yaml").write_text(
        """\
module: circle
title: {en: "A circle", ko: "순환"}
rules:
  - id: circle/itself
    when: {not: {concern: itself}}
    then: [{derive: itself}]
    because: {en: "It is not so.", ko: "그렇지 않습니다."}
    cites: [almanac/tempo-is-cheap]
"""
    )
    monkeypatch.setenv("PORTOLAN_RULES", str(rules))
    ran = run("recommend", piped="{}")
    assert ran.code == 3
    assert "circle.yaml:4:5: error[rule-cycle]" in ran.err


def test_a_setting_that_is_none(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PORTOLAN_VERIFY", "maybe")
    ran = run("recommend", piped="{}")
    assert (ran.code, ran.err) == (2, "PORTOLAN_VERIFY is 'maybe'; it must be one of off, sample, always.\n")


# --- how things end -------------------------------------------------------------------------------------------


@pytest.fixture
def failing(monkeypatch: pytest.MonkeyPatch) -> Iterator[list[BaseException]]:
    """What is put into the list is raised by every command."""
    raised: list[BaseException] = []

    @click.command()
    def command() -> None:
        raise raised[0]

    monkeypatch.setattr(cli.Commands, "get_command", lambda *_: command)
    yield raised


@pytest.mark.parametrize(
    ("error", "code", "said"),
    [
        (
            ZeroDivisionError("by\nzero"),
            70,
            "A fault of Portolan's own: ZeroDivisionError: by zero (PORTOLAN_DEBUG=1 shows the trace)\n",
        ),
        (PermissionError(13, "Permission denied", "/etc/x"), 4, "/etc/x: Permission denied\n"),
        (OSError(28, "No space left on device"), 4, "No space left on device\n"),
        (KeyboardInterrupt(), 130, "\n"),
        (BrokenPipeError(32, "Broken pipe"), 141, ""),
        (click.UsageError("Not like this."), 2, "Error: Not like this.\n"),
    ],
    ids=["a fault", "a file", "a disk", "Ctrl-C", "a closed pipe", "usage"],
)
def test_nothing_ends_in_a_traceback(
    run: Run, failing: list[BaseException], error: BaseException, code: int, said: str
) -> None:
    failing.append(error)
    ran = run("lint")
    assert (ran.code, ran.out) == (code, "")
    assert ran.err.endswith(said) and "Traceback" not in ran.err


def test_the_trace_of_a_fault_is_shown_on_demand(
    run: Run, failing: list[BaseException], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PORTOLAN_DEBUG", "1")
    failing.append(ZeroDivisionError("by zero"))
    ran = run("lint")
    assert ran.code == 70
    assert ran.err.startswith("Traceback (most recent call last):\n")


def test_exit_codes_are_those_of_the_help() -> None:
    codes = (
        ending.BAD_INPUT,
        ending.BAD_KNOWLEDGE,
        ending.OUTSIDE,
        ending.FAULT,
        ending.INTERRUPTED,
        ending.CLOSED_PIPE,
    )
    assert codes == (2, 3, 4, 70, 130, 141)
