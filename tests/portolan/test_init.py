"""`portolan init`: the first file of a repository, from answers or from what is there; nothing overwritten unasked."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import jsonschema
import pytest
import yaml

from portolan.profile_target import write_whole
from tests.conftest import RULES
from tests.portolan.conftest import Run
from tests.portolan.test_interview import Terminal

CHART = """\
apiVersion: v2
name: shop
version: 1.0.0
dependencies:
  - {name: loki, version: 6.6.2, repository: "https://grafana.github.io/helm-charts"}
  - {name: ingress-nginx, version: 4.11.3, repository: "https://kubernetes.github.io/ingress-nginx"}
"""
NODES = """\
{"kind": "List", "apiVersion": "v1", "items": [{"kind": "Node", "apiVersion": "v1", "metadata": {"name": "a"},
 "status": {"nodeInfo": {"kubeletVersion": "v1.33.2"}}}]}
"""


@pytest.fixture
def repository(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A repository in which one stands."""
    root = tmp_path / "repository"
    (root / "charts").mkdir(parents=True)
    (root / "charts" / "Chart.yaml").write_text(CHART)
    monkeypatch.chdir(root)
    return root


@pytest.fixture(scope="module")
def compiled(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where the shipped knowledge is compiled once for all."""
    return tmp_path_factory.mktemp("compiled")


@pytest.fixture
def shipped_run(run: Run, compiled: Path, monkeypatch: pytest.MonkeyPatch) -> Run:
    monkeypatch.setenv("PORTOLAN_RULES", str(RULES))
    monkeypatch.setenv("PORTOLAN_DATA_DIR", str(compiled))
    return run


def read(path: Path) -> Any:
    return yaml.safe_load(path.read_text())


# --- from answers -------------------------------------------------------------------------------------------------


def test_answers_become_a_file_that_says_how_it_is_checked(run: Run, repository: Path) -> None:
    ran = run("init", "--as-of", "2026-01-15", piped="0\n1\ntraces\nyes\nopen source\n")
    assert (ran.code, ran.err) == (0, "")
    assert ran.out.endswith(
        """\
Saved: portolan.yaml, 6 answers.
Written: portolan.schema.json, by which editors complete and check portolan.yaml

Next: portolan check
"""
    )
    text = (repository / "portolan.yaml").read_text()
    assert text.startswith("# yaml-language-server: $schema=portolan.schema.json\n")
    assert yaml.safe_load(text) == {
        "profile": {
            "platform": {"production": True, "clusters": 1},
            "stack": {"in_use": [], "works_well": []},
            "wishes": {"licences": "open-source", "signals": ["traces"]},
        },
        "fail_on": "error",
        "end_of_life_days": 90,
        "levels": None,
    }
    assert "  # Needed:" not in text
    assert "  #end-of-life: error\n" in text
    assert run("check").code == 0


def test_an_editor_is_told_of_products_and_of_checks_in_the_language_of_the_file(run: Run, repository: Path) -> None:
    run("init", "--no-questions", "--lang", "ko")
    schema = json.loads((repository / "portolan.schema.json").read_text())
    product, request = schema["$defs"]["product"], schema["$defs"]["request"]["properties"]
    assert dict(zip(product["enum"], product["enumDescriptions"], strict=True))["jaeger"] == "Jaeger — 추적 백엔드"
    section = schema["$defs"]["profile"]["properties"]["platform"]["properties"]
    assert section["kubernetes_version"]["errorMessage"] == '버전을 따옴표로 묶어 적으십시오. 예: "1.31"'
    waiver = request["waivers"]["items"]["properties"]
    told = [one["description"] for one in (*request.values(), *waiver.values()) if "description" in one]
    assert len(told) == len(request) + len(waiver) - 1, "only the profile itself has none"
    assert all(any("가" <= letter <= "힣" for letter in one) for one in told)


def test_the_schema_beside_it_accepts_the_file_and_its_examples(run: Run, repository: Path) -> None:
    run("init", piped="jaeger\nq\n")
    schema = json.loads((repository / "portolan.schema.json").read_text())
    text = (repository / "portolan.yaml").read_text()
    jsonschema.validate(yaml.safe_load(text), schema)
    taken_away = "\n".join(
        f"  {line.strip()[1:]}" if line.strip()[:1] == "#" and line.strip()[1:2].isalpha() else line
        for line in text.splitlines()
    )
    every = yaml.safe_load(taken_away)
    assert set(every["levels"]) == set(schema["$defs"]["request"]["properties"]["levels"]["properties"])
    jsonschema.validate(every, schema)
    (repository / "portolan.yaml").write_text(taken_away)
    assert run("check").code in (0, 1)


def test_left_to_ask_is_said(run: Run, repository: Path) -> None:
    out = run("init", piped="0\nq\n").out
    assert out.endswith(
        "Next: portolan check\nQuestions that could still change something: portolan interview portolan.yaml\n"
    )
    assert run("interview", "portolan.yaml", piped="q\n").code == 0


def test_another_directory_and_korean(run: Run, repository: Path) -> None:
    ran = run("init", repository / "charts", "--lang", "ko", piped="0\nq\n")
    assert ran.code == 0
    assert f"다음 단계: portolan check {repository}/charts/portolan.yaml" in ran.out
    text = (repository / "charts" / "portolan.yaml").read_text()
    assert "portolan check가 실패로 처리하는 기준" in text
    assert yaml.safe_load(text)["language"] == "ko"
    assert (repository / "charts" / "portolan.schema.json").exists()


@pytest.mark.parametrize(
    ("said", "line", "written"),
    [
        ("https://portolan.example.org/schema.json", "https://portolan.example.org/schema.json", []),
        ("none", None, []),
        ("editor.json", "editor.json", ["editor.json"]),
    ],
)
def test_where_the_schema_is(run: Run, repository: Path, said: str, line: str | None, written: list[str]) -> None:
    assert run("init", "--schema", said, piped="0\nq\n").code == 0
    first = (repository / "portolan.yaml").read_text().splitlines()[0]
    assert first == f"# yaml-language-server: $schema={line}" if line else "$schema" not in first
    assert [path.name for path in repository.glob("*.json")] == written


def test_an_older_schema_is_renewed_and_any_other_file_left(run: Run, repository: Path) -> None:
    path = repository / "portolan.schema.json"
    path.write_text('{"title": "Portolan profile"}')
    run("init", piped="q\n")
    assert "$defs" in path.read_text()
    path.write_text('{"title": "Mine"}')
    ran = run("init", "--force", "--no-questions")
    assert "$defs" in path.read_text()
    path.write_text('{"title": "Mine"}')
    (repository / "portolan.yaml").unlink()
    ran = run("init", "--no-questions")
    assert "portolan.schema.json is there already and is none of Portolan's" in ran.out
    assert path.read_text() == '{"title": "Mine"}'


# --- from what is there -------------------------------------------------------------------------------------------


def test_what_is_found_is_written_below_its_evidence(shipped_run: Run, repository: Path) -> None:
    ran = shipped_run("init", "--from-detect", "--yes", "--no-questions")
    assert (ran.code, ran.err) == (0, "")
    assert "Proposed for portolan.yaml: 3\nTaken: 3 of 3.\nWritten: portolan.yaml\n" in ran.out
    assert "Next: portolan check --detect\n" in ran.out
    assert """\
profile:

  # Current stack
  stack:
    # Which products are in use today?
    in_use:
      # charts/Chart.yaml:1 Chart.yaml
      - helm
      # charts/Chart.yaml:6 ingress-nginx 4.11.3 from https://kubernetes.github.io/ingress-nginx
      - ingress-nginx
      # charts/Chart.yaml:5 loki 6.6.2 from https://grafana.github.io/helm-charts
      - loki

# What portolan check fails on""" in (repository / "portolan.yaml").read_text()


def test_evidence_is_named_from_where_the_file_is(shipped_run: Run, repository: Path) -> None:
    ran = shipped_run("init", "--from-detect", "charts", "--yes", "--no-questions")
    assert "# charts/Chart.yaml:6 ingress-nginx" in (repository / "portolan.yaml").read_text()
    assert "Next: portolan check --detect\n" in ran.out


def test_one_by_one(shipped_run: Run, repository: Path) -> None:
    ran = shipped_run("init", "--from-detect", "--no-questions", piped="x\no\nn\nperhaps\n\ny\n")
    assert ran.code == 0
    assert "Please answer a, o or n." in ran.out
    assert "  charts/Chart.yaml:1 Chart.yaml\nHelm? [Y/n] n\n" in ran.out
    assert "Ingress NGINX? [Y/n] perhaps\nPlease answer y or n.\nIngress NGINX? [Y/n] \n" in ran.out
    assert read(repository / "portolan.yaml")["profile"]["stack"]["in_use"] == ["ingress-nginx", "loki"]


def test_none_and_then_the_questions(shipped_run: Run, repository: Path) -> None:
    ran = shipped_run("init", "--from-detect", piped="n\nq\n")
    assert ran.code == 0
    assert "Taken: 0 of 3." in ran.out
    assert "Which products are in use today?" in ran.out
    assert read(repository / "portolan.yaml")["profile"] == {}


def test_only_what_still_matters_is_asked_after_it(shipped_run: Run, repository: Path) -> None:
    ran = shipped_run("init", "--from-detect", piped="a\nq\n")
    assert "Which products are in use today?\n  " not in ran.out
    assert "── 1 answered" in ran.out


def test_where_nobody_answers_nothing_is_written(shipped_run: Run, repository: Path) -> None:
    for piped in ("", "o\n"):
        ran = shipped_run("init", "--from-detect", piped=piped)
        assert ran.code == 2
        assert ran.err == "Nobody answers here. --yes takes all that is found and asks nothing about it.\n"
    assert [path.name for path in repository.iterdir()] == ["charts"]


def test_a_dump_that_is_piped_in(shipped_run: Run, repository: Path) -> None:
    ran = shipped_run("init", "--from-detect", "-", "--yes", "--no-questions", piped=NODES)
    assert ran.code == 0
    assert "    # from a dump: node a: kubelet v1.33.2\n" in (repository / "portolan.yaml").read_text()
    assert read(repository / "portolan.yaml")["profile"]["platform"]["kubernetes_version"] == "1.33"
    assert "Next: portolan check\n" in ran.out


def test_standard_output_gets_the_file_and_nothing_else(shipped_run: Run, repository: Path) -> None:
    ran = shipped_run("init", "--from-detect", "--yes", "--no-questions", "--write", "-")
    assert yaml.safe_load(ran.out)["profile"]["stack"]["in_use"] == ["helm", "ingress-nginx", "loki"]
    assert "Taken: 3 of 3." in ran.err
    assert [path.name for path in repository.iterdir()] == ["charts"]


# --- into a file that is there ------------------------------------------------------------------------------------

THERE = """\
# ours
as_of: 2026-01-15
profile:
  stack:
    versions: {loki: "2.9"}   # PLAT-3
    in_use:
      # the old one
      - ingress-nginx   # until PLAT-12
      - jaeger
    # we like these
    works_well: [jaeger]
"""


def test_what_is_found_is_added_and_all_else_stays(shipped_run: Run, repository: Path) -> None:
    path = repository / "portolan.yaml"
    path.write_text(THERE)
    ran = shipped_run("init", "--from-detect", "--yes", "--no-questions", "--write", "portolan.yaml")
    assert ran.code == 0
    assert path.read_text() == THERE.replace(
        "      - jaeger\n",
        "      - jaeger\n      # charts/Chart.yaml:1 Chart.yaml\n      - helm\n"
        "      # charts/Chart.yaml:5 loki 6.6.2 from https://grafana.github.io/helm-charts\n      - loki\n",
    )
    assert not (repository / "portolan.schema.json").exists()
    again = shipped_run("init", "--from-detect", "--yes", "--no-questions", "--write", "portolan.yaml")
    assert "The files say nothing that portolan.yaml does not say already." in again.out
    assert "portolan.yaml is as it was.\n" in again.out
    assert "Written" not in again.out


def test_a_template_is_filled_in_where_it_has_its_examples(shipped_run: Run, repository: Path) -> None:
    path = repository / "portolan.yaml"
    shipped_run("questions", "-o", path)
    before = path.read_text().splitlines()
    assert shipped_run("init", "--from-detect", "--yes", "--no-questions", "--write", path).code == 0
    after = path.read_text().splitlines()
    at = after.index("    in_use:")
    assert after[at + 1 : at + 3] == ["      # charts/Chart.yaml:1 Chart.yaml", "      - helm"]
    assert [line for line in before if line not in after] == [before[at]]


def test_what_the_file_says_is_changed_only_where_somebody_says_so(shipped_run: Run, repository: Path) -> None:
    path = repository / "portolan.yaml"
    before = 'profile:\n  platform:\n    kubernetes_version: "1.30" # the oldest\n'
    for answers, options, version in (("", ("--yes",), "1.30"), ("a\n\n", (), "1.30"), ("a\ny\n", (), "1.33")):
        path.write_text(before)
        (repository / "nodes.json").write_text(NODES)
        arguments = ("--from-detect", "nodes.json", *options, "--no-questions", "--write", "portolan.yaml")
        ran = shipped_run("init", *arguments, piped=answers)
        assert ran.code == 0
        assert path.read_text().startswith(before.replace("1.30", version))
        assert 'portolan.yaml says "1.30"' in ran.out or 'Kept as portolan.yaml says: "1.30"' in ran.out


def test_nothing_is_overwritten_unasked(run: Run, repository: Path) -> None:
    path = repository / "portolan.yaml"
    path.write_text(THERE)
    ran = run("init", piped="0\n")
    assert (ran.code, ran.out) == (4, "")
    assert ran.err == (
        "portolan.yaml is there already; `portolan init --from-detect --write portolan.yaml` adds to it, "
        "`portolan interview portolan.yaml` goes on with it, --force overwrites it.\n"
    )
    assert path.read_text() == THERE
    assert run("init", "--force", "--no-questions").code == 0
    assert read(path)["profile"] == {}


def test_a_file_that_cannot_be_understood_is_left_alone(run: Run, repository: Path) -> None:
    path = repository / "portolan.yaml"
    path.write_text("profile: {platform: {prodction: true}}\n")
    ran = run("init", "--write", path, "--no-questions")
    assert ran.code == 2
    assert "did you mean 'production'?" in ran.err
    assert path.read_text() == "profile: {platform: {prodction: true}}\n"


def test_places_where_nothing_can_be_written_are_told_at_once(run: Run, repository: Path) -> None:
    assert run("init", "--write", "nowhere/x.yaml").err == "nowhere/x.yaml: there is no directory nowhere\n"
    assert run("init", "--write", "charts").err == "charts: Is a directory\n"
    ran = run("init", "--schema", "nowhere/x.json", "--no-questions")
    assert (ran.code, ran.err) == (4, "--schema: nowhere/x.json: there is no directory nowhere\n")
    assert run("init", "nowhere").code == 2
    assert [path.name for path in repository.iterdir()] == ["charts"]


# --- a pipeline ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("host", "places"),
    [
        ("github", [".github/actions/portolan/action.yml", ".github/workflows/portolan.yml"]),
        ("gitlab", [".gitlab-ci.yml", ".gitlab/portolan.gitlab-ci.yml"]),
        ("jenkins", ["Jenkinsfile.portolan"]),
        ("pre-commit", [".pre-commit-config.yaml"]),
    ],
)
def test_the_check_is_put_into_a_pipeline(run: Run, repository: Path, host: str, places: list[str]) -> None:
    ran = run("init", "--no-questions", "--ci", host, "--yes", "--package", "git+https://git.example.org/p.git@abc")
    assert ran.code == 0
    for place in places:
        assert (repository / place).exists()
        assert f"Written: {place}\n" in ran.out
    written = "".join((repository / place).read_text() for place in places)
    assert "git+https://git.example.org/p.git@abc" in written
    again = run("init", "--force", "--no-questions", "--ci", host, "--yes")
    missing = "The hook runs the Portolan that is installed" if host == "pre-commit" else "say it in PORTOLAN_PACKAGE"
    assert (again.code, missing in again.out) == (0, True)


