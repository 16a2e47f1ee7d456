"""Layouts that public projects document for their installation, rebuilt by hand."""

from __future__ import annotations

from engine.model import Knowledge
from tests.engine.detection.finding import ambiguous, answers, found_in, products, unknown, versions


def test_kube_prometheus_stack_brings_its_parts_unless_they_are_switched_off(shipped: Knowledge) -> None:
    found = found_in(
        shipped,
        {
            "monitoring/repository.yaml": """
                apiVersion: source.toolkit.fluxcd.io/v1
                kind: HelmRepository
                metadata: {name: prometheus-community, namespace: flux-system}
                spec: {interval: 1h, url: https://prometheus-community.github.io/helm-charts}
                """,
            "monitoring/release.yaml": """
                apiVersion: helm.toolkit.fluxcd.io/v2
                kind: HelmRelease
                metadata: {name: kube-prometheus-stack}
                spec:
                  chart:
                    spec:
                      chart: kube-prometheus-stack
                      version: 61.3.x
                      sourceRef: {kind: HelmRepository, name: prometheus-community}
                  values:
                    alertmanager:
                      enabled: false
                    prometheus:
                      prometheusSpec:
                        image: {registry: quay.io, repository: prometheus/prometheus, tag: v2.53.1}
                """,
        },
    )
    assert products(found) == {"flux", "prometheus", "prometheus-operator", "grafana"}
    assert versions(found) == {"prometheus": "2.53.1"}
    first = found.products["grafana"][0]
    assert (str(first), first.kind) == ("monitoring/release.yaml:7", "chart")
    assert first.what == ("kube-prometheus-stack 61.3.x from https://prometheus-community.github.io/helm-charts")
    assert unknown(found) == []


def test_an_argo_cd_app_of_apps(shipped: Knowledge) -> None:
    found = found_in(
        shipped,
        {
            "root.yaml": """
                apiVersion: argoproj.io/v1alpha1
                kind: Application
                metadata: {name: root, namespace: argocd}
                spec:
                  source: {repoURL: https://git.example/platform.git, path: apps, targetRevision: HEAD}
                  destination: {server: https://kubernetes.default.svc}
                """,
            "apps/cert-manager.yaml": """
                apiVersion: argoproj.io/v1alpha1
                kind: Application
                metadata:
                  name: cert-manager
                  annotations: {argocd.argoproj.io/sync-wave: "-1"}
                spec:
                  sources:
                    - repoURL: https://charts.jetstack.io
                      chart: cert-manager
                      targetRevision: v1.16.2
                      helm:
                        valueFiles: [$values/cert-manager/values.yaml]
                    - repoURL: https://git.example/values.git
                      targetRevision: main
                      ref: values
                """,
            "apps/addons.yaml": """
                apiVersion: argoproj.io/v1alpha1
                kind: ApplicationSet
                metadata: {name: addons}
                spec:
                  generators:
                    - list:
                        elements:
                          - {chart: velero, repoURL: https://vmware-tanzu.github.io/helm-charts, revision: 7.1.0}
                          - {chart: podinfo, repoURL: https://stefanprodan.github.io/podinfo, revision: 6.7.0}
                  template:
                    metadata: {name: '{{chart}}'}
                    spec:
                      source: {chart: '{{chart}}', repoURL: '{{repoURL}}', targetRevision: '{{revision}}'}
                """,
        },
    )
    assert products(found) == {"argo-cd", "cert-manager", "velero"}
    assert versions(found) == {"cert-manager": "1.16.2"}
    assert answers(found) == {"delivery.gitops": True}
    assert unknown(found) == [("chart", "podinfo")]


def test_istio_installed_by_its_charts_in_ambient_mode(shipped: Knowledge) -> None:
    found = found_in(
        shipped,
        {
            "helmfile.yaml": """
                repositories:
                  - name: istio
                    url: https://istio-release.storage.googleapis.com/charts
                releases:
                {{- range $name := list "base" "istiod" }}
                {{- end }}
                  - {name: istio-base, chart: istio/base, version: 1.24.1}
                  - {name: istiod, chart: istio/istiod, version: 1.24.1}
                  - {name: cni, chart: istio/cni, version: 1.24.1}
                  - name: ztunnel
                    chart: istio/ztunnel
                    version: {{ .Values.version }}
                """,
            "namespaces/shop.yaml": """
                apiVersion: v1
                kind: Namespace
                metadata:
                  name: shop
                  labels:
                    istio.io/dataplane-mode: ambient
                """,
        },
    )
    assert products(found) == {"istio", "istio-ambient", "ztunnel"}
    assert versions(found)["istio"] == "1.24.1"
    assert {str(one) for one in found.products["istio-ambient"]} == {"helmfile.yaml:11", "namespaces/shop.yaml:6"}
    assert [(one.place.line, one.code) for one in found.problems] == [(1, "template")]


def test_ingress_nginx_by_its_manifests(shipped: Knowledge) -> None:
    found = found_in(
        shipped,
        {
            "deploy.yaml": """
                apiVersion: networking.k8s.io/v1
                kind: IngressClass
                metadata: {name: nginx}
                spec: {controller: k8s.io/ingress-nginx}
                ---
                apiVersion: apps/v1
                kind: Deployment
                metadata: {name: ingress-nginx-controller}
                spec:
                  template:
                    spec:
                      containers:
                        - name: controller
                          image: registry.k8s.io/ingress-nginx/controller:v1.11.3@sha256:d56f135b6462cfc476447cfe56
                ---
                apiVersion: networking.k8s.io/v1
                kind: Ingress
                metadata: {name: shop}
                spec: {ingressClassName: nginx}
                """,
        },
    )
    assert products(found) == {"ingress-nginx", "kubernetes-ingress"}
    assert versions(found) == {"ingress-nginx": "1.11.3"}
    assert ambiguous(found) == []


