"""`portolan test`: run scenario files against the knowledge."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import click

from engine.advisor import Advisor
from engine.knowledge.problems import KnowledgeError, Problem
from engine.model import Knowledge, Rule
from engine.scenarios import Outcome, read_scenarios, run, scenario_files
from portolan.common import BAD_INPUT, advisor, fail, knowledge_directories, load, problem_data, problems_as
from portolan.options import with_packs

_USUAL = Path("tests/knowledge")


@click.command(short_help="Run scenario tests of the knowledge.")
@click.argument("paths", nargs=-1, type=click.Path(exists=True, path_type=Path))
@with_packs
@click.option(
    "--coverage", is_flag=True, help="Also list the rules that fired in no scenario, and fail if there are some."
)
@click.option(
    "--format",
    "style",
    type=click.Choice(["text", "json", "github"]),
    default="text",
    help="Failures as text (the default), as JSON, or as annotations of a GitHub workflow.",
)
def command(paths: tuple[Path, ...], coverage: bool, style: str) -> None:
    """Run the scenarios in PATHS (files or folders).

    \b
    Examples:
      portolan test
      portolan test tests/knowledge/tracing.yaml --coverage
      portolan test --pack my-pack

    Without PATHS: those in the tests/ of the packs that are named, or in tests/knowledge where none is. With packs,
    coverage is of their own rules and of those that they change.

    Exit code 0 if all is as expected (with --coverage: and every rule fired), 1 if not, 2 if there is nothing to run, 3
    if the knowledge cannot be loaded.
    """
    files = _files(paths or tuple(pack / "tests" for pack in knowledge_directories()[1:]) or (_USUAL,))
    engine = advisor(load())
    outcomes, unreadable = _run(files, engine)
    problems = [*unreadable, *(problem for outcome in outcomes for problem in outcome.failures)]
    failed = sum(bool(outcome.failures) for outcome in outcomes)
    covered = _Coverage.of(outcomes, engine.knowledge) if coverage else None
    if style == "json":
        click.echo(json.dumps(_data(len(outcomes) - failed, failed, problems, covered), ensure_ascii=False, indent=2))
    else:
        for text in filter(None, [problems_as(problems, style), covered and covered.text()]):
            click.echo(text)
        if style == "text":
            click.echo(f"{len(outcomes) - failed} passed, {failed} failed")
    sys.exit(1 if problems or (covered and covered.missing) else 0)


def _files(paths: Iterable[Path]) -> list[Path]:
    files = [path for path in scenario_files(paths) if path.exists()]
    if not files:
        fail(BAD_INPUT, f"There are no scenario files in {', '.join(map(str, paths))}.")
    return files


def _run(files: Iterable[Path], engine: Advisor) -> tuple[list[Outcome], list[Problem]]:
    """All outcomes, and the problems of the files that are no scenarios."""
    outcomes: list[Outcome] = []
    problems: list[Problem] = []
    for file in files:
        try:
            outcomes.extend(run(scenario, engine) for scenario in read_scenarios(file.read_bytes(), str(file)))
        except KnowledgeError as error:
            problems.extend(error.problems)
        except OSError as error:
            fail(BAD_INPUT, f"{file}: {error.strerror or error}")
    return outcomes, problems


@dataclass(frozen=True, slots=True)
class _Coverage:
    """Which rules, as they are written, fired in some scenario, and of which of those nothing ever came through."""

    written: tuple[str, ...]
    missing: tuple[str, ...]
    unheard: tuple[str, ...]

    @classmethod
    def of(cls, outcomes: Sequence[Outcome], knowledge: Knowledge) -> _Coverage:
        fired = {knowledge.rules[rule].template for outcome in outcomes for rule in outcome.fired}
        heard = {knowledge.rules[rule].template for outcome in outcomes for rule in outcome.heard}
        written = tuple(sorted({rule.template for rule in knowledge.rules.values() if _is_measured(rule, knowledge)}))
        missing = tuple(rule for rule in written if rule not in fired)
        return cls(written, missing, tuple(rule for rule in written if rule in fired and rule not in heard))

    def text(self) -> str:
        fired = len(self.written) - len(self.missing)
        head = f"{fired} of {len(self.written)} rules fired in some scenario."
        missing = [f"  never fired: {rule}" for rule in self.missing]
        return "\n".join([head, *missing, *(f"  set aside whenever it fired: {rule}" for rule in self.unheard)])


def _is_measured(rule: Rule, knowledge: Knowledge) -> bool:
    """The base has scenarios of its own; those of packs on top of it are about what the packs say."""
    alone = len(knowledge.packs) == 1
    return alone or rule.template in knowledge.changes or knowledge.modules[rule.module].pack != knowledge.pack.id


def _data(passed: int, failed: int, problems: Iterable[Problem], coverage: _Coverage | None) -> dict[str, Any]:
    found = {"passed": passed, "failed": failed, "problems": [problem_data(problem) for problem in problems]}
    if coverage:
        found["coverage"] = {
            "rules": len(coverage.written),
            "never_fired": list(coverage.missing),
            "always_set_aside": list(coverage.unheard),
        }
    return found