def test_a_pipeline_goes_to_the_top_of_the_repository(run: Run, repository: Path) -> None:
    (repository / ".git").mkdir()
    assert run("init", "charts", "--no-questions", "--ci", "github", "--yes").code == 0
    workflow = yaml.safe_load((repository / ".github" / "workflows" / "portolan.yml").read_text())
    assert workflow["jobs"]["check"]["steps"][1]["with"]["files"] == "charts/portolan.yaml"


def test_a_pipeline_is_asked_about_and_never_overwritten_unasked(run: Run, repository: Path) -> None:
    ran = run("init", "--no-questions", "--ci", "pre-commit", piped="n\n")
    assert "Write .pre-commit-config.yaml? [Y/n] n\n" in ran.out
    path = repository / ".pre-commit-config.yaml"
    assert not path.exists()
    path.write_text("repos: []\n")
    (repository / "portolan.yaml").unlink()
    ran = run("init", "--no-questions", "--ci", "pre-commit", "--yes")
    assert ".pre-commit-config.yaml is there already. Put this into it:\n  repos:\n    - repo: local\n" in ran.out
    assert path.read_text() == "repos: []\n"


@pytest.mark.parametrize(
    ("host", "file", "product"),
    [
        ("github", ".github/workflows/portolan.yml", "github-actions"),
        ("gitlab", ".gitlab-ci.yml", "gitlab"),
        ("jenkins", "Jenkinsfile.portolan", "jenkins"),
    ],
)
def test_where_the_check_runs_is_in_use(shipped_run: Run, repository: Path, host: str, file: str, product: str) -> None:
    """So that the very first check does not find that what init wrote is not declared."""
    ran = shipped_run("init", "--from-detect", "--yes", "--no-questions", "--ci", host)
    assert f"({product})\n    {file}:1" in ran.out
    assert product in read(repository / "portolan.yaml")["profile"]["stack"]["in_use"]
    assert "undeclared" not in shipped_run("check", "--detect").out


