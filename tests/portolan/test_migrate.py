"""`portolan migrate`, on the knowledge in pocket/."""

from __future__ import annotations

from pathlib import Path

from tests.portolan.conftest import Run


def test_a_plan_says_what_to_move_by_when_and_what_stays(run: Run, harbour: Path) -> None:
    head, decision, *rest = run("migrate", harbour).out.splitlines()
    assert head == "Migration plan as of 2026-01-15"
    assert decision.startswith("decision ") and decision.endswith(", edition 2026")
    assert rest[:4] == [
        "",
        "   1. Set up Gateway — Ingress",
        "      Gateway is what follows. [ingress/gateway-is-the-standard]",
        "      why here: step 2 waits for it",
    ]
    assert "      75 days left, until 2026-03-31" in rest
    assert "  Jaeger — may stay" in rest


def test_what_is_overdue_is_said_plainly(run: Run, harbour: Path) -> None:
    out = run("migrate", harbour, "--as-of", "2026-04-15").out
    assert "overdue by 15 days: the deadline was 2026-03-31" in out
    assert "기한(2026-03-31)에서 15일 지남" in run("migrate", harbour, "--as-of", "2026-04-15", "--lang", "ko").out


def test_nothing_to_leave_and_nothing_in_use(run: Run) -> None:
    assert "Nothing that is in use has to be left." in run("migrate", piped="stack: {in_use: [jaeger]}").out
    assert "Nothing is said to be in use" in run("migrate", piped="{}").out


def test_as_data_and_as_markdown(run: Run, harbour: Path) -> None:
    data = run("migrate", harbour, "--format", "json").data
    assert [(step["kind"], step["product"]) for step in data["steps"]] == [
        ("install", "gateway"),
        ("move", "old-ingress"),
    ]
    assert run("migrate", harbour, "--format", "yaml").out.startswith("id: ")
    markdown = run("migrate", harbour, "--format", "markdown").out
    assert markdown.startswith("# Migration plan as of 2026-01-15\n\ndecision ")
    overdue = run("migrate", harbour, "--as-of", "2026-04-15", "--format", "markdown").out
    assert "   - **overdue by 15 days: the deadline was 2026-03-31**\n" in overdue


def test_a_mistake_ends_with_two(run: Run) -> None:
    ran = run("migrate", piped="stack: {in_use: [old-ingres]}")
    assert (ran.code, ran.out) == (2, "")
    assert "did you mean 'old-ingress'?" in ran.err
