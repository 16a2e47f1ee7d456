"""`portolan compare`, on the knowledge in pocket/."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.portolan.conftest import Run

BEFORE = ("--before-as-of", "2025-01-15")


def test_one_profile_then_and_now(run: Run, harbour: Path) -> None:
    head, decisions, *rest = run("compare", harbour, *BEFORE).out.splitlines()
    assert head == "Almanac 2025, as of 2025-01-15 → Almanac 2026, as of 2026-01-15"
    assert decisions.startswith("decisions ")
    assert "\n".join(rest) == (
        """\
What differs: edition: 2025 → 2026; day: 2025-01-15 → 2026-01-15.
1 of 4 slots change. Picks: 1 new, 1 gone. Warnings: 1 new, 0 gone.

What changes
  Old Ingress → Gateway — Ingress
    Support ends on 2026-03-31. [ingress/old-ingress-is-over; almanac]
    Gateway is what follows. [ingress/gateway-is-the-standard; almanac]
    comes from: edition: 2025 → 2026; the end of support of Old Ingress: none known → 2026-03-31;
    support for Old Ingress: supported → ending
  Old Ingress: new warning (end of life, 2026-03-31) — Ingress
    Old Ingress gets no fixes after 2026-03-31. [ingress/old-ingress-is-warned-of; almanac]
    comes from: support for Old Ingress: supported → ending

Migration plan
   1. Set up Gateway — Ingress
      Gateway is what follows. [ingress/gateway-is-the-standard]
      why here: step 2 waits for it
   2. Move from Old Ingress to Gateway — Ingress
      75 days left, until 2026-03-31
      Support ends on 2026-03-31. [ingress/old-ingress-is-over]
      Old Ingress, end of life, 2026-03-31: Old Ingress gets no fixes after 2026-03-31.
      [ingress/old-ingress-is-warned-of]
      why here: after step 1: Gateway has to be there first [ingress/old-ingress-is-over]

What stays
  Jaeger — may stay
    “Tracing back end”: Jaeger already runs here, so there is nothing to gain by moving.
    [tracing/keep-jaeger]

What changes in the plan
  Old Ingress — new: Move from Old Ingress to Gateway, by 2026-03-31

Sources
  almanac — The almanac, 2025-12-01"""
    )


def test_two_files(run: Run, harbour: Path, tmp_path: Path) -> None:
    other = tmp_path / "other.yaml"
    other.write_text(harbour.read_text().replace("[old-ingress, jaeger]", "[gateway]"))
    out = run("compare", harbour, other).out
    assert "What differs: “Which products are in use?”: − Jaeger, − Old Ingress, + Gateway." in out
    assert "  Tempo instead of Jaeger — Tracing back end\n" in out


def test_a_piped_profile_is_both_sides(run: Run) -> None:
    ran = run("compare", "--before-edition", "2025", "--edition", "2026", "--format", "json", piped="{}")
    assert (ran.code, ran.err) == (0, "")
    assert [ran.data[side]["edition"] for side in ("before", "after")] == ["2025", "2026"]
    assert ran.data["before"]["as_of"] == ran.data["after"]["as_of"]


def test_one_side_may_be_piped(run: Run, harbour: Path) -> None:
    out = run("compare", "-", harbour, "--before-as-of", "2026-01-15", piped="{}").out
    assert "“Which products are in use?”: + Jaeger, + Old Ingress" in " ".join(out.split())


def test_nothing_changes(run: Run, harbour: Path) -> None:
    out = run("compare", harbour).out
    assert "Nothing differs in what was asked.\nNothing changes: all 4 slots come out the same.\n" in out
    assert "What changes" not in out


def test_in_korean(run: Run, harbour: Path) -> None:
    out = run("compare", harbour, *BEFORE, "--lang", "ko").out
    assert "영역 4개 중 1개가 달라집니다. 추천: 추가 1개, 제외 1개. 경고: 추가 1개, 해소 0개." in out
    assert "  Old Ingress: 새 경고(지원 종료, 2026-03-31) — 인그레스\n" in out
    assert "      기한(2026-03-31)까지 75일 남음\n" in out


def test_as_markdown_and_yaml(run: Run, harbour: Path) -> None:
    markdown = run("compare", harbour, *BEFORE, "--format", "markdown").out
    assert markdown.startswith("# Almanac 2025, as of 2025-01-15 → Almanac 2026, as of 2026-01-15\n\ndecisions ")
    assert "\n- **Old Ingress → Gateway** — Ingress\n  - Support ends on 2026-03-31. `ingress/old-" in markdown
    assert "\n2. **Move from Old Ingress to Gateway** — Ingress\n   - 75 days left, until 2026-03-31\n" in markdown
    assert run("compare", harbour, *BEFORE, "--format", "yaml").out.startswith("before:\n  id: ")


@pytest.mark.parametrize(
    ("arguments", "complaint"),
    [
        (("--before-edition", "2024"), "--before-edition: there is no edition '2024' (did you mean '2026'?)\n"),
        (("--edition", "2024"), "--edition: there is no edition '2024' (did you mean '2026'?)\n"),
        (("--before-as-of", "2020-01-01"), "--before-as-of: no edition had been published by 2020-01-01"),
    ],
)
def test_a_mistake_names_its_option(run: Run, harbour: Path, arguments: tuple[str, str], complaint: str) -> None:
    ran = run("compare", harbour, *arguments)
    assert (ran.code, ran.out) == (2, "")
    assert ran.err.startswith(complaint)


def test_a_mistake_names_its_file(run: Run, harbour: Path, tmp_path: Path) -> None:
    wrong = tmp_path / "wrong.yaml"
    wrong.write_text("platform: {prodction: true}\n")
    ran = run("compare", wrong, harbour)
    assert (ran.code, ran.out) == (2, "")
    assert ran.err.startswith(f"{wrong}:1:12: there is no question 'prodction' in platform")
    assert run("compare", tmp_path / "none.yaml", harbour).code == 2
