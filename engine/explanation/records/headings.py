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
    "more": Text("More Information", "추가 정보"),
}
_PHRASES = {
    "answers": Text("The reasons given here rest on:", "결정 이유의 근거가 된 사항:"),
    "no answers": Text(
        "The reasons given here rest on no answer of the profile.", "결정 이유는 프로필의 답변에 의존하지 않습니다."
    ),
    "unanswered": Text("As long as these questions are not answered:", "다음 질문에 답하지 않은 상태를 전제로 합니다."),
    "advice": Text("Advice that goes with it:", "함께 참고할 조언:"),
    "set aside": Text(
        "What would have decided otherwise, and what set it aside:", "물러난 기본 규칙과 그보다 우선한 규칙:"
    ),
    "by": Text("{told} — set aside by {rules}", "{told} — 우선한 규칙: {rules}"),
    "open": Text(
        "**Still open.** The answers to these questions could change it:",
        "**아직 열려 있습니다.** 다음 질문의 답변에 따라 달라질 수 있습니다.",
    ),
    "open stack": Text(
        "**Still open.** The answers to these questions bear on most slots:",
        "**아직 열려 있습니다.** 다음 질문이 가장 많은 영역에 영향을 줍니다.",
    ),
    "more": Text("* … and {count} more", "* … 외 {count}개"),
    "settled": Text("No further answer can change it.", "추가로 답변해도 결과는 달라지지 않습니다."),
    "options below": Text(
        "By slot, under “Pros and Cons of the Options”.", "영역별 선택지는 “선택지별 장단점”에 있습니다."
    ),
    "columns": Text("| Slot | Picks | Status |", "| 영역 | 선택 | 상태 |"),
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
    "replay": Text(
        "* To compute it again from the same profile: `portolan recommend portolan.yaml {options} --format json > "
        "decision.json`. Then `portolan replay decision.json` says, now or later, whether anything differs, and why.",
        "* 같은 프로필로 다시 계산: `portolan recommend portolan.yaml {options} --format json > decision.json`. "
        "이후 `portolan replay decision.json` 명령으로 달라진 점과 그 이유를 언제든 확인할 수 있습니다.",
    ),
    "no options": Text(
        "No rule that fired speaks of a product here.", "이 영역의 제품을 다루는 규칙이 발동하지 않았습니다."
    ),
    "shortened": Text(
        "* Shortened: the reasons that stand first, and no claims. `portolan adr --slot` writes the record of one slot "
        "in full, `portolan plan` shows what works together and what to install first.",
        "* 이 기록은 대표 이유만 담고 근거 인용은 생략했습니다. `portolan adr --slot` 명령은 한 영역의 전체 기록을, "
        "`portolan plan` 명령은 제품 간 연동과 설치 순서를 보여 줍니다.",
    ),
    "quoted": Text("What the rules above rest on:", "위 규칙의 근거:"),
}


def heading(name: str, language: str) -> str:
    return _HEADINGS[name].ko if language == "ko" else _HEADINGS[name].en


def phrase(name: str, language: str, **parts: object) -> str:
    text = _PHRASES[name]
    return (text.ko if language == "ko" else text.en).format(**parts)
