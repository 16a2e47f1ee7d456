"""`portolan plan`, on the knowledge in pocket/ with a roadmap and rules of relation laid over it."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
import yaml

from tests.portolan.conftest import POCKET, Run

STAGES = """
question: wishes.licences
stages:
  - id: any
    title: {en: "First steps", ko: "첫걸음"}
    because: {en: "Users have to get in.", ko: "사용자가 들어올 수 있어야 합니다."}
    slots: [ingress]
    cites: [almanac/old-ingress-ends]
  - id: open-source
    title: {en: "Seeing it all", ko: "관측"}
    because: {en: "What runs has to be seen.", ko: "동작하는 것을 볼 수 있어야 합니다."}
    slots: [tracing]
    products: [vault]
    cites: [almanac/old-ingress-ends]
"""
TOGETHER = """
module: together
title: {en: "Together", ko: "함께"}
rules:
  - id: together/traces-come-through-the-gateway
    when: {slot: tracing, picks: tempo}
    then: [{connect: [gateway, vault], to: [tempo], as: feeds}]
    because: {en: "Traces begin at the door.", ko: "추적은 입구에서 시작됩니다."}
    cites: [almanac/old-ingress-ends]
  - id: together/tracing-first
    when: {slot: tracing, picks: tempo}
    then: [{install: gateway, after: [tempo]}]
    because: {en: "Look before you open the door.", ko: "문을 열기 전에 살펴봅니다."}
    cites: [almanac/old-ingress-ends]
  - id: together/look-around
    then: [{advise: adoption}]
    because: {en: "Look around first.", ko: "먼저 주위를 살핍니다."}
    cites: [almanac/old-ingress-ends]
"""
PROFILE = """
profile:
  platform: {production: true, clusters: 1}
  wishes: {signals: [traces], licences: any}
as_of: 2026-01-15
"""


@pytest.fixture
def charted(tmp_path: Path, environment: None, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The pocket knowledge with a roadmap, and a profile; gives the profile's path."""
    rules = tmp_path / "rules"
    shutil.copytree(POCKET, rules)
    (rules / "stages.yaml").write_text(STAGES, encoding="utf-8")
    (rules / "modules" / "together.yaml").write_text(TOGETHER, encoding="utf-8")
    monkeypatch.setenv("PORTOLAN_RULES", str(rules))
    path = tmp_path / "portolan.yaml"
    path.write_text(PROFILE)
    return path


def test_a_plan_says_what_is_next_in_which_order_and_what_works_together(run: Run, charted: Path) -> None:
    head, decision, *rest = run("plan", charted).out.splitlines()
    assert head == "Almanac 2026, as of 2026-01-15"
    assert decision.startswith("decision ") and decision.endswith(", knowledge 1.0")
    assert "\n".join(rest) == (
        """
Roadmap
  reached  First steps
           Gateway
           Users have to get in.
  next     Seeing it all
           Vault, Tempo
           What runs has to be seen.

Install in this order
  1. Vault — Secrets
  2. Tempo — Tracing back end
  3. Gateway — Ingress
     after Tempo: Look before you open the door. [together/tracing-first]

What works together
  Gateway feeds Tempo; Vault feeds Tempo
    Traces begin at the door. [together/traces-come-through-the-gateway]

Advice
  - Look around first. [together/look-around]"""
    )


def test_a_plan_in_korean(run: Run, charted: Path) -> None:
    out = run("plan", charted, "--lang", "ko").out
    assert "로드맵\n  도달  첫걸음\n        Gateway\n" in out
    assert "     선행 제품: Tempo. 문을 열기 전에 살펴봅니다. [together/tracing-first]\n" in out
    assert "  Gateway 데이터를 Tempo에 공급; Vault 데이터를 Tempo에 공급\n" in out


def test_a_plan_as_markdown(run: Run, charted: Path) -> None:
    out = run("plan", charted, "--format", "markdown").out
    assert out.startswith("# Almanac 2026, as of 2026-01-15\n\ndecision ")
    assert out.partition("## Roadmap\n")[2] == (
        """
### First steps — reached

**Gateway**

Users have to get in.

### Seeing it all — next

**Vault, Tempo**

What runs has to be seen.

## Install in this order

1. **Vault** — Secrets
2. **Tempo** — Tracing back end
3. **Gateway** — Ingress
   - after Tempo: Look before you open the door. `together/tracing-first`

## What works together

- **Gateway feeds Tempo; Vault feeds Tempo**: Traces begin at the door. `together/traces-come-through-the-gateway`

## Advice

- Look around first. `together/look-around`
"""
    )


def test_json_and_yaml_are_parts_of_the_body_that_the_api_answers(run: Run, charted: Path) -> None:
    data = run("plan", charted, "--format", "json").data
    body = run("recommend", charted, "--format", "json").data
    assert list(data) == ["id", "edition", "as_of", "knowledge", "connections", "install_order", "roadmap", "advice"]
    assert data == {member: body[member] for member in data}
    assert yaml.safe_load(run("plan", charted, "--format", "yaml").out) == data


