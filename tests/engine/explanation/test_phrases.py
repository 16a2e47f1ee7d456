"""Every test of the rule language reads as a sentence, with questions and answers in their own words."""

from __future__ import annotations

import pytest

from engine.advisor import Advisor
from engine.explanation.phrases import answer_phrase, phrase
from engine.model import Leaf

SIGNALS, KIND, CLUSTERS = "observability.signals", "organisation.kind", "platform.clusters"


@pytest.mark.parametrize(
    ("leaf", "wanted", "en", "ko"),
    [
        (
            Leaf("question", SIGNALS, "includes", "traces"),
            True,
            "“Which signals are to be collected?”: includes “Traces”",
            "“어떤 신호를 수집하려고 합니까?”: “트레이스” 포함",
        ),
        (
            Leaf("question", SIGNALS, "includes", "traces"),
            False,
            "“Which signals are to be collected?”: does not include “Traces”",
            "“어떤 신호를 수집하려고 합니까?”: “트레이스” 미포함",
        ),
        (
            Leaf("question", SIGNALS, "known", True),
            False,
            "“Which signals are to be collected?”: not answered",
            "“어떤 신호를 수집하려고 합니까?”: 답변 없음",
        ),
        (
            Leaf("question", KIND, "is", "company"),
            True,
            "“What kind of organisation is it?”: “Company”",
            "“어떤 형태의 조직입니까?”: “기업”",
        ),
        (
            Leaf("question", KIND, "is", "company"),
            False,
            "“What kind of organisation is it?”: not “Company”",
            "“어떤 형태의 조직입니까?”: “기업” 아님",
        ),
        (
            Leaf("question", KIND, "in", ("company", "individual")),
            True,
            "“What kind of organisation is it?”: “Company” or “Individual”",
            "“어떤 형태의 조직입니까?”: “기업” 또는 “개인”",
        ),
        (
            Leaf("question", KIND, "in", ("company", "individual")),
            False,
            "“What kind of organisation is it?”: other than “Company” or “Individual”",
            "“어떤 형태의 조직입니까?”: “기업” 또는 “개인” 아님",
        ),
        (
            Leaf("question", CLUSTERS, "at_least", 3),
            True,
            "“How many clusters are there?”: at least 3",
            "“클러스터는 몇 개입니까?”: 3 이상",
        ),
        (
            Leaf("question", CLUSTERS, "at_least", 3),
            False,
            "“How many clusters are there?”: below 3",
            "“클러스터는 몇 개입니까?”: 3 미만",
        ),
        (
            Leaf("question", "platform.production", "is", True),
            True,
            "“Is the platform for production?”: yes",
            "“운영(프로덕션) 환경입니까?”: 예",
        ),
        (Leaf("works_well", "istio"), True, "Istio serves you well", "Istio를 만족스럽게 사용 중"),
        (Leaf("in_use", "helm"), False, "Helm is not in use", "Helm을 사용하지 않음"),
        (
            Leaf("version_of", "kubernetes", "below", "1.31"),
            True,
            "the version of Kubernetes is below 1.31",
            "Kubernetes 버전: 1.31 미만",
        ),
        (
            Leaf("attribute", "tempo", "is", "copyleft", "licence_class"),
            True,
            "the kind of licence of Grafana Tempo is copyleft",
            "Grafana Tempo의 라이선스 유형: 카피레프트",
        ),
        (
            Leaf("verdict", "tracing", "in", ("keep", "adopt"), "jaeger"),
            True,
            "the verdict on Jaeger in “Tracing back end” is “keep” or “adopt”",
            "“추적 백엔드” 영역에서 Jaeger의 판정: “유지” 또는 “도입”",
        ),
    ],
)
def test_a_test_reads_in_both_languages(advisor: Advisor, leaf: Leaf, wanted: bool, en: str, ko: str) -> None:
    assert phrase(leaf, wanted, advisor.knowledge, "en") == en
    assert phrase(leaf, wanted, advisor.knowledge, "ko") == ko


def test_an_answer_is_told_by_the_texts_of_its_options_and_no_longer_than_wanted(advisor: Advisor) -> None:
    question = advisor.knowledge.questions[SIGNALS]
    answer = ("logs", "metrics", "traces")

    assert answer_phrase(question, answer, advisor.knowledge, "en") == "Logs, Metrics, Traces"
    assert answer_phrase(question, answer, advisor.knowledge, "ko", most=2) == "로그, 메트릭 외 1개"
