"""The proof of a slot, or of one product in it, as a tree: verdict ← arguments ← what each matched ← … ← answers."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Literal

from engine.explanation.conditions import questions_behind, value_behind
from engine.explanation.connections import fired_relations, relation_sentence
from engine.explanation.installation import missing
from engine.explanation.phrases import phrase
from engine.explanation.staleness import stale_premises, stale_text
from engine.explanation.texts import answer_text, reason
from engine.explanation.trace import Firing, Matched, firings
from engine.explanation.wrapping import width_of, wrapped
from engine.inference.reasoner import Decision
from engine.inference.resolution import Defeat, ProductVerdict, SlotOutcome
from engine.knowledge.relations import products_of
from engine.model import STRENGTHS, VERDICTS, Language, Rule, Text

NodeKind = Literal["slot", "need", "verdict", "relation", "argument", "defeated", "fact", "claim", "note", "open"]


@dataclass(frozen=True, slots=True)
class ProofNode:
    """One step of a proof: a line for a person, an id where it is about something with one, and what it rests on."""

    kind: NodeKind
    text: str
    id: str | None = None
    children: tuple[ProofNode, ...] = ()


_STATUS = {
    "decided": Text("decided", "결정됨"),
    "open": Text("open", "열려 있음"),
    "not-needed": Text("not needed", "필요 없음"),
    "unserved": Text("needed, but everything is ruled out", "필요하지만 모든 후보가 배제됨"),
    "contested": Text("contested", "상충"),
}
_VERDICTS = dict(
    zip(
        VERDICTS,
        (
            Text("keep", "유지"),
            Text("adopt", "도입"),
            Text("trial", "시험 도입"),
            Text("consider", "고려"),
            Text("migrate", "이전"),
            Text("avoid", "비권장"),
        ),
        strict=True,
    )
)
_STRENGTH = dict(
    zip(STRENGTHS, (Text("default", "기본"), Text("exception", "예외"), Text("constraint", "제약")), strict=True)
)
_WORDS = {
    "picks": Text("picks {names}", "선택: {names}"),
    "no picks": Text("no picks", "선택 없음"),
    "to": Text("to {names}", "이전 대상: {names}"),
    "by": Text("by {day}", "기한: {day}"),
    "with": Text("with {names}", "함께 사용: {names}"),
    "needed": Text("the slot is needed", "이 영역이 필요한 이유"),
    "not needed": Text("the slot is not needed", "이 영역이 필요하지 않음"),
    "nobody": Text("no rule asks for it", "이 영역을 요구하는 규칙이 없음"),
    "set aside": Text("set aside: {rule}", "물러난 규칙: {rule}"),
    "defeated by": Text("by {names}", "{names} 규칙에 밀림"),
    "answer": Text("{phrase} (you said: {value})", "{phrase} (답변: {value})"),
    "looked up": Text("{phrase} (it is {value})", "{phrase} (현재 값: {value})"),
    "always": Text("it always holds", "항상 성립"),
    "seen": Text("shown above", "위에서 설명함"),
    "open": Text("could still change with: {question}", "다음 답변에 따라 달라질 수 있음: {question}"),
    "changed": Text("changed by the pack {pack}: {reason}", "{pack} 팩이 변경함: {reason}"),
    "withdrawn": Text(
        "{rule} was withdrawn by the pack {pack}: {reason}", "{rule} 규칙을 {pack} 팩이 철회함: {reason}"
    ),
    "absent": Text("no rule that fired speaks of it here", "이 제품을 다루는 규칙이 발동하지 않음"),
}


def verdict_word(verdict: str, language: Language) -> str:
    return _VERDICTS[verdict].in_language(language)


def status_word(status: str, language: Language) -> str:
    return _STATUS[status].in_language(language)


def slot_proof(
    decision: Decision, slot: str, questions: tuple[str, ...], language: Language, product: str | None = None
) -> ProofNode:
    """The proof of a slot. `questions`: those that could still change it; `product`: only what bears on that one."""
    return _Teller(decision, language).slot(decision.slot(slot), questions, product)


class _Teller:
    """Tells the proofs of one decision in one language; what was told once is only pointed to again."""

    def __init__(self, decision: Decision, language: Language) -> None:
        self.decision, self.language = decision, language
        self.firings = firings(decision)
        self.missing = missing(decision)
        self.told: set[str] = set()
        self.stale = stale_premises(decision)

    def say(self, word: str, **parts: object) -> str:
        return _WORDS[word].in_language(self.language).format(**parts)

    def names(self, products: tuple[str, ...]) -> str:
        return ", ".join(self.decision.knowledge.products[product].name for product in products)

    def slot(self, outcome: SlotOutcome, questions: tuple[str, ...], product: str | None) -> ProofNode:
        title = self.decision.knowledge.slots[outcome.slot].title.in_language(self.language)
        picks = self.say("picks", names=self.names(outcome.picks)) if outcome.picks else self.say("no picks")
        text = f"{title} — {_STATUS[outcome.status].in_language(self.language)}, {picks}"
        verdicts = [v for v in outcome.verdicts if product is None or v.product == product]
        children = [self.verdict(verdict, outcome.slot) for verdict in verdicts]
        if product is not None and not verdicts:
            name = self.decision.knowledge.products[product].name
            children.append(ProofNode("note", f"{name}: {self.say('absent')}", product))
        children.append(self.need(outcome))
        children.extend(self.relations(outcome, product))
        children.extend(self.withdrawn(outcome.slot))
        asked = self.decision.knowledge.questions
        for id_ in questions:
            question = f"{asked[id_].text.in_language(self.language)} [{id_}]"
            children.append(ProofNode("open", self.say("open", question=question), id_))
        return ProofNode("slot", text, outcome.slot, tuple(children))

    def need(self, outcome: SlotOutcome) -> ProofNode:
        rules = [self.decision.plan.rules[number].rule.id for number in outcome.needed_because]
        children = [self.argument(rule) for rule in rules]
        if not outcome.needed and not rules:
            children.append(ProofNode("note", self.say("nobody")))
        children.extend(self.defeated(outcome.need_defeated))
        return ProofNode("need", self.say("needed" if outcome.needed else "not needed"), outcome.slot, tuple(children))

    def verdict(self, verdict: ProductVerdict, slot: str) -> ProofNode:
        parts = [
            f"{self.decision.knowledge.products[verdict.product].name}: {verdict_word(verdict.verdict, self.language)}"
        ]
        if verdict.to:
            parts.append(self.say("to", names=self.names(verdict.to)))
        if verdict.by_date:
            parts.append(self.say("by", day=verdict.by_date))
        if verdict.through:
            parts.append(self.say("with", names=self.names(verdict.through)))
        if verdict.contested:
            parts.append(_STATUS["contested"].in_language(self.language))
        children = [self.argument(self.decision.plan.rules[number].rule.id) for number in verdict.because]
        children.extend(self.defeated(verdict.defeated))
        children.extend(self.shaken(verdict, slot))
        return ProofNode("verdict", ", ".join(parts), verdict.product, tuple(children))

    def relations(self, outcome: SlotOutcome, product: str | None) -> Iterator[ProofNode]:
        """What connects the slot's picks with others, or the product at home here; and what comes before them."""
        knowledge = self.decision.knowledge
        if product is not None and knowledge.products[product].home != outcome.slot:
            return
        for rule, conclusion in fired_relations(self.decision):
            about = conclusion.subject in outcome.picks if product is None else product in products_of(conclusion)
            there = conclusion.kind == "install" and conclusion.subject not in self.missing
            if about and not there:
                text = relation_sentence(conclusion, knowledge, self.language)
                yield ProofNode("relation", text, conclusion.subject, (self._relation(rule.id),))

    def _relation(self, rule_id: str) -> ProofNode:
        """The picks that it reads are proved where their slots are."""
        firing = self.firings[rule_id]
        text = f"{reason(firing.planned.rule, self.decision, self.language)} [{rule_id}]"
        grounds = [self._fact(replace(matched, firings=())) for matched in firing.matched]
        return ProofNode("argument", text, rule_id, (*grounds, *self._claims(firing)))

    def shaken(self, verdict: ProductVerdict, slot: str) -> Iterator[ProofNode]:
        """What the verdict's rules took to be so and is so no more."""
        heard = (*verdict.because, *(defeat.rule for defeat in verdict.defeated))
        rules = {self.decision.plan.rules[number].rule.id for number in heard}
        for stale in self.stale:
            if slot in stale.slots and not rules.isdisjoint(stale.rules):
                text = stale_text(stale, self.decision.knowledge, self.language)
                yield ProofNode("note", text, stale.premise.product)

    def argument(self, rule_id: str) -> ProofNode:
        firing = self.firings[rule_id]
        rule = firing.planned.rule
        strength = _STRENGTH[rule.strength].in_language(self.language)
        text = f"{reason(rule, self.decision, self.language)} [{rule.id}, {strength}]"
        if rule_id in self.told:
            return ProofNode("argument", text, rule_id, (ProofNode("note", self.say("seen")),))
        self.told.add(rule_id)
        return ProofNode(
            "argument", text, rule_id, (*self._change(rule), *self._grounds(firing), *self._claims(firing))
        )

    def withdrawn(self, slot: str) -> Iterator[ProofNode]:
        """Rules that had a say in the slot until a pack withdrew them."""
        for change in self.decision.knowledge.changes.values():
            if change.withdrawn and slot in change.slots:
                why = change.reason.in_language(self.language)
                yield ProofNode(
                    "note", self.say("withdrawn", rule=change.rule, pack=change.pack, reason=why), change.rule
                )

    def _change(self, rule: Rule) -> Iterator[ProofNode]:
        change = self.decision.knowledge.changes.get(rule.template)
        if change is not None:
            why = change.reason.in_language(self.language)
            yield ProofNode("note", self.say("changed", pack=change.pack, reason=why))

    def defeated(self, defeats: tuple[Defeat, ...]) -> Iterator[ProofNode]:
        rules = self.decision.plan.rules
        for defeat in defeats:
            rule = rules[defeat.rule].rule
            by = self.say("defeated by", names=", ".join(rules[number].rule.id for number in defeat.by))
            told = ProofNode("note", f"{reason(rule, self.decision, self.language)}")
            yield ProofNode("defeated", f"{self.say('set aside', rule=rule.id)}, {by}", rule.id, (told,))

    def _grounds(self, firing: Firing) -> Iterator[ProofNode]:
        if not firing.matched:
            yield ProofNode("fact", self.say("always"))
        for matched in firing.matched:
            yield self._fact(matched)

    def _fact(self, matched: Matched) -> ProofNode:
        knowledge = self.decision.knowledge
        said = phrase(matched.leaf, matched.wanted, knowledge, self.language)
        if matched.kind == "answer":
            question = next((q for q in questions_behind(matched.leaf) if q in self.decision.answers), None)
            if question is None:
                return ProofNode("fact", said)
            answer = self.decision.answers[question]
            value = answer_text(knowledge.questions[question], answer, knowledge, self.language)
            return ProofNode("fact", self.say("answer", phrase=said, value=value), question)
        if matched.kind == "catalog":
            value = str(value_behind(matched.leaf, self.decision))
            return ProofNode("fact", self.say("looked up", phrase=said, value=value), matched.leaf.subject)
        return ProofNode("fact", said, None, tuple(self.argument(rule) for rule in matched.firings))

    def _claims(self, firing: Firing) -> Iterator[ProofNode]:
        knowledge = self.decision.knowledge
        for id_ in firing.planned.rule.cites:
            claim = knowledge.claims.get(id_)
            text = (
                claim.text.in_language(self.language)
                if claim
                else knowledge.sources[id_].title.in_language(self.language)
            )
            yield ProofNode("claim", f"{text} [{id_}]", id_)


def tree_text(node: ProofNode, width: int | None = None) -> str:
    """The tree as indented lines. `width`: wrap at that many columns of a terminal."""
    return "\n".join(_lines(node, "", "", width))


def _lines(node: ProofNode, first: str, rest: str, width: int | None) -> Iterator[str]:
    text = {"open": "? ", "defeated": "✗ "}.get(node.kind, "") + node.text
    if node.kind == "claim":
        quoted, _, source = node.text.rpartition(" [")
        text = f"“{quoted}” [{source}"
    yield from _wrapped(text, first, rest + ("│  " if node.children else "   "), width)
    for i, child in enumerate(node.children):
        last = i == len(node.children) - 1
        yield from _lines(child, rest + ("└─ " if last else "├─ "), rest + ("   " if last else "│  "), width)


def _wrapped(text: str, first: str, rest: str, width: int | None) -> list[str]:
    return [first + text] if width is None else wrapped(text, max(width, width_of(rest) + 30), first, rest)
