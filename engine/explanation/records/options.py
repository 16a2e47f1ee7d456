"""The options of a slot: each product that was judged, with what speaks for it and against it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from itertools import groupby
from typing import Any

from engine.explanation.labels import deadline_label
from engine.explanation.proofs.tree import verdict_word
from engine.explanation.records.casing import as_clauses, names_in
from engine.explanation.records.record import Effect, Option, Point, Tone
from engine.explanation.records.words import names_of, say
from engine.explanation.staleness import KIND as STALE_PREMISE
from engine.explanation.texts import reason
from engine.inference.reasoner import Decision
from engine.inference.resolution import ProductVerdict, SlotOutcome
from engine.model import STANCES, STANCES_FOR, Language, Rule

Warnings = Iterable[Mapping[str, Any]]


def options(outcome: SlotOutcome, warnings: Warnings, decision: Decision, language: Language) -> tuple[Option, ...]:
    """Best first. Neighbours that differ in the product alone are one. `warnings`: those on options, as documents."""
    told = [_option(verdict, outcome, list(warnings), decision, language) for verdict in outcome.verdicts]
    found = []
    names_known = names_in(decision.knowledge) if language == "en" else None
    for (verdict, qualified, effects), alike in groupby(
        told, key=lambda one: (one.verdict, one.qualified, one.effects)
    ):
        names = tuple(name for option in alike for name in option.names)
        said = effects if names_known is None else as_clauses(effects, names_known)
        found.append(Option(names, verdict, qualified, said))
    return tuple(found)


def _option(
    verdict: ProductVerdict, outcome: SlotOutcome, warnings: Warnings, decision: Decision, language: Language
) -> Option:
    return Option(
        names=(decision.knowledge.products[verdict.product].name,),
        verdict=verdict_word(verdict.verdict, language),
        qualified=qualified(verdict, decision, language),
        effects=tuple(_effects(verdict, outcome, warnings, decision, language)),
    )


def _effects(
    verdict: ProductVerdict, outcome: SlotOutcome, warnings: Warnings, decision: Decision, language: Language
) -> Iterator[Effect]:
    """What favoured an option that is not picked and was set aside tells why it was."""
    rules = decision.plan.rules
    picked = verdict.product in outcome.picks
    for number in verdict.because:
        rule = rules[number].rule
        tone = _tone(rule, verdict.product, outcome.slot, picked=picked)
        yield Effect(tone, Point(reason(rule, decision, language), rule.id))
    for warning in warnings:
        if warning["product"] == verdict.product:
            yield Effect("bad", warned(warning, language))
    for defeat in verdict.defeated:
        rule = rules[defeat.rule].rule
        tone = _tone(rule, verdict.product, outcome.slot, picked=picked)
        told = picked or tone != "good"
        by = tuple(_by(rules[number].rule, decision, language, told=told) for number in defeat.by)
        yield Effect(tone, Point(reason(rule, decision, language), rule.id, by))


def _by(rule: Rule, decision: Decision, language: Language, *, told: bool) -> Point:
    """A rule that sets another aside, with its reason unless that is `told` elsewhere."""
    return Point("" if told else reason(rule, decision, language), rule.id)


def _tone(rule: Rule, product: str, slot: str, *, picked: bool) -> Tone:
    """That a product may be considered speaks neither for nor against one that is not picked."""
    kinds = {c.kind for c in rule.then if c.kind in STANCES and c.subject == product and c.slot == slot}
    if not kinds or (kinds == {"consider"} and not picked):
        return "neutral"
    return "good" if kinds & set(STANCES_FOR) else "bad"


def remarks_among(warnings: Warnings) -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
    """The warnings that are remarks on a source, which the decision does not bring about, and the others."""
    found: tuple[list[dict[str, Any]], list[dict[str, Any]]] = ([], [])
    for warning in warnings:
        found[warning["kind"] != STALE_PREMISE].append(dict(warning))
    return found


def warned(warning: Mapping[str, Any], language: Language) -> Point:
    """A warning of the decision's document, with its day unless the text has it."""
    text, day = warning["text"], warning["date"]
    return Point(text if day is None or day in text else say("dated", language, text=text, day=day), warning["rule"])


def qualified(verdict: ProductVerdict, decision: Decision, language: Language) -> str:
    """Whether rules disagree or a constraint forbids it; where a move leads, and by when; what a pick needs."""
    parts = []
    if verdict.contested:
        parts.append(say("contested verdict", language))
    if verdict.ruled_out_by:
        parts.append(say("ruled out", language))
    if verdict.to:
        parts.append(say("to", language, names=names_of(verdict.to, decision)))
    if verdict.by_date:
        parts.append(deadline_label(verdict.by_date, decision.as_of, language))
    if verdict.through:
        parts.append(say("together", language, names=names_of(verdict.through, decision)))
    return ", ".join(parts)
