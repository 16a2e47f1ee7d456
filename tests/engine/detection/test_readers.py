"""Each sort of file, and what is told of those that cannot be read."""

from __future__ import annotations

import json

import pytest

from engine.detection import SourceFile, detect
from engine.model import Knowledge
from tests.engine.detection.finding import ambiguous, answers, found_in, products, told, unknown, versions


def test_flux_takes_the_chart_from_the_nearest_address(shipped: Knowledge) -> None:
    address = """
        apiVersion: source.toolkit.fluxcd.io/v1
        kind: OCIRepository
        metadata: {{name: app}}
        spec: {{url: {url}, ref: {{tag: {tag}}}}}
        """
    release = """
        apiVersion: helm.toolkit.fluxcd.io/v2
        kind: HelmRelease
        metadata: {name: app}
        spec: {chartRef: {kind: OCIRepository, name: app}}
        """
    found = found_in(
        shipped,
        {
            "a/source.yaml": address.format(url="oci://ghcr.io/grafana/helm-charts/grafana", tag="8.0.0"),
            "a/release.yaml": release,
            "b/source.yaml": address.format(url="oci://quay.io/jetstack/charts/cert-manager", tag="v1.17.0"),
            "b/release.yaml": release,
            "c/release.yaml": release,
        },
    )
    assert products(found) == {"flux", "grafana", "cert-manager"}
    assert versions(found) == {"cert-manager": "1.17.0"}
    assert unknown(found) == [("chart", "OCIRepository/app")], "two are as near to it, and differ"


def test_values_beside_a_release_switch_off_what_a_chart_brings(shipped: Knowledge) -> None:
    release = """
        apiVersion: helm.toolkit.fluxcd.io/v2
        kind: HelmRelease
        metadata: {name: kps}
        spec:
          chart: {spec: {chart: kube-prometheus-stack, sourceRef: {kind: HelmRepository, name: nowhere}}}
          valuesFrom: [{kind: ConfigMap, name: values}]
        """
    found = found_in(shipped, {"m/release.yaml": release, "m/helm/values.yaml": "grafana: {enabled: false}\n"})
    assert products(found) == {"flux", "prometheus", "prometheus-operator", "alertmanager"}


def test_a_chart_of_ones_own_is_no_unknown_one_and_a_copy_of_another_s_is(shipped: Knowledge) -> None:
    own = "apiVersion: v2\nname: shop\nversion: 1.0.0\n"
    copied = "apiVersion: v2\nname: theirs\nversion: 1.0.0\nhome: https://example.org/theirs\n"
    found = found_in(shipped, {"charts/shop/Chart.yaml": own, "charts/theirs/Chart.yaml": copied})
    assert unknown(found) == [("chart", "theirs")]


def test_kustomization(shipped: Knowledge) -> None:
    found = found_in(
        shipped,
        {
            "kustomization.yaml": """
                resources:
                  - https://github.com/argoproj/argo-rollouts/releases/download/v1.7.2/install.yaml
                  - github.com/kubernetes-sigs/gateway-api/config/crd?ref=v1.2.0
                  - ../base
                helmCharts:
                  - {name: external-dns, repo: https://kubernetes-sigs.github.io/external-dns}
                  - {name: longhorn, repo: https://charts.longhorn.io, version: 1.7.1}
                images:
                  - {name: vault, newName: registry.example/hashicorp/vault, newTag: 1.18.1}
                """
        },
    )
    assert products(found) == {"argo-rollouts", "gateway-api", "longhorn", "vault"}
    told_versions = {"argo-rollouts": "1.7.2", "gateway-api": "1.2.0", "longhorn": "1.7.1", "vault": "1.18.1"}
    assert versions(found) == told_versions
    assert unknown(found) == [("chart", "external-dns")]


