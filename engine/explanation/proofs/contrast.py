"""Why one product rather than another: the rules that tell the two apart, and what these rest on; nothing else."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, replace
from typing import Any, Literal

from engine.explanation.labels import verdict_word
from engine.explanation.particles import fitted
from engine.explanation.proofs.graph import GraphEdge, Level, ProofGraph, graph_document, proof_graph
from engine.explanation.proofs.why import (
    Argument,
    argument_documents,
    arguments_on,
    slot_of,
    verdict_document,
    verdict_on,
    why_head,
)
from engine.explanation.texts import reason
from engine.inference.reasoner import Decision
from engine.model import VERDICTS, Language, Text

# Was the better of the two asked for first, or the other one, or is neither better?
Order = Literal["as-asked", "reversed", "even"]
ORDERS: tuple[Order, ...] = ("as-asked", "reversed", "even")
_FACTS = ("answer", "catalog", "date", "edition", "concern")

_WORDS = {
    "pick": Text("{better} is the pick, not {other}", "{other} 대신 {better}[을/를] 추천합니다"),
    "picks": Text(
        "Both are picks, and {better} comes before {other}",
        "두 제품 모두 추천되며, {better}[이/가] {other}보다 앞섭니다",
    ),
    "neither": Text(
        "Neither is a pick, and {better} fares better than {other}",
        "두 제품 모두 추천되지 않으며, {better}의 판정이 {other}보다 낫습니다",
    ),
    "even picks": Text(
        "Both are picks, and nothing puts {better} before {other}",
        "두 제품 모두 추천되며, {better}[과/와] {other}의 우열을 가르는 규칙이 없습니다",
    ),
    "even neither": Text(
        "Neither is a pick, and nothing puts {better} before {other}",
        "두 제품 모두 추천되지 않으며, {better}[과/와] {other}의 우열을 가르는 규칙이 없습니다",
    ),
    "reversed": Text("It is the other way round. {said}", "질문과는 반대입니다. {said}"),
    "nothing": Text("no verdict", "판정 없음"),
}
_RULE_OUT = Text("rule out", "배제")


class NoContrast(ValueError):
    """Two products that cannot be compared. The message says why."""


@dataclass(frozen=True, slots=True)
class Contrast:
    """What decides between two products in a slot. `better` is `product` where `order` is even.

    `arguments`: those on either product that do not say the same of both. `graph`: these, with what set them aside and
    what they rest on.
    """

    slot: str
    product: str
    rather_than: str
    order: Order
    better: str
    other: str
    arguments: tuple[tuple[str, Argument], ...]
    graph: ProofGraph
    summary: str


def contrast(
    decision: Decision,
    product: str,
    rather_than: str,
    language: Language,
    *,
    slot: str | None = None,
    level: Level = "full",
) -> Contrast:
    """What decides between two products, in a slot that both of them can fill.

    Raises NoContrast for a product and itself, and for products that share no slot, or not that one."""
    slot = _shared(decision, product, rather_than, slot)
    first, second = _rank(decision, slot, product), _rank(decision, slot, rather_than)
    order: Order = "even" if first == second else "as-asked" if first < second else "reversed"
    better, other = (rather_than, product) if order == "reversed" else (product, rather_than)
    arguments = _deciding(decision, slot, better, other)
    return Contrast(
        slot=slot,
        product=product,
        rather_than=rather_than,
        order=order,
        better=better,
        other=other,
        arguments=arguments,
        graph=_narrowed(decision, slot, language, arguments, (better, other), level),
        summary=_summary(decision, slot, language, order, (better, other), arguments),
    )


def _shared(decision: Decision, product: str, rather_than: str, slot: str | None) -> str:
    products = decision.knowledge.products
    if product == rather_than:
        raise NoContrast(f"{products[product].name} is one product: name another one to set it against.")
    shared = slot_of(decision, product, rather_than) if slot is None else slot
    if shared is None or any(shared not in products[one].slots for one in (product, rather_than)):
        fills = " and ".join(_filled(decision, one) for one in (product, rather_than))
        if slot is None:
            raise NoContrast(f"They have no slot in common: {fills}.")
        raise NoContrast(f"They do not both fill {_title(decision, slot)}: {fills}.")
    return shared


def _filled(decision: Decision, product: str) -> str:
    named = decision.knowledge.products[product]
    return f"{named.name} fills {', '.join(_title(decision, slot) for slot in named.slots) or 'none'}"


def _title(decision: Decision, slot: str) -> str:
    return f"“{decision.knowledge.slots[slot].title.en}”"


def _rank(decision: Decision, slot: str, product: str) -> tuple[bool, int, int]:
    """Picks before others, then by verdict; among picks, by how strong the reason is."""
    outcome = decision.slot(slot)
    verdict = verdict_on(outcome, product)
    if verdict is None:
        return True, len(VERDICTS), 0
    picked = product in outcome.picks
    return not picked, VERDICTS.index(verdict.verdict), verdict.rank if picked else 0


def _deciding(decision: Decision, slot: str, better: str, other: str) -> tuple[tuple[str, Argument], ...]:
    """The arguments on either product but for those that say the same of both, to the same effect.

    A rule that was written for many products speaks of each of them in a copy of its own.
    """
    said = {product: arguments_on(decision, slot, product) for product in (better, other)}
    keys = {product: {_key(argument) for argument in said[product]} for product in said}
    common = keys[better] & keys[other]
    return tuple(
        (product, argument) for product in (better, other) for argument in said[product] if _key(argument) not in common
    )


def _key(argument: Argument) -> tuple[str, str, bool]:
    return argument.rule.template, argument.stance, argument.stands


def _narrowed(
    decision: Decision,
    slot: str,
    language: Language,
    arguments: Collection[tuple[str, Argument]],
    products: tuple[str, str],
    level: Level,
) -> ProofGraph:
    """The slot's proof without what decides nothing here: needs, notes, claims and other products."""
    whole = proof_graph(decision, language, slots=[slot], level=level)
    verdicts = {f"verdict:{slot}/{product}" for product in products}
    heard = {(f"rule:{argument.rule.id}", f"verdict:{slot}/{product}") for product, argument in arguments}

    def decides(edge: GraphEdge) -> bool:
        if edge.target == f"slot:{slot}":
            return edge.source in verdicts
        if edge.target in verdicts:
            return (edge.source, edge.target) in heard
        return edge.kind in ("supports", "opposes", "sets-aside")

    seen, edges, waiting = {f"slot:{slot}"}, set(), [f"slot:{slot}"]
    while waiting:
        for edge in filter(decides, whole.into.get(waiting.pop(), ())):
            edges.add(edge)
            if edge.source not in seen:
                seen.add(edge.source)
                waiting.append(edge.source)
    nodes = tuple(node for node in whole.nodes if node.id in seen)
    kept = (edge for edge in whole.edges if edge in edges)
    stances = {
        (f"rule:{argument.rule.id}", f"verdict:{slot}/{product}"): _stance_word(argument.stance, language)
        for product, argument in arguments
    }
    # One rule may keep one product and say of the other that it is worth considering: each edge tells which it is.
    told = (replace(edge, text=stances.get((edge.source, edge.target), edge.text)) for edge in kept)
    return ProofGraph(nodes, tuple(told), level)


