"""The record of one slot, computed from a decision."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from typing import Any

from engine.explanation.document import warnings as all_warnings
from engine.explanation.records.disagreements import disagreements
from engine.explanation.records.effects import advice_on, consequences
from engine.explanation.records.grounds import grounds, heard_in
from engine.explanation.records.hanging import hanging
from engine.explanation.records.options import options, remarks_among
from engine.explanation.records.quotes import cited_by, quoted
from engine.explanation.records.record import Head, Mark, Origin, Point, SlotRecord
from engine.explanation.records.words import names_of, say, slot_title, slug
from engine.explanation.texts import reason
from engine.explanation.trace import firings
from engine.inference.encoding import IN_USE, WORKS_WELL
from engine.inference.profile import members_of
from engine.inference.reasoner import Decision
from engine.inference.resolution import Defeat, ProductVerdict, SlotOutcome
from engine.model import Language, Text
from engine.request import Request, canonical, decision_id

_QUOTED = Text('"{name}"', "“{name}”")


def slot_record(decision: Decision, slot: str, request: Request, language: Language) -> SlotRecord:
    """`request`: what was decided. The same decision gives the same record."""
    outcome = decision.slot(slot)
    fired = firings(decision)
    resting = grounds(heard_in(outcome, decision), fired, decision, language, slot)
    here = [one for one in all_warnings(decision, language) if slot in one["slots"]]
    remarks, here = remarks_among(here)
    on_picks, on_others = _warnings(here, outcome, decision)
    set_aside = tuple(_set_aside(outcome, decision, language))
    effects = consequences(outcome, on_picks, decision, language)
    advice = tuple(advice_on(slot, decision, fired, language))
    need, needed = _need(outcome, decision, language)
    points = [*set_aside, *(effect.point for effect in effects), *advice]
    said = [*resting.rules, *(point.id for point in points if point.id)]
    warned_by = [cite for warning in (*on_picks, *on_others, *remarks) for cite in warning["cites"]]
    cites = [*cited_by(said, decision.knowledge), *warned_by]
    return SlotRecord(
        head=slot_head(outcome, decision, request, language),
        question=say("which", language, slot=_slot(decision, slot, language), **when(decision, language)),
        needed=needed,
        need=need,
        answers=tuple(resting.answers),
        unanswered=tuple(resting.unanswered),
        drivers=tuple(resting.drivers),
        options=options(outcome, on_others, decision, language),
        outcome=_outcome(outcome, decision, language),
        reasons=tuple(_reasons(outcome, decision, language)),
        hanging=hanging(slot, resting.told, decision, language),
        set_aside=set_aside,
        consequences=effects,
        advice=advice,
        settled=outcome.status in ("decided", "not-needed"),
        open=open_points(outcome, decision, language),
        disagreements=disagreements(decision, slot, language),
        remarks=tuple(Point(one["text"], one["rule"]) for one in remarks),
        quoted=quoted(cites, decision.knowledge, language),
    )


def slot_head(outcome: SlotOutcome, decision: Decision, request: Request, language: Language) -> Head:
    made = origin(decision, request, language)
    return Head(
        title=slot_title(outcome, decision, language),
        slug=slug(slot_title(outcome, decision, "en"), outcome.slot),
        mark=Mark(outcome.slot, made.decision, digest(signature(outcome))),
        origin=made,
        language=language,
    )


def signature(outcome: SlotOutcome) -> list[Any]:
    """What the slot comes to, as far as somebody acts on it: what is picked, and what is to be left."""
    acted_on = [v for v in outcome.verdicts if v.product in outcome.picks or v.verdict == "migrate" or v.contested]
    return [
        outcome.slot,
        outcome.status,
        [
            [v.product, v.verdict, v.to, v.by_date.isoformat() if v.by_date else None, v.through, v.contested]
            for v in acted_on
        ],
    ]


def digest(signed: list[Any]) -> str:
    text = json.dumps(signed, ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()[:16]


def origin(decision: Decision, request: Request, language: Language) -> Origin:
    """The id is the request's, which names the language that it was asked in; the record may be in the other one."""
    knowledge = decision.knowledge
    return Origin(
        decision=decision_id(request, knowledge),
        edition=knowledge.editions[decision.edition].title.in_language(language),
        edition_id=decision.edition,
        as_of=decision.as_of,
        packs=tuple(f"{pack.id} {pack.version}" for pack in knowledge.packs),
        digest=knowledge.digest,
        request=canonical(request),
    )


def when(decision: Decision, language: Language) -> dict[str, object]:
    edition = decision.knowledge.editions[decision.edition].title.in_language(language)
    return {"edition": edition, "day": decision.as_of}


