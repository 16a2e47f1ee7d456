"""`portolan explain`: the proof of one slot or product."""

from __future__ import annotations

import json

import click

from engine.explanation.proof import slot_proof, tree_text
from engine.explanation.trace import trace_document
from engine.knowledge.problems import nearest
from engine.model import Knowledge
from engine.request import decision_id
from portolan.common import BAD_INPUT, advisor, columns, fail, load, sentence
from portolan.options import Asked, deciding


@click.command(short_help="Show the proof of one slot or product.")
@click.argument("subject")
@deciding
@click.option(
    "--format",
    "style",
    type=click.Choice(["text", "json"]),
    default="text",
    help="A tree (the default), or the whole trace as JSON.",
)
def command(subject: str, asked: Asked, style: str) -> None:
    """Show why: the proof of SUBJECT, a slot or a product, for the profile in FILE (- for standard input).

    \b
    Examples:
      portolan explain tracing portolan.yaml
      portolan explain jaeger portolan.yaml --edition 2025
      echo '{}' | portolan explain cni

    Each line rests on those below it: a verdict on the rules that gave it, a rule on the answers and facts that it
    matched and on the claims that it cites.

    Exit code 0, 2 if FILE cannot be understood or there is no SUBJECT, 3 if the knowledge cannot be loaded.
    """
    knowledge = load()
    slots, product = _slots_of(subject, knowledge)
    request = asked.request(knowledge)
    engine = advisor(knowledge)
    decision = engine.decide(request)
    if style == "json":
        trace = trace_document(decision, decision_id(request, knowledge), request.language)
        click.echo(json.dumps(trace, ensure_ascii=False, indent=2))
        return
    for slot in slots:
        click.echo(tree_text(slot_proof(decision, slot, request.language, product), columns()))


def _slots_of(subject: str, knowledge: Knowledge) -> tuple[tuple[str, ...], str | None]:
    """The slots to show, and the product where one was asked for. A slot's name wins over a product's."""
    if subject in knowledge.slots:
        return (subject,), None
    product = knowledge.products.get(subject)
    if product is None:
        hint = nearest(subject, (*knowledge.slots, *knowledge.products))
        fail(BAD_INPUT, f"There is no slot or product {subject!r}.{sentence(hint)}")
    if not product.slots:
        fail(BAD_INPUT, f"{product.name} fills no slot of the architecture: nothing decides on it.")
    return product.slots, product.id
