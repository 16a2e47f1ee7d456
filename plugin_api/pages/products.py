"""What the pages about one product of a decision show."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from engine.explanation.disagreements import Disagreement, disagreement_document, disagreements
from engine.explanation.proofs.tree import ProofNode
from engine.explanation.what_if.robustness import robustness
from engine.explanation.what_if.robustness_document import pick_document
from engine.inference.reasoner import Decision
from engine.model import Knowledge, Language
from plugin_api.pages.firmness import FirmnessView, firmness_views
from plugin_api.pages.lines import cite_address
from plugin_api.pages.views import ClaimView, claim_views


@dataclass(frozen=True, slots=True)
class WhyView:
    """`body` is what the API answers of the product; `others`: the slot's other products with their verdicts.

    `tree`: the proof unfolded, empty where it is asked what decides between two. `firmness`: how it stands as a pick.
    `conflicts`: where sources disagree about it, as `conflict_views` tells it.
    """

    body: dict[str, Any]
    title: str
    tree: tuple[ProofNode, ...]
    others: tuple[tuple[str, str, str], ...]
    names: Mapping[str, str]
    claims: Mapping[str, ClaimView]
    firmness: Mapping[str, list[FirmnessView]]
    conflicts: tuple[dict[str, Any], ...]
    rules: Collection[str]


def why_view(body: dict[str, Any], tree: tuple[ProofNode, ...], decision: Decision, language: Language) -> WhyView:
    knowledge = decision.knowledge
    slot, product = body["slot"], body["product"]
    cites = [claim for argument in body["arguments"] for claim in argument["cites"]]
    cites += _claims_in(tree)
    other = (body["contrast"] or {}).get("rather_than")
    about = [product, *([other["product"]] if other else ())]
    return WhyView(
        body=body,
        title=knowledge.slots[slot].title.in_language(language),
        tree=tree,
        others=tuple(
            (verdict.product, knowledge.products[verdict.product].name, verdict.verdict)
            for verdict in decision.slot(slot).verdicts
            if verdict.product != product
        ),
        names={argument["product"]: knowledge.products[argument["product"]].name for argument in body["arguments"]},
        claims=claim_views(cites, knowledge, language),
        firmness=_firmness(decision, slot, product, language) if body["pick"] else {},
        conflicts=conflict_views(disagreements(decision, [slot], about), decision, language),
        rules=knowledge.rules.keys(),
    )


def conflict_views(found: Iterable[Disagreement], decision: Decision, language: Language) -> tuple[dict[str, Any], ...]:
    """As `disagreement_document` tells them, with the addresses of what the sides cite."""
    return tuple(
        addressed(disagreement_document(one, decision, language), decision.knowledge, language) for one in found
    )


def addressed(conflict: dict[str, Any], knowledge: Knowledge, language: Language) -> dict[str, Any]:
    """A conflict's document, into which the addresses of what the sides cite are written."""
    for citation in (one for side in conflict["sides"] for one in side["citations"]):
        id_ = citation["claim"] or citation["source"]
        citation["id"], citation["address"] = id_, cite_address(id_, knowledge, language)
    return conflict


def _claims_in(nodes: Iterable[ProofNode]) -> list[str]:
    found = []
    for node in nodes:
        if node.kind == "claim" and node.id:
            found.append(node.id)
        found.extend(_claims_in(node.children))
    return found


def _firmness(decision: Decision, slot: str, product: str, language: Language) -> dict[str, list[FirmnessView]]:
    picks = [
        pick_document(one, decision.knowledge, language)
        for one in robustness(decision)
        if (one.slot, one.product) == (slot, product)
    ]
    return firmness_views(picks, decision.knowledge, language)


def products_to_ask(decision: Decision, language: Language) -> list[tuple[str, list[tuple[str, str]]]]:
    """Products by their home slot: its title, and their ids and names."""
    slots = decision.knowledge.slots
    by_slot: dict[str, list[tuple[str, str]]] = {slot: [] for slot in slots}
    for product in decision.knowledge.products.values():
        if product.home:
            by_slot[product.home].append((product.id, product.name))
    return [(slots[slot].title.in_language(language), found) for slot, found in by_slot.items() if found]
