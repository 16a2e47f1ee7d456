"""The proof of a decision: every firing with what it matched, what it produced, and what set it aside."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from engine.explanation.conditions import literal_data, questions_behind, value_behind
from engine.explanation.packs import change_document, knowledge_document, withdrawn_document
from engine.explanation.staleness import stale_premises, stale_text
from engine.explanation.texts import reason
from engine.inference.literals import bits
from engine.inference.plan import PlannedRule
from engine.inference.profile import written
from engine.inference.reasoner import Decision
from engine.model import STANCES, Conclusion, Language, Leaf

_KINDS = {
    "concern": "concern",
    "needed": "need",
    "picks": "verdict",
    "verdict": "verdict",
    "attribute": "catalog",
    "on_or_after": "date",
    "before": "date",
    "edition": "edition",
    "edition_from": "edition",
    "edition_until": "edition",
}
# The kinds of what rules derive.
_DERIVED = ("concern", "need", "verdict")


@dataclass(frozen=True, slots=True)
class Matched:
    """One thing a firing rests on: a test that held, and where its truth comes from.

    `kind`: answer, concern, need, verdict, catalog, date or edition. `firings`: the rules behind a derived fact.
    """

    kind: str
    leaf: Leaf
    wanted: bool
    firings: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Firing:
    """A rule that fired."""

    planned: PlannedRule
    matched: tuple[Matched, ...]
    set_aside_by: tuple[str, ...]


def firings(decision: Decision) -> dict[str, Firing]:
    """Every firing by rule id, each after those it rests on."""
    return dict(Firings(decision))


class Firings(Mapping[str, Firing]):
    """The same, where each is only made out when somebody asks for it: most who do ask for a few."""

    def __init__(self, decision: Decision) -> None:
        self._decision = decision
        self._found: dict[str, Firing] = {}

    def __getitem__(self, rule: str) -> Firing:
        found = self._found.get(rule)
        if found is None:
            number = self._numbers[rule]
            planned, which = self._decision.plan.rules[number], self._fired[number]
            literals = bits(planned.masks[which]) if planned.masks else []
            matched = tuple([self._matched(literal) for literal in literals])
            found = self._found[rule] = Firing(planned, matched, self._set_aside.get(rule, ()))
        return found

    def __contains__(self, rule: object) -> bool:
        return rule in self._numbers

    def __iter__(self) -> Iterator[str]:
        return iter(self._numbers)

    def __len__(self) -> int:
        return len(self._numbers)

    def planned(self) -> Iterator[PlannedRule]:
        """The rules alone."""
        return (self._decision.plan.rules[number] for number in self._fired)

    @cached_property
    def _fired(self) -> dict[int, int]:
        return self._decision.fired()

    @cached_property
    def _numbers(self) -> dict[str, int]:
        rules = self._decision.plan.rules
        return {rules[number].rule.id: number for number in self._fired}

    @cached_property
    def _producers(self) -> dict[tuple[str, str], tuple[str, ...]]:
        return _producers(self._decision, self._fired)

    @cached_property
    def _set_aside(self) -> dict[str, tuple[str, ...]]:
        return _set_aside(self._decision)

    def _matched(self, literal: int) -> Matched:
        leaf, wanted = self._decision.plan.atoms.leaves[literal >> 1], not literal & 1
        kind = _KINDS.get(leaf.kind, "answer")
        if not wanted or kind not in _DERIVED:
            return Matched(kind, leaf, wanted, ())
        key = (f"verdict {leaf.subject}", leaf.about or "") if kind == "verdict" else (leaf.kind, leaf.subject)
        return Matched(kind, leaf, wanted, self._producers.get(key, ()))


def _producers(decision: Decision, fired: Mapping[int, int]) -> dict[tuple[str, str], tuple[str, ...]]:
    """The rules behind each derived fact: of a concern those that derived it, of a slot those that spoke."""
    found: dict[tuple[str, str], list[str]] = defaultdict(list)
    for number in fired:
        rule = decision.plan.rules[number].rule
        for conclusion in rule.then:
            if conclusion.kind == "derive":
                found["concern", conclusion.subject].append(rule.id)
    for outcome in decision.slots:
        ids = [decision.plan.rules[number].rule.id for number in outcome.needed_because]
        found["needed", outcome.slot] = ids
        for verdict in outcome.verdicts:
            because = [decision.plan.rules[number].rule.id for number in verdict.because]
            found[f"verdict {outcome.slot}", verdict.product] = because
    return {key: tuple(ids) for key, ids in found.items()}


def _set_aside(decision: Decision) -> dict[str, tuple[str, ...]]:
    rules = decision.plan.rules
    found: dict[str, dict[str, None]] = defaultdict(dict)
    for outcome in decision.slots:
        for defeat in outcome.defeats:
            found[rules[defeat.rule].rule.id].update((rules[by].rule.id, None) for by in defeat.by)
    return {rule: tuple(by) for rule, by in found.items()}


def trace_document(decision: Decision, id_: str, language: Language) -> dict[str, Any]:
    """The proof graph as plain data: answers, firings in the order of the chain, verdicts."""
    return {
        "decision": id_,
        "edition": decision.edition,
        "as_of": decision.as_of.isoformat(),
        "read_on": decision.read_on.isoformat(),
        "knowledge": knowledge_document(decision.knowledge),
        "profile": written(decision.answers),
        "firings": [firing_document(firing, decision, language) for firing in firings(decision).values()],
        "verdicts": [
            {
                "slot": outcome.slot,
                "status": outcome.status,
                "product": verdict.product,
                "verdict": verdict.verdict,
                "because": [decision.plan.rules[number].rule.id for number in verdict.because],
            }
            for outcome in decision.slots
            for verdict in outcome.verdicts
        ],
        "stale_premises": [
            {
                "product": stale.premise.product,
                "slots": list(stale.slots),
                "rules": list(stale.rules),
                "source": stale.premise.source,
                "attribute": stale.premise.attribute,
                "was": stale.premise.value,
                "is": stale.change.value,
                "since": stale.change.since.isoformat(),
                "text": stale_text(stale, decision.knowledge, language),
                "cites": list(stale.cites),
            }
            for stale in stale_premises(decision)
        ],
        "withdrawn": withdrawn_document(decision.knowledge, language),
        "links": {"decision": f"/v1/decisions/{id_}"},
    }


def firing_document(firing: Firing, decision: Decision, language: Language) -> dict[str, Any]:
    rule = firing.planned.rule
    return {
        "rule": rule.id,
        "strength": rule.strength,
        "text": reason(rule, decision, language),
        "matched": [_matched_document(matched, decision) for matched in firing.matched],
        "produced": [_produced(conclusion) for conclusion in rule.then],
        "set_aside_by": list(firing.set_aside_by),
        "cites": list(rule.cites),
        "changed": change_document(rule, decision.knowledge, language),
    }


def _matched_document(matched: Matched, decision: Decision) -> dict[str, Any]:
    found: dict[str, Any] = {"kind": matched.kind, "test": literal_data(matched.leaf, matched.wanted)}
    if matched.kind == "answer":
        found["questions"] = list(questions_behind(matched.leaf))
    if matched.kind in ("concern", "need", "verdict"):
        found["firings"] = list(matched.firings)
    else:
        found["value"] = value_behind(matched.leaf, decision)
    return found


def _produced(conclusion: Conclusion) -> dict[str, Any]:
    if conclusion.kind == "derive":
        return {"concern": conclusion.subject}
    if conclusion.kind in ("need", "no_need"):
        return {conclusion.kind: conclusion.subject}
    if conclusion.kind in STANCES:
        return {"argument": conclusion.kind, "product": conclusion.subject, "slot": conclusion.slot}
    if conclusion.kind == "connect":
        return {"connection": conclusion.relation, "product": conclusion.subject, "to": list(conclusion.to)}
    if conclusion.kind == "install":
        return {"install": conclusion.subject, "after": list(conclusion.after)}
    if conclusion.kind == "advise":
        return {"advice": conclusion.subject}
    return {"warning": conclusion.warning, "product": conclusion.subject, "slot": conclusion.slot}
