"""Packs at the command line, on the knowledge in pocket/ with harbour-pack/ on top of it."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
import urllib.request
from pathlib import Path

import pytest

from engine.knowledge.loader import load_knowledge
from tests.portolan.conftest import POCKET, Run

ROOT = Path(__file__).parents[2]
HARBOUR = Path(__file__).parent / "harbour-pack"
DOCK = "platform: {dry_dock: false, clusters: 3}\nwishes: {signals: [traces]}\n"


@pytest.fixture
def harbour_pack(tmp_path: Path) -> Path:
    """A copy that a test may spoil."""
    return Path(shutil.copytree(HARBOUR, tmp_path / "harbour pack"))


def spoil(pack: Path) -> None:
    policy = pack / "policy" / "harbour-tracing.yaml"
    policy.write_text(policy.read_text().replace("adopt: zipkin", "adopt: zipkn"))


# --- which are in force ---------------------------------------------------------------------------------------


def test_a_decision_names_every_pack(run: Run) -> None:
    decision = run("recommend", "--pack", HARBOUR, "--format", "json", piped=DOCK).data
    knowledge = load_knowledge(POCKET, HARBOUR)
    assert decision["knowledge"] == {
        "version": "1.0",
        "digest": knowledge.digest,
        "packs": [
            {"pack": "pocket", "version": "1.0", "digest": knowledge.packs[0].digest},
            {"pack": "harbour", "version": "7", "digest": knowledge.packs[1].digest},
        ],
    }
    (tracing,) = [slot for slot in decision["slots"] if slot["slot"] == "tracing"]
    assert tracing["picks"] == ["zipkin", "tempo"]


def test_a_decision_without_packs_names_the_base(run: Run) -> None:
    knowledge = run("recommend", "--format", "json", piped="{}").data["knowledge"]
    assert [pack["pack"] for pack in knowledge["packs"]] == ["pocket"]
    assert knowledge["packs"][0]["digest"] == knowledge["digest"] == load_knowledge(POCKET).digest


@pytest.mark.parametrize("style", ["table", "markdown"])
def test_people_read_the_packs_beside_the_version(run: Run, style: str) -> None:
    assert "knowledge 1.0, harbour 7" in run("recommend", "--pack", HARBOUR, "--format", style, piped=DOCK).out
    assert "knowledge 1.0\n" in run("recommend", "--format", style, piped="{}").out


def test_the_environment_names_packs_and_the_option_goes_before_it(
    run: Run, monkeypatch: pytest.MonkeyPatch, harbour_pack: Path
) -> None:
    monkeypatch.setenv("PORTOLAN_PACKS", f"{HARBOUR}{os.pathsep}")
    assert [pack["id"] for pack in run("packs", "--format", "json").data["packs"]] == ["pocket", "harbour"]
    head = harbour_pack / "portolan.yaml"
    head.write_text(head.read_text().replace("pack: harbour", "pack: quay"))
    packs = run("packs", "--pack", harbour_pack, "--format", "json").data["packs"]
    assert [pack["id"] for pack in packs] == ["pocket", "quay"]


def test_a_base_that_is_named_first_takes_the_place_of_the_other(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("PORTOLAN_RULES")
    packs = run("packs", "--pack", POCKET, "--pack", HARBOUR, "--format", "json").data["packs"]
    assert [pack["id"] for pack in packs] == ["pocket", "harbour"]


def test_packs_that_are_not_there(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    assert run("packs", "--pack", "nowhere").code == 2
    monkeypatch.setenv("PORTOLAN_PACKS", "nowhere")
    ran = run("packs")
    assert (ran.code, ran.err) == (3, "nowhere is no directory of knowledge. PORTOLAN_PACKS names it.\n")
    monkeypatch.setenv("PORTOLAN_PACKS", "~nobody-of-that-name/pack")
    ran = run("packs")
    assert ran.code == 3
    assert ran.err.startswith("PORTOLAN_PACKS: ")


# --- portolan packs -------------------------------------------------------------------------------------------


def test_packs_are_listed_with_what_they_add_and_change(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(HARBOUR.parent)
    pocket, harbour = load_knowledge(POCKET, HARBOUR).packs
    assert run("packs", "--pack", "harbour-pack").out == (
        f"""\