def test_terraform_takes_versions_from_where_they_are_set(shipped: Knowledge) -> None:
    found = found_in(
        shipped,
        {
            "main.tf": """
                variable "kubernetes" { default = { version = "1.30", pool = 3 } }
                variable "mesh" { default = false }
                module "cluster" {
                  source          = "./modules/cluster"
                  cluster_version = var.kubernetes.version
                }
                resource "helm_release" "istio" {
                  count      = var.mesh ? 1 : 0
                  chart      = "istiod"
                  repository = "https://istio-release.storage.googleapis.com/charts"
                }
                resource "helm_release" "certificates" {
                  chart   = var.chart
                  version = local.versions.certificates
                }
                resource "helm_release" "nobody_knows" { chart = var.nowhere }
                """,
            "locals.tf": 'locals { versions = { certificates = "1.16.2" } }\n',
            "variables.tf": 'variable "chart" { default = "loki" }\n',
            "terraform.tfvars": 'chart = "cert-manager"\n',
            "modules/cluster/main.tf": """
                variable "cluster_version" { default = "1.27" }
                resource "aws_eks_cluster" "this" { version = var.cluster_version }
                resource "aws_eks_addon" "dns" {
                  addon_name    = "coredns"
                  addon_version = "v1.11.1-eksbuild.4"
                }
                """,
        },
    )
    assert products(found) == {"aws", "eks", "coredns", "cert-manager"}
    assert set(found.seen) == {"istio"}, "the switch is off"
    assert versions(found) == {"cert-manager": "1.16.2", "coredns": "1.11.1"}
    assert answers(found)["platform.kubernetes_version"] == "1.30", "the caller knows better than the default"
    evidence = found.answers["platform.kubernetes_version"].evidence
    assert [str(one) for one in evidence] == ["modules/cluster/main.tf:2"]
    assert told(found) == [("main.tf", 16, "computed")]


def test_declared_clusters_of_several_versions_are_told_and_nodes_go_before_them(shipped: Knowledge) -> None:
    code = """
        module "eks" {
          source          = "terraform-aws-modules/eks/aws"
          cluster_version = "1.31"
          cluster_addons  = { coredns = {}, kube-proxy = { most_recent = true } }
        }
        resource "azurerm_kubernetes_cluster" "old" { kubernetes_version = "1.29.4" }
        """
    node = """
        apiVersion: v1
        kind: Node
        metadata: {name: a}
        status: {nodeInfo: {kubeletVersion: v1.28.3}}
        """
    found = found_in(shipped, {"main.tf": code})
    assert answers(found)["platform.kubernetes_version"] == "1.29"
    assert products(found) == {"eks", "aks", "azure", "coredns", "kube-proxy"}
    assert told(found) == [("main.tf", 6, "version-skew")]
    found = found_in(shipped, {"main.tf": code, "nodes.yaml": node})
    assert answers(found)["platform.kubernetes_version"] == "1.28"


def test_what_compose_builds_and_runs(shipped: Knowledge) -> None:
    grafana = "FROM node:22 AS plugins\nFROM redis:7.4\nFROM grafana/grafana:11.3.0\nCOPY --from=plugins /a /b\n"
    found = found_in(
        shipped,
        {
            "compose.yaml": """
                services:
                  dashboards: {build: ./docker/grafana}
                  metrics: {build: {context: ., dockerfile: docker/prometheus.Dockerfile}}
                  app: {build: .}
                """,
            "docker/grafana/Dockerfile": grafana,
            "docker/prometheus.Dockerfile": "FROM prom/prometheus:v3.1.0\n",
            "docker/other/Dockerfile": "FROM mysql:8.4\n",
            "tests/compose.yaml": "services: {a: {build: ../docker/other}}\n",
        },
    )
    assert versions(found) == {"grafana": "11.3.0", "prometheus": "3.1.0"}
    assert set(found.seen) == {"redis", "mysql"}, "on the way to it, and for a test"


