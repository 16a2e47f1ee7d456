"""What belongs together in a decision: the rules about several products that fired."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from engine.explanation.texts import reason
from engine.inference.reasoner import Decision
from engine.model import RELATIONS, Conclusion, Knowledge, Language, Rule, Text

_SENTENCES = dict(
    zip(
        RELATIONS,
        (
            Text("{product} needs {others}", "{product}에 {others} 필요"),
            Text("{product} brings {others}", "{product} 설치 시 {others} 함께 설치"),
            Text("{product} carries {others}", "{product}에 {others} 포함"),
            Text("{product} shows in {others}", "{product} 정보를 {others} 화면에 표시"),
            Text("{product} feeds {others}", "{product} 데이터를 {others}에 공급"),
            Text("{product} works with {others}", "{product} – {others} 연동"),
        ),
        strict=True,
    )
)

_AFTER = Text("{product} is installed after {others}", "{others} 다음에 {product} 설치")


def sentence(product: str, relation: str, others: str, language: Language) -> str:
    """A connection in a few words; `product` and `others` are names."""
    return _SENTENCES[relation].in_language(language).format(product=product, others=others)


def relation_sentence(conclusion: Conclusion, knowledge: Knowledge, language: Language) -> str:
    """A relation in a few words, with the products' names."""
    products = knowledge.products
    others = ", ".join(products[id_].name for id_ in (*conclusion.to, *conclusion.after))
    name = products[conclusion.subject].name
    if conclusion.relation is None:
        return _AFTER.in_language(language).format(product=name, others=others)
    return sentence(name, conclusion.relation, others, language)


def fired_relations(decision: Decision) -> Iterator[tuple[Rule, Conclusion]]:
    """What the rules that fired say of several products, in the order of the rules."""
    for stage in decision.plan.relations:
        for number, _ in decision.stages[stage].fired:
            rule = decision.plan.rules[number].rule
            for conclusion in rule.then:
                yield rule, conclusion


def connections(decision: Decision, language: Language) -> list[dict[str, Any]]:
    """What connects products, in the order of the architecture."""
    knowledge = decision.knowledge
    order = {slot: number for number, slot in enumerate(knowledge.slots)}

    def place(said: tuple[Rule, Conclusion]) -> tuple[int, str, str]:
        """A product stands in its home slot, and behind all slots where it has none."""
        product = knowledge.products[said[1].subject]
        return order.get(product.home or "", len(order)), product.id, said[0].id

    said = sorted([(rule, c) for rule, c in fired_relations(decision) if c.kind == "connect"], key=place)
    return [_connection(rule, conclusion, decision, language) for rule, conclusion in said]


def _connection(rule: Rule, conclusion: Conclusion, decision: Decision, language: Language) -> dict[str, Any]:
    products = decision.knowledge.products
    return {
        "product": conclusion.subject,
        "name": products[conclusion.subject].name,
        "to": [{"product": id_, "name": products[id_].name} for id_ in conclusion.to],
        "as": conclusion.relation,
        "rule": rule.id,
        "text": reason(rule, decision, language),
        "cites": list(rule.cites),
    }
