"""Conditions as plain data, in the words of the rule language, with what became of each in a decision."""

from __future__ import annotations

from datetime import date
from typing import Any, Literal

from engine.dated import attribute_on
from engine.inference.encoding import KUBERNETES_VERSION, VERSIONS, context_truth
from engine.inference.literals import CONTEXT_KINDS, DERIVED_KINDS, opposite, positive
from engine.inference.profile import pairs_of
from engine.inference.reasoner import Decision
from engine.model import All, Condition, Leaf, Not, Value

_EDITIONS = ("edition", "edition_from", "edition_until")
Outcome = Literal["held", "failed", "unknown"]


def leaf_data(leaf: Leaf) -> dict[str, Any]:
    """`{question: …, includes: …}` and its like."""
    value = _plain(leaf.value)
    if leaf.kind in ("question", "version_of"):
        return {leaf.kind: leaf.subject, leaf.operator: value}
    by_kind: dict[str, dict[str, Any]] = {
        "attribute": {"product": leaf.subject, "attribute": leaf.about, leaf.operator: value},
        "picks": {"slot": leaf.subject, "picks": leaf.about},
        "verdict": {"slot": leaf.subject, "product": leaf.about, "verdict": value},
        "on_or_after": {"on_or_after": value},
        "before": {"before": value},
    }
    if leaf.kind in _EDITIONS:
        return {leaf.kind: value[0] if len(value) == 1 else value}
    return by_kind.get(leaf.kind, {leaf.kind: leaf.subject})


def literal_data(leaf: Leaf, wanted: bool) -> dict[str, Any]:
    """A literal of a matched disjunct: the leaf, or its opposite."""
    if wanted:
        return leaf_data(leaf)
    contrary = opposite(leaf)
    if contrary is None or (leaf.kind == "attribute" and contrary.operator != "is_not"):
        return {"not": leaf_data(leaf)}
    return leaf_data(contrary)


def _plain(value: Value) -> Any:
    if isinstance(value, tuple):
        return [_plain(one) for one in value]
    return value.isoformat() if isinstance(value, date) else value


def condition_data(condition: Condition, decision: Decision) -> dict[str, Any]:
    """The condition tree of a rule, each part with its outcome: held, failed or unknown."""
    if isinstance(condition, Leaf):
        return {**leaf_data(condition), "outcome": leaf_outcome(condition, decision)}
    if isinstance(condition, Not):
        inside = condition_data(condition.part, decision)
        return {"not": inside, "outcome": _negated(inside["outcome"])}
    parts = [condition_data(part, decision) for part in condition.parts]
    word = "all" if isinstance(condition, All) else "any"
    return {word: parts, "outcome": _combined(word, [part["outcome"] for part in parts])}


def condition_outcome(condition: Condition, decision: Decision) -> Outcome:
    """What became of a condition as a whole."""
    if isinstance(condition, Leaf):
        return leaf_outcome(condition, decision)
    if isinstance(condition, Not):
        return _negated(condition_outcome(condition.part, decision))
    word = "all" if isinstance(condition, All) else "any"
    return _combined(word, [condition_outcome(part, decision) for part in condition.parts])


def _negated(outcome: Outcome) -> Outcome:
    swapped: dict[Outcome, Outcome] = {"held": "failed", "failed": "held", "unknown": "unknown"}
    return swapped[outcome]


def _combined(word: str, outcomes: list[Outcome]) -> Outcome:
    decisive: Outcome = "failed" if word == "all" else "held"
    if decisive in outcomes:
        return decisive
    if "unknown" in outcomes:
        return "unknown"
    return "held" if word == "all" else "failed"


def leaf_outcome(leaf: Leaf, decision: Decision) -> Outcome:
    """Read from the facts of the decision; a test that no longer is a literal of the plan is a test of the context."""
    atom, wanted = positive(leaf)
    number = decision.plan.atoms.find(atom)
    if number is None:
        truth = context_truth(atom, decision.knowledge, decision.edition, decision.read_on)
        up, down = truth is True, truth is False
    else:
        up = bool(decision.facts.held >> 2 * number & 1)
        down = bool(decision.facts.held >> 2 * number & 2)
    if not wanted:
        up, down = down, up
    return "held" if up else "failed" if down else "unknown"


def value_behind(leaf: Leaf, decision: Decision) -> Any:
    """What a test looked at: the answer, the catalog's fact, the day or the edition. None for derived facts."""
    if leaf.kind in DERIVED_KINDS:
        return None
    if leaf.kind == "attribute":
        product = decision.knowledge.products[leaf.subject]
        value = attribute_on(decision.knowledge, product, leaf.about or "", decision.read_on)
        return " OR ".join(map(str, value)) if isinstance(value, tuple) else value
    if leaf.kind in CONTEXT_KINDS:
        return decision.edition if leaf.kind.startswith("edition") else decision.read_on.isoformat()
    if leaf.kind == "version_of":
        if leaf.subject == "kubernetes":
            return decision.answers.get(KUBERNETES_VERSION)
        return dict(pairs_of(decision.answers.get(VERSIONS, ()))).get(leaf.subject)
    found = [decision.answers.get(question) for question in questions_behind(leaf)]
    return next((list(one) if isinstance(one, tuple) else one for one in found if one is not None), None)


def questions_behind(leaf: Leaf) -> tuple[str, ...]:
    """The questions that a test asks."""
    by_kind = {
        "question": (leaf.subject,),
        "in_use": ("stack.in_use", "stack.works_well"),
        "works_well": ("stack.works_well",),
        "built_in": ("platform.built_in",),
        "version_of": (KUBERNETES_VERSION if leaf.subject == "kubernetes" else VERSIONS,),
    }
    return by_kind.get(leaf.kind, ())