def test_loki_and_tempo_as_dependencies_of_a_chart_of_ones_own(shipped: Knowledge) -> None:
    found = found_in(
        shipped,
        {
            "observability/Chart.yaml": """
                apiVersion: v2
                name: observability
                version: 0.1.0
                dependencies:
                  - name: loki
                    version: 6.6.2
                    repository: https://grafana.github.io/helm-charts
                  - name: tempo-distributed
                    version: 1.10.1
                    repository: oci://registry.example/mirror/grafana
                  - name: grafana
                    version: 8.0.0
                    repository: https://grafana.github.io/helm-charts
                    condition: grafana.enabled
                """,
            "observability/values.yaml": """
                grafana:
                  enabled: false
                loki:
                  loki:
                    image: {repository: grafana/loki, tag: 3.0.0}
                gateway:
                  image: {repository: nginxinc/nginx-unprivileged, tag: "1.27"}
                """,
        },
    )
    assert products(found) == {"loki", "tempo"}
    assert set(found.seen) == {"grafana"}
    assert versions(found) == {}, "a default of values is not what runs"
    assert unknown(found) == [], "a chart of one's own is no riddle"


def test_harbor_and_the_scanner_that_it_brings(shipped: Knowledge) -> None:
    application = """
        apiVersion: argoproj.io/v1alpha1
        kind: Application
        metadata: {{name: harbor}}
        spec:
          source:
            repoURL: https://helm.goharbor.io
            chart: harbor
            targetRevision: 1.15.1
            helm:
              valuesObject:
                trivy: {{enabled: {enabled}}}
        """
    found = found_in(shipped, {"harbor.yaml": application.format(enabled="true")})
    assert products(found) == {"argo-cd", "harbor", "trivy"}
    assert answers(found)["registry.trivy_in_use"] == "in-harbor"
    without = found_in(shipped, {"harbor.yaml": application.format(enabled="false")})
    assert products(without) == {"argo-cd", "harbor"}
    assert "registry.trivy_in_use" not in answers(without)


def test_a_cluster_as_kubectl_and_helm_print_it(shipped: Knowledge) -> None:
    found = found_in(
        shipped,
        {
            "nodes.json": """
                {"apiVersion": "v1", "kind": "List", "items": [
                  {"apiVersion": "v1", "kind": "Node",
                   "metadata": {"name": "a", "labels": {"eks.amazonaws.com/nodegroup": "blue"}},
                   "spec": {"providerID": "aws:///eu-west-1a/i-0a"},
                   "status": {"nodeInfo": {"kubeletVersion": "v1.30.4-eks-a737599",
                                           "containerRuntimeVersion": "containerd://1.7.22"}}},
                  {"apiVersion": "v1", "kind": "Node", "metadata": {"name": "b"},
                   "status": {"nodeInfo": {"kubeletVersion": "v1.29.8-eks-a737599",
                                           "containerRuntimeVersion": "containerd://1.7.11"}}}
                ]}
                """,
            "releases.json": """
                [{"name":"metrics","namespace":"monitoring","revision":"3","status":"deployed",
                  "chart":"kube-prometheus-stack-61.3.2","app_version":"v0.75.1"},
                 {"name":"logs","namespace":"logging","revision":"1","status":"deployed",
                  "chart":"fluent-bit-0.47.7","app_version":"3.1.4"}]
                """,
        },
    )
    assert answers(found) == {
        "platform.management": "managed",
        "platform.environments": ("public-cloud",),
        "platform.clouds": ("aws",),
        "platform.kubernetes_version": "1.29",
        "platform.nodes": 2,
        "platform.runtime_in_use": "containerd",
    }
    assert str(found.answers["platform.kubernetes_version"].evidence[0]) == "nodes.json:8"
    assert [one.message for one in found.problems] == [
        "nodes run several versions of Kubernetes: 1.29, 1.30; the lowest is taken"
    ]
    assert {"aws", "eks", "containerd", "prometheus", "alertmanager", "grafana", "fluent-bit"} <= products(found)
    assert versions(found) == {"containerd": "1.7.11", "fluent-bit": "3.1.4", "prometheus-operator": "0.75.1"}


def test_tetragon_runs_beside_any_network_and_tells_none(shipped: Knowledge) -> None:
    """Its policies are of the API group that Cilium has its own in."""
    policy = "apiVersion: cilium.io/v1alpha1\nkind: TracingPolicy\nmetadata: {name: exec}\n"
    workload = "apiVersion: apps/v1\nkind: DaemonSet\nspec: {template: {spec: {containers: [{image: IMAGE}]}}}\n"
    tetragon = {
        "policy.yaml": policy,
        "daemonset.yaml": workload.replace("IMAGE", "quay.io/cilium/tetragon:v1.4.1"),
        "Chart.yaml": "name: cluster\ndependencies: [{name: tetragon, version: 1.4.1, repository: https://helm.cilium.io}]\n",
    }
    assert "cilium" not in products(found_in(shipped, tetragon))
    own = {"policy.yaml": "apiVersion: cilium.io/v2\nkind: CiliumNetworkPolicy\nmetadata: {name: deny}\n"}
    assert "cilium" in products(found_in(shipped, own))
