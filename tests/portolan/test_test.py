"""`portolan test`: scenarios against the knowledge in pocket/."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.portolan.conftest import Run


@pytest.fixture
def scenarios(tmp_path: Path) -> Path:
    """A scenario that is so and one that is not."""
    path = tmp_path / "scenarios" / "tracing.yaml"
    path.parent.mkdir()
    path.write_text(
        """\
scenarios:
  - note: Jaeger stays
    profile: {stack: {in_use: [jaeger]}, wishes: {signals: [traces]}}
    expect:
      tracing: {picks: [jaeger]}
  - note: Zipkin stays
    profile: {stack: {in_use: [zipkin]}, wishes: {signals: [traces]}}
    expect:
      tracing: {picks: [zipkin]}
"""
    )
    return path


def test_failures_have_their_place(run: Run, scenarios: Path) -> None:
    ran = run("test", scenarios)
    assert ran.code == 1
    assert ran.out == (
        f"{scenarios}:9:17: error[scenario]: Zipkin stays: tracing.picks: expected ['zipkin'], found ['tempo']\n"
        "1 passed, 1 failed\n"
    )


def test_a_folder_is_all_its_files(run: Run, scenarios: Path) -> None:
    scenarios.write_text(scenarios.read_text().replace("picks: [zipkin]", "picks: [tempo]"))
    (scenarios.parent / "more.yaml").write_text("scenarios:\n  - {note: nothing is asked, profile: {}}\n")
    ran = run("test", scenarios.parent)
    assert (ran.code, ran.out) == (0, "3 passed, 0 failed\n")


def test_coverage_names_the_rules_that_never_fired(run: Run, scenarios: Path) -> None:
    lines = run("test", scenarios, "--coverage").out.splitlines()
    assert "8 of 14 rules fired in some scenario." in lines
    assert "  never fired: secrets/open-source-only" in lines


def test_a_rule_that_never_fired_fails_where_coverage_is_asked_for(run: Run, scenarios: Path) -> None:
    scenarios.write_text(scenarios.read_text().replace("picks: [zipkin]", "picks: [tempo]"))
    assert run("test", scenarios).code == 0
    assert run("test", scenarios, "--coverage").code == 1


def test_coverage_names_the_rules_that_were_set_aside_whenever_they_fired(run: Run, scenarios: Path) -> None:
    ran = run("test", scenarios, "--coverage")
    unheard = run("test", scenarios, "--coverage", "--format", "json").data["coverage"]["always_set_aside"]
    assert unheard
    assert all(f"  set aside whenever it fired: {rule}" in ran.out.splitlines() for rule in unheard)


def test_json_has_failures_and_coverage_together(run: Run, scenarios: Path) -> None:
    data = run("test", scenarios, "--coverage", "--format", "json").data
    assert (data["passed"], data["failed"], data["coverage"]["rules"]) == (1, 1, 14)
    assert [(problem["line"], problem["code"]) for problem in data["problems"]] == [(9, "scenario")]
    assert "secrets/open-source-only" in data["coverage"]["never_fired"]
    assert "coverage" not in run("test", scenarios, "--format", "json").data


def test_failures_as_annotations_of_a_workflow(run: Run, scenarios: Path) -> None:
    ran = run("test", scenarios, "--format", "github")
    assert ran.out.startswith(f"::error file={scenarios},line=9,col=17,title=scenario::Zipkin stays")
    assert len(ran.out.splitlines()) == 1


def test_files_that_are_no_scenarios(run: Run, tmp_path: Path) -> None:
    (tmp_path / "bad.yaml").write_text("scenarios:\n  - {nota: x, profile: {}}\n")
    ran = run("test", tmp_path / "bad.yaml")
    assert ran.code == 1
    assert f"{tmp_path}/bad.yaml:2:6: error[unknown-field]: no field 'nota' here (did you mean 'note'?)" in ran.out


def test_nothing_to_run(run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    ran = run("test")
    assert (ran.code, ran.err) == (2, "There are no scenario files in tests/knowledge.\n")
    assert run("test", "nowhere").code == 2
