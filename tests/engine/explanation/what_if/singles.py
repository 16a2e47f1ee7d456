"""Every single change of a request by brute force: whatever a question takes, whether or not a rule asks for it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from engine.inference.reasoner import Decision, Reasoner
from engine.model import Question
from tests.engine.asking import decide
from tests.engine.strategies.words import VERSIONS

Request = dict[str, Any]

# Other answers to questions that take one value, in generated knowledge and around what the shipped rules ask.
SCALARS: dict[str, tuple[Any, ...]] = {
    "int": (0, 1, 2, 3),
    "number": (0, 0.5, 1, 1.5, 2),
    "version": VERSIONS,
    "versions": VERSIONS,
}
SHIPPED_SCALARS: dict[str, tuple[Any, ...]] = {
    "int": (1, 4, 10, 60, 1000),
    "number": (1, 4, 10, 60, 1000),
    "version": ("1.19", "1.27", "1.30", "1.33", "2"),
    "versions": ("1", "1.27", "2.4", "9"),
}


def changed(request: Request, question: str, value: Any) -> Request:
    section, _, name = question.partition(".")
    profile = request["profile"]
    return {**request, "profile": {**profile, section: {**profile.get(section, {}), name: value}}}


def given(request: Request, question: str) -> Any:
    section, _, name = question.partition(".")
    return request["profile"].get(section, {}).get(name)


def values(question: Question, request: Request, products: Iterable[str], scalars: Iterable[Any]) -> Iterator[Any]:
    """Other answers to a question, one step away from the one in the request. `scalars`: of questions for one value."""
    said = given(request, question.id)
    if question.type in ("choices", "products"):
        if said is None:
            yield []
        for member in question.option_ids or products:
            yield [one for one in said if one != member] if member in (said or ()) else [*(said or ()), member]
    elif question.type == "versions":
        used = {one for list_ in ("stack.in_use", "stack.works_well") for one in given(request, list_) or ()}
        for product in sorted(used):
            yield from ({**(said or {}), product: version} for version in scalars)
    elif question.type == "bool":
        yield from (True, False)
    else:
        yield from question.option_ids or scalars


# Of a slot: its name, status, picks and verdicts before; and after.
Signature = tuple[tuple[Any, ...], tuple[Any, ...]]


def signature(before: Decision, after: Decision) -> frozenset[Signature]:
    """The slots that are not the same, in their status, picks or verdicts."""
    pairs = zip(map(told, before.slots), map(told, after.slots), strict=True)
    return frozenset((old, new) for old, new in pairs if old != new)


def told(outcome: Any) -> tuple[Any, ...]:
    verdicts = frozenset((verdict.product, verdict.verdict) for verdict in outcome.verdicts)
    return outcome.slot, outcome.status, outcome.picks, verdicts


def lost(before: Decision, after: Decision) -> set[tuple[str, str]]:
    """The picks that are none any more, with their slots."""
    return {
        (old.slot, product)
        for old, new in zip(before.slots, after.slots, strict=True)
        for product in old.picks
        if product not in new.picks
    }


def decided(reasoner: Reasoner, request: Request, question: str, value: Any) -> Decision:
    return decide(reasoner, changed(request, question, value))
