"""Which reader reads a file: by its path, and by what is in it."""

from __future__ import annotations

import fnmatch
from collections.abc import Callable, Iterable, Iterator
from typing import Any

from engine.detection.images import images_in_values
from engine.detection.readers import charts, ci, compose, helmfile, kustomize, manifests, steps
from engine.detection.readers.ansible import is_ansible, read_ansible
from engine.detection.readers.commands import read_script
from engine.detection.readers.dockerfile import read_dockerfile
from engine.detection.readers.entries import read_entries
from engine.detection.readers.jenkins import read_jenkins
from engine.detection.readers.make import read_make
from engine.detection.readers.pulumi import read_pulumi
from engine.detection.readers.templated import read_templated
from engine.detection.readers.terraform import read_terraform
from engine.detection.readers.values import authorities_in_values, values_seen
from engine.detection.sightings import Reading, Seen, Values, at, items_at, plain, text_at
from engine.detection.templates import has_templates, without_templates
from engine.detection.tree import Map, NotReadable, Scalar, json_documents, yaml_documents
from engine.told import told, told_in

_YAML = (".yaml", ".yml")
_HCL = (".tf", ".tofu", ".terraform.lock.hcl", ".auto.tfvars")
_VARIABLES = "terraform.tfvars"
_CHARTS = ("Chart.yaml", "Chart.yml")
_LISTS = ("Chart.lock", "requirements.yaml", "requirements.lock")
_KUSTOMIZATIONS = ("kustomization.yaml", "kustomization.yml", "Kustomization")
_COMPOSE = ("docker-compose*.y*ml", "compose*.y*ml", "*.compose.y*ml")
_HELMFILES = ("helmfile*.yaml", "helmfile*.yml", "helmfile*.gotmpl")
_DOCKERFILES = ("dockerfile", "containerfile")
_WORKFLOWS = ("/.github/workflows/", "/.gitea/workflows/", "/.forgejo/workflows/")
_ACTIONS = ("action.yml", "action.yaml")
_SCRIPTS = (".sh", ".bash")
_MAKE = ("makefile", "gnumakefile", "makefile.*", "*.mk")
_JENKINS = ("jenkinsfile", "jenkinsfile.*", "*.jenkinsfile")
_MANIFEST = "apiVersion"
_RELEASES = "app_version"
# Without any of these the values of a chart say nothing.
_VALUES = ("repository:", "image:", "chart", "acme:")
# Lists of charts for generators are JSON, too.
_LISTED = '"chart'
# A text with more of it than this is data of a tool, and no values of a chart.
_MOST_VALUES = 256 * 1024

_RELEASES_LEFT_OUT = told(
    "read in part: templates are left out, and with them versions, switches and releases that only they put there",
    "일부만 읽음: 템플릿은 제외했으므로 템플릿으로만 정해지는 버전, 스위치, 릴리스는 보이지 않습니다",
)
_NO_DUMP = told(
    "not read: there are no objects of Kubernetes and no releases of Helm in this",
    "읽지 못함: Kubernetes 객체도 Helm 릴리스도 들어 있지 않습니다",
)

TreeReader = Callable[[Reading, Any], Iterator[Seen]]


def is_read(path: str) -> bool:
    """May a reader have something to say about a file of this path?"""
    name = path.rpartition("/")[2]
    return (
        name.endswith((*_YAML, ".json", *_HCL, ".gotmpl"))
        or name in (*_LISTS, *_KUSTOMIZATIONS, _VARIABLES)
        or _is_dockerfile(name)
        or _textual(name) is not None
    )


def read(reading: Reading) -> Iterator[Seen]:
    """All that is seen in a file that is no template of a chart."""
    return plain(_read(reading))


def read_template(reading: Reading, values: Any) -> Iterator[Seen]:
    """All that is seen in a template of a chart. `values`: the tree of what the chart keeps as values, or None."""
    return (
        plain(read_templated(reading, manifests.read_objects, values)) if _MANIFEST in reading.file.text else iter(())
    )


def _read(reading: Reading) -> Iterator[Seen]:
    name = reading.path.rpartition("/")[2]
    if name.endswith(_HCL) or name == _VARIABLES:
        yield from read_terraform(reading)
    elif _is_dockerfile(name):
        yield from read_dockerfile(reading)
    elif textual := _textual(name):
        yield from textual(reading)
    elif _matches(name, _HELMFILES) or "helmfile.d/" in reading.path:
        yield from _helmfile(reading)
    elif (not is_read(reading.path) and reading.path != "-") or _is_anothers_list(reading, name):
        return
    elif reader := _by_name(reading.path, name):
        yield from _trees(reading, reader)
    else:
        yield from _by_content(reading)


def _textual(name: str) -> Callable[[Reading], Iterator[Seen]] | None:
    """Files of languages that are read as texts."""
    lowered = name.lower()
    if lowered.endswith(_SCRIPTS):
        return read_script
    if _matches(lowered, _MAKE):
        return read_make
    return read_jenkins if _matches(lowered, _JENKINS) else None


def _by_name(path: str, name: str) -> TreeReader | None:
    named = next((reader for patterns, reader in _NAMED if _matches(name, patterns)), None)
    inside = next((reader for folders, reader in _INSIDE if any(folder in f"/{path}" for folder in folders)), None)
    return named or inside


def _is_anothers_list(reading: Reading, name: str) -> bool:
    """Python's tools have a requirements.lock, too."""
    return name in _LISTS and "dependencies:" not in reading.file.text