@pytest.mark.parametrize(
    ("written", "product"),
    [
        ("apiVersion: eksctl.io/v1alpha5\nkind: ClusterConfig\nmetadata: {name: a, version: '1.30'}\n", "eks"),
        ("apiVersion: kubeadm.k8s.io/v1beta4\nkind: ClusterConfiguration\nkubernetesVersion: v1.30.2\n", "kubeadm"),
        (
            "apiVersion: cluster.x-k8s.io/v1beta1\nkind: Cluster\nspec: {topology: {class: a, version: v1.30.2}}\n",
            "cluster-api",
        ),
    ],
)
def test_what_makes_a_cluster_tells_its_version(shipped: Knowledge, written: str, product: str) -> None:
    found = found_in(shipped, {"cluster.yaml": written})
    assert answers(found)["platform.kubernetes_version"] == "1.30"
    assert product in products(found)


def test_a_list_of_releases_with_addresses_of_their_own(shipped: Knowledge) -> None:
    listed = """
        releases:
          - {id: a, enabled: false, chart: kiali-server, repository: https://kiali.org/helm-charts}
          - {id: b, chart: longhorn, repository: https://charts.longhorn.io, chart_version: 1.7.1}
        """
    found = found_in(shipped, {"releases.yaml": listed})
    assert (products(found), set(found.seen), versions(found)) == ({"longhorn"}, {"kiali"}, {"longhorn": "1.7.1"})


def test_terraform(shipped: Knowledge) -> None:
    found = found_in(
        shipped,
        {
            "main.tf": """
                terraform {
                  required_providers {
                    google = { source = "hashicorp/google", version = "~> 6" }
                  }
                }
                resource "google_container_cluster" "main" {
                  name = "${var.name}-main"
                }
                resource "helm_release" "kps" {
                  repository = "https://prometheus-community.github.io/helm-charts"
                  chart      = "kube-prometheus-stack"
                  set {
                    name  = "alertmanager.enabled"
                    value = false
                  }
                  values = [yamlencode({ grafana = { enabled = false } }), file("more.yaml")]
                }
                resource "helm_release" "other" {
                  chart = local.charts["other"]
                }
                resource "helm_release" "logs" {
                  chart  = "oci://ghcr.io/grafana/helm-charts/loki"
                  values = [<<-EOT
                    loki:
                      image:
                        repository: grafana/loki
                        tag: 3.2.1
                  EOT
                  ]
                }
                """,
            ".terraform.lock.hcl": """
                provider "registry.opentofu.org/hashicorp/google" {
                  version = "6.1.0"
                }
                """,
        },
    )
    assert products(found) == {"gcp", "gke", "prometheus", "prometheus-operator", "loki", "opentofu"}
    assert versions(found) == {"loki": "3.2.1"}
    assert answers(found) == {
        "platform.management": "managed",
        "platform.environments": ("public-cloud",),
        "platform.clouds": ("gcp",),
    }
    assert told(found) == [("main.tf", 18, "computed")]
    assert ambiguous(found) == [], "the lock file tells OpenTofu from Terraform"


def test_terraform_code_alone_tells_not_whose_tool_runs_it(shipped: Knowledge) -> None:
    found = found_in(shipped, {"main.tf": 'resource "null_resource" "a" {}\n'})
    assert ambiguous(found) == [("format", "terraform")]
    assert found.ambiguous[0].could_be == ("opentofu", "terraform")


def test_a_terraform_module_whose_arguments_install_products(shipped: Knowledge) -> None:
    module = """
        module "addons" {
          source           = "aws-ia/eks-blueprints-addons/aws"
          version          = "~> 1.16"
          enable_karpenter = true
          enable_argocd    = var.gitops
        }
        """
    assert products(found_in(shipped, {"a.tf": module})) == {"karpenter"}


def test_what_is_no_hcl_is_told_and_the_rest_is_read(shipped: Knowledge) -> None:
    found = found_in(shipped, {"a.tf": 'resource "aws_eks_cluster" "a" {}\n\nresource {{{ "b"\n'})
    assert "eks" in products(found)
    assert [(line > 1, code) for _, line, code in told(found)] == [(True, "not-hcl")]


