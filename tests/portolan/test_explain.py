"""`portolan explain`, on the knowledge in pocket/."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.portolan.conftest import Run


def test_the_proof_of_a_slot_is_a_tree(run: Run, harbour: Path) -> None:
    assert run("explain", "ingress", harbour).out == (
        """\
Ingress — decided, picks Gateway
├─ Gateway: adopt
│  └─ Gateway is what follows. [ingress/gateway-is-the-standard, default]
│     ├─ the edition is 2026 or later
│     └─ Old Ingress ends in March 2026; Gateway follows it. [almanac/old-ingress-ends, 2025-12-01]
├─ Old Ingress: migrate, to Gateway, by 2026-03-31
│  ├─ Support ends on 2026-03-31. [ingress/old-ingress-is-over, constraint]
│  │  ├─ Old Ingress is in use (you said so)
│  │  ├─ support for Old Ingress is ending or ended (it is ending)
│  │  └─ Old Ingress ends in March 2026; Gateway follows it. [almanac/old-ingress-ends, 2025-12-01]
│  └─ ! Old Ingress: warning (end of life, 2026-03-31)
│     └─ Old Ingress gets no fixes after 2026-03-31. [ingress/old-ingress-is-warned-of, default]
│        ├─ support for Old Ingress is ending or ended (it is ending)
│        └─ Old Ingress ends in March 2026; Gateway follows it. [almanac/old-ingress-ends,
│              2025-12-01]
└─ the slot is needed
   └─ Users come from outside. [ingress/everybody-needs-a-door, default]
      ├─ it always holds
      └─ Old Ingress ends in March 2026; Gateway follows it. [almanac/old-ingress-ends, 2025-12-01]
"""
    )


def test_the_proof_of_a_product_leaves_the_others_out(run: Run, harbour: Path) -> None:
    out = run("explain", "tempo", harbour).out
    assert "├─ Tempo: consider\n" in out
    assert "Jaeger: keep" not in out


def test_a_product_that_nothing_speaks_of(run: Run, harbour: Path) -> None:
    assert "├─ Zipkin: no rule that fired speaks of it here\n" in run("explain", "zipkin", harbour).out


def test_an_open_slot_says_what_could_change_it(run: Run) -> None:
    out = run("explain", "service-mesh", piped="{}").out
    assert "could still change with: How many clusters are there? [platform.clusters]" in out


def test_long_lines_wrap_at_a_hundred_columns_where_there_is_no_terminal(run: Run, harbour: Path) -> None:
    out = run("explain", "tracing", harbour).out
    assert (
        """\
│  ├─ Jaeger already runs here, so there is nothing to gain by moving. [tracing/keep-jaeger,
│  │  │  exception]
"""
        in out
    )
    assert max(map(len, out.splitlines())) <= 100


def test_json_is_the_whole_trace(run: Run, harbour: Path) -> None:
    trace = run("explain", "tracing", harbour, "--format", "json").data
    assert "tracing/keep-jaeger" in [firing["rule"] for firing in trace["firings"]]
    assert trace["profile"]["stack"] == {"in_use": ["jaeger", "old-ingress"], "works_well": []}


def test_subjects_that_are_none(run: Run, harbour: Path) -> None:
    ran = run("explain", "jeager", harbour)
    assert (ran.code, ran.err) == (2, "There is no slot or product 'jeager'. Did you mean 'jaeger'?\n")
    ran = run("explain", "collector", harbour)
    assert (ran.code, ran.err) == (2, "Collector fills no slot of the architecture: nothing decides on it.\n")


def test_json_has_the_graph_too_where_a_level_is_given(run: Run, harbour: Path) -> None:
    trace = run("explain", "tempo", harbour, "--format", "json", "--level", "reasons").data
    assert {slot for node in trace["graph"]["nodes"] for slot in node["slots"]} == {"tracing"}
    assert {"verdict:tracing/tempo"} == {node["id"] for node in trace["graph"]["nodes"] if node["kind"] == "verdict"}


def test_a_summary_is_a_sentence_a_verdict(run: Run, harbour: Path) -> None:
    assert run("explain", "tracing", harbour, "--level", "summary").out == (
        """\
Tracing back end — decided, picks Jaeger
├─ Jaeger: keep
│  └─ Jaeger already runs here, so there is nothing to gain by moving.
└─ Tempo: consider
   └─ Jaeger already runs here, so there is nothing to gain by moving.
