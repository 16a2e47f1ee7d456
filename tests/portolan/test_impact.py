"""What a change of the knowledge does to saved profiles: in a repository, as a reviewer would ask."""

from __future__ import annotations

import json
import re
import shutil
from pathlib import Path
from typing import Any

import pytest

from portolan.impact_markdown import MARK
from tests.portolan.conftest import POCKET, Run
from tests.portolan.repositories import Work, made, needs_git

HARBOUR = Path(__file__).parent / "harbour-pack"
TRACING = "rules/modules/tracing.yaml"
TRACES = "profile:\n  stack: {in_use: [jaeger]}\n  wishes: {signals: [traces]}\nas_of: 2026-01-15\n"
SCENARIOS = """\
scenarios:
  - note: traces, nothing in use
    profile: {wishes: {signals: [traces]}}
    expect: {tracing: {picks: [tempo]}}
  - note: traces, jaeger in use
    profile: {wishes: {signals: [traces]}, stack: {in_use: [jaeger]}}
    expect: {tracing: {picks: [jaeger]}}
"""
pytestmark = needs_git


@pytest.fixture
def work(tmp_path: Path, environment: None, monkeypatch: pytest.MonkeyPatch) -> Work:
    """A repository with knowledge in force and saved profiles, in which one stands."""
    found = made(tmp_path / "work")
    profiles = found.root / "profiles"
    (profiles / "teams").mkdir(parents=True)
    (profiles / "jaeger.yaml").write_text(TRACES)
    (profiles / "teams" / "plain.json").write_text('{"wishes": {"signals": ["traces"]}}')
    found.commit("Profiles")
    monkeypatch.chdir(found.root)
    monkeypatch.setenv("PORTOLAN_RULES", "rules")
    return found


@pytest.fixture
def changed(work: Work) -> Work:
    """The same with Jaeger no longer kept, and other words for Tempo."""
    work.change(TRACING, "when: {in_use: jaeger}", "when: {in_use: zipkin}")
    work.change("rules/modules/secrets.yaml", "Vault holds them.", "Vault keeps them.")
    return work


TEXT = """\
1 of 2 profiles get other picks
v1 ({commit}) → rules

Tracing back end
  picks: Jaeger → Tempo (1 profile)
    status: decided → open
    Because of: tracing/keep-jaeger (changed: condition)
    · profiles/jaeger.yaml

The changes behind this
  tracing/keep-jaeger (changed: condition): 1 profile

Rules that changed, and change nothing in these profiles
  secrets/vault-is-the-standard (changed: reason)
"""


def test_people_read_what_changes_and_why(run: Run, changed: Work) -> None:
    ran = run("impact", "--base", "v1", "profiles")
    assert (ran.code, ran.err) == (0, "")
    assert ran.out == TEXT.replace("{commit}", changed.git("rev-parse", "v1")[:10])


def test_nothing_changes_where_nothing_does(run: Run, work: Work) -> None:
    ran = run("impact", "--base", "main", "profiles", "--fail-on-change")
    assert ran.code == 0
    assert ran.out.startswith("0 of 2 profiles get other picks: the knowledge is the same\n")


def test_a_pipeline_can_fail_on_a_change(run: Run, changed: Work) -> None:
    assert run("impact", "--base", "v1", "profiles", "--fail-on-change").code == 1
    assert run("impact", "--base", "v1", "profiles/teams", "--fail-on-change").code == 0


