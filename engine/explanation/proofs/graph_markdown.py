"""A proof as Markdown, for a pull request or a wiki: verdicts and arguments to read, what they rest on folded away."""

from __future__ import annotations

from collections.abc import Iterator

from engine.explanation.markdown import plain
from engine.explanation.proofs.graph_parts import ProofGraph
from engine.explanation.proofs.tree import ProofNode, proof_tree
from engine.explanation.proofs.words import say
from engine.model import Language

_MARKS = {"open": "**?** ", "defeated": "✗ ", "warning": "⚠ "}


def graph_markdown(graph: ProofGraph, language: Language) -> str:
    """A section for each slot of the graph."""
    slots = [node.about or "" for node in graph.nodes if node.kind == "slot"]
    trees = [proof_tree(graph, slot, language) for slot in slots]
    return "\n\n".join("\n".join(_slot(tree, graph.level == "summary", language)) for tree in trees) + "\n"


def _slot(tree: ProofNode, brief: bool, language: Language) -> Iterator[str]:
    yield f"## {plain(tree.text)}"
    if brief:
        yield ""
        for child in tree.children:
            yield f"- **{plain(child.text)}**{''.join(f' — {plain(said.text)}' for said in child.children)}"
        return
    concluded = [child for child in tree.children if child.kind in ("verdict", "need")]
    beside = [child for child in tree.children if child not in concluded]
    for child in concluded:
        yield from ("", f"### {plain(child.text[:1].upper() + child.text[1:])}", "")
        for spoken in child.children:
            yield from _spoken(spoken, language)
    if beside:
        yield from ("", f"### {say('beside', language)}", "")
        for child in beside:
            yield from _spoken(child, language)


def _spoken(node: ProofNode, language: Language) -> Iterator[str]:
    """An argument or a note, with what it rests on to unfold."""
    if node.kind == "defeated":
        winners = [child for child in node.children if child.kind == "by"]
        why = [rest for winner in winners for rest in winner.children]
        why += [child for child in node.children if child not in winners]
        yield f"- {_line(node)}{''.join(f' — {_line(winner)}' for winner in winners)}"
    elif [child.kind for child in node.children] == ["seen"]:
        yield f"- {_line(node)} ({node.children[0].text})"
        return
    elif node.kind in ("argument", "relation", "warning") and node.children:
        why = list(node.children)
        yield f"- {_line(node)}"
    else:
        yield from _bullets(node, "")
        return
    if why:
        yield from (f"  <details><summary>{say('rests on', language)}</summary>", "")
        for child in why:
            yield from _bullets(child, "  ")
        yield from ("", "  </details>", "")


def _bullets(node: ProofNode, indent: str) -> Iterator[str]:
    yield f"{indent}- {_line(node)}"
    for child in node.children:
        yield from _bullets(child, indent + "  ")


def _line(node: ProofNode) -> str:
    """The text, and behind it the rule or the claim as code."""
    parts = node.source.split(", ") if node.source else []
    # Ids are code, all of what set something aside; a strength or a day behind one id is not.
    ids = len(parts) if node.kind == "by" and not node.children else 1
    told = ", ".join(f"`{part}`" if place < ids else part for place, part in enumerate(parts))
    behind = f" ({told})" if told else ""
    return _MARKS.get(node.kind, "") + plain(node.text) + behind
