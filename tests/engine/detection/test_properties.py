"""What holds of any files: order changes nothing, evidence is where it says, and files that say nothing add nothing."""

from __future__ import annotations

from dataclasses import replace

from hypothesis import given, settings
from hypothesis import strategies as st

from engine.detection import Detection, SourceFile, detect
from engine.model import Knowledge

_REPOSITORY = """\
apiVersion: source.toolkit.fluxcd.io/v1
kind: HelmRepository
metadata: {name: charts}
spec: {url: %s}
"""
_REGISTRY = """\
apiVersion: source.toolkit.fluxcd.io/v1
kind: OCIRepository
metadata: {name: charts}
spec: {url: "oci://quay.io/jetstack/charts/cert-manager", ref: {tag: %s}}
"""
_RELEASE = """\
# a release
apiVersion: helm.toolkit.fluxcd.io/v2
kind: HelmRelease
metadata: {name: a, annotations: {cert-manager.io/cluster-issuer: x}}
spec:
  chart: {spec: {chart: %s, version: 1.2.3, sourceRef: {kind: HelmRepository, name: charts}}}
  valuesFrom: [{kind: ConfigMap, name: values}]
  values: {image: {repository: grafana/loki, tag: 3.1.0}}
"""
_NODE = """\
---
apiVersion: v1
kind: Node
metadata: {name: %s, labels: {node-role.kubernetes.io/control-plane: ""}}
spec: {providerID: "aws:///%s"}
status: {nodeInfo: {kubeletVersion: %s, containerRuntimeVersion: "containerd://1.7.2", osImage: Ubuntu 24.04}}
"""
# Files that say the same, or something else, of the same things, and refer to one another.
_FILES = {
    "repository.yaml": _REPOSITORY % "https://grafana.github.io/helm-charts",
    "a/repository.yaml": _REPOSITORY % "https://charts.jetstack.io",
    "b/repository.yaml": _REPOSITORY % "https://prometheus-community.github.io/helm-charts",
    "a/release.yaml": _RELEASE % "cert-manager",
    "a/b/release.yaml": _RELEASE % "loki",
    "b/release.yaml": _RELEASE % "kube-prometheus-stack",
    "tests/release.yaml": _RELEASE % "tempo",
    "b/more-values.yaml": "grafana: {enabled: true}\n",
    "b/oci.yaml": _REGISTRY % "1.0.0",
    "b/more-oci.yaml": _REGISTRY % "2.0.0",
    "b/by-reference.yaml": (
        "apiVersion: helm.toolkit.fluxcd.io/v2\nkind: HelmRelease\n"
        "spec: {chartRef: {kind: OCIRepository, name: charts}}\n"
    ),
    "b/values.yaml": "grafana: {enabled: false}\nimage: {repository: prom/prometheus, tag: v2.1.0}\n",
    "a/values.yaml": "grafana: {enabled: true}\n",
    "nodes.yaml": _NODE % ("a", "eu/i-1", "v1.31.2") + _NODE % ("b", "eu/i-2", "v1.30.4-eks-1"),
    "more-nodes.yaml": _NODE % ("a", "eu/i-3", "v1.30.9"),
    "ingress.yaml": "apiVersion: networking.k8s.io/v1\nkind: Ingress\nspec: {ingressClassName: nginx}\n",
    "class.yaml": (
        "apiVersion: networking.k8s.io/v1\nkind: IngressClass\nmetadata: {name: nginx}\n"
        "spec: {controller: k8s.io/ingress-nginx}\n"
    ),
    "pods.yaml": (
        "apiVersion: apps/v1\nkind: Deployment\nspec:\n  template:\n    spec:\n      containers:\n"
        "        - image: grafana/loki:2.9.1\n        - image: acme/shop:1\n        - image: acme/shop:2\n"
    ),
    "compose.yaml": "services:\n  a: {image: 'grafana/loki:${TAG:-3.0.0}'}\n  b: {image: acme/shop}\n",
    ".env": "TAG=2.8.0\n",
    "Dockerfile": "ARG TAG=1\nFROM grafana/loki:$TAG\n",
    ".gitlab-ci.yml": "image: acme/build:1\n",
    ".github/workflows/ci.yml": "jobs: {a: {steps: [{uses: docker/build-push-action@v6}]}}\n",
    "main.tf": 'resource "helm_release" "a" {\n  chart = "loki"\n  repository = "https://grafana.github.io/helm-charts"\n}\n',
    "broken.yaml": "apiVersion: v1\n---\n]\n",
    "list.json": '[{"name": "a", "namespace": "b", "chart": "loki-6.6.2", "app_version": "3.0.0"}]',
}
_SOME = st.lists(st.sampled_from(sorted(_FILES)), unique=True, min_size=1)


def _detect(names: list[str], knowledge: Knowledge) -> Detection:
    return detect([SourceFile(name, _FILES[name]) for name in names], knowledge)


@settings(max_examples=60)
@given(_SOME.flatmap(st.permutations))
def test_the_order_of_files_changes_nothing(shipped: Knowledge, names: list[str]) -> None:
    assert _detect(names, shipped) == _detect(sorted(names), shipped)


@settings(max_examples=60)
@given(_SOME)
def test_all_evidence_stands_in_a_file_that_was_read(shipped: Knowledge, names: list[str]) -> None:
    found = _detect(names, shipped)
    everywhere = [
        *(one for evidence in (*found.products.values(), *found.seen.values()) for one in evidence),
        *(one for made in (*found.answers.values(), *found.versions.values()) for one in made.evidence),
        *(one for made in (*found.unknown, *found.ambiguous) for one in made.evidence),
    ]
    for one in everywhere:
        assert one.path in names
        assert 1 <= one.line <= len(_FILES[one.path].split("\n"))
    assert {one.place.file for one in found.problems} <= set(names)
    assert not found.products.keys() & found.seen.keys()
    assert found.versions.keys() <= found.products.keys()


@settings(max_examples=30)
@given(_SOME)
def test_the_same_files_twice_say_the_same(shipped: Knowledge, names: list[str]) -> None:
    """So do files that say nothing."""
    once = _detect(names, shipped)
    files = [SourceFile(name, _FILES[name]) for name in [*names, *names]]
    again = detect([*files, SourceFile("notes.yaml", "a: 1\n"), SourceFile("README", "grafana/loki")], shipped)
    assert replace(again, files=once.files, problems=once.problems) == once


@settings(max_examples=30)
@given(_SOME)
def test_below_a_folder_it_is_all_the_same_but_for_the_folder(shipped: Knowledge, names: list[str]) -> None:
    """Save for files that count at the root alone, which none of these is."""
    inside = [name for name in names if not name.startswith(".git")]
    moved = detect([SourceFile(f"clusters/one/{name}", _FILES[name]) for name in inside], shipped)
    assert moved == _detect(inside, shipped).below("clusters/one/")
