"""A decision as Markdown, for a pull request or a wiki."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import groupby
from typing import Any

from engine.explanation.markdown import plain
from engine.explanation.what_if.badges import legend
from engine.model import Knowledge, Language
from portolan.words import QUESTIONS_SHOWN, ToldVerdict, Words, leading_reason


def decision_markdown(
    document: Mapping[str, Any], knowledge: Knowledge, language: Language, *, everything: bool
) -> str:
    """A decision document. `everything`: also the slots that are not needed."""
    return "\n".join(_lines(document, Words(knowledge, language), everything)) + "\n"


def _lines(document: Mapping[str, Any], words: Words, everything: bool) -> Iterator[str]:
    yield f"# {plain(words.edition(document['edition']))}, {words.say('as of', day=document['as_of'])}"
    yield from ("", words.decision(document, f"`{document['id']}`"))
    shown = [slot for slot in document["slots"] if everything or slot["status"] != "not-needed"]
    for area, slots in groupby(shown, key=lambda slot: slot["area"]):
        yield from ("", f"## {plain(words.area(area))}")
        for slot in slots:
            yield from _slot(slot, words, document["as_of"])
    if document["warnings"]:
        yield from ("", f"## {words.say('warnings')}", "")
        yield from (_warning(warning, words) for warning in document["warnings"])
    yield from _questions(document["open_questions"], words)
    if any(slot.get("robustness") for slot in shown):
        yield ""
        yield from (f"- {word}: {meaning}" for word, meaning in legend(words.language))
    left_out = [slot["slot"] for slot in document["slots"] if slot not in shown]
    if left_out:
        yield from ("", plain(words.say("not needed", names=words.slots(left_out, limit=None))))


def _slot(slot: Mapping[str, Any], words: Words, as_of: str) -> Iterator[str]:
    title = f"{slot['title']} — {words.status(slot)}"
    picks = words.products(slot["picks"])
    yield from ("", f"### {plain(f'{title}: {picks}' if picks else title)}")
    lines = [_verdict(told) for told in (*words.verdicts(slot, as_of), *words.robustness(slot))]
    reason, rule = leading_reason(slot["need"]["because"])
    if slot["status"] == "not-needed" and reason:
        lines.append(f"{plain(reason)} `{rule}`")
    if lines:
        yield from ("", *lines)


def _verdict(told: ToldVerdict) -> str:
    reason = f": {plain(told.reason)}" if told.reason else ""
    rule = f" `{told.rule}`" if told.rule else ""
    return f"- **{plain(told.word)} {plain(told.names)}**{reason}{rule}"


def _warning(warning: Mapping[str, Any], words: Words) -> str:
    name = words.products([warning["product"]])
    return f"- **{plain(name)}** ({words.warning(warning)}): {plain(warning['text'])} `{warning['rule']}`"


def _questions(questions: list[Mapping[str, Any]], words: Words) -> Iterator[str]:
    if not questions:
        return
    yield from ("", f"## {words.say('questions')}", "")
    for question in questions[:QUESTIONS_SHOWN]:
        bears_on = words.say("bears on", names=words.slots(question["slots"]))
        yield f"- {plain(question['text'])} (`{question['question']}`; {plain(bears_on)})"
    more = len(questions) - QUESTIONS_SHOWN
    if more > 0:
        yield f"- {words.say('more', count=more)}"
