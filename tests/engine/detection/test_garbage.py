"""Whatever is in files, detection ends, and says nothing that is not so."""

from __future__ import annotations

import json
import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from engine.detection import SourceFile, detect
from engine.detection.tree import NotReadable, json_documents, yaml_documents
from engine.model import Knowledge

_NAMES = (
    *("a.yaml", "a.json", "a.tf", "Chart.yaml", "kustomization.yaml", "helmfile.yaml", "compose.yml", "Dockerfile"),
    *(".github/workflows/a.yml", ".gitlab-ci.yml", "fleet.yaml", "values.yaml", ".env", ".terraform.lock.hcl", "-"),
    *("a.sh", "Makefile", "Jenkinsfile", "a.mk", "terraform.tfvars"),
)
# What is near to files, and none: keys and values that readers look at, in places where they do not belong.
_WORDS = st.sampled_from(
    (
        *("apiVersion", "kind", "List", "items", "spec", "chart", "name", "source", "sources", "values", "image"),
        *("metadata", "annotations", "labels", "dependencies", "releases", "jobs", "steps", "uses", "services", "helm"),
        *("argoproj.io/v1", "v1", "Application", "helm.toolkit.fluxcd.io/v2", "HelmRelease", "chartRef", "Node"),
    )
)
_VALUES = st.recursive(
    _WORDS | st.none() | st.booleans() | st.integers() | st.text(max_size=8),
    lambda inside: st.lists(inside, max_size=3) | st.dictionaries(_WORDS, inside, max_size=5),
    max_leaves=25,
)


@given(st.lists(st.tuples(st.sampled_from(_NAMES), st.text(max_size=200)), max_size=4))
def test_any_text(shipped: Knowledge, files: list[tuple[str, str]]) -> None:
    detect([SourceFile(path, text) for path, text in files], shipped)


@settings(max_examples=250)
@given(st.sampled_from(_NAMES), _VALUES)
def test_any_tree(shipped: Knowledge, path: str, value: object) -> None:
    found = detect(
        [SourceFile(path, json.dumps({"apiVersion": "v1", "kind": "List", "items": [value], "x": value}))], shipped
    )
    assert all(one.line >= 1 for evidence in found.products.values() for one in evidence)


@pytest.mark.parametrize(
    "text",
    [
        "[" * 100_000,
        "- " * 50_000,
        "a: &a [*a]\nkind: *a\napiVersion: *a\n",
        "a: &a [x, x]\nb: &b [*a, *a]\nc: &c [*b, *b]\nkind: List\napiVersion: v1\nitems: *c\n",
        "!!python/object/apply:os.system [echo]\n",
        "\x00\x01",
        "? {a: b}\n: c\n? [x]\n: y\nkind: z\n",
        "<<: 3\n<<: [1, {a: b}]\n",
        '{"a": ' * 5000,
        '{"a": "\\ud800"}',
        "\ufeffkind: a\n",
        "---\n" * 20_000,
    ],
    ids=lambda text: repr(text[:12]),
)
def test_hostile_texts(shipped: Knowledge, text: str) -> None:
    found = detect([SourceFile(name, text) for name in _NAMES], shipped)
    assert found.files == len(_NAMES)


_LAUGHS = "".join(f"x{i}: &x{i} [{', '.join([f'*x{i - 1}'] * 10)}]\n" for i in range(1, 12))
# Files that mean far more than they say, or that take far longer to be understood than to be read.
_BOMBS = {
    "a list in itself": {"a.yaml": "# apiVersion\n&a\n- *a\n- *a\n"},
    "items in themselves": {"a.yaml": "apiVersion: v1\nkind: List\nitems: &a [*a, *a]\n"},
    "a billion items": {"a.yaml": f"apiVersion: v1\nkind: List\nx0: &x0 [{{kind: Pod}}]\n{_LAUGHS}items: *x11\n"},
    "a mapping merged again and again": {
        "a.yaml": "apiVersion: v1\nb: &b\n"
        + "".join(f"  k{i}: v\n" for i in range(20_000))
        + "c:\n"
        + "- <<: *b\n" * 20_000
    },
    "documents that are none": {"a.yaml": "apiVersion: v1\n" + "---\n]\n" * 100_000},
    "a version without end": {"Chart.yaml": f"name: loki\nhome: x\nappVersion: '1.{'9' * 6000}'\n"},
    "a kubelet without end": {
        "a.yaml": "apiVersion: v1\nkind: Node\nmetadata: {name: a}\n"
        f"status: {{nodeInfo: {{kubeletVersion: v1.{'9' * 6000}}}}}\n"
    },
    "HCL in HCL": {
        "a.tf": 'resource "helm_release" "a" {\nchart = "loki"\nvalues = [yamlencode('
        + f"{'{a=' * 3000}1{'}' * 3000}"
        + ")]\n}\n"
    },
    "arguments of arguments": {
        "Dockerfile": "".join(f"ARG A{i}=$A{i + 1}.$A{i + 1}.\n" for i in range(60)) + "FROM $A0.\n"
    },
    "many arguments": {"Dockerfile": "".join(f"ARG A{i}=b\n" for i in range(20_000)) + "FROM $C\n" * 20_000},
    "a variable of itself": {"compose.yaml": "services: {a: {image: '${A}'}}", ".env": "A=" + "${A}" * 2000},
    "variables that do not end": {"compose.yaml": "services: {a: {image: '" + "${a-" * 60_000 + "'}}"},
    "releases beside many values": {
        f"{kind}{number}.yaml": text
        for kind, text in (
            ("values", "a: {b: c}\n"),
            (
                "release",
                "apiVersion: helm.toolkit.fluxcd.io/v2\nkind: HelmRelease\n"
                "spec: {chart: {spec: {chart: kube-prometheus-stack}}, valuesFrom: [{kind: ConfigMap, name: a}]}\n",
            ),
        )
        for number in range(1500)
    },
    "texts in texts of a shell": {"a.sh": f"helm install {'${a:-' * 3000}{'}' * 3000}\n"},
    "expressions that do not end": {
        ".github/workflows/a.yml": f"jobs: {{a: {{steps: [{{run: 'helm install {'${{ ' * 50_000}'}}]}}}}\n",
        "tasks/main.yml": f"- shell: 'helm install {'{{ ' * 50_000}'\n",
        ".circleci/config.yml": f"jobs: {{a: {{steps: [{{run: 'helm install {'<< ' * 50_000}'}}]}}}}\n",
    },
    "quotes that do not end": {
        "Jenkinsfile": "pipeline {\n" + "sh '''" * 20_000 + "\n" + "\\'" * 100_000 + "\nsh  + \\''" * 20_000,
        "c/Chart.yaml": "name: a\n",
        "c/templates/a.yaml": "apiVersion: v1\nkind: {{ " + '\\"' * 100_000,
    },
    "a release that is many": {
        "a.json": f'[{{"app_version": "1", "namespace": "a", "chart": "{"-1.1.1" * 60_000}/"}}]'
    },
}


