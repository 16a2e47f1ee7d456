"""Whatever is in files, detection ends, and says nothing that is not so."""

from __future__ import annotations

import json

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
