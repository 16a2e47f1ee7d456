"""Conflicts between sources as text for the terminal, and as Markdown."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from engine.explanation.markdown import plain
from engine.explanation.wrapping import wrapped
from engine.model import Language, Text

_WORDS = {
    "title": Text("Where the sources disagree", "출처가 서로 다른 점"),
    "side": Text("Side {number}", "입장 {number}"),
    "favoured": Text("Side {number}, which is used", "입장 {number} (채택)"),
    "settled": Text("Settled", "정리"),
    "rule": Text("rule {id}", "규칙 {id}"),
    "fact": Text("{product}, {attribute}: {values}", "{product}, {attribute}: {values}"),
    "since": Text("{value} since {day}", "{day}부터 {value}"),
    "note": Text("note: {text}", "비고: {text}"),
    "none": Text("none", "없음"),
    "undated": Text("undated", "날짜 미상"),
    "computed": Text("found by comparing claims with the catalog", "주장과 카탈로그를 비교해 찾음"),
}


class _Teller:
    """Speaks one language of what `conflict_document` made."""

    def __init__(self, language: Language) -> None:
        self.language = language

    def say(self, word: str, **parts: object) -> str:
        return _WORDS[word].in_language(self.language).format(**parts)

    def side(self, number: int, side: Mapping[str, Any]) -> str:
        return self.say("favoured" if side["favoured"] else "side", number=number)

    def citation(self, citation: Mapping[str, Any]) -> str:
        source = f"{citation['title']} ({citation['date'] or self.say('undated')})"
        if citation["claim"] is None:
            return f"{source} [{citation['source']}]"
        note = f" ({self.say('note', text=citation['note'])})" if citation["note"] else ""
        return f"“{citation['text']}” {source} [{citation['claim']}]{note}"

    def settled(self, settled: Mapping[str, Any]) -> Iterator[str]:
        for rule in settled["rules"]:
            yield self.say("rule", id=rule["id"])
        fact = settled["fact"]
        if fact:
            values = [
                self.say("since", value=one["value"], day=one["since"]) if one["since"] else one["value"]
                for one in fact["values"]
            ]
            told = ", ".join(values) or self.say("none")
            yield self.say("fact", product=fact["product"], attribute=fact["attribute"], values=told)


def conflicts_text(documents: Iterable[Mapping[str, Any]], language: Language, width: int) -> str:
    return "\n".join(_text(documents, _Teller(language), width))


def _text(documents: Iterable[Mapping[str, Any]], teller: _Teller, width: int) -> Iterator[str]:
    for i, document in enumerate(documents):
        if i:
            yield ""
        computed = f" ({teller.say('computed')})" if document["computed"] else ""
        yield from wrapped(f"{document['about']} [{document['id']}]{computed}", width)
        for number, side in enumerate(document["sides"], 1):
            yield from wrapped(f"{teller.side(number, side)}: {side['says']}", width, "  ", "    ")
            for citation in side["citations"]:
                yield from wrapped(teller.citation(citation), width, "    - ", "      ")
        settled = document["settled"]
        reason = f"{teller.say('settled')}: {settled['because']} ({settled['how_text']})"
        yield from wrapped(reason, width, "  ", "    ")
        for line in teller.settled(settled):
            yield from wrapped(line, width, "    - ", "      ")


def conflicts_markdown(documents: Iterable[Mapping[str, Any]], language: Language) -> str:
    return "\n".join(_markdown(documents, _Teller(language)))


def _markdown(documents: Iterable[Mapping[str, Any]], teller: _Teller) -> Iterator[str]:
    yield f"# {teller.say('title')}"
    for document in documents:
        yield from ("", f"## {plain(document['about'])}", "", f"`{document['id']}`")
        if document["computed"]:
            yield from ("", plain(teller.say("computed")))
        yield ""
        for number, side in enumerate(document["sides"], 1):
            yield f"- **{teller.side(number, side)}**: {plain(side['says'])}"
            yield from (f"  - {plain(teller.citation(citation))}" for citation in side["citations"])
        settled = document["settled"]
        yield f"- **{teller.say('settled')}**: {plain(settled['because'])} ({plain(settled['how_text'])})"
        yield from (f"  - {plain(line)}" for line in teller.settled(settled))
