"""Words of the vocabulary as labels in both languages."""

from __future__ import annotations

from datetime import date

from engine.model import VERDICTS, WARNING_KINDS, Language, Text

_WARNINGS = dict(
    zip(
        WARNING_KINDS,
        (
            Text("end of life", "지원 종료"),
            Text("deprecation", "지원 중단 예고"),
            Text("licence", "라이선스"),
            Text("limit", "한계"),
            Text("conflict", "충돌"),
            Text("stale premise", "달라진 전제"),
        ),
        strict=True,
    )
)
_VERDICTS = dict(
    zip(
        VERDICTS,
        (
            Text("keep", "유지"),
            Text("adopt", "도입"),
            Text("trial", "시험 도입"),
            Text("consider", "고려"),
            Text("migrate", "이전"),
            Text("avoid", "비권장"),
        ),
        strict=True,
    )
)
_DEADLINE = Text("by {day}", "기한: {day}")
_OVERDUE = Text("overdue since {day}", "{day} 기한 경과")
# The fields of rules and of what else knowledge consists of.
_FIELDS: dict[str, Text] = {
    "when": Text("condition", "조건"),
    "then": Text("conclusions", "결론"),
    "strength": Text("strength", "강도"),
    "overrides": Text("rules that it overrides", "우선하는 규칙"),
    "because": Text("reason", "이유 문장"),
    "cites": Text("claims that it cites", "인용한 출처"),
    "cncf": Text("CNCF levels", "CNCF 등급"),
    "cncf_level": Text("CNCF level", "CNCF 등급"),
    "licence": Text("licence", "라이선스"),
    "licences": Text("licences", "라이선스"),
    "licence_class": Text("kind of licence", "라이선스 유형"),
    "osi_approved": Text("OSI approval", "OSI 승인"),
    "end_of_life": Text("end of support", "지원 종료일"),
    "support": Text("support", "지원 상태"),
    "releases": Text("releases", "릴리스"),
    "slots": Text("slots", "영역"),
    "home": Text("home slot", "기본 영역"),
    "name": Text("name", "이름"),
    "note": Text("note", "비고"),
    "title": Text("title", "제목"),
    "text": Text("text", "문구"),
    "options": Text("options", "선택지"),
    "needs": Text("questions that it waits for", "선행 질문"),
}


def field_word(name: str, language: Language) -> str:
    """A field of a rule or product in words; one that has none as it is written."""
    word = _FIELDS.get(name)
    return word.in_language(language) if word else name


def verdict_word(verdict: str, language: Language) -> str:
    return _VERDICTS[verdict].in_language(language)


def warning_word(kind: str, language: Language) -> str:
    return _WARNINGS[kind].in_language(language)


def warning_label(kind: str, day: object, language: Language) -> str:
    """The kind of a warning, and its day where it has one."""
    label = warning_word(kind, language)
    return f"{label}, {day}" if day else label


def deadline_label(by_date: date | str, as_of: date | str, language: Language) -> str:
    """By when to be gone, told on the day `as_of`: one that has passed is overdue. Days are ISO where written."""
    overdue = _day(by_date) < _day(as_of)
    return (_OVERDUE if overdue else _DEADLINE).in_language(language).format(day=by_date)


def _day(value: date | str) -> date:
    return date.fromisoformat(value) if isinstance(value, str) else value
