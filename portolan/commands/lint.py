"""`portolan lint`: every problem of the knowledge at once, in its form and in its reasoning."""

from __future__ import annotations

import contextlib
import json
import sys
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import click

from engine.inference.plan import Plan, make_plan
from engine.knowledge.loader import load_knowledge
from engine.knowledge.problems import NOTE, KnowledgeError, Problem
from engine.linting.coverage import Coverage, coverage, idle_claims
from engine.linting.lint import Progress, lint
from portolan.common import BAD_INPUT, fail, from_here, knowledge_directories, located, problem_data, problems_as
from portolan.lint_report import coverage_data, coverage_text
from portolan.options import with_packs


@dataclass(frozen=True, slots=True)
class _Asked:
    """What is to be looked at beyond the form of the files."""

    reasoning: bool
    coverage: bool


@dataclass(frozen=True, slots=True)
class _Found:
    """What a directory came to. Without a plan the knowledge cannot be used."""

    problems: tuple[Problem, ...]
    plan: Plan | None = None
    coverage: Coverage | None = None


@click.command(short_help="Check the knowledge.")
@click.argument("directory", required=False, type=click.Path(exists=True, file_okay=False, path_type=Path))
@with_packs
@click.option("--no-reasoning", is_flag=True, help="Check the form of the files alone.")
@click.option("--coverage", "covered", is_flag=True, help="Also show which claims do something, and which do not.")
@click.option("--strict", is_flag=True, help="Fail on warnings too.")
@click.option(
    "--format",
    "style",
    type=click.Choice(["text", "json", "github"]),
    default="text",
    help="Problems as text (the default), as JSON, or as annotations of a GitHub workflow.",
)
def command(directory: Path | None, no_reasoning: bool, covered: bool, strict: bool, style: str) -> None:
    """Check the knowledge in DIRECTORY (the shipped one by default) and print every problem with its place.

    Errors are what keeps the knowledge from being loaded, and what cannot be meant: rules that disagree, that never
    fire, that nobody can reach. Warnings may be meant and are worth a look; notes are only good to know.

    \b
    Examples:
      portolan lint
      portolan lint --coverage
      portolan lint my-rules --strict --format github
      portolan lint my-pack

    A pack, which extends another, is checked on top of the knowledge in force.

    Exit code 0 if there are no errors, 1 if there are some (with --strict: errors or warnings; with --coverage: claims
    that do nothing, too), 2 if DIRECTORY cannot be read.
    """
    directories = knowledge_directories(directory)
    where = directory or from_here(directories[-1])
    try:
        found = _check(directories, _Asked(not no_reasoning, covered))
    except OSError as error:
        fail(BAD_INPUT, f"{error.filename}: {error.strerror or error}")
    problems = located(found.problems, directories)
    _show(problems, found, style)
    levels = Counter(problem.level for problem in problems)
    if levels["error"] or levels["warning"]:
        click.echo(f"{_counted(levels)} in {where}.", err=True)
    elif style == "text" and found.plan:
        click.echo(f"{_summary(found.plan)}: {_counted(levels)}.")
    sys.exit(1 if levels["error"] or (strict and levels["warning"]) else 0)


def _check(directories: Sequence[Path], asked: _Asked) -> _Found:
    try:
        plan = make_plan(load_knowledge(*directories))
    except KnowledgeError as error:
        return _Found(error.problems)
    problems: tuple[Problem, ...] = ()
    if asked.reasoning:
        with _bar() as progress:
            problems = lint(plan, progress=progress)
    found = coverage(plan.knowledge) if asked.coverage else None
    return _Found((*problems, *(idle_claims(found) if found else ())), plan, found)


@contextlib.contextmanager
def _bar() -> Iterator[Progress | None]:
    """A progress bar on a terminal, and nothing anywhere else."""
    if sys.stderr is None or not sys.stderr.isatty():
        yield None
        return
    with click.progressbar(length=1, label="Checking", file=sys.stderr, item_show_func=lambda what: what) as bar:

        def progress(done: int, of: int, what: str) -> None:
            bar.length = of
            bar.update(done - bar.pos, what)

        yield progress


def _show(problems: Iterable[Problem], found: _Found, style: str) -> None:
    if style == "json" and found.coverage:
        data = {"problems": list(map(problem_data, problems)), "coverage": coverage_data(found.coverage)}
        click.echo(json.dumps(data, ensure_ascii=False, indent=2))
        return
    text = problems_as(problems, style)
    if text:
        click.echo(text)
    if found.coverage and style == "text":
        click.echo(("\n" if text else "") + coverage_text(found.coverage) + "\n")


def _counted(levels: Counter[str]) -> str:
    words = {"error": "problem", "warning": "warning", NOTE: "note"}
    said = [
        f"{levels[level]} {word}{'s' if levels[level] != 1 else ''}" for level, word in words.items() if levels[level]
    ]
    return ", ".join(said) if said else "no problems"


def _summary(plan: Plan) -> str:
    """What was checked."""
    knowledge = plan.knowledge
    templates = {rule.template for rule in knowledge.rules.values()}
    return (
        f"{len(knowledge.claims)} claims, {len(knowledge.products)} products, {len(knowledge.questions)} questions, "
        f"{len(templates)} rules in {len(knowledge.modules)} modules ({len(knowledge.rules)} grounded, "
        f"{len(plan.stages)} stages)"
    )
