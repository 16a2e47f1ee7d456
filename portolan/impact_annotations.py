"""The impact of a change on saved profiles at the places that changed, for annotations in a pull request."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from engine.explanation.replay.impact import Impact
from engine.knowledge.problems import NOTE, Problem
from engine.model import Language, Place
from portolan.impact_words import ImpactWords
from portolan.versions import Version

CODE = "impact"


def impact_annotations(
    document: Mapping[str, Any], impact: Impact, after: Version, language: Language, *, verdicts: bool
) -> Iterator[Problem]:
    """The summary, then a warning at each thing that changes something, and a note at each rule that does not."""
    words = ImpactWords(language)
    # For what stands at no place of the later knowledge: rules that are gone, a newer edition.
    head = Place(after.head, 1, 1)
    at: dict[tuple[str, str], Place] = {
        (one.sort, one.id): one.place for one in impact.knowledge.things if one.place and one.kind != "removed"
    }
    yield Problem(after.located(head), CODE, words.summary(document, verdicts=verdicts), level=NOTE)
    for blame in document["blamed"]:
        sort = {"rule": "rule", "catalog": "product"}.get(blame["kind"], "edition")
        place = at.get((sort, blame["subject"]), head)
        told = "; ".join(_effects_of(blame, document["effects"], words))
        message = f"{words.blame(blame)}: {words.counted(blame['profiles'])}. {told}"
        yield Problem(after.located(place), CODE, message, level="warning")
    for rule in document["idle_rules"]:
        place = at.get(("rule", rule), head)
        yield Problem(after.located(place), CODE, f"{rule}: {words.say('idle one')}", level=NOTE)


def _effects_of(blame: Mapping[str, Any], effects: Sequence[Mapping[str, Any]], words: ImpactWords) -> Iterator[str]:
    """What it changes first in a slot, with how many profiles that befalls."""
    names = {name: blame[name] for name in ("kind", "subject", "attribute")}
    found: Counter[str] = Counter()
    for effect in effects:
        if any({name: one[name] for name in names} == names for one in effect["because"]):
            first = next(words.told(effect))
            found[f"{effect['title']}: {first.before} → {first.after}"] += len(effect["profiles"])
    return (f"{told} ({count})" for told, count in found.most_common())