def open_points(outcome: SlotOutcome, decision: Decision, language: Language) -> tuple[Point, ...]:
    """The unanswered questions that could still change the slot."""
    if outcome.status not in ("open", "contested"):
        return ()
    asks = decision.asks[[one.slot for one in decision.slots].index(outcome.slot)]
    ids = decision.reasoner.questions_of(asks, decision.answers)
    return tuple(Point(decision.knowledge.questions[id_].text.in_language(language), id_) for id_ in ids)


def products_in_use(decision: Decision) -> frozenset[str]:
    answers = decision.answers
    return frozenset(one for question in (IN_USE, WORKS_WELL) for one in members_of(answers.get(question, ())))


def _slot(decision: Decision, slot: str, language: Language) -> str:
    return decision.knowledge.slots[slot].title.in_language(language)


def _warnings(
    here: list[dict[str, Any]], outcome: SlotOutcome, decision: Decision
) -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
    """Of the slot's warnings those that come with what is picked or in use, and those on what is only an option."""
    judged = {verdict.product for verdict in outcome.verdicts}
    ours = {*outcome.picks, *products_in_use(decision)}
    on_picks = [one for one in here if one["product"] in ours or one["product"] not in judged]
    return on_picks, [one for one in here if one not in on_picks]


def _need(outcome: SlotOutcome, decision: Decision, language: Language) -> tuple[tuple[Point, ...], str]:
    """Why the slot is needed, or what declines it, and the words before that."""
    said = "need" if outcome.needed else "no_need"
    points = tuple(
        point_of(number, decision, language)
        for number in outcome.needed_because
        if any(c.kind == said for c in decision.plan.rules[number].rule.then)
    )
    if not points:
        return points, say("nobody", language)
    return points, say("needed" if outcome.needed else "not needed", language)


def point_of(number: int, decision: Decision, language: Language) -> Point:
    """A rule, by its number in the plan, with its reason."""
    rule = decision.plan.rules[number].rule
    return Point(reason(rule, decision, language), rule.id)


def _outcome(outcome: SlotOutcome, decision: Decision, language: Language) -> str:
    parts = []
    if outcome.status == "contested":
        names = names_of([v.product for v in outcome.verdicts if v.contested], decision)
        parts.append(say("contested", language, names=names))
    if outcome.picks:
        quoted = [
            _QUOTED.in_language(language).format(name=decision.knowledge.products[product].name)
            for product in outcome.picks
        ]
        parts.append(say("chosen one" if len(quoted) == 1 else "chosen many", language, names=", ".join(quoted)))
    return " ".join(parts) or _without_picks(outcome, decision, language)


def _without_picks(outcome: SlotOutcome, decision: Decision, language: Language) -> str:
    if outcome.status == "not-needed":
        return say("do without", language)
    if outcome.status == "unserved":
        return say("unserved", language)
    if not outcome.needed:
        return say("maybe", language)
    considered = [verdict.product for verdict in outcome.verdicts if verdict.verdict == "consider"]
    if considered:
        return say("compare", language, names=names_of(considered, decision))
    return say("nothing yet" if outcome.status == "open" else "nothing", language)


def _reasons(outcome: SlotOutcome, decision: Decision, language: Language) -> Iterator[Point]:
    """Why the picks are picked; where nothing is left, what rules the options out; where rules disagree, both."""
    heard = [verdict for verdict in outcome.verdicts if _bears_on_outcome(verdict, outcome)]
    by_rule: dict[int, list[str]] = {}
    for verdict in heard:
        numbers = verdict.ruled_out_by if outcome.status == "unserved" else verdict.because
        for number in numbers:
            by_rule.setdefault(number, []).append(verdict.product)
    for number, products in by_rule.items():
        point = point_of(number, decision, language)
        text = point.text
        if len(heard) > 1:
            text = say("said of", language, names=names_of(products, decision), text=text)
        yield Point(text, point.id)


def _bears_on_outcome(verdict: ProductVerdict, outcome: SlotOutcome) -> bool:
    if outcome.status == "unserved":
        return bool(verdict.ruled_out_by)
    return verdict.product in outcome.picks or (verdict.contested and outcome.needed)


def _set_aside(outcome: SlotOutcome, decision: Decision, language: Language) -> Iterator[Point]:
    """The defaults that would have decided, had nothing known better."""
    rules = decision.plan.rules
    defeats: dict[int, Defeat] = {}
    for defeat in outcome.defeats:
        defeats.setdefault(defeat.rule, defeat)
    for defeat in defeats.values():
        if rules[defeat.rule].rule.strength == "default":
            by = tuple(Point("", rules[number].rule.id) for number in defeat.by)
            yield Point(reason(rules[defeat.rule].rule, decision, language), rules[defeat.rule].rule.id, by)
