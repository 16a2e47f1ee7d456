"""Conditions of every kind that the rule language has."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from hypothesis import strategies as st

from tests.engine.strategies.words import DAYS, LICENCES, OPTIONS, QUESTIONS, VERSIONS, Draw, Words

ATTRIBUTES: dict[str, tuple[Any, ...]] = {
    "licence": tuple(LICENCES),
    "licence_class": ("permissive", "copyleft", "source-available", "proprietary"),
    "osi_approved": (True, False),
    "cncf_level": ("none", "sandbox", "incubating", "graduated", "archived"),
    "support": ("supported", "ending", "ended"),
}
VERDICTS = ("keep", "adopt", "trial", "consider", "migrate", "avoid")
_COMPARISONS = ("at_least", "at_most", "below", "above")
_OPERATORS: dict[str, tuple[str, ...]] = {
    "bool": ("is", "is_not"),
    "int": ("is", "is_not", "in", *_COMPARISONS),
    "number": ("is", "is_not", "in", *_COMPARISONS),
    "choice": ("is", "is_not", "in"),
    "choices": ("includes", "excludes"),
    "version": ("is", "is_not", "in", *_COMPARISONS),
    "products": ("includes", "excludes"),
    "versions": (),
}
_WANTED: dict[str, tuple[Any, ...]] = {
    "bool": (True, False),
    "int": (0, 1, 2),
    "number": (0, 0.5, 1, 1.5),
    "choice": OPTIONS,
    "choices": OPTIONS,
    "version": VERSIONS,
}


@dataclass(frozen=True)
class Conditions:
    """Draws conditions that speak of these derived facts, editions and products (and `each`, where there is one)."""

    draw: Draw
    words: Words
    facts: list[tuple[str, str]]
    editions: list[str]
    each: bool

    def tree(self, depth: int) -> dict[str, Any]:
        draw = self.draw
        kind = draw(st.sampled_from(("leaf", "leaf", "leaf", "all", "any", "not"))) if depth else "leaf"
        if kind == "leaf":
            return self.leaf()
        if kind == "not":
            return {"not": self.tree(depth - 1)}
        return {kind: [self.tree(depth - 1) for _ in range(draw(st.integers(1, 2)))]}

    def leaf(self) -> dict[str, Any]:
        kind = self.draw(st.sampled_from(self.words.leaves))
        if kind == "derived" and not self.facts:
            kind = "question"
        draw_leaf: Callable[[], dict[str, Any]] = getattr(self, f"_{kind}")
        return draw_leaf()

    def _product(self) -> str:
        products = ("each", "each", *self.words.products) if self.each else self.words.products
        return str(self.draw(st.sampled_from(products)))

    def _flag(self) -> dict[str, Any]:
        """The plainest of questions, now and then asked for being open."""
        flag, test = self.draw(st.sampled_from(("ask.flag", "ask.other_flag"))), self.draw(st.integers(0, 4))
        return {"question": flag, "unknown": True} if test == 4 else {"question": flag, "is": test % 2 == 0}

    def _question(self) -> dict[str, Any]:
        draw, question = self.draw, self.draw(st.sampled_from(self.words.questions))
        kind = QUESTIONS[question]
        operator = draw(st.sampled_from((*_OPERATORS[kind], "known", "unknown")))
        if operator in ("known", "unknown"):
            return {"question": question, operator: True}
        wanted = st.sampled_from(self.words.products if kind == "products" else _WANTED[kind])
        several = st.lists(wanted, min_size=1, max_size=2)
        return {"question": question, operator: draw(several if operator == "in" else wanted)}

    def _stack(self) -> dict[str, Any]:
        return {self.draw(st.sampled_from(self.words.lists)): self._product()}

    def _version(self) -> dict[str, Any]:
        operator = self.draw(st.sampled_from(("is", "support", "support", *_COMPARISONS)))
        wanted = ("supported", "ended") if operator == "support" else VERSIONS
        return {"version_of": self._product(), operator: self.draw(st.sampled_from(wanted))}

    def _attribute(self) -> dict[str, Any]:
        draw = self.draw
        attribute = draw(st.sampled_from(tuple(ATTRIBUTES)))
        operator = draw(st.sampled_from(("is", "is_not", "in")))
        wanted = st.sampled_from(ATTRIBUTES[attribute])
        value = draw(st.lists(wanted, min_size=1, max_size=2) if operator == "in" else wanted)
        return {"product": self._product(), "attribute": attribute, operator: value}

    def _derived(self) -> dict[str, Any]:
        draw = self.draw
        kind, name = draw(st.sampled_from(self.facts))
        if kind != "verdict":
            return {kind: name}
        product = self._product()
        if draw(st.booleans()):
            return {"slot": name, "picks": product}
        verdicts = draw(st.lists(st.sampled_from(VERDICTS), min_size=1, max_size=3, unique=True))
        return {"slot": name, "product": product, "verdict": verdicts if len(verdicts) > 1 else verdicts[0]}

    def _context(self) -> dict[str, Any]:
        draw = self.draw
        kind = draw(st.sampled_from(("on_or_after", "before", "edition", "edition_from", "edition_until")))
        if kind in ("on_or_after", "before"):
            return {kind: draw(st.sampled_from(DAYS))}
        named = draw(st.sampled_from(self.editions))
        return {kind: [named] if kind == "edition" and draw(st.booleans()) else named}
