"""The page of a proof, and the policy under which it may be served."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import lru_cache

from engine.explanation.proofs.drawing.layered import CannotDraw
from engine.explanation.proofs.drawing.panels import panels
from engine.explanation.proofs.drawing.style import hash_of
from engine.explanation.proofs.drawing.svg import page_drawing, page_samples
from engine.explanation.proofs.graph_parts import GraphNode, ProofGraph
from engine.explanation.proofs.page.head import contents, facts, products, title_of
from engine.explanation.proofs.page.markup import anchor, fold, said
from engine.explanation.proofs.page.reasons import Writer
from engine.explanation.proofs.page.script import SCRIPT
from engine.explanation.proofs.page.slots import is_quiet, slot_section
from engine.explanation.proofs.page.style import page_style
from engine.inference.reasoner import Decision
from engine.model import Language


def proof_page(
    graph: ProofGraph,
    decision: Decision,
    language: Language,
    summary: str = "",
    ways: Sequence[tuple[str, str]] = (),
) -> str:
    """The whole file, which asks no host for anything: its own policy would not let it.

    `summary`: what it comes to; `ways`: where to go from here, a word and an address each.
    """
    writer = Writer(graph, decision, language)
    slots = [node for node in graph.nodes if node.kind == "slot"]
    areas = _by_area(slots, decision)
    title = said(title_of(slots, decision, language))
    drawings, missing = _drawings(graph, language)
    sections = "".join(_area(area, these, writer, drawings) for area, these in areas.items())
    return (
        f'<!doctype html>\n<html lang="{language}">\n<head>\n<meta charset="utf-8">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        f'<meta http-equiv="Content-Security-Policy" content="{_policy()}">\n'
        f'<title>{title} – Portolan</title>\n<link rel="icon" href="data:,">\n<style>{page_style()}</style>\n</head>\n'
        f'<body>\n<a class="skip" href="#slots">{writer.say("skip")}</a>\n'
        f'<header class="inner">{_ways(ways, writer)}<h1>{title}</h1>{_lead(summary, writer)}'
        f"{facts(decision, language)}</header>\n"
        f"{_controls(len(slots), writer)}\n"
        f'<main class="inner">{contents(areas.items(), writer)}{products(slots, writer)}'
        f"{_legend(writer, missing) if drawings or missing else ''}\n"
        f'<div id="slots">{sections}{_others(writer)}</div></main>\n'
        f'<footer class="inner">Portolan</footer>\n<script>{SCRIPT}</script>\n</body>\n</html>\n'
    )


def page_policy() -> str:
    """The header to serve a page with: nothing from anywhere but what is in the page itself."""
    return f"{_policy()}; frame-ancestors 'none'"


@lru_cache
def _policy() -> str:
    return (
        f"default-src 'none'; style-src '{hash_of(page_style())}'; script-src '{hash_of(SCRIPT)}'; img-src data:; "
        "base-uri 'none'; form-action 'none'"
    )


def _by_area(slots: Sequence[GraphNode], decision: Decision) -> dict[str, list[GraphNode]]:
    """The slots in the order of the architecture."""
    found: dict[str, list[GraphNode]] = {}
    for slot in slots:
        found.setdefault(decision.knowledge.slots[slot.about or ""].area, []).append(slot)
    return found


def _drawings(graph: ProofGraph, language: Language) -> tuple[dict[str, str], str]:
    """By slot its drawing, unless there is only a sentence to draw; and why there is none, where there is none."""
    if graph.level == "summary":
        return {}, ""
    try:
        shown = panels(graph, language)
    except CannotDraw as error:
        return {}, str(error)
    return {panel.slot: page_drawing(panel, language, i) for i, panel in enumerate(shown) if panel.slot}, ""


def _ways(ways: Sequence[tuple[str, str]], writer: Writer) -> str:
    if not ways:
        return ""
    links = "".join(f'<a href="{said(address)}">{said(word)}</a>' for word, address in ways)
    return f'<nav class="ways" aria-label="{writer.say("ways")}">{links}</nav>'


def _lead(summary: str, writer: Writer) -> str:
    return f'<p class="summary">{said(summary)}</p>' if summary else f'<p class="lead">{writer.say("lead")}</p>'


def _controls(count: int, writer: Writer) -> str:
    told, search = writer.say("found", shown="{shown}", all="{all}"), writer.say("search")
    return (
        '<div id="controls" role="search" hidden><div class="inner">'
        f'<label><span class="name">{search}</span>'
        f'<input id="search" type="search" autocomplete="off" spellcheck="false" placeholder="{search}"></label>'
        f'<span id="found" role="status" data-text="{told}">{count}</span>'
        f'<button type="button" id="expand">{writer.say("expand")}</button>'
        f'<button type="button" id="collapse">{writer.say("collapse")}</button></div></div>'
    )


def _legend(writer: Writer, missing: str) -> str:
    if missing:
        return f'<p class="callout">{writer.say("no drawing", reason=missing)}</p>'
    samples = "".join(f"<li>{sample} {said(word)}</li>" for sample, word in page_samples(writer.language))
    return fold("legend", writer.say("legend"), f'<ul class="samples">{samples}</ul>')


def _area(area: str, slots: Sequence[GraphNode], writer: Writer, drawings: Mapping[str, str]) -> str:
    loud = [slot for slot in slots if not is_quiet(slot, writer)]
    quiet = [slot for slot in slots if is_quiet(slot, writer)]
    title = said(writer.knowledge.areas[area].title.in_language(writer.language))
    parts = [slot_section(slot, writer, drawings.get(slot.about or "", "")) for slot in loud]
    if quiet:
        names = ", ".join(
            said(writer.knowledge.slots[slot.about or ""].title.in_language(writer.language)) for slot in quiet
        )
        inner = "".join(slot_section(slot, writer, drawings.get(slot.about or "", "")) for slot in quiet)
        parts.append(fold("quiet", f"{writer.say('quiet')}: {names}", inner, opened=not loud))
    id_ = anchor("area", area)
    return f'<section class="area" aria-labelledby="{id_}"><h2 id="{id_}">{title}</h2>{"".join(parts)}</section>'


def _others(writer: Writer) -> str:
    rules = writer.others()
    if not rules:
        return ""
    return f'<section class="others"><h2 id="others">{writer.say("others")}</h2>{rules}</section>'
