"""What follows from going with a slot's picks: what they connect with and need, what to leave, what to beware of."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from engine.explanation.connections import fired_relations, relation_sentence
from engine.explanation.installation import missing
from engine.explanation.records.casing import as_clauses, names_in
from engine.explanation.records.options import warned
from engine.explanation.records.record import TONES, Effect, Point, Tone
from engine.explanation.records.words import names_of, say
from engine.explanation.texts import reason
from engine.explanation.trace import Firing
from engine.inference.reasoner import Decision
from engine.inference.resolution import ProductVerdict, SlotOutcome
from engine.model import Language, Rule

# What costs something, or binds, and is neither good nor bad by itself.
_BINDING = ("needs", None)


def consequences(
    outcome: SlotOutcome,
    warnings: Iterable[Mapping[str, Any]],
    decision: Decision,
    language: Language,
) -> tuple[Effect, ...]:
    """The good ones first. `warnings`: those on what is picked or in use, as documents."""
    found = [
        *_related(outcome, decision, language),
        *_accompanied(outcome, decision, language),
        *moves(outcome, decision, language),
        *(Effect("bad", warned(warning, language)) for warning in warnings),
    ]
    return in_order(found, decision, language)


def in_order(effects: Iterable[Effect], decision: Decision, language: Language) -> tuple[Effect, ...]:
    """Each once, good ones before bad ones."""
    ordered = sorted(dict.fromkeys(effects), key=lambda effect: TONES.index(effect.tone))
    return as_clauses(ordered, names_in(decision.knowledge)) if language == "en" else tuple(ordered)


def _related(outcome: SlotOutcome, decision: Decision, language: Language) -> Iterator[Effect]:
    """The connections that a pick is part of, on whichever side, and what has to be installed before it."""
    to_install = missing(decision)
    for rule, conclusion in fired_relations(decision):
        if conclusion.kind == "connect":
            ours = not {conclusion.subject, *conclusion.to}.isdisjoint(outcome.picks)
        else:
            ours = conclusion.kind == "install" and conclusion.subject in {*outcome.picks} & {*to_install}
        if ours:
            what = relation_sentence(conclusion, decision.knowledge, language)
            tone: Tone = "neutral" if conclusion.relation in _BINDING else "good"
            yield Effect(tone, _because(what, rule, decision, language))


def _accompanied(outcome: SlotOutcome, decision: Decision, language: Language) -> Iterator[Effect]:
    for verdict in outcome.verdicts:
        if verdict.through and verdict.product in outcome.picks:
            name = decision.knowledge.products[verdict.product].name
            text = say("with", language, name=name, others=names_of(verdict.through, decision))
            yield Effect("neutral", Point(text, _rule_of(verdict, outcome.slot, decision, "through")))


def moves(outcome: SlotOutcome, decision: Decision, language: Language) -> Iterator[Effect]:
    """What has to be left, for what and by when."""
    for verdict in outcome.verdicts:
        if verdict.verdict == "migrate":
            name, others = decision.knowledge.products[verdict.product].name, names_of(verdict.to, decision)
            text = say("leave for" if verdict.to else "leave", language, name=name, others=others)
            if verdict.by_date:
                late = verdict.by_date < decision.as_of
                text = say("overdue" if late else "leave by", language, leave=text, day=verdict.by_date)
            rule = decision.plan.rules[verdict.because[0]].rule if verdict.because else None
            yield Effect("bad", _because(text, rule, decision, language) if rule else Point(text))


def advice_on(slot: str, decision: Decision, fired: Mapping[str, Firing], language: Language) -> Iterator[Point]:
    """The advice that was given because of what a slot came to."""
    for rule, conclusion in fired_relations(decision):
        rests_on = {one.leaf.subject for one in fired[rule.id].matched if one.kind in ("need", "verdict")}
        if conclusion.kind == "advise" and slot in rests_on:
            yield Point(reason(rule, decision, language), rule.id)


def _because(what: str, rule: Rule, decision: Decision, language: Language) -> Point:
    return Point(say("because", language, what=what, reason=reason(rule, decision, language)), rule.id)


def _rule_of(verdict: ProductVerdict, slot: str, decision: Decision, said: str) -> str | None:
    """The first rule that says so of the product."""
    rules = [decision.plan.rules[number].rule for number in verdict.because]
    for rule in rules:
        if any(c.subject == verdict.product and c.slot == slot and getattr(c, said) for c in rule.then):
            return rule.id
    return None
