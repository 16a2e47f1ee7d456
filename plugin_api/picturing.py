"""The picture of a kept decision, as the API and the pages ask for it."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from typing import Any

from engine.explanation.comparison.since import edition_before
from engine.explanation.picture.document import NO_EDITION, Wanted, picture_document
from engine.explanation.what_if.robustness import Firmness
from engine.inference.profile import Mistake
from engine.inference.reasoner import Decision
from engine.knowledge.problems import listed, nearest_after
from engine.model import Language
from plugin_api.problems import invalid


def picture_of(
    decision: Decision, id_: str, language: Language, firmness: Iterable[Firmness] | None = None
) -> dict[str, Any]:
    """The whole, with what changed since the edition before."""
    return picture_document(decision, id_, language, Wanted(since=edition_before(decision)), firmness)


def wanted_of(arguments: dict[str, Any], decision: Decision) -> Wanted:
    """What a query asks to see. Raises a 422 problem that tells every mistake."""
    knowledge = decision.knowledge
    since: str | None = arguments.get("since") or edition_before(decision)
    slots, areas = (tuple(dict.fromkeys(arguments.get(name, ()))) for name in ("slot", "area"))
    mistakes: list[Mistake] = []
    for name, values, known in (
        ("since", (since,) if since else (), (*knowledge.editions, NO_EDITION)),
        ("slot", slots, knowledge.slots),
        ("area", areas, knowledge.areas),
    ):
        _check(name, values, known, mistakes)
    if mistakes:
        raise invalid(tuple(mistakes))
    return Wanted(None if since == NO_EDITION else since, slots, areas)


def _check(name: str, values: Iterable[str], known: Collection[str], mistakes: list[Mistake]) -> None:
    for value in values:
        if value not in known:
            hint = nearest_after(mistakes, value[:200], known) or f"one of {listed(known, 12)}"
            noun = "edition" if name == "since" else name
            mistakes.append(Mistake(f"/query/{name}", f"there is no {noun} {value[:60]!r}", hint))
