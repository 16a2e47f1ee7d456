"""The headings of MADR and the phrases of its form, in both languages. They are Markdown already."""

from __future__ import annotations

from engine.model import Text

_HEADINGS = {
    "context": Text("Context and Problem Statement", "배경과 문제"),
    "drivers": Text("Decision Drivers", "결정 요인"),
    "options": Text("Considered Options", "검토한 선택지"),
    "outcome": Text("Decision Outcome", "결정"),
    "consequences": Text("Consequences", "영향"),
    "pros and cons": Text("Pros and Cons of the Options", "선택지별 장단점"),
    "disagreements": Text("Where Sources Disagree", "출처 간의 불일치"),
    "more": Text("More Information", "추가 정보"),
}
_PHRASES = {
    "answers": Text("The reasons given here rest on:", "결정 이유의 근거가 된 사항:"),
    "no answers": Text(
        "The reasons given here rest on no answer of the profile.", "결정 이유는 프로필의 답변에 의존하지 않습니다."
    ),
    "unanswered": Text(
        "The reasons given here assume that these questions are unanswered:",
        "다음 질문에 답하지 않은 상태를 전제로 합니다.",
    ),
    "hanging": Text(
        "The choice also hangs on these answers, though no reason names them (in brackets: another answer → what is "
        "chosen then):",
        "이유에 나오지 않지만 다음 답변이 달라지면 선택도 바뀝니다 (괄호 안: 다른 답변 → 그때의 선택).",
    ),
    "advice": Text("Advice that goes with it:", "함께 참고할 조언:"),
    "set aside": Text(
        "What would have decided otherwise, and what set it aside:", "제외된 기본 규칙과 그보다 우선한 규칙:"
    ),
    "by": Text("{told} — set aside by {rules}", "{told} — 제외된 근거 (우선한 규칙: {rules})"),
    "rule because": Text("{rule}, because {text}", "{rule}: {text}"),
    "open": Text(
        "**Still open.** The answers to these questions could change it:",
        "**미확정.** 다음 질문의 답변에 따라 달라질 수 있습니다.",
    ),
    "open stack": Text(
        "**Still open.** The answers to these questions bear on most slots:",
        "**미확정.** 다음 질문이 가장 많은 영역에 영향을 줍니다.",
    ),
    "more": Text("* … and {count} more", "* … 외 {count}개"),
    "no change": Text("No further answer can change it.", "추가로 답변해도 결과는 달라지지 않습니다."),
    "options below": Text(
        "By slot, under “Pros and Cons of the Options”.", "영역별 선택지는 “선택지별 장단점”에 있습니다."
    ),
    "columns": Text("| Slot | Picks | Status |", "| 영역 | 추천 | 상태 |"),
    "left out": Text(
        "Not needed as far as is known, and left out: {names}.",
        "지금까지의 답변으로는 필요하지 않아 제외한 영역: {names}.",
    ),
    "option good": Text("Good, because {text}", "장점: {text}"),
    "option neutral": Text("Neutral, because {text}", "참고: {text}"),
    "option bad": Text("Bad, because {text}", "단점: {text}"),
    "consequence good": Text("Good, because {text}", "좋은 점: {text}"),
    "consequence neutral": Text("Neutral, because {text}", "참고할 점: {text}"),
    "consequence bad": Text("Bad, because {text}", "주의할 점: {text}"),
    "supersedes": Text("* Supersedes {link}", "* 대체하는 기록: {link}"),
    "decision": Text("* Decision `{id}`, by “{edition}”, as of {day}", "* 결정 `{id}`, “{edition}”, {day} 기준"),
    "knowledge": Text("* Knowledge: {packs}, digest `{digest}`", "* 지식: {packs}, 다이제스트 `{digest}`"),
    "check": Text(
        "* To check: save the request at the end of this record, whose profile is that of the decision's receipt, as "
        "`request.yaml`. `portolan recommend request.yaml --format json` gives the id `{id}` if nothing has changed, "
        "neither in the request nor in the knowledge. Any other id means that one of them has: compare the digest of "
        "the knowledge, and see with `{again}` what the record would say now.",
        "* 확인 방법: 이 기록 끝에 있는 요청을 `request.yaml` 파일로 저장합니다. 프로필은 결정의 영수증(receipt)에 "
        "있는 것과 같습니다. 요청과 지식이 모두 그대로이면 `portolan recommend request.yaml --format json` 결과의 "
        "id는 `{id}`입니다. "
        "id가 다르면 둘 중 하나가 바뀐 것이므로 지식의 다이제스트를 비교하고, 지금은 기록이 어떻게 달라지는지 "
        "`{again}` 명령으로 확인합니다.",
    ),
    "no options": Text(
        "No rule that fired speaks of a product here.", "이 영역의 제품을 다루는 규칙 가운데 조건이 맞은 것이 없습니다."
    ),
    "shortened": Text(
        "* Shortened: the reasons that stand first, and no claims. `portolan adr --slot` writes the record of one slot "
        "in full, `portolan plan` shows what works together and what to install first.",
        "* 이 기록은 대표 이유만 담고 근거 인용은 생략했습니다. `portolan adr --slot` 명령은 한 영역의 전체 기록을, "
        "`portolan plan` 명령은 제품 간 연동과 설치 순서를 보여 줍니다.",
    ),
    "side": Text("{says} — {sources}", "{says} — {sources}"),
    "side favoured": Text("{says} — {sources} (followed)", "{says} — {sources} (채택)"),
    "settled as": Text("Settled: {how}. {because}", "결론: {how}. {because}"),
    "settled": Text("Settled: {because}", "결론: {because}"),
    "remarks": Text("Remarks on sources:", "출처에 대한 비고:"),
    "quoted": Text(
        "What the rules above rest on, in Portolan's words and not the sources' own:",
        "위 규칙의 근거 (원문 인용이 아니라 Portolan이 정리한 내용):",
    ),
    "claim": Text("{text} — {source}", "{text} — {source}"),
    "request": Text("The whole request, as YAML", "전체 요청 (YAML)"),
}


def heading(name: str, language: str) -> str:
    return _HEADINGS[name].ko if language == "ko" else _HEADINGS[name].en


def phrase(name: str, language: str, **parts: object) -> str:
    text = _PHRASES[name]
    return (text.ko if language == "ko" else text.en).format(**parts)