@pytest.mark.parametrize("files", _BOMBS.values(), ids=_BOMBS)
def test_bombs(shipped: Knowledge, files: dict[str, str]) -> None:
    """Each takes a moment, and little memory: without limits it would take minutes or hours, or all of it."""
    begun = time.process_time()
    found = detect([SourceFile(path, text) for path, text in files.items()], shipped)
    assert found.files == len(files)
    assert time.process_time() - begun < 20


def test_what_others_wrote_fits_on_a_line(shipped: Knowledge) -> None:
    """A terminal does not obey it, and a log does not take it for a line of its own."""
    release = {"app_version": "1", "namespace": "a", "chart": f"\x1b[31mred\u202e\ud800{'x' * 400}-1.0.0"}
    source = {"chart": "\x1b[2Ja\n::error::b", "repoURL": "https://\n::c"}
    application = {"apiVersion": "argoproj.io/v1", "kind": "Application", "spec": {"source": source}}
    long = {**application, "spec": {"source": {"chart": "y" * 5000, "repoURL": "https://c"}}}
    files = {"a.json": [release], "b.json": application, "c.json": long}
    found = detect([SourceFile(path, json.dumps(one)) for path, one in files.items()], shipped)
    charts = [one for one in found.unknown if one.kind == "chart"]
    told = [text for one in charts for text in (one.name, one.evidence[0].what)]
    assert len(charts) == 3
    assert all(one.isprintable() and len(one) <= 1001 for one in told)


def test_json_is_read_as_yaml_would_be() -> None:
    text = '{"a": [1, {"b": null}],\n "c": "d\\n\\u00e9", "e": {}, "f": -1.5e3, "g": true}\n{"h": []}'
    [first, second] = json_documents(text)
    assert [first] == list(yaml_documents(text.split("\n{", maxsplit=1)[0]))
    assert second == {"h": []}
    assert (first["c"].line, first.key_lines["g"]) == (2, 2)  # type: ignore[union-attr,index]


def test_documents_after_one_that_cannot_be_read() -> None:
    found = list(yaml_documents("a: 1\n---\nb: [\n---\nc: 3\n"))
    assert [one for one in found if not isinstance(one, NotReadable)] == [{"a": "1"}, {"c": "3"}]
    assert found[-1]["c"].line == 5  # type: ignore[index,union-attr]


def test_each_document_that_cannot_be_read_is_told_once_at_its_line() -> None:
    text = "a: 1\n---\nb: \x01\n---\nc: 한 [\n---\n]\n--- ]\n---\nd: 4\n"
    found = list(yaml_documents(text, 11))
    assert [one.line for one in found if isinstance(one, NotReadable)] == [13, 17, 18]
    assert [one for one in found if not isinstance(one, NotReadable)] == [{"a": "1"}, {"c": "한 ["}, {"d": "4"}]


def test_lines_are_those_of_editors() -> None:
    """YAML ends a line at letters at which no editor does."""
    [found] = yaml_documents("a: 1 # \u2028 \u0085\nb: 2\n")
    assert found["b"].line == 2  # type: ignore[index,union-attr]


def test_an_alias_is_what_it_names_unless_it_names_what_it_stands_in() -> None:
    assert list(yaml_documents("a: &a {b: &b [x]}\nc: {<<: *a, d: *b}\ne: &e [*e, *nobody, *a]")) == [
        {"a": {"b": ["x"]}, "c": {"b": ["x"], "d": ["x"]}, "e": [None, None, {"b": ["x"]}]}
    ]
