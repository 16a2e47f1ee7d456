"""The top of a page: what was decided, on what, by what knowledge, and the way to everything below."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from engine.explanation.proofs.graph_parts import GraphNode
from engine.explanation.proofs.page.markup import anchor, fold, said
from engine.explanation.proofs.page.reasons import Writer
from engine.explanation.proofs.page.slots import name_of, verdict_badge, verdicts_of
from engine.explanation.proofs.page.words import say
from engine.explanation.texts import answer_text
from engine.inference.reasoner import Decision
from engine.model import PICKED, Language
from engine.request import Request, decision_id

# Up to so many slots name the page, up to so many answers need no fold.
_FEW_SLOTS = 3
_FEW_ANSWERS = 12


def title_of(slots: Sequence[GraphNode], decision: Decision, language: Language) -> str:
    """The slots, where they are few."""
    named = [decision.knowledge.slots[slot.about or ""].title.in_language(language) for slot in slots]
    if not 0 < len(named) <= _FEW_SLOTS:
        return say("title", language)
    return say("title of", language, names=", ".join(named))


def day_and_edition(decision: Decision, language: Language) -> str:
    edition = decision.knowledge.editions[decision.edition].title.in_language(language)
    return f"{edition}, {decision.as_of.isoformat()}"


def facts(decision: Decision, language: Language) -> str:
    """What the decision is, and the answers that it was made on."""
    knowledge = decision.knowledge
    packs = ", ".join(f"{pack.id} {pack.version}" for pack in knowledge.packs)
    id_ = decision_id(Request(decision.answers, decision.edition, decision.as_of, language), knowledge)
    day = decision.as_of.isoformat()
    rows = (
        ("edition", said(knowledge.editions[decision.edition].title.in_language(language))),
        ("as of", f'<time datetime="{day}">{day}</time>'),
        ("knowledge", f"{said(packs)} <code>{said(knowledge.digest)}</code>"),
        ("decision", f"<code>{said(id_)}</code>"),
    )
    told = "".join(f"<div><dt>{said(say(word, language))}</dt><dd>{value}</dd></div>" for word, value in rows)
    return f'<dl class="facts">{told}</dl>{_answers(decision, language)}'


def _answers(decision: Decision, language: Language) -> str:
    given = [
        f"<div><dt>{said(question.text.in_language(language))} <code>{said(question.id)}</code></dt>"
        f"<dd>{said(answer_text(question, decision.answers[question.id], decision.knowledge, language))}</dd></div>"
        for question in decision.knowledge.questions.values()
        if question.id in decision.answers
    ]
    inner = f"<dl>{''.join(given)}</dl>" if given else f"<p>{said(say('no answers', language))}</p>"
    count = f'<span class="count">{len(given)}</span>'
    return fold("answers", f"{said(say('answers', language))} {count}", inner, opened=len(given) <= _FEW_ANSWERS)


def contents(areas: Iterable[tuple[str, Sequence[GraphNode]]], writer: Writer) -> str:
    """Every slot with its picks, by area."""
    items = []
    for area, slots in areas:
        title = said(writer.knowledge.areas[area].title.in_language(writer.language))
        links = "".join(_entry(slot, writer) for slot in slots)
        items.append(f'<li class="group"><a href="#{anchor("area", area)}">{title}</a><ul>{links}</ul></li>')
    name = writer.say("contents")
    inner = f"<ul>{''.join(items)}</ul>"
    return f'<nav aria-label="{name}">{fold("contents", name, inner, opened=True)}</nav>'


def _entry(slot: GraphNode, writer: Writer) -> str:
    id_ = slot.about or ""
    picks = ", ".join(name_of(verdict, writer) for verdict in verdicts_of(slot, writer) if verdict.outcome in PICKED)
    more = f' <span class="also">{said(picks)}</span>' if picks else ""
    title = said(writer.knowledge.slots[id_].title.in_language(writer.language))
    return f'<li data-slot="{anchor("slot", id_)}"><a href="#{anchor("slot", id_)}">{title}</a>{more}</li>'


def products(slots: Iterable[GraphNode], writer: Writer) -> str:
    """Every product with its verdict, by name: the shortest way for who has one in mind."""
    found = [(name_of(verdict, writer), slot, verdict) for slot in slots for verdict in verdicts_of(slot, writer)]
    items = "".join(_product(name, slot, verdict, writer) for name, slot, verdict in sorted(found, key=_by_name))
    count = f'<span class="count">{len(found)}</span>'
    name = writer.say("products")
    return f'<nav aria-label="{name}">{fold("products", f"{name} {count}", f"<ul>{items}</ul>")}</nav>'


def _by_name(found: tuple[str, GraphNode, GraphNode]) -> tuple[str, str]:
    name, _, verdict = found
    return name.casefold(), verdict.id


def _product(name: str, slot: GraphNode, verdict: GraphNode, writer: Writer) -> str:
    title = writer.knowledge.slots[slot.about or ""].title.in_language(writer.language)
    place = anchor("verdict", slot.about or "", verdict.about or "")
    return (
        f'<li data-name="{said(name.casefold())}"><a href="#{place}">{said(name)}</a> '
        f'{verdict_badge(verdict, writer)} <span class="also">{said(title)}</span></li>'
    )
