"""What a drawing says besides the proof: how kinds of boxes and lines are called."""

from __future__ import annotations

from engine.explanation.proofs.graph_parts import EdgeKind, NodeKind
from engine.model import Language, Text

KINDS: dict[NodeKind, Text] = {
    "answer": Text("Answer", "답변"),
    "catalog": Text("Catalog", "카탈로그"),
    "date": Text("Date", "날짜"),
    "edition": Text("Edition", "판"),
    "concern": Text("Concern", "고려 사항"),
    "need": Text("Need", "필요 여부"),
    "argument": Text("Rule", "규칙"),
    "verdict": Text("Verdict", "판정"),
    "slot": Text("Slot", "영역"),
    "claim": Text("Source", "출처"),
    "warning": Text("Warning", "경고"),
    "relation": Text("Connection", "연동"),
    "note": Text("Note", "참고"),
    "open": Text("Open questions", "미확정 질문"),
}
# What each kind of line means, from its source to where its head is.
LINES: dict[EdgeKind, Text] = {
    "supports": Text("supports", "추천 근거"),
    "opposes": Text("speaks against", "반대"),
    "sets-aside": Text("sets aside", "우선함"),
    "cites": Text("is cited by", "인용"),
    "notes": Text("remarks on", "부연"),
}
_WORDS = {
    "set aside": Text("set aside", "제외됨"),
    "no effect": Text("without effect, as it was set aside", "제외되어 효력 없음"),
    "legend": Text("How to read it", "읽는 법"),
    "legend text": Text(
        "From left to right: what is known, the rules that it made speak, what follows.",
        "왼쪽에서 오른쪽으로: 알려진 사실, 그 사실로 조건이 맞은 규칙, 그 결과.",
    ),
    "again": Text("Given in another box:", "다른 상자에 있는 출처:"),
    "described": Text(
        "{boxes} boxes and {lines} lines, from answers on the left to the verdict on the right.",
        "상자 {boxes}개와 선 {lines}개. 왼쪽의 답변에서 오른쪽의 판정으로 이어집니다.",
    ),
    "proof": Text("Proof", "증명"),
}


def say(word: str, language: Language, **parts: object) -> str:
    return _WORDS[word].in_language(language).format(**parts)
