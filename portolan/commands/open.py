"""`portolan open`: the questions still to be answered, and what each answer would change."""

from __future__ import annotations

import json

import click

from engine.explanation.what_if.open_questions import open_document, still_open
from engine.knowledge.problems import nearest
from engine.request import decision_id
from portolan.common import BAD_INPUT, advisor, as_yaml, columns, fail, load, sentence
from portolan.open_text import open_text
from portolan.options import Asked, deciding


@click.command(short_help="Show which unanswered questions could change which slots, and how.")
@deciding
@click.option(
    "--format",
    "style",
    type=click.Choice(["text", "json", "yaml"]),
    default="text",
    help="Text for people (the default), or what the API answers as JSON or YAML.",
)
@click.option("--slot", "slots", metavar="SLOT", multiple=True, help="What could change this slot. May be repeated.")
@click.option("--all", "everything", is_flag=True, help="Show all questions and all answers, not the most telling.")
def command(asked: Asked, style: str, slots: tuple[str, ...], everything: bool) -> None:
    """Show what is still to be asked about the profile in FILE (- for standard input), by what single answers change.

    \b
    Examples:
      portolan open portolan.yaml
      portolan open portolan.yaml --slot tracing
      echo '{}' | portolan open --format json

    First come the questions of which one answer changes the picks of most slots. Below each stand the answers that
    would change a slot by themselves, and how. Questions that could change one only together with other answers are
    named at the end.

    Exit code 0 whether or not a question is open, 2 if FILE cannot be understood or there is no such slot, 3 if the
    knowledge cannot be loaded.
    """
    knowledge = load()
    for slot in slots:
        if slot not in knowledge.slots:
            fail(BAD_INPUT, f"--slot: there is no slot {slot!r}.{sentence(nearest(slot, knowledge.slots))}")
    request = asked.request(knowledge)
    decision = advisor(knowledge).decide(request)
    found = still_open(decision, slots or None)
    if style == "text":
        click.echo(open_text(found, knowledge, request.language, columns(), everything=everything), nl=False)
        return
    document = open_document(found, decision, decision_id(request, knowledge), request.language)
    click.echo(
        as_yaml(document) if style == "yaml" else json.dumps(document, ensure_ascii=False, indent=2) + "\n", nl=False
    )
