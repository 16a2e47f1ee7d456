"""Particles fit how a word is read, whatever it is written in."""

from __future__ import annotations

import pytest

from engine.explanation.particles import fitted, particle


@pytest.mark.parametrize(
    ("word", "said"),
    [
        ("영역", "영역은"),
        ("제품", "제품은"),
        ("주소", "주소는"),
        ("containerd", "containerd는"),
        ("Istio", "Istio는"),
        ("Helm", "Helm은"),
        ("Longhorn", "Longhorn은"),
        ("Crossplane", "Crossplane은"),
        ("Rook", "Rook은"),
        ("Keycloak", "Keycloak은"),
        ("Flink", "Flink는"),
        ("Jaeger", "Jaeger는"),
        ("Fluent Bit", "Fluent Bit는"),
        ("GitLab", "GitLab은"),
        ("Argo CD", "Argo CD는"),
        ("MetalLB", "MetalLB는"),
        ("BSL", "BSL은"),
        ("TiKV", "TiKV는"),
        ("Kubernetes 1.31", "Kubernetes 1.31은"),
        ("Kubernetes 1.32", "Kubernetes 1.32는"),
        ("“Istio”", "“Istio”는"),
        ("Grafana Tempo(도입)", "Grafana Tempo(도입)는"),
        ("", "는"),
    ],
)
def test_the_topic_particle_follows_the_last_sound(word: str, said: str) -> None:
    assert word + particle(word, "은/는") == said


@pytest.mark.parametrize(
    ("word", "said"),
    [
        ("서울", "서울로"),
        ("Helm", "Helm으로"),
        ("BSL", "BSL로"),
        ("Istio", "Istio로"),
        ("1.28", "1.28로"),
        ("집", "집으로"),
    ],
)
def test_a_final_rieul_is_as_good_as_a_vowel_before_ro(word: str, said: str) -> None:
    assert word + particle(word, "으로/로") == said


def test_marks_in_a_text_are_fitted_one_after_another() -> None:
    text = "Istio[이/가] Helm[을/를] etcd[과/와] 함께 규칙[으로/로] 쓰고, [arch-2025/istio-selected]는 그대로 둡니다."

    assert fitted(text) == "Istio가 Helm을 etcd와 함께 규칙으로 쓰고, [arch-2025/istio-selected]는 그대로 둡니다."