"""
    )


def test_reasons_leave_out_what_they_rest_on(run: Run, harbour: Path) -> None:
    assert run("explain", "jaeger", harbour, "--level", "reasons").out == (
        """\
Tracing back end — decided, picks Jaeger
├─ Jaeger: keep
│  ├─ Jaeger already runs here, so there is nothing to gain by moving. [tracing/keep-jaeger,
│  │     exception]
│  └─ ✗ set aside: Object storage is cheap. [tracing/tempo-is-the-standard, default]
│     └─ set aside by the rule above [tracing/keep-jaeger]
└─ the slot is needed
   └─ Traces are collected. [tracing/traces-need-a-back-end, default]
"""
    )


def test_all_is_the_whole_decision(run: Run, harbour: Path) -> None:
    out = run("explain", "all", harbour, "--level", "summary").out
    assert [line for line in out.splitlines() if line[0] not in "├└│ "] == [
        "Ingress — decided, picks Gateway",
        "Service mesh — not needed, no picks",
        "Secrets — needed, but everything is ruled out, no picks",
        "Tracing back end — decided, picks Jaeger",
    ]


def test_markdown(run: Run, harbour: Path) -> None:
    assert run("explain", "jaeger", harbour, "--format", "markdown", "--level", "reasons").out == (
        """\
## Tracing back end — decided, picks Jaeger

### Jaeger: keep

- Jaeger already runs here, so there is nothing to gain by moving. (`tracing/keep-jaeger`, exception)
- ✗ set aside: Object storage is cheap. (`tracing/tempo-is-the-standard`, default) — set aside by the rule above (`tracing/keep-jaeger`)

### The slot is needed

- Traces are collected. (`tracing/traces-need-a-back-end`, default)
"""
    )


def test_mermaid_in_korean(run: Run, harbour: Path) -> None:
    out = run("explain", "tracing", harbour, "--format", "mermaid", "--level", "reasons", "--lang", "ko").out
    assert out.splitlines()[1] == "flowchart LR"
    assert 'n2[["Jaeger: 유지"]]:::verdict-keep' in out
    assert 'n0 ==x|"우선함"| n1' in out


def test_what_decides_between_two_products(run: Run, harbour: Path) -> None:
    asked = run("explain", "jaeger", harbour, "--rather-than", "tempo", "--level", "summary")
    assert asked.out == (
        "Jaeger (keep) is the pick, not Tempo (consider): Jaeger already runs here, so there is nothing to\n"
        "gain by moving.\n"
    )
    reversed_ = run("explain", "tempo", harbour, "--rather-than", "jaeger")
    assert reversed_.out.startswith("It is the other way round. Jaeger (keep) is the pick, not Tempo (consider):")
    assert "Traces are collected" not in reversed_.out


def test_what_decides_between_two_products_in_other_forms(run: Run, harbour: Path) -> None:
    asked = ("explain", "tempo", harbour, "--rather-than", "jaeger", "--format")
    assert run(*asked, "json").data["contrast"]["better"] == "jaeger"
    assert run(*asked, "markdown").out.startswith("It is the other way round. Jaeger (keep)")
    assert run(*asked, "mermaid").out.startswith("%%{init")


@pytest.mark.parametrize(
    ("arguments", "complaint"),
    [
        (["trasing"], "There is no slot or product 'trasing'. Did you mean 'tracing'?\n"),
        (["tempo", "--slot", "tracin"], "--slot: There is no slot 'tracin'. Did you mean 'tracing'?\n"),
        (["tempo", "--slot", "ingress"], "--slot: tempo is not about the slot ingress, but about tracing.\n"),
        (["tempo", "--rather-than", "jager"], "--rather-than: There is no product 'jager'. Did you mean 'jaeger'?\n"),
        (["tracing", "--rather-than", "jaeger"], "--rather-than: SUBJECT must be a product too.\n"),
        (["tempo", "--rather-than", "tempo"], "Tempo is one product: name another one to set it against.\n"),
        (
            ["tempo", "--rather-than", "gateway"],
            "They have no slot in common: Tempo fills “Tracing back end” and Gateway fills “Ingress”.\n",
        ),
    ],
)
def test_what_cannot_be_explained(run: Run, harbour: Path, arguments: list[str], complaint: str) -> None:
    subject, *options = arguments
    asked = run("explain", subject, harbour, *options)
    assert (asked.code, asked.out, asked.err) == (2, "", complaint)
