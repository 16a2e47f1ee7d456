"""What the page of a proof says around it."""

from __future__ import annotations

from engine.model import Language, Text

_WORDS = {
    "title": Text("Recommendation and proof", "추천과 증명"),
    "title of": Text("Why: {names}", "근거: {names}"),
    "lead": Text(
        "For every slot of the platform: what is recommended, why, what spoke against it, and what each reason rests "
        "on. Rules speak because of your answers; a stronger or more special rule sets another one aside.",
        "플랫폼의 영역마다 무엇을 추천하는지, 왜 그런지, 반대 근거는 무엇이었는지, 각 근거가 무엇에 기대는지 "
        "보여 줍니다. 입력한 답에 조건이 맞는 규칙이 적용되며, "
        "더 강하거나 더 구체적인 규칙이 우선하면 다른 규칙은 제외됩니다.",
    ),
    "skip": Text("Skip to the slots", "영역으로 건너뛰기"),
    "edition": Text("Edition", "판"),
    "as of": Text("As of", "기준일"),
    "knowledge": Text("Knowledge", "지식"),
    "decision": Text("Decision", "결정"),
    "answers": Text("Your answers", "입력한 답"),
    "no answers": Text("None: this is the standard architecture.", "없음: 표준 아키텍처입니다."),
    "contents": Text("Contents", "목차"),
    "products": Text("Products", "제품"),
    "search": Text("Search slots, products, rules and sources", "영역, 제품, 규칙, 출처 검색"),
    "found": Text("{shown} of {all} slots", "영역 {all}개 중 {shown}개"),
    "expand": Text("Expand all", "모두 펼치기"),
    "collapse": Text("Collapse all", "모두 접기"),
    "legend": Text("How to read the drawings", "그림 읽는 법"),
    "picks": Text("Go with", "추천"),
    "points to": Text("So far, go with", "지금까지의 추천"),
    "no picks": Text("No pick", "추천 없음"),
    "needed": Text("Why this is needed", "필요한 이유"),
    "not needed": Text("Why this is not needed", "필요하지 않은 이유"),
    "because": Text("Because", "이유:"),
    "always": Text("this always holds", "항상 성립"),
    "sources": Text("Sources", "출처"),
    "set aside": Text("Set aside", "제외된 근거"),
    "spoke for": Text("Spoke for it", "추천 근거였음"),
    "spoke against": Text("Spoke against it", "반대 근거였음"),
    "against": Text("Against it", "반대 근거"),
    "by": Text("Set aside by", "우선한 규칙:"),
    "derived": Text("see", "참조:"),
    "tree": Text("The whole proof, step by step", "전체 증명을 단계별로"),
    "drawing": Text("The proof as a drawing", "그림으로 보는 증명"),
    "no drawing": Text("Drawings are left out: {reason}.", "그림을 넣지 못했습니다: {reason}."),
    "together": Text("Works together", "제품 간 연동"),
    "open": Text("Answers that could still change this", "답에 따라 달라질 수 있는 질문"),
    "others": Text("Rules that others rest on", "다른 규칙의 바탕이 된 규칙"),
    "quiet": Text("Not needed so far", "지금까지는 필요 없음"),
    "warnings": Text("Warnings", "경고"),
    "warning": Text("Warning", "경고"),
    "note": Text("Note", "참고"),
    "conflicts": Text("Where sources disagree", "출처 간 불일치"),
    "favoured": Text("followed", "따른 쪽"),
    "settled": Text("How it was settled:", "정리한 방법:"),
    "settling rules": Text("Rules:", "규칙:"),
    "rule stands": Text("applies here", "여기에 적용됨"),
    "rule defeated": Text("set aside here", "여기서는 제외됨"),
    "rule silent": Text("its conditions do not hold here", "여기서는 조건이 맞지 않음"),
    "ways": Text("This decision", "이 결정"),
    "to slot": Text("In", "영역:"),
}


def say(word: str, language: Language, **parts: object) -> str:
    return _WORDS[word].in_language(language).format(**parts)
