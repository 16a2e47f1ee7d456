"""docs/command-line.md leaves nothing out."""

from __future__ import annotations

import re
from pathlib import Path

import click
import pytest

from portolan.cli import COMMANDS, main
from portolan.ending import EXIT_CODES
from tests.portolan.conftest import Run

ROOT = Path(__file__).parents[2]
PAGE = (ROOT / "docs" / "command-line.md").read_text()


def _section(heading: str) -> str:
    match = re.search(rf"^## {re.escape(heading)}\n(.*?)(?=^## |\Z)", PAGE, re.MULTILINE | re.DOTALL)
    assert match, f"docs/command-line.md has no section {heading!r}"
    return match[1]


def _command(name: str) -> click.Command:
    command = main.get_command(click.Context(main), name)
    assert command is not None
    return command


def _parameters(command: click.Command) -> list[click.Parameter]:
    """Its own, and those of the commands below it."""
    below = command.commands.values() if isinstance(command, click.Group) else ()
    return [*command.params, *(parameter for one in below for parameter in _parameters(one))]


@pytest.mark.parametrize("name", COMMANDS)
def test_every_command_and_option_is_documented(name: str) -> None:
    section = _section(f"portolan {name}")
    for parameter in _parameters(_command(name)):
        if isinstance(parameter, click.Argument):
            assert parameter.make_metavar(click.Context(_command(name))).strip("[].") in section
        for option in parameter.opts if isinstance(parameter, click.Option) else ():
            assert re.search(rf"`{re.escape(option)}[ `]", section), f"{option} of portolan {name} is not documented"
        for choice in parameter.type.choices if isinstance(parameter.type, click.Choice) else ():
            assert f"`{parameter.opts[-1]} {choice}`" in section


@pytest.mark.parametrize("name", COMMANDS)
def test_every_documented_option_is_there(name: str) -> None:
    known = {option for parameter in _parameters(_command(name)) for option in parameter.opts}
    assert set(re.findall(r"`(--?[a-z-]+)", _section(f"portolan {name}"))) <= known


def test_the_exit_codes_are_those_of_the_help() -> None:
    documented = re.findall(r"^\| (\d+) \|", _section("Exit codes"), re.MULTILINE)
    assert documented == re.findall(r"^ +(\d+) ", EXIT_CODES, re.MULTILINE)


def test_every_variable_is_documented() -> None:
    sources = "".join(path.read_text() for path in (ROOT / "portolan").rglob("*.py"))
    variables = set(re.findall(r'environ[^"\n]*"([A-Z_]+)"', sources)) - {"XDG_CACHE_HOME"}
    assert "PORTOLAN_RULES" in variables
    for variable in variables:
        assert f"| `{variable}` |" in _section("Environment")


def test_the_example_of_a_mistake_is_what_is_said(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("PORTOLAN_RULES")
    shown = re.search(r"echo '(.*)' \| portolan recommend\n(.*)\n", PAGE)
    assert shown
    assert run("recommend", piped=shown[1]).err == f"{shown[2]}\n"


def test_the_example_of_a_profile_is_one(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("PORTOLAN_RULES")
    shown = re.search(r"```yaml\n(.*?)```", PAGE, re.DOTALL)
    assert shown
    assert run("recommend", piped=shown[1]).code == 0
