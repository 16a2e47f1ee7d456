"""`portolan compare`: what changes from one request to another, and why."""

from __future__ import annotations

import json
import sys
from typing import Any

import click

from engine.explanation.comparison.answer import comparison_answer
from engine.explanation.comparison.compare import compare
from engine.explanation.comparison.outline import comparison_lines
from engine.model import LANGUAGES, Language
from portolan.common import advisor, as_yaml, columns, day, load, read_document, request_in
from portolan.options import with_packs


@click.command(short_help="Say what changes between two profiles, editions or days, and why.")
@click.argument("before", required=False)
@click.argument("after", required=False)
@click.option("--before-edition", metavar="ID", help="The edition of the rules before (what BEFORE says).")
@click.option("--before-as-of", metavar="DAY", callback=day, help="The day before.")
@click.option("--edition", metavar="ID", help="The edition of the rules after.")
@click.option("--as-of", metavar="DAY", callback=day, help="The day after.")
@click.option("--lang", type=click.Choice(LANGUAGES), help="Language of the texts (that of the side after, else en).")
@with_packs
@click.option(
    "--format",
    "style",
    type=click.Choice(["text", "json", "yaml", "markdown"]),
    default="text",
    help="Text for people (the default), JSON or YAML as in the API's answer, or Markdown.",
)
def command(before: str | None, after: str | None, lang: Language | None, style: str, **sides: Any) -> None:
    """Compare what is recommended BEFORE and AFTER: two profile files, or one in two editions or on two days.

    \b
    Examples:
      portolan compare last-year.yaml portolan.yaml
      portolan compare portolan.yaml --before-edition 2025
      portolan compare portolan.yaml --before-as-of 2025-06-01 --as-of 2026-04-01
      echo '{}' | portolan compare --before-edition 2025 --edition 2026

    With one file, or something piped in, both sides are about the same profile. --before-edition and --before-as-of win
    over what it says on the side before, --edition and --as-of on the side after. A side whose edition is named and
    whose day is not is decided as of today, so that only the edition differs.

    First comes the story: what replaces what, what is new, gone or warned of, with the rules and sources that say so
    and the answer, edition, day or fact of the catalog that it comes from. Then the migration plan for what is in use.

    Exit code 0, 2 if a file cannot be understood, 3 if the knowledge cannot be loaded.
    """
    if before is None and (sys.stdin is None or sys.stdin.isatty()):
        raise click.UsageError("Name one or two profile files, or - for standard input.")
    before = before or "-"
    knowledge = load()
    documents = [read_document(file) for file in dict.fromkeys((before, after or before))]
    first = request_in(
        documents[0],
        knowledge,
        edition=sides["before_edition"],
        as_of=sides["before_as_of"],
        language=lang,
        side="before-",
    )
    second = request_in(documents[-1], knowledge, edition=sides["edition"], as_of=sides["as_of"], language=lang)
    engine, language = advisor(knowledge), second.language
    document = comparison_answer(compare(engine.decide(first), engine.decide(second)), language)
    if style == "json":
        click.echo(json.dumps(document, ensure_ascii=False, indent=2))
        return
    if style == "yaml":
        click.echo(as_yaml(document), nl=False)
        return
    lines = comparison_lines(document, knowledge, knowledge, language)
    if style == "markdown":
        from engine.explanation.outline import outline_markdown

        click.echo(outline_markdown(lines), nl=False)
    else:
        from portolan.outline_text import outline_text

        click.echo(outline_text(lines, columns()), nl=False)
