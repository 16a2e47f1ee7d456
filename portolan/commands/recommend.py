"""`portolan recommend`: what to adopt, keep, try and leave."""

from __future__ import annotations

import json
from collections.abc import Collection

import click

from engine.explanation.document import decision_document
from engine.explanation.narrowing import narrowed
from engine.explanation.what_if.robustness_document import with_robustness
from engine.knowledge.problems import nearest
from engine.model import Knowledge
from engine.request import decision_id
from portolan.common import BAD_INPUT, advisor, as_yaml, columns, fail, load, sentence
from portolan.options import Asked, deciding


@click.command(short_help="Decide a profile: a verdict and its reasons for every slot.")
@deciding
@click.option(
    "--format",
    "style",
    type=click.Choice(["table", "json", "yaml", "markdown"]),
    default="table",
    help="A table for people (the default), what the API answers as JSON or YAML, or Markdown.",
)
@click.option("--slot", "slots", metavar="SLOT", multiple=True, help="Show this slot alone. May be repeated.")
@click.option("--all", "everything", is_flag=True, help="Show the slots that are not needed too.")
@click.option("--robustness", "firmness", is_flag=True, help="Say of each pick which single answers it hangs on.")
def command(asked: Asked, style: str, slots: tuple[str, ...], everything: bool, firmness: bool) -> None:
    """Decide the profile in FILE (- for standard input): a verdict and its leading reason for every product.

    \b
    Examples:
      portolan recommend portolan.yaml
      portolan recommend portolan.yaml --edition 2025 --as-of 2025-06-01
      portolan recommend portolan.yaml --slot tracing --slot cni --format markdown
      portolan recommend portolan.yaml --robustness
      echo '{}' | portolan recommend --format json

    An empty profile gets the edition's standard architecture.

    Exit code 0 whatever the verdicts are, 2 if FILE cannot be understood, 3 if the knowledge cannot be loaded.
    """
    knowledge = load()
    _check_slots(slots, knowledge)
    request = asked.request(knowledge)
    engine = advisor(knowledge)
    decision = engine.decide(request)
    id_ = decision_id(request, knowledge)
    document = decision_document(decision, engine.reasoner, id_, request.language)
    if firmness:
        document = with_robustness(document, decision, request.language)
    if slots:
        document = narrowed(document, slots)
    everything = everything or bool(slots)
    if style == "json":
        click.echo(json.dumps(document, ensure_ascii=False, indent=2))
    elif style == "yaml":
        click.echo(as_yaml(document), nl=False)
    elif style == "markdown":
        from portolan.decision_markdown import decision_markdown

        click.echo(decision_markdown(document, knowledge, request.language, everything=everything), nl=False)
    else:
        from portolan.decision_table import decision_table

        table = decision_table(document, knowledge, request.language, everything=everything, width=columns())
        click.echo(table, nl=False)


def _check_slots(slots: Collection[str], knowledge: Knowledge) -> None:
    for slot in slots:
        if slot not in knowledge.slots:
            fail(BAD_INPUT, f"--slot: there is no slot {slot!r}.{sentence(nearest(slot, knowledge.slots))}")
