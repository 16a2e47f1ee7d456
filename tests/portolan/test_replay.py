"""Replaying kept decisions: what it says, what it exits with, and what is no decision."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest
import yaml

from tests.portolan.conftest import POCKET, Run
from tests.portolan.repositories import Work, made, needs_git

HARBOUR = Path(__file__).parent / "harbour-pack"


@pytest.fixture
def kept(run: Run, harbour: Path, tmp_path: Path) -> Path:
    """A decision in a file."""
    path = tmp_path / "decision.json"
    path.write_text(run("recommend", harbour, "--format", "json").out, encoding="utf-8")
    return path


@pytest.fixture
def rules(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A copy of the pocket knowledge in which Jaeger is no longer kept, in force."""
    copied = Path(shutil.copytree(POCKET, tmp_path / "rules"))
    module = copied / "modules" / "tracing.yaml"
    module.write_text(module.read_text().replace("when: {in_use: jaeger}", "when: {in_use: zipkin}"))
    monkeypatch.setenv("PORTOLAN_RULES", str(copied))
    return copied


# --- identical ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("style", ["json", "yaml"])
@pytest.mark.parametrize("language", ["en", "ko"])
def test_what_recommend_prints_is_identical(run: Run, harbour: Path, style: str, language: str) -> None:
    decision = run("recommend", harbour, "--format", style, "--lang", language).out
    for spoken in ("en", "ko"):
        ran = run("replay", "-", "--lang", spoken, piped=decision)
        assert (ran.code, ran.err) == (0, "")
    assert run("replay", piped=decision).out.startswith("standard input: Identical: ")


def test_a_narrowed_decision_says_what_it_holds(run: Run, harbour: Path) -> None:
    decision = run("recommend", harbour, "--format", "json", "--slot", "tracing").out
    ran = run("replay", piped=decision)
    assert ran.code == 0
    assert "The file holds these slots alone: tracing." in ran.out


def test_packs_are_in_force_as_elsewhere(run: Run) -> None:
    decision = run("recommend", "--pack", HARBOUR, "--format", "json", piped="{}").out
    assert run("replay", "--pack", HARBOUR, piped=decision).code == 0
    ran = run("replay", piped=decision)
    assert ran.code == 1
    assert "harbour: 7 sha256:" in ran.out


def test_several_files_end_with_the_worst(run: Run, kept: Path, tmp_path: Path) -> None:
    edited = tmp_path / "edited.json"
    edited.write_text(kept.read_text().replace('"keep"', '"adopt"'))
    assert run("replay", kept, kept).code == 0
    assert run("replay", kept, edited).code == 1
    ran = run("replay", kept, edited, tmp_path / "none.json", "--format", "json")
    assert ran.code == 2
    assert [(Path(one["file"]).name, one["outcome"]) for one in ran.data] == [
        ("decision.json", "identical"),
        ("edited.json", "edited"),
    ]
    assert ran.err == f"{tmp_path / 'none.json'}: No such file or directory\n"


CHANGED = """
Tracing back end
  picks: Jaeger → Tempo
  Tempo: consider → adopt
  Jaeger: keep → consider
  Zipkin: not judged → consider
  · tracing/tempo-is-the-standard: is set aside no more
  · tracing/keep-jaeger: fires no more

Order of installing
  not the same
"""


# --- what differs ---------------------------------------------------------------------------------------------


def test_an_edit_is_shown_where_it_is(run: Run, kept: Path) -> None:
    decision = json.loads(kept.read_text())
    decision["slots"][-1]["picks"] = ["zipkin"]
    ran = run("replay", piped=json.dumps(decision))
    assert ran.code == 1
    assert f"  /slots/{len(decision['slots']) - 1}/picks/0: zipkin, where jaeger follows\n" in ran.out


def test_an_edited_request_is_told_as_such(run: Run, kept: Path) -> None:
    decision = json.loads(kept.read_text())
    decision["receipt"]["request"]["profile"]["platform"]["clusters"] = 7
    ran = run("replay", piped=yaml.safe_dump(decision))
    assert ran.code == 1
    assert "The request is not the one that was decided" in ran.out
    assert "/slots" not in ran.out


def test_changed_knowledge_names_pack_slot_and_rule(run: Run, kept: Path, rules: Path) -> None:
    ran = run("replay", kept)
    assert ran.code == 1
    assert "The knowledge it was decided on is not at hand" in ran.out
    assert ran.out.endswith(CHANGED)


def test_a_directory_with_the_old_knowledge_verifies_the_record(run: Run, kept: Path, rules: Path) -> None:
    ran = run("replay", kept, "--base", POCKET)
    assert ran.code == 1
    assert "Decided again on the knowledge it was decided on, it is the very same." in ran.out
    assert "  rule tracing/keep-jaeger: condition\n" in ran.out


