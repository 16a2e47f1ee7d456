"""`portolan explain`: the proof of a slot, of a product, or of the whole decision; and one product against another."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any

import click

from engine.explanation.contrast import NoContrast, contrast, contrast_document
from engine.explanation.graph import LEVELS, Level, graph_document, proof_graph
from engine.explanation.proof import proof_tree, tree_text
from engine.explanation.renderers import RENDERERS, contrast_text
from engine.explanation.trace import trace_document
from engine.explanation.wrapping import wrapped
from engine.inference.reasoner import Decision
from engine.knowledge.problems import nearest
from engine.model import Knowledge, Language
from engine.request import Request, decision_id
from portolan.common import BAD_INPUT, advisor, columns, fail, load, sentence
from portolan.options import Asked, deciding

EVERYTHING = "all"
_FORMS = {renderer.name: renderer for renderer in RENDERERS}


@dataclass(frozen=True, slots=True)
class _Subject:
    """The slots to show, and the product where only one is asked about."""

    slots: tuple[str, ...]
    product: str | None


@click.command(short_help="Show the proof of a slot, a product, or everything.")
@click.argument("subject")
@deciding
@click.option("--slot", metavar="SLOT", help="Of a product that fills several slots, show this one only.")
@click.option(
    "--rather-than", metavar="PRODUCT", help="Show only what decides between SUBJECT, a product, and this one."
)
@click.option(
    "--level", type=click.Choice(LEVELS), help="How much to show: verdicts, their reasons, everything (full)."
)
@click.option(
    "--format",
    "style",
    type=click.Choice(["text", "json", *_FORMS]),
    default="text",
    help="A tree (the default), the whole trace as JSON, or the proof in another form.",
)
def command(
    subject: str, asked: Asked, slot: str | None, rather_than: str | None, level: Level | None, style: str
) -> None:
    """Show why: the proof of SUBJECT, a slot or a product, for the profile in FILE (- for standard input).

    \b
    Examples:
      portolan explain tracing portolan.yaml
      portolan explain jaeger portolan.yaml --edition 2025
      portolan explain all portolan.yaml --level summary
      portolan explain tracing portolan.yaml --format mermaid --level reasons
      portolan explain tempo portolan.yaml --rather-than jaeger
      echo '{}' | portolan explain cni

    Each line rests on those below it: a verdict on the rules that gave it, a rule on the answers and facts that it
    matched and on the claims that it cites. SUBJECT `all` is the whole decision.

    Exit code 0, 2 if FILE cannot be understood or there is no SUBJECT, 3 if the knowledge cannot be loaded.
    """
    knowledge = load()
    told = _subject(subject, slot, knowledge)
    against = None if rather_than is None else _other(rather_than, told, knowledge)
    request = asked.request(knowledge)
    decision = advisor(knowledge).decide(request)
    if told.product is not None and against is not None:
        _show_contrast(decision, request, (told.product, against), slot, level or "full", style)
    elif style == "json":
        _show_json(decision, request, told, level)
    else:
        _show(decision, request.language, told, level or "full", style)


def _show(decision: Decision, language: Language, told: _Subject, level: Level, style: str) -> None:
    graph = proof_graph(decision, language, slots=told.slots, product=told.product, level=level)
    if style != "text":
        click.echo(_FORMS[style].render(graph, language), nl=False)
        return
    for slot in told.slots:
        click.echo(tree_text(proof_tree(graph, slot, language), columns()))


def _show_json(decision: Decision, request: Request, told: _Subject, level: Level | None) -> None:
    trace: dict[str, Any] = trace_document(decision, decision_id(request, decision.knowledge), request.language)
    if level is not None:
        graph = proof_graph(decision, request.language, slots=told.slots, product=told.product, level=level)
        trace["graph"] = graph_document(graph)
    click.echo(json.dumps(trace, ensure_ascii=False, indent=2))


def _show_contrast(
    decision: Decision, request: Request, products: tuple[str, str], slot: str | None, level: Level, style: str
) -> None:
    language = request.language
    try:
        found = contrast(decision, *products, language, slot=slot, level=level)
    except NoContrast as error:
        fail(BAD_INPUT, str(error))
    if style == "json":
        document = contrast_document(found, decision, decision_id(request, decision.knowledge), language)
        click.echo(json.dumps(document, ensure_ascii=False, indent=2))
    elif style != "text":
        click.echo(contrast_text(found, _FORMS[style], language), nl=False)
    else:
        click.echo("\n".join(wrapped(found.summary, columns())))
        if level != "summary":
            click.echo()
            click.echo(tree_text(proof_tree(found.graph, found.slot, language), columns()))


def _subject(name: str, slot: str | None, knowledge: Knowledge) -> _Subject:
    """What SUBJECT names. A slot's name wins over a product's."""
    if slot is not None and slot not in knowledge.slots:
        fail(BAD_INPUT, f"--slot: There is no slot {slot!r}.{sentence(nearest(slot, knowledge.slots))}")
    product = None
    if name in knowledge.slots:
        slots: tuple[str, ...] = (name,)
    elif name in knowledge.products:
        product = name
        slots = knowledge.products[name].slots
        if not slots:
            fail(
                BAD_INPUT, f"{knowledge.products[name].name} fills no slot of the architecture: nothing decides on it."
            )
    elif name == EVERYTHING:
        slots = tuple(knowledge.slots)
    else:
        hint = nearest(name, (*knowledge.slots, *knowledge.products, EVERYTHING))
        fail(BAD_INPUT, f"There is no slot or product {name!r}.{sentence(hint)}")
    if slot is None:
        return _Subject(slots, product)
    if slot not in slots:
        fail(BAD_INPUT, f"--slot: {name} is not about the slot {slot}, but about {', '.join(slots)}.")
    return _Subject((slot,), product)


def _other(name: str, told: _Subject, knowledge: Knowledge) -> str:
    """The product that `--rather-than` names."""
    if told.product is None:
        fail(BAD_INPUT, "--rather-than: SUBJECT must be a product too.")
    if name not in knowledge.products:
        hint = nearest(name, knowledge.products)
        fail(BAD_INPUT, f"--rather-than: There is no product {name!r}.{sentence(hint)}")
    return name
