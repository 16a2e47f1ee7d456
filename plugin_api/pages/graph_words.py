"""What the page of the proof graph says, in every language."""

from __future__ import annotations

from engine.model import Language, Text

_WORDS = {
    "lead": Text(
        "From left to right: what is known, the rules that it made speak, what follows. Ids lead to rules, claims and "
        "the reasons of a verdict.",
        "왼쪽에서 오른쪽으로 알려진 사실, 그 사실로 조건이 맞은 규칙, 그 결과를 보여 줍니다. "
        "식별자를 누르면 규칙과 근거, 판정 이유로 이동합니다.",
    ),
    "slot": Text("Slot", "영역"),
    "detail": Text("Detail", "상세 수준"),
    "summary": Text("verdicts", "판정"),
    "reasons": Text("with rules", "규칙까지"),
    "full": Text("down to answers and sources", "답변과 출처까지"),
    "before": Text("Previous slot", "이전 영역"),
    "after": Text("Next slot", "다음 영역"),
    "no drawing": Text("There is no drawing here: {reason}.", "그림을 그릴 수 없습니다: {reason}."),
    "as text": Text("The same as text", "글로 보기"),
    "legend": Text("How to read it", "읽는 법"),
    "tools": Text("View", "보기"),
    "in": Text("Zoom in", "확대"),
    "out": Text("Zoom out", "축소"),
    "fit": Text("Whole graph", "전체 보기"),
    "clear": Text("Show all again", "강조 해제"),
    "keys": Text(
        "Choose a box to follow what it rests on. Keys in the graph: arrows move, + and − zoom, 0 shows the whole, "
        "Home goes to the slot, Escape shows all again.",
        "상자를 고르면 그 근거를 따라갈 수 있습니다. 그래프 안의 키: 화살표 이동, +와 − 확대와 축소, 0 전체 보기, "
        "Home 영역으로 이동, Esc 강조 해제.",
    ),
}
# What the script says of a box that was chosen: what leads to it, and what it leads to.
_FOLLOWED = {
    "supports": Text("Rests on", "추천 근거"),
    "opposes": Text("Against it", "반대 근거"),
    "void": Text("Without effect, as it was set aside", "제외되어 효력 없음"),
    "sets-aside": Text("Set aside by", "우선한 규칙"),
    "cites": Text("Sources", "출처"),
    "notes": Text("Remarks", "부연"),
    "onward": Text("Leads to", "이어지는 결과"),
    "setting-aside": Text("Sets aside", "제외한 규칙"),
    "open": Text("Open", "열기"),
}


def graph_word(word: str, /, language: Language, **parts: object) -> str:
    return _WORDS[word].in_language(language).format(**parts)


def followed_words(language: Language) -> dict[str, str]:
    return {word: text.in_language(language) for word, text in _FOLLOWED.items()}