def test_actions_jobs_and_what_accompanies_them(shipped: Knowledge) -> None:
    found = found_in(
        shipped,
        {
            ".github/workflows/ci.yml": """
                on: push
                jobs:
                  build:
                    container: {image: "hashicorp/terraform:1.9"}
                    services: {db: {image: "postgres:17"}}
                    steps:
                      - uses: docker/build-push-action@v6
                      - uses: Sigstore/cosign-installer@v3
                      - uses: docker://aquasec/trivy:0.57.0
                """,
        },
    )
    expected = {"github", "github-actions", "terraform", "buildkit", "docker", "sigstore", "trivy"}
    assert products(found) == expected
    assert set(found.seen) == {"postgresql"}
    assert answers(found) == {"delivery.code_host": "github"}


def test_gitlab_and_jenkins(shipped: Knowledge) -> None:
    found = found_in(
        shipped,
        {
            ".gitlab-ci.yml": """
                image: {name: "bitnami/cosign:2.4", entrypoint: [""]}
                scan:
                  image: aquasec/trivy:0.57.0
                  script: !reference [.setup, script]
                """,
            "services/shop/Jenkinsfile": "pipeline { agent any }\n",
        },
    )
    assert products(found) == {"gitlab", "jenkins", "sigstore", "trivy"}
    assert answers(found) == {"delivery.code_host": "gitlab"}


def test_answers_that_contradict_each_other_are_left_open(shipped: Knowledge) -> None:
    found = found_in(shipped, {".github/workflows/a.yml": "on: push\n", ".gitlab-ci.yml": "stages: []\n"})
    assert "delivery.code_host" not in answers(found)
    assert ambiguous(found) == [("answer", "delivery.code_host")]
    assert found.ambiguous[0].could_be == ("github", "gitlab")


def test_compose_files_with_the_variables_beside_them(shipped: Knowledge) -> None:
    found = found_in(
        shipped,
        {
            "compose.yaml": """
                x-logging: &logging {driver: json-file}
                services:
                  traces: {image: "${JAEGER_IMAGE}", logging: *logging}
                  bus: {image: "nats:${NATS:-2.10.22}"}
                  shop: {image: "${REGISTRY}/shop"}
                """,
            ".env": "# images\nTAG=1.62.0\nJAEGER_IMAGE=jaegertracing/all-in-one:${TAG}\n",
        },
    )
    assert products(found) == {"jaeger", "nats"}
    assert versions(found) == {"jaeger": "1.62.0", "nats": "2.10.22"}
    assert unknown(found) == [("image", "${REGISTRY}/shop")]


def test_variables_that_are_set_to_nothing_or_have_no_braces(shipped: Knowledge) -> None:
    found = found_in(
        shipped,
        {
            "compose.yaml": """
                services:
                  bus: {image: "${MIRROR}nats:$NATS"}
                  cache: {image: "${MIRROR:-docker.io}/library/${NAME:-${OTHER:-redis}}:${REDIS-7.4.1}"}
                """,
            ".env": "MIRROR=\nNATS=2.10.22\n",
        },
    )
    assert versions(found) == {"nats": "2.10.22", "redis": "7.4.1"}


def test_arguments_of_dockerfiles(shipped: Knowledge) -> None:
    found = found_in(
        shipped,
        {
            "Dockerfile": """
                ARG N=1
                ARG NATS=nats
                FROM --platform=linux/amd64 $NATS:${NV:-2.10.22} as Jaegertracing/all-in-one
                FROM jaegertracing/all-in-one
                FROM ${REDIS:-redis:7}
                FROM
                """
        },
    )
    assert {id_: [str(one) for one in evidence] for id_, evidence in found.seen.items()} == {
        "nats": ["Dockerfile:3"],
        "redis": ["Dockerfile:5"],
    }


def test_a_portals_catalog(shipped: Knowledge) -> None:
    found = found_in(
        shipped,
        {
            "catalog-info.yaml": """
                apiVersion: backstage.io/v1alpha1
                kind: Component
                metadata:
                  name: shop
                  annotations:
                    github.com/project-slug: acme/shop
                    argocd/app-name: shop
                """
        },
    )
    assert products(found) == {"backstage", "github", "argo-cd"}


