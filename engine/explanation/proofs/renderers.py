"""The forms that a proof can be shown in. A further form is a further line."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from engine.explanation.markdown import plain
from engine.explanation.proofs.drawing.svg import drawing, drawing_policy
from engine.explanation.proofs.graph import ProofGraph
from engine.explanation.proofs.graph_markdown import graph_markdown
from engine.explanation.proofs.graph_mermaid import graph_mermaid
from engine.explanation.proofs.page.head import day_and_edition, title_of
from engine.explanation.proofs.page.page import page_policy, proof_page
from engine.inference.reasoner import Decision
from engine.model import Language


@dataclass(frozen=True, slots=True)
class Shown:
    """What is to be shown: a graph in its language, and the decision that it proves.

    `summary`: a sentence that the whole comes to, where there is one. `ways`: what lies around, a word and an address
    each, for a form that can be clicked on.
    """

    graph: ProofGraph
    decision: Decision
    language: Language
    summary: str = ""
    ways: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Renderer:
    """`name` as the command line calls it. `render` may raise CannotDraw.

    `policy`: the Content-Security-Policy under which a browser shows it, where it shows more than text.
    """

    name: str
    media_type: str
    render: Callable[[Shown], str]
    policy: Callable[[], str] | None = None


def _markdown(shown: Shown) -> str:
    proof = graph_markdown(shown.graph, shown.language)
    if not shown.summary:
        return proof
    return f"{plain(shown.summary)}\n" + ("" if shown.graph.level == "summary" else f"\n{proof}")


def _mermaid(shown: Shown) -> str:
    return graph_mermaid(shown.graph, shown.language)


def _svg(shown: Shown) -> str:
    slots = [node for node in shown.graph.nodes if node.kind == "slot"]
    told = (title_of(slots, shown.decision, shown.language), day_and_edition(shown.decision, shown.language))
    return drawing(shown.graph, shown.language, " · ".join(told), shown.summary)


def _html(shown: Shown) -> str:
    return proof_page(shown.graph, shown.decision, shown.language, shown.summary, shown.ways)


RENDERERS = (
    Renderer("markdown", "text/markdown", _markdown),
    Renderer("mermaid", "text/vnd.mermaid", _mermaid),
    Renderer("svg", "image/svg+xml", _svg, drawing_policy),
    Renderer("html", "text/html", _html, page_policy),
)
