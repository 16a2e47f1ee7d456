"""The impact of a change on saved profiles as Markdown that fits a comment on a pull request."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from html import escape
from typing import Any

from engine.explanation.markdown import plain
from engine.model import Language
from portolan.impact_text import idle, named
from portolan.impact_words import ImpactWords

# A comment holds 65,536 letters: rows of the table, profiles below each effect, and effects with their profiles.
_ROWS, _PROFILES, _LISTED = 100, 20, 40
# For whoever updates the comment in place of writing another.
MARK = "<!-- portolan impact -->"


def impact_markdown(document: Mapping[str, Any], language: Language, *, verdicts: bool) -> str:
    """`document` as `impact_document` makes it, with the names of the two bodies of knowledge in `names`."""
    return "\n".join(_lines(document, ImpactWords(language), verdicts)) + "\n"


def _lines(document: Mapping[str, Any], words: ImpactWords, verdicts: bool) -> Iterator[str]:
    yield MARK
    yield f"### {plain(words.summary(document, verdicts=verdicts))}"
    yield from ("", " → ".join(f"`{name.replace('`', ' ')}`" for name in document["names"]))
    if document["effects"]:
        yield from ("", *_table(document["effects"], words))
    if document["blamed"]:
        yield from ("", f"**{words.say('blamed')}**", "")
        for one in document["blamed"]:
            yield f"- {_blame(one, words)}: {words.counted(one['profiles'])}"
    if document["effects"]:
        yield from _folded(words.say("profiles"), _profiles(document["effects"], words))
    idling = [f"- `{change['id']}` ({plain(words.change(change))})" for change in idle(document)]
    if idling:
        yield from _folded(f"{words.say('idle')} ({len(idling)})", idling)
    for side, word in (("before", "broken"), ("after", "mended")):
        those = [one for one in document["broken"] if one["readable"] == side]
        if those:
            yield from _folded(f"{words.say(word)} ({len(those)})", map(_broken, those))


def _table(effects: Sequence[Mapping[str, Any]], words: ImpactWords) -> Iterator[str]:
    heads = [words.say(word) for word in ("slot", "what", "before", "after", "because of", "profiles")]
    yield f"| {' | '.join(heads)} |"
    yield "| --- | --- | --- | --- | --- | ---: |"
    rows = [row for effect in effects for row in _rows(effect, words)]
    yield from rows[:_ROWS]
    if len(rows) > _ROWS:
        yield f"| {words.say('more', count=len(rows) - _ROWS)} | | | | | |"


def _rows(effect: Mapping[str, Any], words: ImpactWords) -> Iterator[str]:
    """A row for each thing that changes; the slot, the causes and the count stand in the first."""
    because = "<br>".join(_blame(one, words) for one in effect["because"]) or plain(words.say("unknown"))
    shared = [plain(effect["title"]), because, str(len(effect["profiles"]))]
    for told in words.told(effect):
        slot, causes, count = shared
        yield f"| {slot} | {plain(told.what)} | {plain(told.before)} | {plain(told.after)} | {causes} | {count} |"
        shared = ["", "", ""]


def _blame(blame: Mapping[str, Any], words: ImpactWords) -> str:
    if blame["kind"] != "rule":
        return plain(words.blame(blame))
    change = words.change(blame)
    return f"`{blame['subject']}`" + (f" ({plain(change)})" if change else "")


def _profiles(effects: Sequence[Mapping[str, Any]], words: ImpactWords) -> Iterator[str]:
    for i, effect in enumerate(effects[:_LISTED]):
        first = next(words.told(effect))
        if i:
            yield ""
        yield from (f"**{plain(effect['title'])}: {plain(f'{first.before} → {first.after}')}**", "")
        yield from (f"- {plain(line)}" for line in named(effect["profiles"], words, _PROFILES))
    if len(effects) > _LISTED:
        yield from ("", words.say("more", count=len(effects) - _LISTED))


def _broken(one: Mapping[str, Any]) -> str:
    why = "; ".join(f"{mistake['pointer']}: {mistake['detail']}" for mistake in one["mistakes"])
    return f"- {plain(one['profile'])}: {plain(why)}"


def _folded(summary: str, lines: Iterable[str]) -> Iterator[str]:
    yield from ("", "<details>", f"<summary>{escape(summary)}</summary>", "", *lines, "", "</details>")
