"""Words of the vocabulary as labels in both languages."""

from __future__ import annotations

from datetime import date

from engine.model import WARNING_KINDS, Language, Text

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

_DEADLINE = Text("by {day}", "기한: {day}")
_OVERDUE = Text("overdue since {day}", "{day} 기한 경과")


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
