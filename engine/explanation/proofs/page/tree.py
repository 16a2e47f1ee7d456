"""The proof of a slot as nested lists, every step of it, to unfold."""

from __future__ import annotations

from engine.explanation.proofs.page.markup import said, sign
from engine.explanation.proofs.page.reasons import Writer
from engine.explanation.proofs.page.sources import cited
from engine.explanation.proofs.tree import ProofNode

_SIGNS = {
    "slot": "slot",
    "need": "need",
    "verdict": "edition",
    "relation": "relation",
    "argument": "argument",
    "defeated": "aside",
    "fact": "answer",
    "claim": "claim",
    "warning": "warning",
    "note": "note",
    "open": "open",
    "seen": "note",
    "by": "aside",
}


def steps(tree: ProofNode, writer: Writer) -> str:
    """The tree below its root."""
    return f'<ul class="steps">{"".join(_step(child, writer) for child in tree.children)}</ul>' if tree.children else ""


def _step(node: ProofNode, writer: Writer) -> str:
    if node.kind == "claim":
        source = cited(node.id or "", writer.knowledge, writer.language)
        text = said(node.text)
        return f'<li class="claim">{sign("claim")}<span><span class="says">{text}</span> {source}</span></li>'
    source = f" <code>{said(node.source)}</code>" if node.source else ""
    told = f"<span>{said(node.text)}{source}</span>"
    return f'<li class="{node.kind}">{sign(_SIGNS[node.kind])}{told}{steps(node, writer)}</li>'
