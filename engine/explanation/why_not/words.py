"""The words in which it is told why a product is not a pick."""

from __future__ import annotations

from engine.model import Language, Text

WORDS = {
    "judged": Text("{product} in “{slot}”: {verdict}", "“{slot}” 영역의 {product}: {verdict}"),
    "unjudged": Text(
        "{product} in “{slot}”: no rule that fired speaks of it",
        "“{slot}” 영역의 {product}: 조건이 맞는 규칙 중 이 제품을 다루는 것이 없음",
    ),
    "silenced": Text(
        "{product} in “{slot}”: all that rules say of it here was set aside",
        "“{slot}” 영역의 {product}: 이 제품에 대한 근거가 모두 제외됨",
    ),
    "picked": Text(
        "{product} is a pick here already.",
        "{product}: 이미 이 영역의 추천 제품입니다.",
    ),
    "pick": Text("The pick is {names}.", "현재 추천은 {names}입니다."),
    "picks": Text("The picks are {names}.", "현재 추천은 {names}입니다."),
    "no pick": Text("Nothing is picked here.", "이 영역에는 추천하는 제품이 없습니다."),
    "not needed": Text("The slot is not needed", "이 영역이 필요하지 않은 이유"),
    "nobody": Text("No rule asks for it.", "이 영역을 요구하는 규칙이 없습니다."),
    "against": Text("What speaks against it", "추천하지 않는 근거"),
    "for": Text(
        "What speaks for it",
        "추천 근거",
    ),
    "if": Text(
        "{product} would be a pick if you answered",
        "추천되려면 필요한 답변: {product}",
    ),
    "nothing": Text(
        "No change of up to {most} answers makes {product} a pick.",
        "{product}: 답변을 {most}개까지 바꾸어도 추천되지 않습니다.",
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
        "이 제품에 유리하지만 답변을 바꾸어도 적용될 수 없는 규칙",
    ),
    "gives": Text("gives {given}", "결과: {given}"),
    "set aside": Text(
        "it fired and was set aside: {text}",
        "조건이 맞았지만 제외됨 (우선한 규칙: {text})",
    ),
    "every": Text("all of", "다음 모두"),
    "some": Text("at least one of", "다음 중 하나 이상"),
    "always": Text("it always holds", "항상 성립"),
    "said": Text("{phrase} (you said: {value})", "{phrase} (답변: {value})"),
    "would give": Text(
        "this rule would make it so",
        "이 규칙이 적용되면 성립",
    ),
    "gave": Text(
        "made so: {text}",
        "성립 근거: {text}",
    ),
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
    "decides": Text(
        "What decides: rules in its favour that give way here",
        "판정을 가른 근거: 제외된 추천 근거",
    ),
    "gives way": Text(
        "it gives way here, because:",
        "여기서는 다음 이유로 제외됨:",
    ),
    "alternative": Text(
        "What makes it an alternative only",
        "대안에 그치는 이유",
    ),
    "stance": Text(
        "{stance}: {text}",
        "{stance}: {text}",
    ),
    "stance on": Text(
        "{stance} {product}",
        "{product} {stance}",
    ),
    "would yield": Text(
        "as things are, it would be set aside: {text}",
        "현재 답변에서는 조건이 맞아도 제외됨 (우선하는 규칙: {text})",
    ),
    "bound": Text(
        "as things are, it cannot win, for the product is ruled out: {text}",
        "현재 답변에서는 조건이 맞아도 추천될 수 없음 (제품이 배제됨: {text})",
    ),
    "claims for": Text("what speaks for it rests on", "추천 근거의 출처"),
    "claims against": Text("what it gives way to rests on", "우선한 규칙의 출처"),
    "elsewhere": Text("It may also fill {slots}.", "다음 영역에도 쓸 수 있습니다: {slots}."),
}
# What a rule says of a product, or of the slot.
GIVES = {
    "need": Text("that the slot is needed", "이 영역이 필요함"),
    "keep": Text("keep", "유지"),
    "adopt": Text("adopt", "도입"),
    "trial": Text("trial", "시험 도입"),
    "consider": Text("consider", "고려"),
    "migrate": Text("migrate", "이전"),
    "avoid": Text("avoid", "비권장"),
    "rule_out": Text("rule out", "배제"),
    "no_need": Text("the slot is not needed", "이 영역이 필요하지 않음"),
}


def say(word: str, language: Language, **parts: object) -> str:
    return WORDS[word].in_language(language).format(**parts)
