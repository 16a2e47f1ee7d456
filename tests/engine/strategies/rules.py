"""Rules of every sort.

Nearly all are sound. To keep circles rare without forbidding them, every derived fact has a rank, and a rule reads
facts of a lower rank than those it concludes, but for a few that read whatever they like; overrides likewise.
"""

from __future__ import annotations

from typing import Any

from hypothesis import strategies as st

from tests.engine.strategies.conditions import Conditions
from tests.engine.strategies.words import CITES, DAYS, RARELY, TEXT, Draw, Words

_FOR = ("keep", "adopt", "trial", "consider")
_STRENGTHS = ("default", "default", "exception", "constraint")
_UNORDERED = ("shows-in", "feeds", "works-with")
# What a rule says, and the rank of the facts it bears on.
_Said = tuple[list[dict[str, Any]], int]


class Rules:
    """Draws the rules of one body, each knowing those before it."""

    def __init__(
        self, draw: Draw, words: Words, slots: list[str], products: dict[str, Any], editions: list[str]
    ) -> None:
        self.draw, self.words, self.slots, self.products, self.editions = draw, words, slots, products, editions
        self.served = [slot for slot in slots if any(slot in p["slots"] for p in products.values())]
        self.modules: dict[str, str | None] = {"m0": slots[0], "m1": None, "m2": slots[-1]}
        self.ranked: list[tuple[str, str]] = []
        for i, slot in enumerate(slots):
            self.ranked += [("concern", f"c{i}"), ("needed", slot), ("verdict", slot)]
        self.concerns: list[str] = []
        self.rules: list[tuple[str, dict[str, Any], str, int]] = []

    def in_modules(self) -> list[dict[str, Any]]:
        return [
            {
                "module": id_,
                **({"slot": slot} if slot else {}),
                "rules": [rule for module, rule, _, _ in self.rules if module == id_],
            }
            for id_, slot in self.modules.items()
        ]

    def add_need_of_everything(self) -> None:
        """Verdicts for a product are only seen where a slot is needed."""
        rule = {"id": "m1/all", "strength": "default", "then": [{"need": self.slots}], "because": TEXT, "cites": CITES}
        self.rules.append(("m1", rule, "need", 1))

    def _range(self, slots: list[str]) -> Any:
        """The products of these slots, or all; now and then all but some."""
        spoken = [id_ for id_, p in self.products.items() if not slots or set(slots) & set(p["slots"])]
        excluded = self.draw(st.lists(st.sampled_from(spoken), max_size=2, unique=True)) if spoken else []
        some = {"products_of": slots, "except": excluded}
        return {key: names for key, names in some.items() if names} or "products"

    def add(self) -> None:
        draw = self.draw
        sort = draw(st.sampled_from(("concern", "need", "stance", "stance", "stance", "stance", "relation")))
        sort = "need" if sort == "stance" and not self.served else sort
        module = draw(st.sampled_from(tuple(self.modules)))
        # Names in another order than the chain's: nothing may depend on either.
        rule: dict[str, Any] = {"id": f"{module}/r{(7 * len(self.rules)) % 10}-{len(self.rules)}"}
        each = sort != "need" and draw(st.integers(0, 3)) == 0
        plain = sort in ("concern", "relation")
        rule["strength"] = "default" if plain else draw(st.sampled_from(_STRENGTHS))
        then, rank = getattr(self, f"_{sort}")(self.modules[module], rule["strength"], each)
        if each:
            some = draw(st.lists(st.sampled_from(self.slots), max_size=2, unique=True))
            rule["for_each"] = self._range(some)
        self._when(rule, rank, each)
        rule["then"] = then
        overrides = self._overrides(rule, sort, rank)
        if overrides:
            rule["overrides"] = overrides
        self.rules.append((module, {**rule, "because": TEXT, "cites": CITES}, sort, rank))

    def _when(self, rule: dict[str, Any], rank: int, each: bool) -> None:
        draw, depth = self.draw, self.words.depth
        below = self.ranked if draw(RARELY) else self.ranked[:rank]
        facts = [(kind, name) for kind, name in below if kind != "concern" or name in self.concerns]
        conditions = Conditions(draw, self.words, facts, self.editions, each)
        form = draw(st.sampled_from(("none", "one", "one", "one", "list")))
        if form == "one":
            rule["when"] = conditions.tree(depth)
        elif form == "list":
            rule["when"] = [conditions.tree(depth - 1) for _ in range(2)]

    def _concern(self, _slot: str | None, _strength: str, _each: bool) -> _Said:
        i = self.draw(st.integers(0, len(self.slots) - 1))
        self.concerns.append(f"c{i}")
        return [{"derive": f"c{i}"}], 3 * i

    def _relation(self, _slot: str | None, _strength: str, each: bool) -> _Said:
        """Nothing reads it, so it may read everything. Most orders lead one way."""
        draw = self.draw
        chosen = st.lists(st.sampled_from(self.words.products), min_size=2, max_size=3, unique=True)
        subject, *others = draw(chosen) if each or draw(RARELY) else sorted(draw(chosen))
        if each:
            return [{"connect": "each", "to": [subject], "as": draw(st.sampled_from(_UNORDERED))}], len(self.ranked)
        if draw(RARELY):
            return [{"advise": "adoption"}], len(self.ranked)
        if draw(st.integers(0, 2)) == 0:
            return [{"install": others, "after": [subject]}], len(self.ranked)
        relation = draw(st.sampled_from(("brings", "carries", *_UNORDERED)))
        form = {"connect": others[0], "to": [subject], "as": "needs"} if draw(st.booleans()) else None
        return [form or {"connect": subject, "to": others, "as": relation}], len(self.ranked)

    def _need(self, _slot: str | None, _strength: str, _each: bool) -> _Said:
        draw = self.draw
        chosen = draw(st.lists(st.sampled_from(self.slots), min_size=1, max_size=2, unique=True))
        kind = draw(st.sampled_from(("need", "need", "need", "no_need")))
        return [{kind: chosen if len(chosen) > 1 else chosen[0]}], 3 * min(map(self.slots.index, chosen)) + 1

    def _stance(self, module_slot: str | None, strength: str, each: bool) -> _Said:
        draw = self.draw
        if each:
            form = draw(st.sampled_from(({}, {"slot": "every"})))
            return [{**self._about("each", strength), **form}], 2
        then, ranks, seen = [], [], set()
        for _ in range(draw(st.integers(1, 2))):
            slot = draw(st.sampled_from(self.served))
            fitting = [id_ for id_, p in self.products.items() if slot in p["slots"] and (slot, id_) not in seen]
            if not fitting:
                continue
            product = draw(st.sampled_from(fitting))
            seen.add((slot, product))
            conclusion = self._about(product, strength)
            if slot != module_slot or draw(st.booleans()):
                conclusion["slot"] = slot
            then.append(conclusion)
            ranks.append(3 * self.slots.index(slot) + 2)
        return then, min(ranks)

    def _about(self, product: str, strength: str) -> dict[str, Any]:
        draw = self.draw
        against = ("migrate", "avoid", "rule_out") if strength == "constraint" else ("migrate", "avoid", "avoid")
        kind = draw(st.sampled_from((*_FOR, *against, "warn")))
        if kind == "migrate":
            by = draw(st.sampled_from(({}, {"by": "end-of-life"}, {"by": DAYS[4]})))
            return {kind: product, "to": [draw(st.sampled_from(self.words.products))], **by}
        return {kind: product, "kind": "limit"} if kind == "warn" else {kind: product}

    def _overrides(self, rule: dict[str, Any], sort: str, rank: int) -> list[str]:
        draw = self.draw
        if sort in ("concern", "relation") or not draw(st.booleans()):
            return []
        wild = draw(RARELY)
        targets = [
            other["id"]
            for _, other, others_sort, others_rank in self.rules
            if others_sort == sort and other["strength"] != "constraint" and (wild or rank <= others_rank)
        ]
        names = [*targets, *(("defaults", "against", "for") if sort == "stance" else ())]
        return draw(st.lists(st.sampled_from(names), min_size=1, max_size=2, unique=True)) if names else []
