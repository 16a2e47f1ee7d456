"""Slots of a proof as sections of its page: what to go with, each verdict with its reasons, the proof to unfold."""

from __future__ import annotations

from collections.abc import Iterator

from engine.explanation.labels import verdict_word
from engine.explanation.proofs.drawing.boxes import side_of
from engine.explanation.proofs.graph_parts import GraphNode
from engine.explanation.proofs.page.conflicts import conflicts_fold
from engine.explanation.proofs.page.markup import anchor, badge, fold, said
from engine.explanation.proofs.page.reasons import Writer
from engine.explanation.proofs.page.tree import steps
from engine.explanation.proofs.tree import proof_tree
from engine.explanation.proofs.words import status_word
from engine.model import PICKED

_STATUS_SIGNS = {
    "decided": ("for", "yes"),
    "open": ("maybe", "open"),
    "not-needed": ("aside", "maybe"),
    "unserved": ("against", "no"),
    "contested": ("against", "warning"),
}
# Verdicts that a reader comes for: what to go with, and what to leave.
_OPENED = PICKED | {"migrate"}


def verdicts_of(slot: GraphNode, writer: Writer) -> list[GraphNode]:
    return [source for _, source in writer.into(slot, "supports") if source.kind == "verdict"]


def need_of(slot: GraphNode, writer: Writer) -> GraphNode | None:
    return next((source for _, source in writer.into(slot, "supports") if source.kind == "need"), None)


def is_quiet(slot: GraphNode, writer: Writer) -> bool:
    """Nothing to do and nothing in use: told of by name alone, until somebody asks."""
    need = need_of(slot, writer)
    acts = any(verdict.outcome != "avoid" for verdict in verdicts_of(slot, writer))
    return not acts and (slot.outcome == "not-needed" or (need is not None and need.outcome == "not-needed"))


def slot_section(slot: GraphNode, writer: Writer, drawing: str) -> str:
    """`drawing` is an SVG element, or empty."""
    id_, language = slot.about or "", writer.language
    title, place = said(writer.knowledge.slots[id_].title.in_language(language)), anchor("slot", id_)
    status = slot.outcome or "open"
    tint, sign = _STATUS_SIGNS[status]
    parts = [
        f'<article class="slot" id="{place}"><header><h3><a href="#{place}">{title}</a></h3>'
        f"{badge(tint, sign, status_word(status, language))}</header>",
        _picks(slot, status, writer),
        *(verdict_section(id_, verdict, writer) for verdict in verdicts_of(slot, writer)),
        _need(slot, writer),
        *_beside(slot, writer),
        conflicts_fold(slot, writer),
    ]
    if writer.graph.level == "full":
        tree = proof_tree(writer.graph, id_, language)
        parts.append(fold("tree", writer.say("tree"), steps(tree, writer)))
    if drawing:
        name = writer.say("drawing")
        region = f'<div class="scroll" role="region" aria-label="{name}: {title}" tabindex="0">{drawing}</div>'
        parts.append(fold("drawing", name, region))
    return "".join([*parts, "</article>"])


def _picks(slot: GraphNode, status: str, writer: Writer) -> str:
    picks = [verdict for verdict in verdicts_of(slot, writer) if verdict.outcome in PICKED]
    if not picks:
        need = need_of(slot, writer)
        wanted = need is not None and need.outcome == "needed"
        return f'<p class="picks">{writer.say("no picks")}</p>' if wanted else ""
    names = " ".join(f"<b>{said(name_of(verdict, writer))}</b>" for verdict in picks)
    return f'<p class="picks">{writer.say("points to" if status == "open" else "picks")} {names}</p>'


def name_of(verdict: GraphNode, writer: Writer) -> str:
    return writer.knowledge.products[verdict.about or ""].name


def verdict_badge(verdict: GraphNode, writer: Writer) -> str:
    tint, sign = side_of(verdict.outcome)
    return badge(tint, sign, verdict_word(verdict.outcome or "", writer.language))


def verdict_section(slot: str, verdict: GraphNode, writer: Writer) -> str:
    """A product with its verdict and, in a sentence, why; then every reason."""
    name = name_of(verdict, writer)
    head = f"{name}: {verdict_word(verdict.outcome or '', writer.language)}"
    more = verdict.title.removeprefix(head).strip(", ")
    also = f' <span class="also">{said(more)}</span>' if more else ""
    summary = (
        f"{verdict_badge(verdict, writer)} <h4>{said(name)}</h4>{also}"
        f'<span class="sentence">{said(_sentence(verdict, writer))}</span>'
    )
    notes = "".join(writer.note(note) for _, note in writer.into(verdict, "notes"))
    reasons, id_ = writer.arguments(verdict) + notes, anchor("verdict", slot, verdict.about or "")
    if not reasons:
        return f'<div class="verdict" id="{id_}">{summary}</div>'
    return fold("verdict", summary, f'<div class="inside">{reasons}</div>', opened=verdict.outcome in _OPENED, id_=id_)


def _sentence(verdict: GraphNode, writer: Writer) -> str:
    """The strongest reason, for where the others are folded away."""
    standing = (source for edge, source in writer.into(verdict, "supports", "opposes") if edge.standing == "stands")
    return verdict.text or next((source.text for source in standing), "")


def _need(slot: GraphNode, writer: Writer) -> str:
    need = need_of(slot, writer)
    if need is None:
        return ""
    inner = writer.arguments(need) or f"<p>{said(need.text)}</p>"
    return fold("need", writer.say("needed" if need.outcome == "needed" else "not needed"), inner)


def _beside(slot: GraphNode, writer: Writer) -> Iterator[str]:
    """Warnings and remarks on the slot, what works together with its picks, questions that could change it."""
    notes = [source for _, source in writer.into(slot, "notes")]
    yield from (writer.note(note) for note in notes if note.kind in ("warning", "note"))
    relations = [_relation(note, writer) for note in notes if note.kind == "relation"]
    if relations:
        count = f'<span class="count">{len(relations)}</span>'
        yield fold("together", f"{writer.say('together')} {count}", f'<ul class="reasons">{"".join(relations)}</ul>')
    questions = [
        f"<li>{said(note.title)} <code>{said(note.about or '')}</code></li>" for note in notes if note.kind == "open"
    ]
    if questions:
        count = f'<span class="count">{len(questions)}</span>'
        yield fold("open", f"{writer.say('open')} {count}", f"<ul>{''.join(questions)}</ul>")


def _relation(relation: GraphNode, writer: Writer) -> str:
    rules = "".join(_bare(argument, writer) for _, argument in writer.into(relation, "supports"))
    return f"<li><p><b>{said(relation.title)}</b></p>{rules}</li>"


def _bare(argument: GraphNode, writer: Writer) -> str:
    """An argument without the picks that it reads, which are told of in their own slots."""
    place = writer.place(argument)
    return f"<div{place}><p>{said(argument.text)} {writer.rule(argument)}</p>{writer.sources(argument)}</div>"