def test_nothing_calls_a_file_that_was_not_wanted(run: Run, repository: Path) -> None:
    ran = run("init", "--no-questions", "--ci", "gitlab", piped="n\n")
    assert ran.code == 0
    assert "Write .gitlab/portolan.gitlab-ci.yml? [Y/n] n\n" in ran.out
    assert "PORTOLAN_PACKAGE" not in ran.out
    assert sorted(path.name for path in repository.iterdir()) == ["charts", "portolan.schema.json", "portolan.yaml"]


# --- a real terminal ----------------------------------------------------------------------------------------------


def test_at_a_terminal_ctrl_c_leaves_nothing_half_written(tmp_path: Path) -> None:
    terminal = Terminal(tmp_path, "--ci", "github", command="init")
    terminal.until("0 for none > ")
    terminal.type("0\n")
    terminal.until("at least 0 > ")
    terminal.interrupt()
    terminal.until("Nothing was written; 2 answers are lost.")
    assert terminal.ended() == 130
    assert {path.name for path in tmp_path.iterdir()} <= {"data"}
    assert "Traceback" not in terminal.seen


def test_at_a_terminal_the_end_of_the_input_writes_nothing(tmp_path: Path) -> None:
    write_whole(tmp_path / "Chart.yaml", CHART)
    terminal = Terminal(tmp_path, "--from-detect", command="init", rules=RULES)
    terminal.until("[A/o/n] ")
    terminal.type("\x04")
    terminal.until("Stopped. Nothing was written but what is named above.")
    assert terminal.ended() == 2
    assert {path.name for path in tmp_path.iterdir()} <= {"data", "Chart.yaml"}


