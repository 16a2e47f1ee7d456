"""The record of a whole decision: every slot in a line or two, so that people read it to its end."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby
from typing import Any

from engine.explanation.advice import advice
from engine.explanation.document import open_questions
from engine.explanation.document import warnings as all_warnings
from engine.explanation.proofs.tree import status_word, verdict_word
from engine.explanation.records.effects import in_order, moves
from engine.explanation.records.grounds import grounds, heard_in
from engine.explanation.records.options import qualified, remarks_among, warned
from engine.explanation.records.record import AreaLines, Effect, Head, Mark, Point, SlotLine, StackRecord
from engine.explanation.records.slot import digest, origin, point_of, products_in_use, signature, when
from engine.explanation.records.words import names_of, say, slug, stack_title
from engine.explanation.trace import firings
from engine.inference.reasoner import Decision
from engine.inference.resolution import ProductVerdict, SlotOutcome
from engine.model import Language
from engine.request import Request

# How many open questions are shown, those that bear on most slots.
_QUESTIONS = 7


def stack_record(decision: Decision, request: Request, language: Language) -> StackRecord:
    """`request`: what was decided. The same decision gives the same record."""
    shown = [outcome for outcome in decision.slots if _shown(outcome)]
    rules = dict.fromkeys(rule for outcome in shown for rule in heard_in(outcome, decision, acted_on=True))
    resting = grounds(rules, firings(decision), decision, language, None)
    questions = open_questions(decision, decision.reasoner, language)
    effects = [effect for outcome in shown for effect in moves(outcome, decision, language)]
    remarks, others = remarks_among(_warnings(shown, decision, language))
    effects += [Effect("bad", warned(warning, language)) for warning in others]
    return StackRecord(
        head=_head(decision, request, language),
        question=say("which stack", language, **when(decision, language)),
        answers=tuple(resting.answers),
        drivers=tuple(resting.drivers),
        areas=tuple(_areas(shown, decision, language)),
        left_out=tuple(_title(outcome, decision, language) for outcome in decision.slots if outcome not in shown),
        consequences=in_order(effects, decision, language),
        advice=tuple(Point(one["text"], one["rule"]) for one in advice(decision, language)),
        open=tuple(Point(one["text"], one["question"]) for one in questions[:_QUESTIONS]),
        more_open=max(0, len(questions) - _QUESTIONS),
        remarks=tuple(dict.fromkeys(Point(one["text"], one["rule"]) for one in remarks)),
    )


def _head(decision: Decision, request: Request, language: Language) -> Head:
    made = origin(decision, request, language)
    return Head(
        title=stack_title(decision, language),
        slug=slug(stack_title(decision, "en"), "platform"),
        mark=Mark(None, made.decision, digest([decision.edition, *(signature(outcome) for outcome in decision.slots)])),
        origin=made,
        language=language,
    )


def _shown(outcome: SlotOutcome) -> bool:
    """What is needed as far as is known, and what is in use and has to be left."""
    return outcome.needed or any(verdict.verdict == "migrate" for verdict in outcome.verdicts)


def _warnings(shown: list[SlotOutcome], decision: Decision, language: Language) -> Iterator[dict[str, Any]]:
    """Those on what is picked or in use."""
    picks = {product for outcome in shown for product in outcome.picks}
    ours = picks | products_in_use(decision)
    for warning in all_warnings(decision, language):
        if warning["product"] in ours:
            yield warning


def _areas(shown: list[SlotOutcome], decision: Decision, language: Language) -> Iterator[AreaLines]:
    slots = decision.knowledge.slots
    for area, outcomes in groupby(shown, key=lambda outcome: slots[outcome.slot].area):
        title = decision.knowledge.areas[area].title.in_language(language)
        yield AreaLines(title, tuple(_line(outcome, decision, language) for outcome in outcomes))


def _line(outcome: SlotOutcome, decision: Decision, language: Language) -> SlotLine:
    picked = [verdict for verdict in outcome.verdicts if verdict.product in outcome.picks]
    because = picked[0].because if picked else outcome.needed_because
    others = [verdict for verdict in outcome.verdicts if verdict.product not in outcome.picks]
    return SlotLine(
        title=_title(outcome, decision, language),
        picks=", ".join(point.text for point in _alike(picked, decision, language)),
        status=status_word(outcome.status, language),
        reason=point_of(because[0], decision, language) if because else None,
        others=tuple(_alike(others, decision, language)),
    )


def _alike(verdicts: list[ProductVerdict], decision: Decision, language: Language) -> Iterator[Point]:
    """Neighbours that differ in the product alone are told as one."""
    for _, group in groupby(verdicts, key=lambda one: (one.verdict, qualified(one, decision, language))):
        yield Point(_told(list(group), decision, language))


def _told(verdicts: list[ProductVerdict], decision: Decision, language: Language) -> str:
    names = names_of([verdict.product for verdict in verdicts], decision)
    told = say("verdict of", language, verdict=verdict_word(verdicts[0].verdict, language), names=names)
    more = qualified(verdicts[0], decision, language)
    return f"{told} ({more})" if more else told


def _title(outcome: SlotOutcome, decision: Decision, language: Language) -> str:
    return decision.knowledge.slots[outcome.slot].title.in_language(language)
