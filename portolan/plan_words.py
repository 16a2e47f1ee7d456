"""The words around a plan that people read, in both languages."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import groupby
from typing import Any

from engine.explanation.connections import sentence
from engine.model import Knowledge, Language, Text
from portolan.words import Words

_WORDS = {
    "roadmap": Text("Roadmap", "로드맵"),
    "no stage": Text(
        "It is not known where the platform stands: answer {question} to see what comes next.",
        "플랫폼이 어느 단계에 있는지 알 수 없습니다. {question} 질문에 답하면 다음 단계를 보여 줍니다.",
    ),
    "reached": Text("reached", "도달"),
    "next": Text("next", "다음"),
    "later": Text("not yet", "나중"),
    "order": Text("Install in this order", "설치 순서"),
    "nothing": Text("Nothing is left to install.", "새로 설치할 제품이 없습니다."),
    "after": Text("after {names}: {reason}", "선행 제품: {names}. {reason}"),
    "together": Text("What works together", "제품 간 연동"),
    "advice": Text("Advice", "조언"),
    "no picks": Text("nothing is recommended here", "추천하는 제품 없음"),
}


@dataclass(frozen=True, slots=True)
class ToldStage:
    """A stage of the roadmap. `position` is empty where nobody said at which stage the platform stands."""

    title: str
    position: str
    reached: bool
    picks: str
    text: str


@dataclass(frozen=True, slots=True)
class ToldStep:
    """A product to install. `after`: what it waits for and why, each with the rule that says so."""

    name: str
    slot: str
    after: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class ToldConnections:
    """What one rule connects, in a few words each."""

    connections: str
    reason: str
    rule: str


class PlanWords:
    """Tells one plan. `reasons`: the texts of the rules that say what comes after what."""

    def __init__(
        self, document: Mapping[str, Any], reasons: Mapping[str, str], knowledge: Knowledge, language: Language
    ) -> None:
        self.document, self.knowledge, self.language = document, knowledge, language
        self._reasons = reasons
        self._words = Words(knowledge, language)

    def say(self, word: str, **parts: object) -> str:
        return _WORDS[word].in_language(self.language).format(**parts)

    def head(self) -> tuple[str, str, str]:
        """The edition, the day, and the decision's id with the version of the knowledge."""
        document, words = self.document, self._words
        made = words.say("decision", id=document["id"], version=document["knowledge"]["version"])
        return words.edition(document["edition"]), words.say("as of", day=document["as_of"]), made

    def unknown_stage(self) -> str:
        """What to answer for positions on the roadmap; empty where that is answered, or there is no roadmap."""
        roadmap = self.knowledge.roadmap
        if roadmap is None or self.document["roadmap"]["stage"] is not None:
            return ""
        return self.say("no stage", question=roadmap.question)

    def stages(self) -> Iterator[ToldStage]:
        for stage in self.document["roadmap"]["stages"] if self.document["roadmap"] else ():
            picks = self._words.products(dict.fromkeys(pick["product"] for pick in stage["picks"]))
            position = self.say(stage["position"]) if stage["position"] else ""
            reached = stage["position"] == "reached"
            yield ToldStage(stage["title"], position, reached, picks or self.say("no picks"), stage["text"])

    def steps(self) -> Iterator[ToldStep]:
        for step in self.document["install_order"]:
            by_rule: dict[str, list[str]] = {}
            for first in step["after"]:
                by_rule.setdefault(first["rule"], []).append(first["product"])
            after = tuple(
                (self.say("after", names=self._words.products(firsts), reason=self._reasons[rule]), rule)
                for rule, firsts in by_rule.items()
            )
            yield ToldStep(step["name"], self._words.slots([step["slot"]]), after)

    def connections(self) -> Iterator[ToldConnections]:
        for (rule, text), alike in groupby(self.document["connections"], key=lambda one: (one["rule"], one["text"])):
            yield ToldConnections("; ".join(self._connection(one) for one in alike), text, rule)

    def advice(self) -> Iterator[tuple[str, str]]:
        """Each piece of advice, with the rule that gives it."""
        yield from ((one["text"], one["rule"]) for one in self.document["advice"])

    def _connection(self, connection: Mapping[str, Any]) -> str:
        others = ", ".join(other["name"] for other in connection["to"])
        return sentence(connection["name"], connection["as"], others, self.language)