def test_other_tools_that_install_charts(shipped: Knowledge) -> None:
    found = found_in(
        shipped,
        {
            "k3s.yaml": """
                apiVersion: helm.cattle.io/v1
                kind: HelmChart
                metadata: {name: traefik}
                spec: {chart: traefik, repo: https://traefik.github.io/charts, valuesContent: "a: 1"}
                """,
            "fleet.yaml": "helm: {chart: longhorn, repo: https://charts.longhorn.io, version: 1.7.1}\n",
            "addons.yaml": """
                loki: {chartName: loki, chartRepository: https://grafana.github.io/helm-charts}
                tempo: {enabled: false, chartName: tempo, chartRepository: https://grafana.github.io/helm-charts}
                """,
            "releases/velero.yaml": "releases: [{name: velero, chart: vmware-tanzu/velero, version: 7.1.0}]\n",
        },
    )
    assert products(found) == {"traefik", "longhorn", "loki", "velero"}
    assert set(found.seen) == {"tempo"}


def test_a_chart_of_ones_own_around_anothers_gives_no_version(shipped: Knowledge) -> None:
    found = found_in(
        shipped,
        {
            "Chart.yaml": """
                name: karpenter
                version: 0.3.0
                appVersion: "1.0"
                dependencies: [{name: karpenter, version: v0.37.0, repository: oci://public.ecr.aws/karpenter}]
                """
        },
    )
    assert versions(found) == {"karpenter": "0.37.0"}


def test_a_lock_file_of_python_is_none_of_helm(shipped: Knowledge) -> None:
    found = found_in(shipped, {"requirements.lock": "flask==3.1.0 \\\n    --hash=sha256:00\n"})
    assert (products(found), told(found)) == (set(), [])


def test_an_ingress_class_alone_does_not_tell_which_nginx(shipped: Knowledge) -> None:
    ingress = {
        "ingress.yaml": """
            apiVersion: networking.k8s.io/v1
            kind: Ingress
            metadata: {name: shop}
            spec: {ingressClassName: nginx}
            """
    }
    found = found_in(shipped, ingress)
    assert products(found) == {"kubernetes-ingress"}
    assert [(one.could_be, one.or_else) for one in found.ambiguous] == [
        (("ingress-nginx",), ("F5 NGINX Ingress Controller",))
    ]
    told_by_class = found_in(
        shipped,
        ingress
        | {
            "class.yaml": """
                apiVersion: networking.k8s.io/v1
                kind: IngressClass
                metadata: {name: nginx}
                spec: {controller: nginx.org/ingress-controller}
                """
        },
    )
    assert products(told_by_class) == {"kubernetes-ingress"}
    assert ambiguous(told_by_class) == []
    assert unknown(told_by_class) == [("ingress-controller", "nginx.org/ingress-controller")]


def test_definitions_of_prometheus_operator_are_no_prometheus(shipped: Knowledge) -> None:
    definition = """
        apiVersion: apiextensions.k8s.io/v1
        kind: CustomResourceDefinition
        metadata: {{name: x}}
        spec: {{group: {group}, names: {{kind: {kind}}}}}
        """
    found = found_in(
        shipped,
        {
            "prometheus.yaml": definition.format(group="monitoring.coreos.com", kind="Prometheus"),
            "gateway.yaml": definition.format(group="gateway.networking.k8s.io", kind="Gateway"),
            "own.yaml": definition.format(group="shop.example", kind="Order"),
        },
    )
    assert products(found) == {"gateway-api"}
    assert unknown(found) == [("object", "monitoring.coreos.com"), ("object", "shop.example")]


@pytest.mark.parametrize("folder", ["tests/e2e", "docs/setup", "examples"])
def test_what_is_set_aside_is_seen_and_not_in_use(shipped: Knowledge, folder: str) -> None:
    text = "apiVersion: cert-manager.io/v1\nkind: Issuer\nmetadata: {name: a}\n"
    found = detect([SourceFile(f"{folder}/issuer.yaml", text)], shipped)
    assert (set(found.products), set(found.seen)) == (set(), {"cert-manager"})


