"""`portolan detect`, on the shipped knowledge."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from engine.inference.profile import read_profile
from engine.knowledge.yaml_reader import read_yaml
from engine.model import Knowledge
from tests.conftest import RULES
from tests.portolan.conftest import Run


@pytest.fixture
def shipped_run(run: Run, monkeypatch: pytest.MonkeyPatch) -> Run:
    monkeypatch.setenv("PORTOLAN_RULES", str(RULES))
    return run


@pytest.fixture
def repository(tmp_path: Path) -> Path:
    root = tmp_path / "repository"
    (root / "apps").mkdir(parents=True)
    (root / "apps" / "cert-manager.yaml").write_text(
        """\
apiVersion: argoproj.io/v1alpha1
kind: Application
metadata: {name: cert-manager}
spec:
  source: {repoURL: https://charts.jetstack.io, chart: cert-manager, targetRevision: v1.16.2}
"""
    )
    (root / "apps" / "shop.yaml").write_text(
        """\
apiVersion: networking.k8s.io/v1
kind: Ingress
metadata: {name: "shop #1\\u2028x"}
spec: {ingressClassName: nginx}
---
apiVersion: v1
kind: Pod
spec: {containers: [{image: registry.example/shop:1}]}
---
kind: [
"""
    )
    return root


def test_text_groups_by_area_and_says_what_is_not_known(shipped_run: Run, repository: Path) -> None:
    ran = shipped_run("detect", repository)
    assert ran.code == 0
    assert ran.out == (
        """\
5 products in use, found in 2 files

Foundation
  Kubernetes (kubernetes)
    apps/cert-manager.yaml:1  Application cert-manager of argoproj.io/v1alpha1
    apps/shop.yaml:1  Ingress of networking.k8s.io/v1
    apps/cert-manager.yaml:5  the chart cert-manager (and 1 more)

Network
  Kubernetes Ingress (kubernetes-ingress)
    apps/shop.yaml:1  Ingress of networking.k8s.io/v1

Build and delivery
  Argo CD (argo-cd)
    apps/cert-manager.yaml:1  Application cert-manager of argoproj.io/v1alpha1
  Helm (helm)
    apps/cert-manager.yaml:5  the chart cert-manager

Security and policy
  cert-manager 1.16.2 (cert-manager)
    apps/cert-manager.yaml:5  cert-manager v1.16.2 from https://charts.jetstack.io

Answers
  delivery.gitops: true
    apps/cert-manager.yaml:1  Application cert-manager of argoproj.io/v1alpha1

Not to be told apart
  ingress-class nginx: could be Ingress NGINX or F5 NGINX Ingress Controller
    apps/shop.yaml:4  Ingress of class nginx

Not known to any fingerprint
  1 image; `portolan detect --unknown` lists them

Not read
  not read: this is no YAML: did not find expected node content
    apps/shop.yaml:11
"""
    )
    listed = shipped_run("detect", repository, "--unknown").out
    assert "  image registry.example/shop\n    apps/shop.yaml:8  registry.example/shop:1\n" in listed


def test_korean(shipped_run: Run, repository: Path) -> None:
    out = shipped_run("detect", repository, "--lang", "ko").out
    assert out.startswith("파일 2개에서 사용 중인 제품 5개를 찾았습니다\n")
    assert "구별할 수 없음\n  인그레스 클래스 nginx: 가능한 제품" in out
    assert "apps/cert-manager.yaml:5  cert-manager v1.16.2 (출처: https://charts.jetstack.io)" in out
    assert "이미지 1개. 목록은 `portolan detect --unknown`으로 볼 수 있습니다" in out
    assert "읽지 못함: YAML이 아닙니다: did not find expected node content" in out


def test_the_profile_that_is_proposed_can_be_read(shipped_run: Run, repository: Path, shipped: Knowledge) -> None:
    text = shipped_run("detect", repository, "--format", "yaml").out
    document = read_yaml(text.encode(), "portolan.yaml")
    assert document.problems == []
    assert document.data["profile"] == {
        "stack": {
            "in_use": ["argo-cd", "cert-manager", "helm", "kubernetes", "kubernetes-ingress"],
            "versions": {"cert-manager": "1.16.2"},
        },
        "delivery": {"gitops": True},
    }
    read_profile(document.data["profile"], shipped)
    assert "- cert-manager  # apps/cert-manager.yaml:5 cert-manager v1.16.2 from https://charts.jetstack.io" in text


def test_json_has_everything(shipped_run: Run, repository: Path) -> None:
    data = shipped_run("detect", repository, "--format", "json").data
    assert list(data) == ["files", "products", "answers", "seen", "ambiguous", "unknown", "problems"]
    assert data["products"][1] == {
        "product": "cert-manager",
        "name": "cert-manager",
        "version": "1.16.2",
        "evidence": [
            {
                "path": "apps/cert-manager.yaml",
                "line": 5,
                "kind": "chart",
                "what": "cert-manager v1.16.2 from https://charts.jetstack.io",
            }
        ],
    }
    assert data["problems"] == [
        {
            "path": "apps/shop.yaml",
            "line": 11,
            "level": "warning",
            "code": "not-yaml",
            "message": "not read: this is no YAML: did not find expected node content",
        }
    ]


def test_a_dump_from_standard_input(shipped_run: Run) -> None:
    dump = {"kind": "List", "apiVersion": "v1", "items": [{"apiVersion": "cilium.io/v2", "kind": "CiliumNode"}]}
    data = shipped_run("detect", "-", "--format", "json", piped=json.dumps(dump)).data
    assert [one["product"] for one in data["products"]] == ["cilium"]
    assert data["products"][0]["evidence"][0]["path"] == "-"


def test_nothing_found_is_said(shipped_run: Run, tmp_path: Path) -> None:
    empty = tmp_path / "empty"
    empty.mkdir()
    assert shipped_run("detect", empty).out == "No product that is known was found in 0 files\n"
    assert shipped_run("detect", empty, "--format", "yaml").out.endswith("\nprofile: {}\n")


def test_a_path_that_is_not_there(shipped_run: Run, tmp_path: Path) -> None:
    ran = shipped_run("detect", tmp_path / "nowhere")
    assert (ran.code, ran.out) == (2, "")
    assert ran.err.endswith("nowhere: there is no such file or directory\n")


def test_knowledge_without_fingerprints_finds_nothing(run: Run, repository: Path) -> None:
    assert run("detect", repository).out.startswith("No product that is known was found in 2 files\n")
