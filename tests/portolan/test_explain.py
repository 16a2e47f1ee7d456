"""`portolan explain`, on the knowledge in pocket/."""

from __future__ import annotations

from pathlib import Path

from tests.portolan.conftest import Run


def test_the_proof_of_a_slot_is_a_tree(run: Run, harbour: Path) -> None:
    assert run("explain", "ingress", harbour).out == (
        """\
Ingress — decided, picks Gateway
├─ Gateway: adopt
│  └─ Gateway is what follows. [ingress/gateway-is-the-standard, default]
│     ├─ the edition is 2026 or later
│     └─ “Old Ingress ends in March 2026; Gateway follows it.” [almanac/old-ingress-ends]
├─ Old Ingress: migrate, to Gateway, by 2026-03-31
│  └─ Support ends on 2026-03-31. [ingress/old-ingress-is-over, constraint]
│     ├─ Old Ingress is in use (you said: Jaeger, Old Ingress)
│     ├─ support for Old Ingress is one of ending or ended (it is ending)
│     └─ “Old Ingress ends in March 2026; Gateway follows it.” [almanac/old-ingress-ends]
└─ the slot is needed
   └─ Users come from outside. [ingress/everybody-needs-a-door, default]
      ├─ it always holds
      └─ “Old Ingress ends in March 2026; Gateway follows it.” [almanac/old-ingress-ends]
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