def test_charts_that_kustomize_inflates_in_each_of_its_forms(shipped: Knowledge) -> None:
    found = found_in(
        shipped,
        {
            "a/kustomization.yaml": """
                helmChartInflationGenerator:
                  - {chartName: loki, chartRepoUrl: https://grafana.github.io/helm-charts, chartVersion: 6.6.3}
                """,
            "b/generator.yaml": """
                apiVersion: builtin
                kind: HelmChartInflationGenerator
                metadata: {name: monitoring}
                name: kube-prometheus-stack
                repo: https://prometheus-community.github.io/helm-charts
                additionalValuesFiles: [more-values.yaml]
                """,
            "b/more-values.yaml": "grafana: {enabled: false}\nalertmanager: {enabled: false}\n",
        },
    )
    assert products(found) == {"loki", "prometheus", "prometheus-operator"}


def test_what_a_kustomization_fetches_from_nobody_knows_whom_is_told(shipped: Knowledge) -> None:
    text = """
        resources:
          - ../base
          - https://github.com/argoproj/argo-rollouts/manifests/cluster-install?ref=v1.7.2
          - https://raw.githubusercontent.com/someone/something/v0.14.0/install.yaml
        """
    found = found_in(shipped, {"kustomization.yaml": text})
    assert (products(found), versions(found)) == ({"argo-rollouts"}, {"argo-rollouts": "1.7.2"})
    assert unknown(found) == [("repository", "github.com/someone/something")]


def test_what_says_which_version_goes_first(shipped: Knowledge) -> None:
    release = "helmfile.yaml", "releases:\n  - {chart: jetstack/cert-manager, version: %s}\n"
    found = found_in(shipped, {f"{name}/{release[0]}": release[1] % name for name in ("v1.18.2", "v1.9.1")})
    assert versions(found) == {"cert-manager": "1.9.1"}
    assert [one.path for one in found.products["cert-manager"]] == ["v1.9.1/helmfile.yaml", "v1.18.2/helmfile.yaml"]


def test_a_chart_in_a_git_repository_is_known_by_its_folder(shipped: Knowledge) -> None:
    text = """
        apiVersion: argoproj.io/v1alpha1
        kind: Application
        spec: {source: {repoURL: "https://git.example/a.git", path: %s, targetRevision: main}}
        """
    for path in ("deploy/charts/loki", "charts/loki/"):
        assert "loki" in products(found_in(shipped, {"a.yaml": text % path}))
    for path in ("apps/loki", "charts/kube-prometheus-stack/crds"):
        found = found_in(shipped, {"a.yaml": text % path})
        assert (products(found), unknown(found)) == ({"argo-cd"}, [])


def test_values_and_lists_of_charts_are_read_whatever_else_they_speak_of(shipped: Knowledge) -> None:
    found = found_in(
        shipped,
        {
            "values.yaml": """
                # apiVersion: not of this
                apps:
                  loki: {chart: loki, repoURL: https://grafana.github.io/helm-charts, targetRevision: 6.6.3}
                  tempo: {enabled: false, chart: tempo, repoURL: https://grafana.github.io/helm-charts}
                cache: {image: {repository: redis, tag: 7.4.1}}
                extraObjects: [{apiVersion: v1, kind: ConfigMap}]
                """,
            "addons/config.json": """
                {"addon": {"chart": "cert-manager", "repoURL": "https://charts.jetstack.io", "version": "v1.16.2"}}
                """,
        },
    )
    assert products(found) == {"cert-manager", "loki"}
    assert set(found.seen) == {"redis", "tempo"}
    assert versions(found) == {"cert-manager": "1.16.2"}


