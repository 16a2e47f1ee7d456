"""What came of deciding again, for people, in both languages."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterator, Mapping, Sequence
from typing import Any

from engine.explanation.labels import field_word
from engine.explanation.particles import fitted
from engine.explanation.proofs.tree import status_word, verdict_word
from engine.explanation.wrapping import wrapped
from engine.model import Knowledge, Language, Text

_WORDS = {
    "decision": Text("decision {id}: edition {edition}, as of {as_of}", "결정 {id}: {edition}년판, {as_of} 기준"),
    "slots": Text("The file holds these slots alone: {names}.", "파일에는 다음 영역만 들어 있습니다: {names}."),
    "knowledge": Text("Knowledge", "지식"),
    "none": Text("none", "없음"),
    "recomputed": Text(
        "Decided again on the knowledge it was decided on, it is the very same.",
        "당시 지식으로 다시 판정한 결과는 파일과 완전히 같습니다.",
    ),
    "not at hand": Text(
        "The knowledge it was decided on is not at hand, so what the file says is taken at its word.",
        "결정 당시의 지식이 없어 파일의 내용을 검증하지 못하고 그대로 받아들였습니다.",
    ),
    "base": Text("{option} names it.", "{option} 옵션으로 지정할 수 있습니다."),
    "other base": Text(
        "What {option} names is another one: {digest}.", "{option} 옵션으로 지정한 것은 다른 지식입니다: {digest}."
    ),
    "unused base": Text(
        "What {option} names is not the knowledge it was decided on, and was not used: {digest}, where the file has "
        "{recorded}.",
        "{option} 옵션으로 지정한 것은 결정 당시의 지식이 아니므로 사용하지 않았습니다: "
        "{digest}(파일의 값: {recorded}).",
    ),
    "edit": Text("{recorded}, where {computed} follows", "{recorded} (올바른 값: {computed})"),
    "missing": Text("missing: {computed}", "누락: {computed}"),
    "surplus": Text("too much: {recorded}", "불필요: {recorded}"),
    "more": Text("… and {count} more", "… 외 {count}개"),
    "status": Text("status", "상태"),
    "picks": Text("picks", "추천"),
    "absent": Text("not judged", "판정 없음"),
    "rules": Text("rules", "규칙"),
    "gone": Text("is no more", "없어짐"),
    "withdrawn": Text("was withdrawn by the pack {by}", "{by} 팩이 철회함"),
    "narrowed": Text("is no longer about the product", "더 이상 이 제품을 다루지 않음"),
    "silent": Text("fires no more", "더 이상 조건이 맞지 않음"),
    "set-aside": Text("is set aside by {by}", "제외됨 (우선한 규칙: {by})"),
    "without-effect": Text("fires to no effect", "조건은 맞지만 영향 없음"),
    "changed": Text("says it otherwise ({fields})", "내용이 바뀜 ({fields})"),
    "no-longer-set-aside": Text("is set aside no more", "더 이상 제외되지 않음"),
    "speaks": Text("speaks now", "새로 적용됨"),
    "because": Text("by {roots}", "원인: {roots}"),
    "rule changed": Text("a change of {subject} ({attribute})", "{subject} 규칙 변경 ({attribute})"),
    "rule": Text("a rule that is new or gone, {subject}", "추가 또는 삭제된 규칙 {subject}"),
    "catalog": Text("{subject} in the catalog ({attribute})", "카탈로그의 {subject} ({attribute})"),
    "slot": Text("the slot {subject}", "{subject} 영역"),
    "verdict to": Text("to {value}", "대체 제품: {value}"),
    "verdict by_date": Text("by {value}", "기한: {value}"),
    "verdict with": Text("with {value}", "{value}[과/와] 함께"),
    "other": Text("{kind} {subject}", "{kind} {subject}"),
    "connections": Text("What works together", "제품 간 연동"),
    "install_order": Text("Order of installing", "설치 순서"),
    "advice": Text("Advice", "조언"),
    "warnings": Text("Warnings", "경고"),
    "roadmap": Text("Roadmap", "로드맵"),
    "open_questions": Text("Open questions", "남은 질문"),
    "differs": Text("not the same", "달라짐"),
    "idle changes": Text("{count} changes more, which do not bear on it", "이 결정과 무관한 변경 {count}개"),
    "added": Text("added", "추가"),
    "removed": Text("removed", "삭제"),
}
_DIGEST_SHOWN = len("sha256:") + 12
_VALUE_SHOWN = 60


def replay_text(document: Mapping[str, Any], name: str, knowledge: Knowledge, language: Language, width: int) -> str:
    """`document` as `replay_document` makes it, with a member `base` beside: what was named as such, or None."""
    return "\n".join(_Teller(knowledge, language, width).lines(document, name))


def bearing_on(document: Mapping[str, Any]) -> set[str]:
    """The written rules and products that some difference comes from."""
    rules = [rule for part in (*document["slots"], *document["parts"]) for rule in part["rules"]]
    roots = [root["subject"] for rule in rules for root in rule["because"] or ()]
    return {name.partition("@")[0] for name in (*(rule["rule"] for rule in rules), *roots)}


class _Teller:
    def __init__(self, knowledge: Knowledge, language: Language, width: int) -> None:
        self.knowledge, self.language, self.width = knowledge, language, width

    def say(self, word: str, **parts: object) -> str:
        return fitted(_WORDS[word].in_language(self.language).format(**parts))

    def lines(self, document: Mapping[str, Any], name: str) -> Iterator[str]:
        yield from wrapped(f"{name}: {document['text']}", self.width, "", "  ")
        decision = document["decision"]
        request = decision["request"]
        about = self.say("decision", id=decision["id"], edition=request["edition"], as_of=request["as_of"])
        yield from wrapped(about, self.width, "  ", "  ")
        if decision["slots"] is not None:
            yield from wrapped(self.say("slots", names=", ".join(decision["slots"])), self.width, "  ", "  ")
        for mistake in document["mistakes"]:
            hint = f" ({mistake['hint']})" if mistake["hint"] else ""
            yield from wrapped(f"{mistake['pointer']}: {mistake['detail']}{hint}", self.width, "  ", "    ")
        yield from self.edits(document["edits"])
        if document["knowledge"]["packs"]:
            yield from self.packs(document)
        elif document["base"] and not document["base"]["fits"]:
            digests = {"digest": document["base"]["digest"], "recorded": document["knowledge"]["recorded"]["digest"]}
            shown = {name: digest[:_DIGEST_SHOWN] for name, digest in digests.items()}
            yield from wrapped(self.say("unused base", option="--base", **shown), self.width, "  ", "  ")
        for slot in document["slots"]:
            yield from self.slot(slot)
        for part in document["parts"]:
            yield from ("", self.say(part["part"]))
            yield from self.rules(part["rules"]) if part["rules"] else (f"  {self.say('differs')}",)

    def edits(self, edits: Mapping[str, Any]) -> Iterator[str]:
        if edits["count"]:
            yield ""
            yield from wrapped(edits["text"], self.width)
        for edit in edits["first"]:
            values = {side: _shown(edit[side]) for side in ("recorded", "computed")}
            told = self.say("edit" if edit["kind"] == "changed" else edit["kind"], **values)
            yield from wrapped(f"{edit['pointer']}: {told}", self.width, "  ", "    ")
        if edits["count"] > len(edits["first"]):
            yield "  " + self.say("more", count=edits["count"] - len(edits["first"]))

    def packs(self, document: Mapping[str, Any]) -> Iterator[str]:
        knowledge = document["knowledge"]
        yield from ("", self.say("knowledge"))
        for pack in knowledge["packs"]:
            sides = " → ".join(self.pack(pack[side]) for side in ("before", "after"))
            yield from wrapped(f"{pack['pack']}: {sides}", self.width, "  ", "    ")
        if knowledge["recomputed"]:
            if not document["edits"]["count"]:
                yield from wrapped(self.say("recomputed"), self.width, "  ", "  ")
        else:
            base = document["base"]
            more = (
                self.say("other base", option="--base", digest=base["digest"][:_DIGEST_SHOWN])
                if base
                else self.say("base", option="--base")
            )
            yield from wrapped(f"{self.say('not at hand')} {more}", self.width, "  ", "  ")
        yield from self.changes(knowledge["changes"] or (), bearing_on(document))

    def pack(self, side: Mapping[str, str] | None) -> str:
        return f"{side['version']} {side['digest'][:_DIGEST_SHOWN]}" if side else self.say("none")

    def changes(self, changes: Sequence[Mapping[str, Any]], bearing: Collection[str]) -> Iterator[str]:
        told = [one for one in changes if one["id"] in bearing]
        for one in told:
            how = self.fields(one["fields"]) if one["change"] == "changed" else self.say(one["change"])
            yield f"  {one['sort']} {one['id']}: {how}"
        if len(changes) > len(told):
            yield "  " + self.say("idle changes", count=len(changes) - len(told))

    def slot(self, slot: Mapping[str, Any]) -> Iterator[str]:
        yield from ("", slot["title"])
        status, picks = slot["status"], slot["picks"]
        if status["before"] != status["after"]:
            sides = " → ".join(status_word(one, self.language) if one else "–" for one in status.values())
            yield f"  {self.say('status')}: {sides}"
        if picks["before"] != picks["after"]:
            yield f"  {self.say('picks')}: {' → '.join(self.names(one) for one in picks.values())}"
        for verdict in slot["verdicts"]:
            sides = " → ".join(self.verdict(verdict[side]) for side in ("before", "after"))
            yield from wrapped(f"{verdict['name']}: {sides}", self.width, "  ", "    ")
        yield from self.rules(slot["rules"])
        for detail in slot["details"]:
            yield f"  {detail}"

    def verdict(self, verdict: Mapping[str, Any] | None) -> str:
        if verdict is None:
            return self.say("absent")
        parts = [verdict_word(verdict["verdict"], self.language)]
        for name in ("to", "by_date", "with"):
            if verdict[name]:
                value = verdict[name] if name == "by_date" else self.names(verdict[name])
                parts.append(self.say(f"verdict {name}", value=value))
        return ", ".join(parts)

    def names(self, products: Sequence[str]) -> str:
        known = self.knowledge.products
        return ", ".join(known[one].name if one in known else one for one in products) or self.say("none")

    def rules(self, rules: Sequence[Mapping[str, Any]]) -> Iterator[str]:
        """What they have in common as a cause is told once, below them."""
        causes = [self.cause(rule) for rule in rules]
        common = causes[0] if len(rules) > 1 and len(set(causes)) == 1 else ""
        for rule, cause in zip(rules, causes, strict=True):
            told = self.say(rule["how"], by=", ".join(rule["by"]), fields=self.fields(rule["fields"]))
            because = f" ({cause})" if cause and not common else ""
            yield from wrapped(f"{rule['rule']}: {told}{because}", self.width, "  · ", "    ")
        if common:
            yield from wrapped(common, self.width, "    ", "    ")

    def cause(self, rule: Mapping[str, Any]) -> str:
        """What it comes from in the end, but for the rule itself."""
        roots = [self.root(root) for root in rule["because"] or () if root["subject"] != rule["rule"]]
        return self.say("because", roots=", ".join(roots)) if roots else ""

    def root(self, root: Mapping[str, Any]) -> str:
        kind = root["kind"]
        if kind == "rule":
            kind = "rule changed" if root["attribute"] else "rule"
        attribute = self.fields((root["attribute"] or "").split(", "))
        word = kind if kind in ("rule changed", "rule", "catalog", "slot") else "other"
        return self.say(word, **{**root, "attribute": attribute})

    def fields(self, names: Sequence[str]) -> str:
        return ", ".join(field_word(name, self.language) for name in names)


def _shown(value: Any) -> str:
    """A value in a few words."""
    text = ", ".join(map(str, value)) if isinstance(value, list) and value and _flat(value) else value
    said = text if isinstance(text, str) else json.dumps(text, ensure_ascii=False)
    return said if len(said) <= _VALUE_SHOWN else f"{said[: _VALUE_SHOWN - 1]}…"


def _flat(values: Sequence[Any]) -> bool:
    return all(isinstance(one, str) for one in values)