def _by_content(reading: Reading) -> Iterator[Seen]:
    text = reading.file.text
    if is_ansible(reading.path, text) and reading.path.endswith(_YAML):
        yield from _told_apart(reading, read_ansible)
    if _MANIFEST in text:
        yield from _trees(reading, _objects_or_values)
    elif "releases:" in text and "chart:" in text and reading.path.endswith(_YAML):
        yield from _helmfile(reading)
    elif _RELEASES in text or ('"chart"' in text and text.lstrip().startswith("[")):
        yield from _trees(reading, _releases)
    elif _may_be_values(reading):
        yield from _told_apart(reading, _values)
    elif _LISTED in text and len(text) <= _MOST_VALUES and reading.path.endswith(".json"):
        yield from _told_apart(reading, read_entries)
    elif reading.path == "-" and text.strip():
        yield reading.remark(1, "not-known", _NO_DUMP, "warning")


def _may_be_values(reading: Reading) -> bool:
    text = reading.file.text
    return reading.path.endswith(_YAML) and len(text) <= _MOST_VALUES and any(word in text for word in _VALUES)


def _objects_or_values(reading: Reading, tree: Any) -> Iterator[Seen]:
    """Values may speak of objects, too, and are none for that."""
    if type(tree) is Map and not {"apiVersion", "kind"} & tree.keys():
        if _may_be_values(reading):
            yield from _values(reading, tree)
    else:
        yield from manifests.read_objects(reading, tree)


def _fleet(reading: Reading, tree: Any) -> Iterator[Seen]:
    """fleet.yaml of Rancher Fleet."""
    helm, given = at(tree, "helm"), at(tree, "helm", "values")
    chart = text_at(helm, "chart")
    if chart:
        files = (one for one in items_at(helm, "valuesFiles") if type(one) is Scalar)
        values = Values(
            (given,) if type(given) is Map else (), tuple(helmfile.beside(reading.path, file) for file in files)
        )
        yield from charts.chart_seen(reading, chart, text_at(helm, "repo"), text_at(helm, "version"), values)
        yield from values_seen(reading, given)


def _releases(reading: Reading, tree: Any) -> Iterator[Seen]:
    if charts.are_releases(tree):
        yield from charts.read_releases(reading, tree)


def _values(reading: Reading, tree: Any) -> Iterator[Seen]:
    """Values of a chart say what would run if it were installed with them. Lists of charts are kept like that, too."""
    yield from read_entries(reading, tree)
    yield from images_in_values(reading, tree, idle=True, tell=False)
    yield from authorities_in_values(reading, tree, idle=True)


def _told_apart(reading: Reading, reader: TreeReader) -> Iterator[Seen]:
    """As `_trees`, for files of which nobody knows what they are: that one cannot be read need not be told."""
    for one in _documents(reading):
        if not isinstance(one, NotReadable):
            yield from reader(reading, one)


def _trees(reading: Reading, reader: TreeReader) -> Iterator[Seen]:
    """What a reader sees in each document. A template is no YAML, but what it leaves plain may be."""
    documents = _documents(reading)
    if has_templates(reading.file.text):
        documents = list(documents)
        if any(isinstance(one, NotReadable) for one in documents):
            yield from read_templated(reading, reader)
            return
    for one in documents:
        if isinstance(one, NotReadable):
            yield _not_yaml(reading, one)
        else:
            yield from reader(reading, one)


def _not_yaml(reading: Reading, failed: NotReadable) -> Seen:
    message = told(f"not read: {failed.message}", f"읽지 못함: {told_in(failed.message, 'ko')}")
    return reading.remark(failed.line, "not-yaml", message, "warning")


def _documents(reading: Reading) -> Iterable[Any]:
    text = reading.file.text
    start = text.lstrip()[:1]
    if reading.path.endswith(".json") or (reading.path == "-" and start in ("{", "[")):
        return json_documents(text)
    return yaml_documents(text)


# By the name of a file, and, where that says nothing, by the folder that it is in.
_NAMED: tuple[tuple[tuple[str, ...], TreeReader], ...] = (
    (_CHARTS, charts.read_chart),
    (_LISTS, charts.read_dependencies),
    (_KUSTOMIZATIONS, kustomize.read_kustomization),
    (_COMPOSE, compose.read_compose),
    (_ACTIONS, ci.read_workflow),
    (("*.gitlab-ci.yml", "*.gitlab-ci.yaml"), ci.read_gitlab),
    (steps.NAMES, steps.read_steps),
    (("Pulumi.yaml", "Pulumi.yml"), read_pulumi),
    (("fleet.yaml", "fleet.yml"), _fleet),
)
_INSIDE: tuple[tuple[tuple[str, ...], TreeReader], ...] = (
    (_WORKFLOWS, ci.read_workflow),
    (("/.gitlab/ci/",), ci.read_gitlab),
    (steps.FOLDERS, steps.read_steps),
)


def _helmfile(reading: Reading) -> Iterator[Seen]:
    text, left_out = without_templates(reading.file.text)
    trees: list[Map] = []
    for one in yaml_documents(text):
        if isinstance(one, NotReadable):
            yield _not_yaml(reading, one)
        elif type(one) is Map:
            trees.append(one)
    if not any(at(tree, "releases") is not None or at(tree, "repositories") is not None for tree in trees):
        return
    if left_out:
        yield reading.remark(1, "template", _RELEASES_LEFT_OUT)
    yield from helmfile.read_helmfile(reading, trees)


def _is_dockerfile(name: str) -> bool:
    lowered = name.lower()
    return lowered.startswith(_DOCKERFILES) or lowered.endswith((".dockerfile", ".containerfile"))


def _matches(name: str, patterns: Iterable[str]) -> bool:
    return any(fnmatch.fnmatchcase(name, pattern) for pattern in patterns)
