"""`portolan migrate`: what in use is to be left, where to, in which order and by when."""

from __future__ import annotations

import json

import click

from engine.explanation.migration.document import migration_document
from engine.explanation.migration.outline import migration_lines
from portolan.common import advisor, as_yaml, columns, load
from portolan.options import Asked, deciding


@click.command(short_help="Plan the way from what is in use to what is recommended.")
@deciding
@click.option(
    "--format",
    "style",
    type=click.Choice(["text", "json", "yaml", "markdown"]),
    default="text",
    help="Text for people (the default), JSON or YAML as in the API's answer, or Markdown.",
)
def command(asked: Asked, style: str) -> None:
    """Plan the migration for the profile in FILE (- for standard input): what is in use and is to be left.

    \b
    Examples:
      portolan migrate portolan.yaml
      portolan migrate portolan.yaml --format markdown > MIGRATION.md
      echo 'stack: {in_use: [lens, tracee]}' | portolan migrate

    Each step says where it leads, what has to be there first, by when it is due, and why it stands where it does: after
    what it waits for; then what ends soonest; then as the architecture has it. Where the release in use of what stays
    gets no support any more, a step raises it. What may stay is listed below the steps.

    Exit code 0, 2 if FILE cannot be understood, 3 if the knowledge cannot be loaded.
    """
    knowledge = load()
    request = asked.request(knowledge)
    document = migration_document(advisor(knowledge).decide(request), request.language)
    if style == "json":
        click.echo(json.dumps(document, ensure_ascii=False, indent=2))
    elif style == "yaml":
        click.echo(as_yaml(document), nl=False)
    elif style == "markdown":
        from engine.explanation.outline import outline_markdown

        click.echo(outline_markdown(migration_lines(document, request.language)), nl=False)
    else:
        from portolan.outline_text import outline_text

        click.echo(outline_text(migration_lines(document, request.language), columns()), nl=False)