pocket 1.0: Pocket knowledge
  pocket
  {pocket.digest}
  adds 1 source, 5 claims, 2 editions, 3 sections, 10 questions, 3 areas, 4 slots, 2 licences, 8
    products, 4 modules, 14 rules
harbour 7, on top of pocket: Harbour rules
  harbour-pack
  {harbour.digest}
  adds 1 source, 1 claim, 1 question, 1 module, 1 rule, 1 addition
  withdraws service-mesh/mesh-is-the-standard: Nobody here runs a mesh.
  changes tracing/tempo-is-the-standard (then): Tempo has not been tried here.
"""
    )


def test_packs_in_korean(run: Run) -> None:
    out = run("packs", "--pack", HARBOUR, "--lang", "ko").out
    assert "harbour 7, pocket 위에 적용: 항만 규칙\n" in out
    assert "추가: 출처 1개, 근거 1개, 질문 1개, 모듈 1개, 규칙 1개, 추가 항목 1개\n" in out
    assert "철회: service-mesh/mesh-is-the-standard — 메시를 운영하지 않습니다.\n" in out


def test_packs_as_json(run: Run, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.chdir(tmp_path)
    found = run("packs", "--pack", HARBOUR, "--format", "json").data
    assert found["digest"] == load_knowledge(POCKET, HARBOUR).digest
    harbour = found["packs"][1]
    assert (harbour["directory"], harbour["extends"], harbour["adds"]["rule"]) == (str(HARBOUR), ["pocket"], 1)
    assert harbour["changes"][1] == {
        "rule": "tracing/tempo-is-the-standard",
        "withdrawn": False,
        "fields": ["then"],
        "reason": "Tempo has not been tried here.",
    }


# --- the other commands ---------------------------------------------------------------------------------------


def test_a_proof_says_what_a_pack_changed_and_why(run: Run) -> None:
    out = run("explain", "tracing", "--pack", HARBOUR, piped=DOCK).out
    assert "changed by the pack harbour: Tempo has not been tried here.\n" in out
    assert "Zipkin it is. [master/zipkin, 2025-01-01]\n" in out
    out = run("explain", "tracing", "--pack", HARBOUR, "--lang", "ko", piped=DOCK).out
    assert "harbour 팩이 변경함: Tempo는 아직 시험하지 않았습니다.\n" in out


def test_a_proof_says_what_a_pack_withdrew_and_why(run: Run) -> None:
    out = run("explain", "service-mesh", "--pack", HARBOUR, piped=DOCK).out
    assert "service-mesh/mesh-is-the-standard was withdrawn by the pack harbour: Nobody here runs a mesh.\n" in out
    assert "withdrawn" not in run("explain", "tracing", "--pack", HARBOUR, piped=DOCK).out


def test_a_trace_says_both(run: Run) -> None:
    trace = run("explain", "tracing", "--pack", HARBOUR, "--format", "json", piped=DOCK).data
    changed = {firing["rule"]: firing["changed"] for firing in trace["firings"]}
    assert changed["tracing/tempo-is-the-standard"] == {
        "pack": "harbour",
        "fields": ["then"],
        "reason": "Tempo has not been tried here.",
    }
    assert changed["harbour-tracing/zipkin-is-required"] is None
    assert trace["withdrawn"] == [
        {"rule": "service-mesh/mesh-is-the-standard", "pack": "harbour", "reason": "Nobody here runs a mesh."}
    ]


def test_a_template_asks_the_questions_of_packs(run: Run) -> None:
    assert "dry_dock" in run("questions", "--pack", HARBOUR, "--section", "platform").out
    assert "dry_dock" not in run("questions", "--section", "platform").out


def test_a_pack_is_checked_on_top_of_the_knowledge(run: Run, harbour_pack: Path) -> None:
    ran = run("lint", harbour_pack, "--no-reasoning")
    assert (ran.code, ran.err) == (0, "")
    assert ran.out.startswith("6 claims, 8 products, 11 questions, 14 rules in 5 modules ")
    assert run("lint", "--no-reasoning", "--pack", harbour_pack).out == ran.out
    assert run("lint", harbour_pack, "--no-reasoning", "--pack", harbour_pack).out == ran.out


@pytest.mark.parametrize("command", ["packs", "lint"])
def test_a_directory_with_nothing_in_it_is_no_pack(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, command: str
) -> None:
    monkeypatch.setenv("PORTOLAN_PACKS", str(tmp_path))
    ran = run(command)
    assert ran.code != 0
    assert f"{tmp_path}/portolan.yaml:1:1: error[missing-file]: the pack has no portolan.yaml" in ran.out + ran.err


def test_problems_of_a_pack_are_told_where_its_files_are(
    run: Run, harbour_pack: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    spoil(harbour_pack)
    monkeypatch.chdir(harbour_pack.parent)
    expected = "harbour pack/policy/harbour-tracing.yaml:9:13: error[unknown-product]: there is no product 'zipkn'"
    ran = run("lint", "harbour pack")
    assert (ran.code, ran.out) == (1, f"{expected} (did you mean 'zipkin'?)\n")
    assert ran.err == "1 problem in harbour pack.\n"
    ran = run("recommend", "--pack", "harbour pack", piped="{}")
    assert (ran.code, ran.err) == (3, f"The knowledge cannot be loaded:\n{expected} (did you mean 'zipkin'?)\n")


def test_scenarios_of_a_pack_are_run_with_it(run: Run) -> None:
    ran = run("test", "--pack", HARBOUR, "--coverage")
    assert (ran.code, ran.out) == (0, "2 of 2 rules fired in some scenario.\n1 passed, 0 failed\n")


def test_scenarios_of_every_pack_that_is_named(run: Run, harbour_pack: Path) -> None:
    head = harbour_pack / "portolan.yaml"
    head.write_text(head.read_text().replace("pack: harbour", "pack: quay").replace(": pocket", ": harbour"))
    for name in ("policy", "claims", "questionnaire.yaml", "sources.yaml"):
        path = harbour_pack / name
        shutil.rmtree(path) if path.is_dir() else path.unlink()
    assert run("test", "--pack", HARBOUR, "--pack", harbour_pack).out == "2 passed, 0 failed\n"
    shutil.rmtree(harbour_pack / "tests")
    assert run("test", "--pack", HARBOUR, "--pack", harbour_pack).out == "1 passed, 0 failed\n"


def test_a_pack_without_scenarios(run: Run, harbour_pack: Path) -> None:
    shutil.rmtree(harbour_pack / "tests")
    ran = run("test", "--pack", harbour_pack)
    assert (ran.code, ran.err) == (2, f"There are no scenario files in {harbour_pack}/tests.\n")


def test_the_service_is_started_with_packs(tmp_path: Path) -> None:
    environment = {**os.environ, "PORTOLAN_RULES": str(POCKET), "PORTOLAN_DATA_DIR": str(tmp_path)}
    command = [sys.executable, "-m", "portolan", "serve", "--pack", str(HARBOUR), "--port", "0", "--workers", "1"]
    with subprocess.Popen(command, cwd=ROOT, env=environment, stdout=subprocess.PIPE, text=True) as process:
        try:
            assert process.stdout is not None
            address = re.search(r"http://127\.0\.0\.1:\d+", process.stdout.readline())
            assert address
            with urllib.request.urlopen(f"{address[0]}/v1/packs", timeout=20) as answer:
                assert [pack["id"] for pack in json.load(answer)["items"]] == ["pocket", "harbour"]
        finally:
            process.terminate()
            process.wait(timeout=20)
