"""What scripts, recipes and jobs call."""

from __future__ import annotations

from engine.detection.shell import Command, commands
from engine.detection.templates import FILLED
from engine.model import Knowledge
from tests.engine.detection.finding import found_in, products, told, versions


def words(text: str, **known: str) -> list[tuple[str, ...]]:
    return [one.words for one in commands(text, known=known)]


def test_words_are_those_that_the_shell_would_make() -> None:
    script = r"""
        VERSION=1.2
        TAG="v${VERSION}"
        yes | NAME=x sudo -u me /usr/bin/helm upgrade "my  $VERSION" a\ b 'c"d' --set "tag=$TAG" --to="$(date)" >x
        echo "helm install nothing" # helm install nothing
        """
    assert words(script) == [
        ("yes",),
        ("helm", "upgrade", "my  1.2", "a b", 'c"d', "--set", "tag=v1.2", f"--to={FILLED}"),
        ("date",),
        ("echo", "helm install nothing"),
    ]


def test_a_variable_that_is_set_twice_is_not_known() -> None:
    assert words("X=a; X=b; run $X ${Y:-c} $Z", Z="d") == [("run", FILLED, "c", "d")]


def test_a_shell_may_call_a_shell() -> None:
    assert words("bash -c 'timeout 5m kubectl apply -f a.yaml'") == [("kubectl", "apply", "-f", "a.yaml")]


def test_what_is_handed_to_a_command_is_with_it() -> None:
    script = "cat <<'EOF' | kubectl apply -f -\nkind: Namespace\nEOF\ntrue\n"
    assert list(commands(script))[1:] == [
        Command(("kubectl", "apply", "-f", "-"), 1, "kind: Namespace\n", 2),
        Command(("true",), 4),
    ]


def test_a_script_installs(shipped: Knowledge) -> None:
    found = found_in(
        shipped,
        {
            "install.sh": """
                #!/bin/bash
                helm repo add jetstack https://charts.jetstack.io
                helm upgrade -i certs jetstack/cert-manager --version v1.16.2 \\
                  --set installCRDs=true
                helm upgrade --install loki grafana/loki --dry-run
                helm install shop ./charts/shop
                helm uninstall old bitnami/redis
                kubectl apply -f https://github.com/argoproj/argo-rollouts/releases/download/v1.7.2/install.yaml
                kubectl delete -f https://github.com/kedacore/keda/releases/download/v2.16.0/keda.yaml
                istioctl install --set profile=ambient -y
                argocd app sync shop
                vault kv get secret/shop
                kubectl apply -f - <<EOF
                apiVersion: kyverno.io/v1
                kind: ClusterPolicy
                metadata: {name: $NAME}
                EOF
                """,
            "tests/e2e.sh": "helm install redis oci://registry-1.docker.io/bitnamicharts/redis\n",
        },
    )
    assert products(found) == {"cert-manager", "argo-rollouts", "istio", "kyverno"}
    assert versions(found) == {"cert-manager": "1.16.2", "argo-rollouts": "1.7.2"}
    assert set(found.seen) == {"loki", "argo-cd", "vault", "redis"}
    assert [str(one) for one in found.products["kyverno"]] == ["install.sh:14"]
    assert found.products["cert-manager"][0].what == "cert-manager v1.16.2 from https://charts.jetstack.io"


def test_values_switch_off_what_a_script_would_bring(shipped: Knowledge) -> None:
    stack = "prometheus-community/kube-prometheus-stack"
    found = found_in(
        shipped,
        {
            "hack/up.sh": f"helm install a {stack} -f ../values.yaml --set alertmanager.enabled=false\n",
            "values.yaml": "grafana: {enabled: false}\n",
        },
    )
    assert products(found) == {"prometheus", "prometheus-operator"}


def test_images_that_settings_name(shipped: Knowledge) -> None:
    found = found_in(
        shipped,
        {
            "up.sh": "helm upgrade -i a here/there --set image=grafana/grafana:11.3.0,x=y\n",
            "main.tf": """
                resource "helm_release" "tokens" {
                  chart = "./charts/tokens"
                  set {
                    name  = "server.image.repository"
                    value = "hashicorp/vault"
                  }
                  set {
                    name  = "server.image.tag"
                    value = "1.18.1"
                  }
                }
                """,
        },
    )
    assert versions(found) == {"grafana": "11.3.0", "vault": "1.18.1"}


def test_recipes_of_make(shipped: Knowledge) -> None:
    found = found_in(
        shipped,
        {
            "Makefile": """
                VERSION ?= 1.16.2
                CHART := jetstack/cert-manager
                HELM = helm

                .PHONY: certs
                certs: ## helm install nothing/loki
                \t@$(HELM) upgrade --install certs $(CHART) \\
                \t\t--version v$(VERSION)
                \tfor n in $$(kubectl get ns); do helm upgrade -i $$n metallb/metallb; done
                \thelm install x $(shell ./which.sh) || true
                """,
            "build/scan.mk": "scan:\n\t-trivy image $(IMAGE)\n",
        },
    )
    assert products(found) == {"cert-manager", "metallb", "trivy"}
    assert versions(found) == {"cert-manager": "1.16.2"}
    assert [str(one) for one in found.products["cert-manager"]] == ["Makefile:7"]


