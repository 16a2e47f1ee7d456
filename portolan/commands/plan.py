"""`portolan plan`: what to take up next, in which order, and what works together."""

from __future__ import annotations

import json

import click

from engine.explanation.document import above_slots, head
from engine.explanation.texts import reason
from engine.request import decision_id
from portolan.common import advisor, as_yaml, columns, load
from portolan.options import Asked, deciding
from portolan.plan_words import PlanWords


@click.command(short_help="Say what to take up next, in which order, and what works together.")
@deciding
@click.option(
    "--format",
    "style",
    type=click.Choice(["text", "json", "yaml", "markdown"]),
    default="text",
    help="Text for people (the default), JSON or YAML as in the API's answer, or Markdown.",
)
def command(asked: Asked, style: str) -> None:
    """Plan the way to what is recommended for the profile in FILE (- for standard input).

    \b
    Examples:
      portolan plan portolan.yaml
      portolan plan portolan.yaml --format markdown > PLAN.md
      echo 'organisation: {adoption_stage: foundation}' | portolan plan

    The roadmap shows which picks belong to the stage that the platform has reached, which to take up next and which
    not yet. The install order has the picks that are neither in use nor built in, each after what it waits for and the
    rule that says so. Advice on how to go about it stands at the end.

    Exit code 0, 2 if FILE cannot be understood, 3 if the knowledge cannot be loaded.
    """
    knowledge = load()
    request = asked.request(knowledge)
    decision = advisor(knowledge).decide(request)
    document = {**head(decision, decision_id(request, knowledge)), **above_slots(decision, request.language)}
    if style == "json":
        click.echo(json.dumps(document, ensure_ascii=False, indent=2))
        return
    if style == "yaml":
        click.echo(as_yaml(document), nl=False)
        return
    saying = {first["rule"] for step in document["install_order"] for first in step["after"]}
    reasons = {rule: reason(knowledge.rules[rule], decision, request.language) for rule in saying}
    words = PlanWords(document, reasons, knowledge, request.language)
    if style == "markdown":
        from portolan.plan_markdown import plan_markdown

        click.echo(plan_markdown(words), nl=False)
    else:
        from portolan.plan_text import plan_text

        click.echo(plan_text(words, columns()), nl=False)
