"""The impact of a change on saved profiles as text for the terminal."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import groupby
from typing import Any

from engine.explanation.wrapping import wrapped
from engine.model import Language
from portolan.impact_words import ImpactWords

# Profiles that are named below each effect.
_SHOWN = 3


def impact_text(document: Mapping[str, Any], language: Language, width: int, *, verdicts: bool) -> str:
    """`document` as `impact_document` makes it, with the names of the two bodies of knowledge in `names`."""
    return "\n".join(_lines(document, ImpactWords(language), width, verdicts))


def _lines(document: Mapping[str, Any], words: ImpactWords, width: int, verdicts: bool) -> Iterator[str]:
    yield from wrapped(words.summary(document, verdicts=verdicts), width)
    yield from wrapped(" → ".join(document["names"]), width)
    for title, effects in groupby(document["effects"], key=lambda effect: str(effect["title"])):
        yield from ("", title)
        for effect in effects:
            yield from _effect(effect, words, width)
    if document["blamed"]:
        yield from ("", words.say("blamed"))
        for one in document["blamed"]:
            yield from wrapped(f"{words.blame(one)}: {words.counted(one['profiles'])}", width, "  ", "    ")
    yield from _idle(document, words, width)
    yield from _broken(document["broken"], words, width)


def _effect(effect: Mapping[str, Any], words: ImpactWords, width: int) -> Iterator[str]:
    counted = words.counted(len(effect["profiles"]))
    for i, told in enumerate(words.told(effect)):
        count = "" if i else f" ({counted})"
        yield from wrapped(f"{told.what}: {told.before} → {told.after}{count}", width, "    " if i else "  ", "      ")
    blamed = ", ".join(map(words.blame, effect["because"])) or words.say("unknown")
    yield from wrapped(f"{words.say('because of')}: {blamed}", width, "    ", "      ")
    yield from (f"    · {line}" for line in named(effect["profiles"], words, _SHOWN))


def named(names: Sequence[str], words: ImpactWords, limit: int) -> Iterator[str]:
    """The first few, and how many more."""
    yield from names[:limit]
    if len(names) > limit:
        yield words.say("more", count=len(names) - limit)


def _idle(document: Mapping[str, Any], words: ImpactWords, width: int) -> Iterator[str]:
    if document["idle_rules"]:
        yield from ("", words.say("idle"))
    for change in idle(document):
        yield from wrapped(f"{change['id']} ({words.change(change)})", width, "  ", "    ")


def idle(document: Mapping[str, Any]) -> list[Mapping[str, Any]]:
    """The changes of rules that change nothing."""
    wanted = set(document["idle_rules"])
    return [change for change in document["changes"] if change["sort"] == "rule" and change["id"] in wanted]


def _broken(broken: Sequence[Mapping[str, Any]], words: ImpactWords, width: int) -> Iterator[str]:
    for side, word in (("before", "broken"), ("after", "mended")):
        those = [one for one in broken if one["readable"] == side]
        if those:
            yield from ("", words.say(word))
        for one in those:
            why = "; ".join(f"{mistake['pointer']}: {mistake['detail']}" for mistake in one["mistakes"])
            yield from wrapped(f"{one['profile']}: {why}", width, "  ", "    ")