def test_a_release_that_no_environment_turns_on_is_seen_and_not_in_use(shipped: Knowledge) -> None:
    found = found_in(
        shipped,
        {
            "helmfile.yaml": """
                environments:
                  default: {values: [environments/default.yaml, {tempo: {enabled: false}}]}
                  production: {values: [environments/production.yaml]}
                releases:
                  - {name: loki, chart: grafana/loki, condition: loki.enabled}
                  - {name: tempo, chart: grafana/tempo, condition: tempo.enabled}
                  - {name: grafana, chart: grafana/grafana, condition: grafana.enabled}
                """,
            "environments/default.yaml": "loki: {enabled: false}\n",
            "environments/production.yaml": "loki: {enabled: true}\n",
        },
    )
    assert (products(found), set(found.seen)) == ({"grafana", "loki"}, {"tempo"})


def test_fleet_of_rancher(shipped: Knowledge) -> None:
    found = found_in(
        shipped,
        {
            "gitrepo.yaml": "apiVersion: fleet.cattle.io/v1alpha1\nkind: GitRepo\nspec: {paths: [monitoring]}\n",
            "monitoring/fleet.yaml": """
                helm:
                  chart: kube-prometheus-stack
                  repo: https://prometheus-community.github.io/helm-charts
                  values: {grafana: {enabled: false}}
                  valuesFiles: [more-values.yaml]
                """,
            "monitoring/more-values.yaml": "alertmanager: {enabled: false}\n",
        },
    )
    assert products(found) == {"prometheus", "prometheus-operator"}
    assert answers(found) == {"delivery.gitops": True}


def test_the_authority_that_values_name_is_seen(shipped: Knowledge) -> None:
    text = "issuers:\n  - spec: {acme: {server: https://acme-v02.api.letsencrypt.org/directory}}\n"
    found = found_in(shipped, {"environments/production.yaml": text})
    assert {id_: str(one[0]) for id_, one in found.seen.items()} == {"lets-encrypt": "environments/production.yaml:2"}


@pytest.mark.parametrize(
    ("text", "cloud"),
    [
        ("apiVersion: karpenter.k8s.aws/v1\nkind: EC2NodeClass\n", "aws"),
        ("apiVersion: storage.k8s.io/v1\nkind: StorageClass\nprovisioner: disk.csi.azure.com\n", "azure"),
        ("apiVersion: storage.k8s.io/v1\nkind: StorageClass\nprovisioner: pd.csi.storage.gke.io\n", "gcp"),
    ],
)
def test_a_cloud_by_what_only_it_has(shipped: Knowledge, text: str, cloud: str) -> None:
    found = found_in(shipped, {"a.yaml": text})
    assert answers(found) == {"platform.clouds": (cloud,), "platform.environments": ("public-cloud",)}


def test_a_release_of_which_only_the_history_is_kept_is_not_in_use(shipped: Knowledge) -> None:
    rows = [{"name": "a", "namespace": "a", "status": "uninstalled", "chart": "loki-6.6.3", "app_version": "3.0.0"}]
    found = detect([SourceFile("-", json.dumps(rows))], shipped)
    assert (set(found.products), versions(found)) == (set(), {})
    assert "loki" in found.seen


@pytest.mark.parametrize("text", ["hello", '{"a":', "[]", "- a\n"])
def test_what_is_piped_in_and_is_no_dump_is_told(shipped: Knowledge, text: str) -> None:
    assert told(detect([SourceFile("-", text)], shipped)) == [("-", 1, "not-known")]


def test_a_file_that_cannot_be_read_is_told_and_the_rest_goes_on(shipped: Knowledge) -> None:
    found = found_in(
        shipped,
        {
            "a.yaml": "apiVersion: v1\nkind: [\n---\napiVersion: cert-manager.io/v1\nkind: Issuer\n",
            "chart/templates/b.yaml": "apiVersion: v1\n{{ if .Values.a }}\nkind: Secret\n{{ end }}\n",
            "dump.json": '{"apiVersion": "v1", "kind": "List", "items": [',
        },
    )
    assert products(found) == {"cert-manager"}
    assert told(found) == [
        ("a.yaml", 3, "not-yaml"),
        ("chart/templates/b.yaml", 1, "template"),
        ("dump.json", 1, "not-yaml"),
    ]