def test_where_the_platform_stands_may_be_left_open(run: Run, charted: Path) -> None:
    out = run("plan", "--as-of", "2026-01-15", piped="{}").out
    assert (
        "Roadmap\n"
        "  It is not known where the platform stands: answer wishes.licences to see what comes next.\n"
        "  First steps\n"
        "  Gateway\n"
    ) in out
    markdown = run("plan", "--as-of", "2026-01-15", "--format", "markdown", piped="{}").out
    assert "### First steps\n" in markdown
    assert "answer wishes.licences to see what comes next." in markdown


def test_a_stage_without_picks_says_so(run: Run, charted: Path) -> None:
    out = run("plan", "--as-of", "2026-01-15", piped="wishes: {licences: any, signals: []}").out
    assert "  next     Seeing it all\n           nothing is recommended here\n" in out


def test_nothing_may_be_left_to_install(run: Run, charted: Path) -> None:
    profile = "stack: {in_use: [gateway]}\nwishes: {signals: []}\nplatform: {production: false, clusters: 1}"
    for style in ("text", "markdown"):
        out = run("plan", "--as-of", "2026-01-15", "--format", style, piped=profile).out
        assert "Nothing is left to install.\n" in out
        assert "What works together" not in out


def test_knowledge_without_stages_has_no_roadmap(run: Run, harbour: Path) -> None:
    for style in ("text", "markdown"):
        out = run("plan", harbour, "--format", style).out
        assert "Roadmap" not in out
        assert "Install in this order" in out
    assert run("plan", harbour, "--format", "json").data["roadmap"] is None


def test_a_file_that_cannot_be_understood(run: Run) -> None:
    ran = run("plan", piped="platform: {prodction: true}")
    assert (ran.code, ran.out) == (2, "")
    assert "did you mean 'production'?" in ran.err


def test_a_recommendation_for_one_slot_has_what_is_about_it_alone(run: Run, charted: Path) -> None:
    data = run("recommend", charted, "--format", "json", "--slot", "ingress").data
    assert [one["product"] for one in data["connections"]] == ["gateway"]
    assert [step["product"] for step in data["install_order"]] == ["gateway"]
    assert [pick["product"] for stage in data["roadmap"]["stages"] for pick in stage["picks"]] == ["gateway"]


def test_the_proof_of_a_product_has_what_it_belongs_with(run: Run, charted: Path) -> None:
    out = run("explain", "tempo", charted).out
    assert (
        """\
├─ Gateway feeds Tempo
│  └─ Traces begin at the door. [together/traces-come-through-the-gateway]
│     ├─ “Tracing back end” picks Tempo
│     └─ Old Ingress ends in March 2026; Gateway follows it. [almanac/old-ingress-ends, 2025-12-01]
"""
        in out
    )
    assert "├─ Gateway is installed after Tempo\n" in out


def test_what_is_there_already_is_not_proved_to_come_after_anything(run: Run, charted: Path) -> None:
    out = run("explain", "tempo", piped="{stack: {in_use: [gateway]}, wishes: {signals: [traces]}}").out
    assert "is installed after" not in out


def test_the_proof_of_a_slot_has_what_its_picks_are_connected_with(run: Run, charted: Path) -> None:
    assert "├─ Gateway feeds Tempo\n" in run("explain", "ingress", charted).out
    assert "feeds" not in run("explain", "tracing", charted).out


# --- scenarios ------------------------------------------------------------------------------------------------

SCENARIO = """scenarios:
  - note: the door
    profile: {{wishes: {{signals: [traces]}}}}
    {expected}
"""


@pytest.mark.parametrize(
    "expected",
    ["connections: [{product: gateway, to: [tempo], as: feeds}]", "install_after: {gateway: [tempo]}"],
)
def test_a_scenario_may_expect_relations(run: Run, charted: Path, tmp_path: Path, expected: str) -> None:
    (tmp_path / "scenarios.yaml").write_text(SCENARIO.format(expected=expected))
    ran = run("test", tmp_path / "scenarios.yaml")
    assert (ran.code, ran.out) == (0, "1 passed, 0 failed\n")


@pytest.mark.parametrize(
    ("expected", "said"),
    [
        (
            "connections: [{product: gateway, to: [tempo], as: needs}]",
            "gateway does not connect with ['tempo'] as needs; there is [('feeds', ['tempo'])]",
        ),
        (
            "connections: [{product: tempo, to: [gateway], as: feeds}]",
            "tempo does not connect with ['gateway'] as feeds; there is nothing",
        ),
        ("install_after: {tempo: [gateway]}", "tempo is not installed after gateway; it waits for []"),
        ("install_after: {jaeger: [tempo]}", "jaeger is not installed after tempo; it is not to be installed"),
    ],
)
def test_a_relation_that_is_not_there_is_named(
    run: Run, charted: Path, tmp_path: Path, expected: str, said: str
) -> None:
    path = tmp_path / "scenarios.yaml"
    path.write_text(SCENARIO.format(expected=expected))
    ran = run("test", path)
    assert ran.code == 1
    assert f"error[scenario]: the door: {said}\n" in ran.out


def test_coverage_counts_the_rules_that_relate_products(run: Run, charted: Path, tmp_path: Path) -> None:
    (tmp_path / "scenarios.yaml").write_text(SCENARIO.format(expected="rules_fired: [together/tracing-first]"))
    out = run("test", tmp_path / "scenarios.yaml", "--coverage").out
    assert "never fired: together/" not in out
