"""The words around a migration plan, in both languages."""

from __future__ import annotations

from engine.model import Language, Text

_WORDS = {
    "install": Text("Set up {name}", "{name} 구성"),
    "move": Text("Move from {name} to {to}", "{name} → {to} 이전"),
    "retire": Text("Leave {name}: nothing needs to take its place", "{name} 사용 중단(대체 제품 불필요)"),
    "nowhere": Text("Leave {name}: nothing is left to move to", "{name} 사용 중단(이전할 제품 없음)"),
    "overdue": Text("overdue by {count}: the deadline was {day}", "기한({day})에서 {count} 지남"),
    "today": Text("due today, {day}", "오늘({day})이 기한"),
    "left": Text("{count} left, until {day}", "기한({day})까지 {count} 남음"),
    "days": Text("{number} days", "{number}일"),
    "day": Text("1 day", "1일"),
    "target": Text("after step {step}: {name} has to be there first", "{step}단계 다음: {name}부터 구성해야 합니다"),
    "rule": Text("after step {step}", "{step}단계 다음"),
    "with": Text("after step {step}: {of} comes with {name}", "{step}단계 다음: {of}, {name} 함께 사용"),
    "connection": Text("after step {step}", "{step}단계 다음"),
    "stage": Text(
        "after step {step}: “{earlier}” comes before “{later}”",
        "{step}단계 다음: “{earlier}” 단계가 “{later}” 단계보다 앞섭니다",
    ),
    "alone": Text("it is the only step", "유일한 작업입니다"),
    "follows": Text("it follows what it waits for", "먼저 할 작업이 모두 앞에 있습니다"),
    "awaited": Text("step {step} waits for it", "{step}단계보다 먼저 해야 합니다"),
    "deadline": Text("its deadline comes before that of all else", "이 시점에 할 수 있는 작업 중 기한이 가장 빠릅니다"),
    "due first": Text(
        "step {step}, which waits for it, is due first", "이 작업이 필요한 {step}단계의 기한이 가장 빠릅니다"
    ),
    "due later": Text("what is due earlier stands before it", "기한이 더 빠른 작업이 모두 앞에 있습니다"),
    "after deadlines": Text("all that has a deadline stands before it", "기한이 있는 작업이 모두 앞에 있습니다"),
    "architecture": Text("in the order of the architecture", "아키텍처 순서를 따릅니다"),
    "raise": Text(
        "Raise {name} from {version} to a supported release", "{name} {version} → 지원되는 버전으로 업그레이드"
    ),
    "supported": Text(
        "supported releases in the catalog: {oldest} (the oldest) to {newest} (the newest)",
        "카탈로그에서 지원되는 버전: {oldest}(가장 오래된 버전)부터 {newest}(최신 버전)까지",
    ),
    "one supported": Text(
        "the only supported release in the catalog: {newest}", "카탈로그에서 지원되는 유일한 버전: {newest}"
    ),
    "none supported": Text("the catalog has no supported release", "카탈로그에 지원되는 버전이 없음"),
    "there": Text("{name} (there already)", "{name}(이미 있음)"),
    "if taken up": Text("{name}, if that is taken up too", "{name}(함께 도입하는 경우)"),
    "step": Text("{name} (step {step})", "{name}({step}단계)"),
    "keep": Text("may stay", "계속 사용"),
    "adopt": Text("may stay: it is what is recommended", "계속 사용(추천 제품)"),
    "trial": Text("may stay: it is on trial", "계속 사용(시험 도입 대상)"),
    "consider": Text("may stay as an alternative", "대안으로 계속 사용 가능"),
    "unspoken": Text("nothing speaks against it", "반대하는 규칙 없음"),
    "ends": Text("support ends on {day}, in {count}", "{day}에 지원 종료({count} 남음)"),
    "ended": Text("support ended on {day}, {count} ago", "{day}에 지원 종료({count} 지남)"),
    "ends today": Text("support ends today, {day}", "오늘({day}) 지원 종료"),
}


def say(word: str, language: Language, **parts: object) -> str:
    return _WORDS[word].in_language(language).format(**parts)
