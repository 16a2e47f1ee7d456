"""Objects that name charts and classes in ways of their own."""

from __future__ import annotations

import pytest

from engine.detection import wanted
from engine.model import Knowledge
from tests.engine.detection.finding import answers, found_in, products, unknown, versions


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param(
            """
            apiVersion: helm.fluxcd.io/v1
            kind: HelmRelease
            spec: {chart: {name: loki, repository: https://grafana.github.io/helm-charts, version: 6.6.2}}
            """,
            {"flux", "loki"},
            id="the Helm Operator's",
        ),
        pytest.param(
            """
            apiVersion: helm.crossplane.io/v1beta1
            kind: Release
            spec: {forProvider: {chart: {name: loki, repository: https://grafana.github.io/helm-charts}}}
            """,
            {"crossplane", "loki"},
            id="Crossplane's",
        ),
        pytest.param(
            """
            apiVersion: source.toolkit.fluxcd.io/v1
            kind: HelmChart
            spec: {chart: loki, version: 6.6.2}
            """,
            {"flux", "loki"},
            id="Flux's chart",
        ),
        pytest.param(
            """
            apiVersion: argoproj.io/v1alpha1
            kind: Application
            spec: {source: {repoURL: "oci://ghcr.io/grafana/helm-charts/loki", targetRevision: 6.6.2}}
            """,
            {"argo-cd", "loki"},
            id="Argo CD's, from a registry",
        ),
        pytest.param(
            """
            apiVersion: argoproj.io/v1alpha1
            kind: ApplicationSet
            spec:
              generators: [{list: {elements: [{chart: loki, repo: "https://grafana.github.io/helm-charts"}]}}]
              template: {spec: {source: {chart: "{{chart}}", repoURL: "{{repo}}"}}}
            """,
            {"argo-cd", "loki"},
            id="a set's elements",
        ),
        pytest.param(
            """
            apiVersion: node.k8s.io/v1
            kind: RuntimeClass
            metadata: {name: safe}
            handler: runsc
            """,
            {"gvisor"},
            id="a class of runtimes",
        ),
        pytest.param(
            """
            apiVersion: gateway.networking.k8s.io/v1
            kind: GatewayClass
            metadata: {name: istio}
            spec: {controllerName: istio.io/gateway-controller}
            """,
            {"gateway-api", "istio"},
            id="a class of gateways",
        ),
    ],
)
def test_an_object_tells_what_it_installs_or_is_served_by(shipped: Knowledge, text: str, expected: set[str]) -> None:
    assert products(found_in(shipped, {"a.yaml": text})) == expected


def test_releases_are_signs_of_helm_wherever_their_chart_is_named(shipped: Knowledge) -> None:
    release = """
        apiVersion: helm.toolkit.fluxcd.io/v2
        kind: HelmRelease
        spec: {chartRef: {kind: OCIRepository, name: nowhere}}
        """
    found = found_in(shipped, {"a.yaml": release})
    assert "helm" in found.products
    assert unknown(found) == [("chart", "OCIRepository/nowhere")]


def test_what_is_set_aside_answers_nothing(shipped: Knowledge) -> None:
    application = "apiVersion: argoproj.io/v1alpha1\nkind: Application\n"
    assert answers(found_in(shipped, {"apps/a.yaml": application})) == {"delivery.gitops": True}
    assert answers(found_in(shipped, {"examples/a.yaml": application})) == {}


def test_releases_of_helmfile_without_what_templates_make(shipped: Knowledge) -> None:
    found = found_in(
        shipped,
        {
            "helmfile.d/10-logs.yaml": """
                repositories: [{name: grafana, url: "https://grafana.github.io/helm-charts"}]
                {{ if .Values.logs }}
                releases:
                  - {name: loki, chart: grafana/loki, version: 6.6.2, set: [{name: image.tag, value: 3.0.0}]}
                  - {name: tempo, chart: grafana/tempo, installed: false}
                  - name: other
                    chart: grafana/{{ .Values.other }}
                {{ end }}
                """
        },
    )
    assert products(found) == {"loki"}
    assert set(found.seen) == {"tempo"}
    assert unknown(found) == []
    assert versions(found) == {}
    assert [(one.place.line, one.code) for one in found.problems] == [(1, "template")]


def _nodes(*kubelets: str) -> str:
    node = "---\napiVersion: v1\nkind: Node\nmetadata: {{name: n{}}}\nstatus: {{nodeInfo: {{kubeletVersion: {}}}}}\n"
    return "".join(node.format(number, kubelet) for number, kubelet in enumerate(kubelets))


def test_only_nodes_that_differ_are_remarked_upon(shipped: Knowledge) -> None:
    same = found_in(shipped, {"nodes.yaml": _nodes("v1.31.2", "v1.31.9-eks-1")})
    assert (answers(same), same.problems) == ({"platform.kubernetes_version": "1.31", "platform.nodes": 2}, ())
    differ = found_in(shipped, {"nodes.yaml": _nodes("v1.31.2", "v1.9.9", "v1.31.0")})
    assert answers(differ)["platform.kubernetes_version"] == "1.9"
    assert [(one.place.line, one.code) for one in differ.problems] == [(10, "version-skew")]


@pytest.mark.parametrize("text", ["{{ .Values.a }}", "${A}", "$(A)"])
def test_what_a_template_would_put_there_names_nothing(shipped: Knowledge, text: str) -> None:
    found = found_in(
        shipped,
        {
            "a.yaml": f"""
                apiVersion: argoproj.io/v1alpha1
                kind: Application
                spec: {{source: {{chart: "{text}", repoURL: https://grafana.github.io/helm-charts}}}}
                """,
            "b.yaml": f"""
                apiVersion: networking.k8s.io/v1
                kind: Ingress
                spec: {{ingressClassName: "{text}"}}
                """,
        },
    )
    assert products(found) == {"argo-cd", "kubernetes-ingress"}
    assert (unknown(found), found.ambiguous) == ([], ())


def test_what_may_say_something_is_opened(shipped: Knowledge) -> None:
    """By its path alone."""
    may = wanted(shipped)
    names = ("a.yml", "x/a.tf", "Dockerfile", "a.Dockerfile", ".env", "x/.env", "Jenkinsfile", "Chart.lock", "a.gotmpl")
    assert [name for name in names if not may(name)] == []
    assert [name for name in ("README.md", "a.go", "env", "yaml", "x/tf") if may(name)] == []
