"""What packs make of each other: whose each document is, and products and rules as they are in the end."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from engine.knowledge.additions import CheckProduct, add_questions, with_additions
from engine.knowledge.changes import after, check_changes, made
from engine.knowledge.gathering import Entries, Loaded, WrittenRule
from engine.knowledge.packs import Head
from engine.knowledge.problems import Problem
from engine.knowledge.references import Checker
from engine.knowledge.yaml_reader import Document
from engine.model import Area, Change, Pack, Product, Question, Rule, Slot


@dataclass(frozen=True, slots=True)
class Overlay:
    """`heads`: by pack id, in their order. `owners`: the pack of each document, by its `id()`.

    `products` and `rules`: with what packs add and change; rules that a pack withdraws are still among them.
    """

    heads: Mapping[str, Head]
    owners: Mapping[int, str]
    products: Mapping[str, Product]
    rules: Mapping[str, WrittenRule]

    def owner(self, document: Document) -> str:
        return self.owners[id(document)]

    @property
    def concerns(self) -> frozenset[str]:
        return frozenset(c.subject for one in self.rules.values() for c in one.rule.then if c.kind == "derive")


def overlaid(
    loaded: list[Loaded],
    entries: Mapping[str, Entries],
    make_question: Callable[[str, dict[str, Any]], Question],
    check_product: CheckProduct,
    problems: list[Problem],
) -> Overlay:
    """Joins what is added to sections and questions to the entries; products and rules come out beside them."""
    heads = [head_of(one) for one in loaded if one.kind == "pack"]
    ids = {head.label: head.id for head in heads}
    add_questions(loaded, entries, make_question, problems)
    return Overlay(
        heads={head.id: head for head in heads},
        owners={id(one.document): ids.get(one.pack, one.pack) for one in loaded},
        products=with_additions(loaded, entries["product"], check_product, problems),
        rules=after(entries["rule"].values, entries["change"]),
    )


def head_of(one: Loaded) -> Head:
    values = one.values
    return Head(one.pack, values["pack"], values["version"], values["extends"], one.document)


def check_overlay(entries: Mapping[str, Entries], overlay: Overlay, checkers: Mapping[int, Checker]) -> None:
    """Are the changes of rules sound? The checkers know the rules as they are afterwards."""
    slots = {id_: slot for id_, (_, slot, _) in entries["module"].values.items()}
    check_changes(entries["change"], entries["rule"], overlay.owners, overlay.heads, checkers, slots)


def packs_of(
    loaded: list[Loaded], entries: Mapping[str, Entries], overlay: Overlay, digests: Mapping[str, str]
) -> tuple[Pack, ...]:
    """`digests`: of the files of each pack, by how they are told from others'."""
    titles = {one.pack: one.values["title"] for one in loaded if one.kind == "pack"}
    return tuple(
        Pack(head.id, head.version, titles[head.label], digests[head.label], tuple(head.extends), adds)
        for head in overlay.heads.values()
        for adds in [_counts(head.id, loaded, entries, overlay)]
    )


def _counts(pack: str, loaded: list[Loaded], entries: Mapping[str, Entries], overlay: Overlay) -> dict[str, int]:
    """How many things of each sort come from a pack; sorts of which there are none are left out."""
    counted = {
        sort: sum(overlay.owner(document) == pack for document, _ in one.where.values())
        for sort, one in entries.items()
        if sort != "change"
    }
    own = [one for one in loaded if overlay.owner(one.document) == pack]
    counted["addition"] = sum(len(one.values.get("additions", ())) for one in own)
    return {sort: count for sort, count in counted.items() if count}


def in_order_of_areas(slots: Mapping[str, Slot], areas: Mapping[str, Area]) -> dict[str, Slot]:
    """The slots that packs add stand at the end of their areas."""
    order = {area: i for i, area in enumerate(areas)}
    return dict(sorted(slots.items(), key=lambda item: order[item[1].area]))


def changes_made(entries: Mapping[str, Entries], overlay: Overlay, rules: Mapping[str, Rule]) -> dict[str, Change]:
    """`rules`: all, grounded, those that are withdrawn too."""
    return made(entries["change"], rules.values(), overlay.owners)
