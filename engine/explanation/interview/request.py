"""What a step of an interview says: a request, and the questions that nobody wants to answer."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from engine.inference.profile import Mistake, ProfileError, pointer
from engine.knowledge.problems import nearest_after
from engine.model import Knowledge, Language
from engine.request import Request, read_request

SKIPPED = "skipped"


def read_step(raw: object, knowledge: Knowledge, *, today: date, language: Language) -> tuple[Request, tuple[str, ...]]:
    """The body of a step → the request, and the ids of skipped questions. A body without a profile begins at the start.

    Raises ProfileError with every mistake.
    """
    skipped, mistakes = _skipped(raw.get(SKIPPED) if isinstance(raw, Mapping) else None, knowledge)
    if isinstance(raw, Mapping) and raw.get("profile") is None:
        raw = {**raw, "profile": {}}
    try:
        request = read_request(raw, knowledge, today=today, language=language, also=(SKIPPED,))
    except ProfileError as error:
        raise ProfileError([*error.mistakes, *mistakes]) from None
    if mistakes:
        raise ProfileError(mistakes)
    return request, skipped


def _skipped(raw: object, knowledge: Knowledge) -> tuple[tuple[str, ...], list[Mistake]]:
    if raw is None:
        return (), []
    if not isinstance(raw, list):
        return (), [Mistake(pointer(SKIPPED), "skipped questions are a list of ids", 'as ["platform.clusters"]')]
    mistakes: list[Mistake] = []
    for i, one in enumerate(raw):
        if not isinstance(one, str) or one not in knowledge.questions:
            hint = nearest_after(mistakes, one, knowledge.questions)
            mistakes.append(Mistake(pointer(SKIPPED, i), f"there is no question {str(one)[:60]!r}", hint))
    return (tuple(dict.fromkeys(raw)) if not mistakes else ()), mistakes