def test_what_a_dump_says_is_asked_about_at_the_terminal(tmp_path: Path) -> None:
    """The dump takes standard input, so answers come from `/dev/tty`."""
    write_whole(tmp_path / "nodes.json", NODES)
    options = ("--from-detect", "-", "--no-questions")
    terminal = Terminal(tmp_path, *options, command="init", rules=RULES, piped=tmp_path / "nodes.json")
    terminal.until("[A/o/n] ")
    terminal.type("o\n")
    terminal.until('What is the oldest Kubernetes minor version in use? → "1.33"? [Y/n] ')
    terminal.type("\n")
    terminal.until("How many nodes has the largest cluster? → 1? [Y/n] ")
    terminal.type("n\n")
    terminal.until("Kubernetes? [Y/n] ")
    terminal.type("n\n")
    terminal.until("Taken: 1 of 3.")
    assert terminal.ended() == 0
    assert read(tmp_path / "portolan.yaml")["profile"] == {"platform": {"kubernetes_version": "1.33"}}


def test_at_a_terminal_it_asks_before_it_overwrites(tmp_path: Path) -> None:
    write_whole(tmp_path / "portolan.yaml", "profile: {}\n")
    terminal = Terminal(tmp_path, command="init")
    terminal.until("portolan.yaml is there already. Overwrite it? [y/N] ")
    terminal.type("n\n")
    terminal.until("--force overwrites it.")
    assert terminal.ended() == 4
    assert (tmp_path / "portolan.yaml").read_text() == "profile: {}\n"
