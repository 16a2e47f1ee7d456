"""`portolan explain`: the proof of a slot, of a product, or of the whole decision; and one product against another."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import click

from engine.explanation.proofs.contrast import NoContrast, contrast, contrast_document
from engine.explanation.proofs.drawing.layered import CannotDraw
from engine.explanation.proofs.graph import LEVELS, Level, graph_document, proof_graph
from engine.explanation.proofs.renderers import RENDERERS, Shown
from engine.explanation.proofs.tree import proof_tree, tree_text
from engine.explanation.trace import trace_document
from engine.explanation.wrapping import wrapped
from engine.inference.reasoner import Decision
from engine.knowledge.problems import nearest
from engine.model import Knowledge, Language
from engine.request import Request, decision_id
from portolan.common import BAD_INPUT, OUTSIDE, advisor, columns, fail, load, sentence
from portolan.options import Asked, deciding
from portolan.output import write_out

EVERYTHING = "all"
_FORMS = {renderer.name: renderer for renderer in RENDERERS}


@dataclass(frozen=True, slots=True)
class _Subject:
    """The slots to show, and the product where only one is asked about."""

    slots: tuple[str, ...]
    product: str | None


@dataclass(frozen=True, slots=True)
class _Form:
    """How to show it."""

    level: Level | None
    style: str
    output: Path | None


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
@click.option(
    "-o", "--output", metavar="FILE", type=click.Path(path_type=Path), help="Write to FILE, not to standard output."
)
def command(subject: str, asked: Asked, slot: str | None, rather_than: str | None, **how: Any) -> None:
    """Show why: the proof of SUBJECT, a slot or a product, for the profile in FILE (- for standard input).

    \b
    Examples:
      portolan explain tracing portolan.yaml
      portolan explain jaeger portolan.yaml --edition 2025
      portolan explain all portolan.yaml --level summary
      portolan explain tracing portolan.yaml --format mermaid --level reasons
      portolan explain tempo portolan.yaml --rather-than jaeger
      portolan explain all portolan.yaml --format html -o why.html
      echo '{}' | portolan explain cni

    Each line rests on those below it: a verdict on the rules that gave it, a rule on the answers and facts that it
    matched and on the claims that it cites. SUBJECT `all` is the whole decision.

    Exit code 0, 2 if FILE cannot be understood or there is no SUBJECT, 3 if the knowledge cannot be loaded, 4 if the
    output cannot be written or drawings cannot be made on this machine.
    """
    form = _Form(**how)
    knowledge = load()
    told = _subject(subject, slot, knowledge)
    against = None if rather_than is None else _other(rather_than, told, knowledge)
    request = asked.request(knowledge)
    decision = advisor(knowledge).decide(request)
    if told.product is not None and against is not None:
        text = _contrast(decision, request, (told.product, against), slot, form)
    elif form.style == "json":
        text = _json(decision, request, told, form.level)
    else:
        text = _proof(decision, request.language, told, form)
    write_out(text, form.output, asked.file)


def _proof(decision: Decision, language: Language, told: _Subject, form: _Form) -> str:
    level = form.level or "full"
    graph = proof_graph(decision, language, slots=told.slots, product=told.product, level=level)
    if form.style != "text":
        return _rendered(Shown(graph, decision, language), form.style)
    return "".join(f"{tree_text(proof_tree(graph, slot, language), columns())}\n" for slot in told.slots)


def _rendered(shown: Shown, style: str) -> str:
    try:
        return _FORMS[style].render(shown)
    except CannotDraw as error:
        fail(OUTSIDE, f"--format {style}: {error}.")


def _json(decision: Decision, request: Request, told: _Subject, level: Level | None) -> str:
    trace: dict[str, Any] = trace_document(decision, decision_id(request, decision.knowledge), request.language)
    if level is not None:
        graph = proof_graph(decision, request.language, slots=told.slots, product=told.product, level=level)
        trace["graph"] = graph_document(graph)
    return _dumped(trace)


def _contrast(decision: Decision, request: Request, products: tuple[str, str], slot: str | None, form: _Form) -> str:
    language, level = request.language, form.level or "full"
    try:
        found = contrast(decision, *products, language, slot=slot, level=level)
    except NoContrast as error:
        fail(BAD_INPUT, str(error))
    if form.style == "json":
        return _dumped(contrast_document(found, decision, decision_id(request, decision.knowledge), language))
    if form.style != "text":
        return _rendered(Shown(found.graph, decision, language, found.summary), form.style)
    summary = "\n".join(wrapped(found.summary, columns()))
    tree = tree_text(proof_tree(found.graph, found.slot, language), columns())
    return f"{summary}\n" if level == "summary" else f"{summary}\n\n{tree}\n"


def _dumped(document: dict[str, Any]) -> str:
    return json.dumps(document, ensure_ascii=False, indent=2) + "\n"


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
