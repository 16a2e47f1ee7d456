"""A proof as a flowchart. What Mermaid makes of the labels was looked at in a browser once."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.explanation.proofs.graph import GraphEdge, GraphNode, ProofGraph
from engine.explanation.proofs.graph_mermaid import graph_mermaid

SLOT = GraphNode("slot:tracing", "slot", "Tracing", "", "tracing", None, "stands", ("tracing",), "open")


def drawn(text: str) -> str:
    """The label of a node with this title."""
    said = GraphNode("answer:said", "answer", text, "", "said", None, "stands", ("tracing",))
    graph = ProofGraph((said, SLOT), (GraphEdge(said.id, SLOT.id, "supports"),))
    line = graph_mermaid(graph, "en").splitlines()[2]
    match = re.fullmatch(r'  n0\(\["(.*)"\]\):::answer', line)
    assert match, line
    return match[1]


@pytest.mark.parametrize(
    ("text", "label"),
    [
        ('say "yes"', "say #34;yes#34;"),
        ("[a] {b} (c)", "#91;a#93; #123;b#125; #40;c#41;"),
        ("추적: “인용” #1", "추적: “인용” #35;1"),
        ("`code` a_b *c*", "#96;code#96; a#95;b #42;c#42;"),
        ("<b> & </b>; 100%", "#60;b#62; #38; #60;/b#62;#59; 100#37;"),
    ],
)
def test_labels_are_escaped(text: str, label: str) -> None:
    assert drawn(text) == label


@given(st.text(alphabet=st.characters(exclude_categories=("Cc", "Cs", "Zl", "Zp")), min_size=1))
def test_no_text_gets_out_of_its_label(text: str) -> None:
    assert not set(re.sub(r"#\d+;", "", drawn(text))) & set('"#;<>[](){}`\\|&')


def test_standing_and_verdicts_have_classes() -> None:
    keep = GraphNode("rule:a/keep", "argument", "a/keep", "It runs.", "a/keep", "exception", "stands", ("tracing",))
    drop = GraphNode("rule:a/drop", "argument", "a/drop", "It is old.", "a/drop", "default", "defeated", ("tracing",))
    verdict = GraphNode("verdict:tracing/x", "verdict", "X: keep", "", "x", None, "stands", ("tracing",), "keep")
    graph = ProofGraph(
        (keep, drop, verdict, SLOT),
        (
            GraphEdge(keep.id, verdict.id, "supports"),
            GraphEdge(drop.id, verdict.id, "opposes", "defeated"),
            GraphEdge(keep.id, drop.id, "sets-aside"),
            GraphEdge(verdict.id, SLOT.id, "supports", text="“Tracing” picks X"),
        ),
    )
    lines = graph_mermaid(graph, "en").splitlines()
    assert lines[1:10] == [
        "flowchart LR",
        '  n0["It runs.<br>a/keep #40;exception#41;"]:::argument',
        '  n1["It is old.<br>a/drop #40;default#41;"]:::defeated',
        '  n2[["X: keep"]]:::verdict-keep',
        '  n3["Tracing"]:::slot',
        "  n0 --> n2",
        '  n1 -.-x|"against it"| n2',
        '  n0 ==x|"sets aside"| n1',
        '  n2 -->|"“Tracing” picks X"| n3',
    ]
    assert [line.split()[1] for line in lines[10:]] == ["argument", "slot", "defeated", "verdict-keep"]
