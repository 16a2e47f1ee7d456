"""The forms that a proof can be shown in. Each renders a graph in its language; a further form is a further line."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from engine.explanation.contrast import Contrast
from engine.explanation.graph import ProofGraph
from engine.explanation.graph_markdown import graph_markdown
from engine.explanation.graph_mermaid import graph_mermaid
from engine.explanation.markdown import plain
from engine.model import Language


@dataclass(frozen=True, slots=True)
class Renderer:
    """`name` as the command line calls it."""

    name: str
    media_type: str
    render: Callable[[ProofGraph, Language], str]


RENDERERS = (
    Renderer("markdown", "text/markdown", graph_markdown),
    Renderer("mermaid", "text/vnd.mermaid", graph_mermaid),
)


def contrast_text(found: Contrast, renderer: Renderer, language: Language) -> str:
    """What decides between two products; in Markdown below the sentence that sums it up."""
    if renderer.render is not graph_markdown:
        return renderer.render(found.graph, language)
    proof = "" if found.graph.level == "summary" else f"\n{graph_markdown(found.graph, language)}"
    return f"{plain(found.summary)}\n{proof}"