def test_jobs_of_github(shipped: Knowledge) -> None:
    found = found_in(
        shipped,
        {
            ".github/workflows/ci.yml": """
                env: {VERSION: 1.16.2}
                jobs:
                  release:
                    steps:
                      - run: |
                          cosign sign --yes ghcr.io/me/app:${{ github.ref_name }}
                          helm upgrade --install certs jetstack/cert-manager --version ${{ env.VERSION }}
                      - run: aws eks update-kubeconfig --name ${{ vars.CLUSTER }}
                  e2e:
                    steps:
                      - uses: helm/kind-action@v1
                      - run: helm install loki grafana/loki
                """
        },
    )
    assert products(found) == {"github", "github-actions", "sigstore", "cert-manager"}
    assert set(found.seen) == {"loki", "eks"}, "a cluster for a job goes away with it"
    assert versions(found) == {"cert-manager": "1.16.2"}
    assert [str(one) for one in found.products["sigstore"]] == [".github/workflows/ci.yml:6"]


def test_jobs_of_gitlab(shipped: Knowledge) -> None:
    found = found_in(
        shipped,
        {
            ".gitlab-ci.yml": """
                variables: {TRIVY: aquasec/trivy, TAG: {value: 0.58.1, description: of the scanner}}
                .login: &login [docker login -u a -p b]
                scan:
                  image: {name: "$TRIVY:${TAG}"}
                  script:
                    - trivy image "$CI_REGISTRY_IMAGE"
                deploy:
                  before_script: [*login, "helm repo add argo https://argoproj.github.io/argo-helm"]
                  script:
                    - |
                      kubectl create namespace argo
                      helm upgrade --install argo argo/argo-workflows --version 0.45.0
                """
        },
    )
    assert products(found) == {"gitlab", "trivy", "docker", "argo-workflows"}
    assert versions(found) == {"trivy": "0.58.1"}
    assert found.products["argo-workflows"][0].line == 12


def test_a_jenkinsfile(shipped: Knowledge) -> None:
    found = found_in(
        shipped,
        {
            "Jenkinsfile": """
                // image 'grafana/loki:3.0.0'
                pipeline {
                  agent { kubernetes { yaml '''
                    apiVersion: v1
                    kind: Pod
                    spec:
                      containers:
                        - {name: trivy, image: "aquasec/trivy:0.58.1"}
                  ''' } }
                  environment { TOFU = 'ghcr.io/opentofu/opentofu:1.9.0' }
                  stages {
                    stage('build') { steps { script { docker.build("shop:${env.BUILD_ID}") } } }
                    stage('infra') {
                      agent { docker { image "${env.TOFU}" } }
                      steps { sh(script: "tofu apply ${env.PLAN}", returnStdout: true) }
                    }
                    stage('deploy') { steps { sh \"\"\"
                      echo "don't"
                      helm upgrade --install certs jetstack/cert-manager \\\\
                        --version v1.16.2
                    \"\"\" } }
                  }
                }
                """
        },
    )
    assert products(found) == {"jenkins", "trivy", "opentofu", "docker", "cert-manager"}
    assert versions(found) == {"trivy": "0.58.1", "opentofu": "1.9.0", "cert-manager": "1.16.2"}
    assert [one.line for one in found.products["cert-manager"]] == [19]


def test_tasks_of_ansible(shipped: Knowledge) -> None:
    found = found_in(
        shipped,
        {
            "roles/monitoring/tasks/main.yml": """
                - name: Repository
                  kubernetes.core.helm_repository: {name: vm, repo_url: https://charts.longhorn.io}
                - block:
                    - name: Storage
                      kubernetes.core.helm:
                        name: longhorn
                        chart_ref: vm/longhorn
                        chart_version: 1.7.1
                    - name: Gone
                      kubernetes.core.helm: {name: loki, chart_ref: grafana/loki, state: absent}
                - name: Somebody's choice
                  kubernetes.core.helm: {name: x, chart_ref: "{{ chart }}"}
                - ansible.builtin.shell: |
                    helm upgrade --install certs jetstack/cert-manager \\
                      --version {{ version }}
                - ansible.builtin.command: {cmd: kubeadm init --config /etc/kubeadm.yaml}
                - kubernetes.core.k8s:
                    definition: {apiVersion: kyverno.io/v1, kind: ClusterPolicy, metadata: {name: x}}
                """,
            "site.yml": """
                - hosts: all
                  tasks:
                    - community.docker.docker_container: {name: db, image: "postgres:17.2"}
                """,
        },
    )
    assert products(found) == {"ansible", "longhorn", "cert-manager", "kubeadm", "kyverno", "postgresql"}
    assert versions(found) == {"longhorn": "1.7.1", "postgresql": "17.2"}
    assert set(found.seen) == {"loki"}
    assert [str(one) for one in found.products["cert-manager"]] == ["roles/monitoring/tasks/main.yml:14"]


def test_steps_of_other_tools(shipped: Knowledge) -> None:
    found = found_in(
        shipped,
        {
            "azure-pipelines.yml": "steps:\n  - script: |\n      trivy image $(image)\n  - bash: terraform plan\n",
            ".circleci/config.yml": "jobs: {a: {steps: [{run: {command: cosign sign << parameters.image >>}}]}}\n",
            "Taskfile.yml": "tasks: {up: {cmds: [helm upgrade -i certs jetstack/cert-manager]}}\n",
        },
    )
    assert products(found) == {"trivy", "terraform", "sigstore", "cert-manager"}


def test_a_program_of_pulumi_is_read_where_it_is_yaml(shipped: Knowledge) -> None:
    release = """
        name: platform
        runtime: yaml
        resources:
          certs:
            type: kubernetes:helm.sh/v3:Release
            properties: {chart: cert-manager, version: v1.16.2, repositoryOpts: {repo: https://charts.jetstack.io}}
        """
    found = found_in(shipped, {"Pulumi.yaml": release})
    assert products(found) == {"pulumi", "cert-manager"}
    assert versions(found) == {"cert-manager": "1.16.2"}
    found = found_in(shipped, {"Pulumi.yaml": "name: platform\nruntime:\n  name: nodejs\n"})
    assert told(found) == [("Pulumi.yaml", 3, "program")]
