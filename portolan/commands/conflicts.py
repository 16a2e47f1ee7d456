"""`portolan conflicts`: where the sources disagree, and what settled it."""

from __future__ import annotations

import json

import click

from engine.explanation.conflicts import all_conflicts, conflict_document
from engine.knowledge.problems import nearest
from engine.model import LANGUAGES, Language
from portolan.common import BAD_INPUT, as_yaml, columns, fail, load, sentence
from portolan.conflict_report import conflicts_markdown, conflicts_text


@click.command(short_help="Show where the sources disagree, and what settled it.")
@click.option("--product", metavar="PRODUCT", help="Conflicts about this product alone.")
@click.option(
    "--format",
    "style",
    type=click.Choice(["text", "json", "yaml", "markdown"]),
    default="text",
    help="Text for people (the default), what the API answers as JSON or YAML, or Markdown.",
)
@click.option("--lang", type=click.Choice(LANGUAGES), default="en", help="Language of the texts (en).")
def command(product: str | None, style: str, lang: Language) -> None:
    """Show the points on which the sources disagree: what each side says and cites, and what settled it.

    \b
    Examples:
      portolan conflicts
      portolan conflicts --product trivy
      portolan conflicts --format markdown --lang ko

    Those that nobody wrote down, but that show when a claim is compared with the catalog, are marked so.

    Exit code 0, 2 if there is no PRODUCT, 3 if the knowledge cannot be loaded.
    """
    knowledge = load()
    if product is not None and product not in knowledge.products:
        fail(BAD_INPUT, f"--product: there is no product {product!r}.{sentence(nearest(product, knowledge.products))}")
    documents = [
        conflict_document(conflict, knowledge, lang)
        for conflict in all_conflicts(knowledge)
        if product is None or product in conflict.products
    ]
    if style == "json":
        click.echo(json.dumps(documents, ensure_ascii=False, indent=2))
    elif style == "yaml":
        click.echo(as_yaml(documents), nl=False)
    elif style == "markdown":
        click.echo(conflicts_markdown(documents, lang))
    elif documents:
        click.echo(conflicts_text(documents, lang, columns()))
