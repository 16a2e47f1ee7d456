"""What an interview in the terminal says, in both languages."""

from __future__ import annotations

from engine.model import Language, Text

_WORDS = {
    "progress": Text(
        "{answered} answered · {settled} of {slots} slots settled · questions left: up to {remaining}",
        "답변 {answered}개 · 영역 {slots}개 중 {settled}개 확정 · 남은 질문 최대 {remaining}개",
    ),
    "keys": Text(
        "Enter passes a question over, ? says more, b goes back, s saves, q saves and quits.",
        "Enter: 건너뛰기, ?: 자세히, b: 이전 질문, s: 저장, q: 저장 후 끝내기",
    ),
    "stop": Text(
        "Stop whenever you like: the question that settles most comes first.",
        "영향이 가장 큰 질문부터 나오므로 언제든 멈춰도 됩니다.",
    ),
    "how bool": Text("y or n", "y(예) 또는 n(아니요)"),
    "how int": Text("a whole number", "정수"),
    "how number": Text("a number", "숫자"),
    "how several": Text("numbers or names with commas, 0 for none", "번호나 이름을 쉼표로 구분, 없으면 0"),
    "how version": Text("a version, as 1.31", "버전, 예: 1.31"),
    "how products": Text("products with commas, 0 for none", "제품을 쉼표로 구분, 없으면 0"),
    "how versions": Text("as {example}", "예: {example}"),
    "least": Text("at least {least:g}", "{least:g} 이상"),
    "help": Text("Why it is asked", "질문하는 이유"),
    "now": Text("Why it is asked now", "지금 질문하는 이유"),
    "ways": Text("What answers would change by themselves", "이 답변만으로 달라지는 결과"),
    "no ways": Text(
        "By itself no answer changes a pick; each closes one of the questions that slots are waiting for.",
        "이 답변만으로 추천이 바뀌는 영역은 없으며, 각 영역이 기다리는 질문 하나가 정리됩니다.",
    ),
    "picks now": Text("{title} (now {picks})", "{title} (현재: {picks})"),
    "way": Text("{answers}: {picks}", "{answers} → {picks}"),
    "for instance": Text("for instance {answers}", "예: {answers}"),
    "nothing": Text("nothing", "없음"),
    "for good": Text("{picks}, settled", "{picks}(확정)"),
    "not needed": Text("not needed", "필요 없음"),
    "more answers": Text("{answers} and {count} more", "{answers} 외 {count}개"),
    "more slots": Text("… and {count} more slots", "… 외 {count}개 영역"),
    "did you mean": Text("Did you mean {suggestion}? [Y/n]", "혹시 {suggestion}입니까? [Y/n]"),
    "first": Text("This is the first question.", "첫 번째 질문입니다."),
    "implied": Text(
        "{question} Nothing, as nothing is in use.", "{question} 사용 중인 제품이 없으므로 없음으로 기록합니다."
    ),
    "resumed": Text("{file}: {count} answers so far.", "{file} 파일에 답변 {count}개가 있습니다."),
    "resumed 1": Text("{file}: 1 answer so far.", "{file} 파일에 답변 1개가 있습니다."),
    "saved": Text("Saved: {file}, {count} answers.", "저장했습니다: {file}, 답변 {count}개"),
    "saved 1": Text("Saved: {file}, 1 answer.", "저장했습니다: {file}, 답변 1개"),
    "done": Text(
        "Done: no question that may be asked could change anything any more.",
        "끝났습니다. 더 물어서 결과가 달라질 질문이 없습니다.",
    ),
    "stopped": Text(
        "Stopped. Questions that could still change something: up to {remaining}.",
        "여기서 멈춥니다. 결과가 달라질 수 있는 질문이 최대 {remaining}개 남았습니다.",
    ),
    "settled": Text("Slots that are settled: {settled} of {slots}.", "영역 {slots}개 중 {settled}개가 확정되었습니다."),
    "left": Text(
        "Slots that hang only on questions passed over or beside the point: {left}.",
        "{left}개는 건너뛰었거나 해당하지 않는 질문으로만 달라질 수 있습니다.",
    ),
    "picks": Text("Picks so far", "현재까지의 추천"),
    "next": Text("Next: {command}", "다음 단계: {command}"),
    "go on": Text("Go on: {command}", "이어서 하기: {command}"),
    "interrupted": Text("Interrupted.", "중단했습니다."),
    "lost": Text("What was answered since then is lost.", "그 뒤의 답변은 저장하지 않았습니다."),
    "unsaved": Text(
        "Nothing was written; {count} answers are lost.", "아무것도 저장하지 않았습니다. 답변 {count}개가 사라집니다."
    ),
    "unsaved 1": Text("Nothing was written; 1 answer is lost.", "아무것도 저장하지 않았습니다. 답변 1개가 사라집니다."),
    "unsaved 0": Text("Nothing was written.", "아무것도 저장하지 않았습니다."),
    "overwrite": Text(
        "{file} is there already. Overwrite it? [y/N]", "{file} 파일이 이미 있습니다. 덮어쓰시겠습니까? [y/N]"
    ),
}


def say(language: Language, what: str, **parts: object) -> str:
    text = _WORDS.get(f"{what} {parts.get('count')}", _WORDS[what])
    return text.in_language(language).format(**parts)