def test_two_directories_are_compared_without_git(run: Run, changed: Work, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", "")
    ran = run("impact", "--base", POCKET, "--head", "rules", "profiles")
    assert ran.out.startswith("1 of 2 profiles get other picks\n")


def test_a_pack_that_comes_in_is_a_change(run: Run, work: Work) -> None:
    shutil.copytree(HARBOUR, work.root / "pack")
    (work.root / "profiles" / "dock.yaml").write_text("platform: {dry_dock: false}\n")
    ran = run("impact", "--base", "main", "--pack", "pack", "profiles", "--format", "json")
    assert [pack["pack"] for pack in ran.data["after"]["packs"]] == ["pocket", "harbour"]
    (mended,) = ran.data["broken"]
    assert (mended["profile"], mended["readable"]) == ("profiles/dock.yaml", "after")


def test_verdicts_and_warnings_are_told_where_asked_for(run: Run, work: Work) -> None:
    work.change(TRACING, "{keep: jaeger}, {consider: tempo}", "{keep: jaeger}, {avoid: tempo}")
    assert "0 of 2 profiles" in run("impact", "--base", "v1", "profiles").out
    ran = run("impact", "--base", "v1", "profiles", "--verdicts")
    assert ran.out.startswith("1 of 2 profiles get another decision\n")
    assert "  Tempo: consider → avoid (1 profile)\n" in ran.out


# --- forms ----------------------------------------------------------------------------------------------------


def test_a_comment_has_a_table_and_folded_details(run: Run, changed: Work) -> None:
    ran = run("impact", "--base", "v1", "profiles", "--format", "markdown")
    lines = ran.out.splitlines()
    assert lines[:2] == [MARK, "### 1 of 2 profiles get other picks"]
    assert "| Tracing back end | picks | Jaeger | Tempo | `tracing/keep-jaeger` (changed: condition) | 1 |" in lines
    assert "<summary>Rules that changed, and change nothing in these profiles (1)</summary>" in lines
    assert ran.out.count("<details>") == ran.out.count("</details>") == 2


def test_a_comment_in_korean(run: Run, changed: Work) -> None:
    ran = run("impact", "--base", "v1", "profiles", "--format", "markdown", "--lang", "ko")
    assert "### 프로필 2개 중 1개의 추천이 달라집니다" in ran.out
    assert "| 추적 백엔드 | 추천 | Jaeger | Tempo | `tracing/keep-jaeger` (변경: 조건) | 1 |" in ran.out


def test_notes_cannot_break_the_comment(run: Run, changed: Work) -> None:
    (changed.root / "profiles" / "a|b <!-- `x` #.yaml").write_text(TRACES)
    ran = run("impact", "--base", "v1", "profiles", "--format", "markdown")
    assert "profiles/a\\|b \\<!-- \\`x\\` \\#.yaml" in ran.out


def test_annotations_stand_at_what_changed(run: Run, changed: Work) -> None:
    lines = run("impact", "--base", "v1", "profiles", "--format", "github").out.splitlines()
    assert lines == [
        "::notice file=rules/portolan.yaml,line=1,col=1,title=impact::1 of 2 profiles get other picks",
        "::warning file=rules/modules/tracing.yaml,line=15,col=5,title=impact::tracing/keep-jaeger "
        "(changed: condition): 1 profile. Tracing back end: Jaeger → Tempo (1)",
        "::notice file=rules/modules/secrets.yaml,line=11,col=5,title=impact::secrets/vault-is-the-standard: "
        "It changes nothing in these profiles.",
    ]


def test_a_rule_that_is_gone_is_annotated_at_the_head(run: Run, work: Work) -> None:
    work.change(TRACING, "id: tracing/keep-jaeger", "id: tracing/keep-it")
    work.change(TRACING, "keep: jaeger", "trial: jaeger")
    ran = run("impact", "--base", "v1", "profiles", "--format", "github", "--verdicts")
    assert "::warning file=rules/portolan.yaml,line=1,col=1,title=impact::tracing/keep-jaeger (gone)" in ran.out


def test_data_has_all_of_it(run: Run, changed: Work) -> None:
    data = run("impact", "--base", "v1", "profiles", "--format", "json").data
    assert data["profiles"] == {"compared": 2, "changed": 1, "broken": 0, "unread": 0}
    (effect,) = data["effects"]
    assert (effect["slot"], effect["profiles"]) == ("tracing", ["profiles/jaeger.yaml"])
    assert [(one["id"], one["fields"]) for one in data["changes"]] == [
        ("secrets/vault-is-the-standard", ["because"]),
        ("tracing/keep-jaeger", ["when"]),
    ]
    assert data["idle_rules"] == ["secrets/vault-is-the-standard"]


# --- profiles -------------------------------------------------------------------------------------------------


def names(ran: Any) -> list[str]:
    return [name for effect in ran.data["effects"] for name in effect["profiles"]]


def test_profiles_are_files_of_every_sort(run: Run, changed: Work, tmp_path: Path) -> None:
    saved = tmp_path / "saved"
    saved.mkdir()
    profile = {"stack": {"in_use": ["jaeger"]}, "wishes": {"signals": ["traces"]}}
    (saved / "bare.yaml").write_text(json.dumps(profile))
    (saved / "request.yml").write_text(TRACES)
    (saved / "request.json").write_text(json.dumps({"profile": profile}))
    (saved / "fleet.jsonl").write_text(f"{json.dumps(profile)}\n\n{json.dumps({'profile': profile})}\n{{}}\n")
    (saved / "scenarios.yaml").write_text(SCENARIOS)
    (saved / ".hidden.yaml").write_text("what: ever")
    (saved / "notes.txt").write_text("what: ever")
    decision = run("recommend", saved / "request.yml", "--format", "json").out
    (saved / "decision.json").write_text(decision)
    (saved / "decision.yaml").write_text(run("recommend", saved / "request.yml", "--format", "yaml").out)
    ran = run("impact", "--base", "v1", saved, "--format", "json")
    assert (ran.code, ran.err) == (0, "")
    assert ran.data["profiles"]["compared"] == 10
    assert [Path(name).name for name in names(ran)] == [
        "bare.yaml",
        "decision.json",
        "decision.yaml",
        "fleet.jsonl:1",
        "fleet.jsonl:3",
        "request.json",
        "request.yml",
        "scenarios.yaml:5 “traces, jaeger in use”",
    ]


def test_without_profiles_the_scenarios_and_the_editions_are_taken(run: Run, changed: Work) -> None:
    folder = changed.root / "tests" / "knowledge"
    folder.mkdir(parents=True)
    (folder / "tracing.yaml").write_text(SCENARIOS)
    ran = run("impact", "--base", "v1", "--format", "json")
    assert ran.data["profiles"]["compared"] == 4
    assert names(ran) == ["tests/knowledge/tracing.yaml:5 “traces, jaeger in use”"]
    assert (
        run("impact", "--base", "v1", "--scenarios", "profiles", "--format", "json").data["profiles"]["compared"] == 6
    )


def test_the_empty_profile_shows_a_change_of_the_standard(run: Run, work: Work) -> None:
    work.change("rules/modules/ingress.yaml", "{adopt: gateway}", "{adopt: old-ingress}")
    ran = run("impact", "--base", "v1", "--format", "json")
    assert names(ran) == ["the empty profile, edition 2026"]


def test_a_day_for_profiles_that_name_none(run: Run, work: Work) -> None:
    (work.root / "profiles" / "jaeger.yaml").write_text("{}")
    work.change("rules/modules/ingress.yaml", "{adopt: old-ingress}", "{trial: old-ingress}")
    old = run("impact", "--base", "v1", "--verdicts", "--as-of", "2025-06-01", "profiles", "--format", "json")
    new = run("impact", "--base", "v1", "--verdicts", "--as-of", "2026-06-01", "profiles", "--format", "json")
    assert (old.data["profiles"]["changed"], new.data["profiles"]["changed"]) == (2, 0)


def test_bad_profiles_are_named_and_the_rest_goes_on(run: Run, changed: Work) -> None:
    profiles = changed.root / "profiles"
    (profiles / "bad.yaml").write_text("platform: {prodction: true}\n")
    (profiles / "list.yaml").write_text("[1]\n")
    (profiles / "lines.jsonl").write_text('{"wishes": {}}\n{\n')
    (profiles / "broken.yaml").write_text("a: [\n")
    (profiles / "bad.json").write_text('{"profile": {"wishes": {"signal": 1}}}')
    (profiles / "scenarios.yaml").write_text("scenarios: 1\n")
    ran = run("impact", "--base", "v1", "profiles")
    assert ran.code == 2
    assert "1 of 3 profiles get other picks" in ran.out
    assert re.sub(r"not (YAML|JSON): .*", r"not \1", ran.err) == (
        "profiles/broken.yaml:2:1: error[not-yaml]: not YAML\n"
        "profiles/lines.jsonl:2: not JSON\n"
        "profiles/list.yaml: a profile is a mapping\n"
        "profiles/scenarios.yaml:1:1: error[wrong-type]: 'scenarios' has the wrong type: not a valid list\n"
        "profiles/bad.json#/profile/wishes/signal: there is no question 'signal' in wishes (did you mean 'signals'?)\n"
        "profiles/bad.yaml:1:12: there is no question 'prodction' in platform (did you mean 'production'?)\n"
    )


def test_a_profile_that_can_be_read_no_more_is_a_change(run: Run, work: Work) -> None:
    (work.root / "profiles" / "clusters.yaml").write_text("platform: {clusters: 3}\n")
    work.change("rules/questionnaire.yaml", "id: clusters", "id: sites")
    work.change("rules/modules/service-mesh.yaml", "platform.clusters", "platform.sites")
    ran = run("impact", "--base", "v1", "profiles", "--fail-on-change")
    assert ran.code == 1
    assert (
        "Profiles that can be read no more\n"
        "  profiles/clusters.yaml: /profile/platform/clusters: there is no question 'clusters' in platform\n"
    ) in ran.out
    back = run("impact", "--base", "rules", "--head", "v1", "profiles", "--fail-on-change")
    assert back.code == 0
    assert "Profiles that could not be read before\n" in back.out


def test_a_folder_without_profiles_is_bad_input(run: Run, work: Work, tmp_path: Path) -> None:
    empty = tmp_path / "empty"
    empty.mkdir()
    ran = run("impact", "--base", "v1", empty)
    assert (ran.code, ran.err) == (2, f"There are no profiles in {empty}.\n")


def test_a_revision_is_needed(run: Run, work: Work) -> None:
    assert run("impact", "profiles").code == 2
    ran = run("impact", "--base", "v2", "profiles")
    assert (ran.code, ran.err) == (
        2,
        f"There is no directory 'v2', and no such revision in {work.root}. There are main, v1 or HEAD.\n",
    )


def test_knowledge_that_cannot_be_loaded_ends_it(run: Run, work: Work) -> None:
    work.change(TRACING, "keep: jaeger", "keep: jager")
    ran = run("impact", "--base", "v1", "profiles")
    assert ran.code == 3
    assert ran.err.startswith("The knowledge of rules cannot be loaded:\nrules/modules/tracing.yaml:18:")


def test_the_work_tree_is_not_touched(run: Run, changed: Work) -> None:
    before = changed.git("status", "--porcelain=v2")
    run("impact", "--base", "v1", "profiles")
    assert changed.git("status", "--porcelain=v2") == before
