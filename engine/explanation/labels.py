"""Words of the vocabulary as labels in both languages."""

from __future__ import annotations

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


def verdict_word(verdict: str, language: Language) -> str:
    return _VERDICTS[verdict].in_language(language)


def warning_word(kind: str, language: Language) -> str:
    return _WARNINGS[kind].in_language(language)


def warning_label(kind: str, day: object, language: Language) -> str:
    """The kind of a warning, and its day where it has one."""
    label = warning_word(kind, language)
    return f"{label}, {day}" if day else label
