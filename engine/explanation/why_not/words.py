"""The words in which it is told why a product is not a pick."""

from __future__ import annotations

from engine.model import Text

WORDS = {
    "judged": Text("{product} in “{slot}”: {verdict}", "“{slot}” 영역의 {product}: {verdict}"),
    "unjudged": Text(
        "{product} in “{slot}”: no rule that fired speaks of it",
        "“{slot}” 영역의 {product}: 이 제품을 다루는 규칙이 발동하지 않음",
    ),
    "picked": Text("{product} is a pick here already.", "{product} 제품은 이미 이 영역의 선택입니다."),
    "pick": Text("The pick is {names}.", "현재 선택은 {names}입니다."),
    "picks": Text("The picks are {names}.", "현재 선택은 {names}입니다."),
    "no pick": Text("Nothing is picked here.", "이 영역에는 선택된 제품이 없습니다."),
    "not needed": Text("The slot is not needed", "이 영역이 필요하지 않은 이유"),
    "nobody": Text("No rule asks for it.", "이 영역을 요구하는 규칙이 없습니다."),
    "against": Text("What speaks against it", "선택되지 않은 근거"),
    "for": Text("What speaks for it", "선택을 지지하는 근거"),
    "if": Text("{product} would be a pick if you answered", "다음과 같이 답하면 {product} 제품이 선택됩니다"),
    "nothing": Text(
        "No change of up to {most} answers makes {product} a pick.",
        "답변을 {most}개까지 바꾸어도 {product} 제품은 선택되지 않습니다.",
    ),
    "all": Text(
        "These are all of the smallest ways, by changing up to {most} answers: none can do with less.",
        "답변을 {most}개까지 바꾸는 최소한의 방법을 모두 찾은 것으로, 여기서 더 줄일 수 있는 방법은 없습니다.",
    ),
    "stopped": Text(
        "The search was stopped before it was through: there may be other ways.",
        "탐색이 끝나기 전에 중단되어 다른 방법이 더 있을 수 있습니다.",
    ),
    "held": Text("Held as they are: {names}.", "바꾸지 않는 답변: {names}."),
    "many held": Text("{count} questions are held as they are.", "질문 {count}개의 답변은 바꾸지 않습니다."),
    "lacking": Text("Rules in its favour, and what they lack", "이 제품에 유리한 규칙과 충족되지 않은 조건"),
    "out of reach": Text(
        "Rules in its favour that no change of answers can make fire here",
        "이 제품에 유리하지만 답변을 바꾸어도 발동할 수 없는 규칙",
    ),
    "gives": Text("gives {given}", "결과: {given}"),
    "set aside": Text("it fired and was set aside by {names}", "발동했으나 {names} 규칙에 밀림"),
    "every": Text("all of", "다음 모두"),
    "some": Text("at least one of", "다음 중 하나 이상"),
    "always": Text("it always holds", "항상 성립"),
    "said": Text("{phrase} (you said: {value})", "{phrase} (답변: {value})"),
    "would give": Text("{rule} would make it so", "{rule} 규칙이 발동하면 성립"),
    "gave": Text("{rule} made it so", "{rule} 규칙이 발동해 성립"),
    "no rule": Text("no rule in reach makes it so", "이를 성립시킬 수 있는 규칙이 없음"),
    "above": Text("see above", "위 참조"),
    "with": Text("“{question}” with {value}", "“{question}”: {value}"),
    "instead": Text("“{question}” with {value} instead of {old}", "“{question}”: {value} (현재: {old})"),
    "whatever": Text("{value}, or whatever it is", "{value} 등 어떤 값이든"),
    "least number": Text("{value} or more", "{value} 이상"),
    "least version": Text("{value} or later", "{value} 이상"),
    "most number": Text("{value} or less", "{value} 이하"),
    "most version": Text("{value} or earlier", "{value} 이하"),
    "from to": Text("{least} to {most}", "{least}~{most}"),
    "edited": Text("“{question}” with {edits}", "“{question}”: {edits}"),
    "added": Text("{names} added", "{names} 추가"),
    "left out": Text("{names} left out", "{names} 제외"),
    "nothing in it": Text("none", "없음"),
    "or": Text(" or ", " 또는 "),
    "and": Text(", and ", ", 그리고 "),
    "then": Text("{changes} → {verdict}", "{changes} → {verdict}"),
    "elsewhere": Text("It may also fill {slots}.", "다음 영역에도 쓸 수 있습니다: {slots}."),
}
# What a rule in favour of a product says.
GIVES = {
    "need": Text("that the slot is needed", "이 영역이 필요함"),
    "keep": Text("keep", "유지"),
    "adopt": Text("adopt", "도입"),
    "trial": Text("trial", "시험 도입"),
    "consider": Text("consider", "고려"),
}
