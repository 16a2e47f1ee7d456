"""`portolan lint`: every problem of the knowledge at once."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from engine.inference.plan import make_plan
from engine.knowledge.loader import load_knowledge
from engine.knowledge.problems import KnowledgeError, Problem
from engine.model import Knowledge
from portolan.common import BAD_INPUT, fail, from_here, knowledge_directories, located, problems_as
from portolan.options import with_packs


@click.command(short_help="Check the knowledge.")
@click.argument("directory", required=False, type=click.Path(exists=True, file_okay=False, path_type=Path))
@with_packs
@click.option(
    "--format",
    "style",
    type=click.Choice(["text", "json", "github"]),
    default="text",
    help="Problems as text (the default), as JSON, or as annotations of a GitHub workflow.",
)
def command(directory: Path | None, style: str) -> None:
    """Check the knowledge in DIRECTORY (the shipped one by default) and print every problem with its place.

    \b
    Examples:
      portolan lint
      portolan lint my-rules --format github
      portolan lint my-pack

    A pack, which extends another, is checked on top of the knowledge in force.

    Exit code 0 if there are no problems, 1 if there are some, 2 if DIRECTORY cannot be read.
    """
    directories = knowledge_directories(directory)
    where = directory or from_here(directories[-1])
    problems: tuple[Problem, ...] = ()
    summary = ""
    try:
        summary = _summary(load_knowledge(*directories))
    except KnowledgeError as error:
        problems = located(error.problems, directories)
    except OSError as error:
        fail(BAD_INPUT, f"{error.filename}: {error.strerror or error}")
    if style == "json" or problems:
        click.echo(problems_as(problems, style))
    if problems:
        click.echo(f"{len(problems)} problem{'s' if len(problems) != 1 else ''} in {where}.", err=True)
        sys.exit(1)
    if style == "text":
        click.echo(summary)


def _summary(knowledge: Knowledge) -> str:
    """What was checked. Raises KnowledgeError where the rules cannot be put in order."""
    plan = make_plan(knowledge)
    templates = {rule.template for rule in knowledge.rules.values()}
    return (
        f"{len(knowledge.claims)} claims, {len(knowledge.products)} products, {len(knowledge.questions)} questions, "
        f"{len(templates)} rules in {len(knowledge.modules)} modules ({len(knowledge.rules)} grounded, "
        f"{len(plan.stages)} stages): no problems."
    )