def test_a_base_that_it_was_not_decided_on_is_named_even_where_nothing_differs(
    run: Run, kept: Path, tmp_path: Path
) -> None:
    other = Path(shutil.copytree(POCKET, tmp_path / "other"))
    module = other / "modules" / "tracing.yaml"
    module.write_text(module.read_text().replace("when: {in_use: jaeger}", "when: {in_use: zipkin}"))
    ran = run("replay", kept, "--base", other)
    assert ran.code == 0
    said = " ".join(ran.out.split())
    assert "Identical: " in said
    assert "What --base names is not the knowledge it was decided on, and was not used: sha256:" in said
    assert not run("replay", kept, "--base", other, "--format", "json").data[0]["base"]["fits"]
    assert run("replay", kept, "--base", POCKET, "--format", "json").data[0]["base"]["fits"]
    assert "--base" not in run("replay", kept, "--base", POCKET).out


def test_a_base_that_it_was_not_decided_on_is_named(run: Run, kept: Path, rules: Path) -> None:
    ran = run("replay", kept, "--base", rules)
    assert "What --base names is another one: sha256:" in " ".join(ran.out.split())


def test_knowledge_that_says_the_same_can_be_put_up_with(run: Run, kept: Path, rules: Path) -> None:
    module = rules / "modules" / "tracing.yaml"
    module.write_text("# A remark.\n" + (POCKET / "modules" / "tracing.yaml").read_text())
    assert run("replay", kept, "--format", "json").data[0]["outcome"] == "confirmed"
    assert run("replay", kept).code == 1
    assert run("replay", kept, "--same-advice").code == 0


def test_advice_that_changed_cannot(run: Run, kept: Path, rules: Path) -> None:
    assert run("replay", kept, "--same-advice").code == 1


def test_people_read_it_in_korean(run: Run, kept: Path, rules: Path) -> None:
    ran = run("replay", kept, "--lang", "ko", "--base", POCKET)
    assert "지식이 바뀌어 결정의 내용도 달라졌습니다." in " ".join(ran.out.split())
    assert "tracing/keep-jaeger: 더 이상 조건이 맞지 않음" in ran.out


def test_a_request_that_cannot_be_read_any_more(run: Run, kept: Path, rules: Path) -> None:
    questionnaire = rules / "questionnaire.yaml"
    questionnaire.write_text(questionnaire.read_text().replace("id: clusters", "id: sites"))
    for module in (rules / "modules").iterdir():
        module.write_text(module.read_text().replace("platform.clusters", "platform.sites"))
    ran = run("replay", kept)
    assert ran.code == 1
    assert "/receipt/request/profile/platform/clusters: there is no question 'clusters'" in ran.out


@needs_git
def test_a_revision_has_the_old_knowledge(
    run: Run, kept: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    work: Work = made(tmp_path / "work")
    monkeypatch.setenv("PORTOLAN_RULES", str(work.root / "rules"))
    work.change("rules/modules/tracing.yaml", "keep: jaeger", "trial: jaeger")
    ran = run("replay", kept, "--base", "v1")
    assert ran.code == 1
    assert "it is the very same" in ran.out
    assert "  Jaeger: keep → trial\n" in ran.out


# --- no decision ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("content", "said"),
    [
        ("", "a decision is a mapping, as the API answers it"),
        ("profile: {}", "this is no decision (this is a request: `portolan recommend --format json` decides it)"),
        ("[]", "a decision is a mapping, as the API answers it"),
        ('{"id": "x", "slots": []}', "#/receipt: the decision has no receipt, so nobody can say what it answers"),
        ('{"id": "x", "id": "y"}', "the key 'id' is there twice"),
        ("{]", "error[not-yaml]: not YAML"),
        ("a: &b 1", "error["),
        (b"\xff\xfe\x00", "error["),
        ("[" * 100_000, "error["),
        ("[" * 70 + "]" * 70, "it is nested more than 60 deep"),
        ('{"receipt": {}, "id": 1}', "#/receipt/request: the request is missing"),
    ],
)
def test_bad_input_is_named(run: Run, tmp_path: Path, content: str | bytes, said: str) -> None:
    path = tmp_path / "file"
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    ran = run("replay", path)
    assert (ran.code, ran.out) == (2, "")
    assert said in ran.err
    assert all(line.startswith(str(path)) for line in ran.err.splitlines())


def test_a_trace_is_no_decision(run: Run, harbour: Path) -> None:
    ran = run("replay", piped=run("explain", "tracing", harbour, "--format", "json").out)
    assert ran.code == 2
    assert "this is the trace of a decision" in ran.err


def test_a_folder_is_no_file(run: Run, tmp_path: Path) -> None:
    assert run("replay", tmp_path).code == 2


def test_bad_knowledge_ends_it(run: Run, kept: Path, rules: Path) -> None:
    (rules / "slots.yaml").write_text("slots: 1\n")
    assert run("replay", kept).code == 3
    assert run("replay", kept, "--base", "nowhere").code == 3


def test_a_base_that_cannot_be_loaded_ends_it(run: Run, kept: Path, tmp_path: Path) -> None:
    empty = tmp_path / "empty"
    empty.mkdir()
    ran = run("replay", kept, "--base", empty)
    assert ran.code == 3
    assert ran.err.startswith(f"The knowledge of {empty} cannot be loaded:\n")