def _stance_word(stance: str, language: Language) -> str:
    return _RULE_OUT.in_language(language) if stance == "rule_out" else verdict_word(stance, language)


def _summary(
    decision: Decision,
    slot: str,
    language: Language,
    order: Order,
    products: tuple[str, str],
    arguments: Collection[tuple[str, Argument]],
) -> str:
    picked = [product in decision.slot(slot).picks for product in products]
    word = {2: "picks", 1: "pick", 0: "neither"}[sum(picked)]
    better, other = [_named(decision, slot, product, language) for product in products]
    said = _WORDS[f"even {word}" if order == "even" else word].in_language(language).format(better=better, other=other)
    rule = None if order == "even" else _decider(products, arguments)
    said = fitted(said)
    said = f"{said}: {reason(decision.knowledge.rules[rule], decision, language)}" if rule else f"{said}."
    return _WORDS["reversed"].in_language(language).format(said=said) if order == "reversed" else said


def _named(decision: Decision, slot: str, product: str, language: Language) -> str:
    verdict = verdict_on(decision.slot(slot), product)
    word = verdict_word(verdict.verdict, language) if verdict else _WORDS["nothing"].in_language(language)
    space = " " if language == "en" else ""
    return f"{decision.knowledge.products[product].name}{space}({word})"


def _decider(products: tuple[str, str], arguments: Collection[tuple[str, Argument]]) -> str | None:
    """The rule that tells most: for the better product, else against the other one, else what set aside its reasons."""
    better, other = products
    for_it = [one.rule.id for product, one in arguments if product == better and one.stands and one.favours]
    against = [one.rule.id for product, one in arguments if product == other and one.stands and not one.favours]
    fallen = [by for product, one in arguments if product == other and one.favours for by in one.set_aside_by]
    return next(iter((*for_it, *against, *fallen)), None)


def contrast_document(found: Contrast, decision: Decision, id_: str, language: Language) -> dict[str, Any]:
    """A contrast as plain data, of the same form as `why_document`."""
    return {
        **why_head(decision, id_, found.slot, found.product),
        "summary": found.summary,
        "arguments": argument_documents(found.arguments, decision, language),
        "contrast": {
            "rather_than": verdict_document(decision, found.slot, found.rather_than),
            "order": found.order,
            "better": None if found.order == "even" else found.better,
            "facts": [
                {"kind": node.kind, "about": node.about, "text": node.text or node.title}
                for node in found.graph.nodes
                if node.kind in _FACTS
            ],
        },
        "graph": graph_document(found.graph),
    }
