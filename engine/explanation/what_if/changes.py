"""Changes of answers as plain data and in words: what was said, what is said instead, and what a slot comes to then."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from engine.explanation.proofs.tree import status_word, verdict_word
from engine.explanation.texts import answer_text
from engine.explanation.what_if.effects import Change, SlotChange
from engine.explanation.what_if.ranges import product_of, range_data, range_text
from engine.inference.profile import Answer, members_of, pairs_of
from engine.model import Knowledge, Language, Question, Text

_WORDS = {
    "with": Text("with {name}", "{name} 추가"),
    "without": Text("without {name}", "{name} 제외"),
    "none": Text("none", "없음"),
    "no pick": Text("no pick", "추천 없음"),
    "no verdict": Text("not judged", "판정 없음"),
}


def answer_data(question: Question, answer: Answer | None) -> Any:
    """An answer as a profile has it; null for none."""
    if isinstance(answer, tuple):
        return dict(pairs_of(answer)) if question.type == "versions" else list(answer)
    return answer


def to_document(change: Change, knowledge: Knowledge, language: Language) -> dict[str, Any]:
    """The other answer: as a profile has it, in words, and of a number or a version all that do the same."""
    question = knowledge.questions[change.question]
    return {
        "to": answer_data(question, change.after),
        "text": change_text(change, knowledge, language),
        "ranges": [range_data(question, one) for one in change.ranges],
    }


def change_text(change: Change, knowledge: Knowledge, language: Language) -> str:
    """The other answer in words; where it is a list that was another, the member that makes the difference."""
    question = knowledge.questions[change.question]
    before, after = change.before, change.after
    if change.ranges:
        product = product_of(change)
        text = range_text(question, change.ranges, language)
        return f"{knowledge.products[product].name} {text}" if product else text
    if before is None or not isinstance(before, tuple) or not isinstance(after, tuple):
        return answer_text(question, after, knowledge, language) or _say("none", language)
    added = tuple(one for one in members_of(after) if one not in before)
    gone = tuple(one for one in members_of(before) if one not in after)
    name = answer_text(question, added or gone, knowledge, language)
    return _say("with" if added else "without", language, name=name)


def slot_change_document(change: SlotChange, knowledge: Knowledge, language: Language) -> dict[str, Any]:
    return {
        "slot": change.slot,
        "title": knowledge.slots[change.slot].title.in_language(language),
        "status": {"from": change.before.status, "to": change.after.status},
        "picks": {"from": list(change.before.picks), "to": list(change.after.picks)},
        "verdicts": [{"product": product, "from": old, "to": new} for product, old, new in change.verdicts],
    }


def slot_change_text(change: SlotChange, knowledge: Knowledge, language: Language) -> str:
    """In one line what a person sees first of it: other picks, else another status, else other verdicts."""
    title = knowledge.slots[change.slot].title.in_language(language)
    if change.moves_picks:
        before, after = (picks_text(one.picks, knowledge, language) for one in (change.before, change.after))
        return f"{title}: {before} → {after}"
    if change.before.status != change.after.status:
        before, after = (status_word(one.status, language) for one in (change.before, change.after))
        return f"{title}: {before} → {after}"
    return f"{title}: " + ", ".join(
        f"{knowledge.products[product].name} {_verdict(old, language)} → {_verdict(new, language)}"
        for product, old, new in change.verdicts
    )


def picks_text(picks: Iterable[str], knowledge: Knowledge, language: Language) -> str:
    return ", ".join(knowledge.products[one].name for one in picks) or _say("no pick", language)


def _verdict(verdict: str | None, language: Language) -> str:
    return _say("no verdict", language) if verdict is None else verdict_word(verdict, language)


def _say(word: str, language: Language, **parts: str) -> str:
    return _WORDS[word].in_language(language).format(**parts)
