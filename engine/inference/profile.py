"""A profile as somebody wrote it → answers in their one canonical form, or every mistake with its JSON pointer."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any, TypeVar, cast

from engine.knowledge.problems import TOLD, did_you_mean, listed, nearest, nearest_after
from engine.knowledge.yaml_reader import Decimalish
from engine.model import Knowledge, Question
from engine.told import quoted, told

# A set is a sorted tuple, a mapping a sorted tuple of pairs: equal answers are equal values.
Answer = str | int | float | bool | tuple[str, ...] | tuple[tuple[str, str], ...]
Answers = dict[str, Answer]

Read = TypeVar("Read")

_VERSION = re.compile(r"v?(\d{1,6})((?:\.\d{1,6}){0,3})\Z")
_VERSIONS = "stack.versions"
_LARGEST = 1e15  # beyond, a float no longer tells whole numbers apart
_TYPES = {"int": ("a whole number", "정수로"), "number": ("a number", "숫자로")}


@dataclass(frozen=True, slots=True)
class Mistake:
    """One bad field. `pointer` is a JSON pointer into what was sent."""

    pointer: str
    detail: str
    hint: str | None = None


class ProfileError(Exception):
    """The profile, or the request around it, cannot be understood. `mistakes` holds every reason."""

    def __init__(self, mistakes: list[Mistake]) -> None:
        self.mistakes = tuple(mistakes)
        super().__init__("; ".join(f"{m.pointer}: {m.detail}" for m in mistakes))


# A hint, or what finds it: only those that are told are worth looking for.
_Hint = str | Callable[[], str | None] | None


class _Wrong(Exception):
    """An answer, or the member of one that is `below` it."""

    def __init__(self, detail: str, hint: _Hint = None, *below: object) -> None:
        self.detail, self.hint, self.below = detail, hint, below


class _SeveralWrong(Exception):
    """Members of an answer, each for itself."""

    def __init__(self, wrong: list[_Wrong]) -> None:
        self.wrong = wrong


def members_of(answer: Answer) -> tuple[str, ...]:
    """An answer of type choices or products, as what it is."""
    return cast(tuple[str, ...], answer)


def pairs_of(answer: Answer) -> tuple[tuple[str, str], ...]:
    """An answer of type versions, as what it is."""
    return cast(tuple[tuple[str, str], ...], answer)


def pointer(*keys: object) -> str:
    return "".join("/" + str(key).replace("~", "~0").replace("/", "~1") for key in keys)


def read_profile(raw: object, knowledge: Knowledge, at: tuple[str, ...] = ("profile",)) -> Answers:
    """Check and canonicalise. `null` is the same as left out; order and repeats in sets do not matter.

    Raises ProfileError with every mistake. The result is in the order of question ids.
    """
    if raw is None:
        return {}
    if not isinstance(raw, Mapping):
        raise ProfileError(
            [Mistake(pointer(*at), told("a profile is a mapping of sections", "프로필은 섹션의 매핑이어야 합니다"))]
        )
    reading = _Reading(knowledge, at, {}, [])
    sections = {section.id for section in knowledge.sections}
    for section, inside in raw.items():
        if section not in sections:
            hint = (
                nearest_after(reading.mistakes, section, sections)
                or _home_of(section, knowledge)
                or _there_are(sections)
            )
            what = told(f"there is no section {quoted(section)}", f"없는 섹션입니다: {quoted(section)}")
            reading.say((section,), what, hint)
        elif isinstance(inside, Mapping):
            reading.section(section, inside)
        elif inside is not None:
            reading.say((section,), told("a section is a mapping of answers", "섹션은 답의 매핑이어야 합니다"))
    if reading.mistakes:
        raise ProfileError(reading.mistakes)
    return dict(sorted(reading.answers.items()))


@dataclass(frozen=True, slots=True)
class _Reading:
    """What has been read of a profile so far."""

    knowledge: Knowledge
    at: tuple[str, ...]
    answers: Answers
    mistakes: list[Mistake]

    def say(self, where: tuple[object, ...], detail: str, hint: _Hint = None) -> None:
        if callable(hint):
            hint = hint() if len(self.mistakes) < TOLD else None
        self.mistakes.append(Mistake(pointer(*self.at, *where), detail, hint))

    def section(self, section: str, inside: Mapping[Any, Any]) -> None:
        for name, value in inside.items():
            question = self.knowledge.questions.get(f"{section}.{name}")
            if question is None:
                names = [q.name for q in self.knowledge.questions.values() if q.section == section]
                hint = (
                    nearest_after(self.mistakes, name, names)
                    or _home_of(name, self.knowledge)
                    or told(f"known here: {listed(names)}", f"이 섹션의 질문: {listed(names)}")
                )
                what = told(
                    f"there is no question {quoted(name)} in {section}",
                    f"{section} 섹션에 없는 질문입니다: {quoted(name)}",
                )
                self.say((section, name), what, hint)
            elif value is not None:
                try:
                    self.answers[question.id] = _READERS[question.type](value, question, self.knowledge)
                except _Wrong as wrong:
                    self.say((section, name, *wrong.below), wrong.detail, wrong.hint)
                except _SeveralWrong as several:
                    for one in several.wrong:
                        self.say((section, name, *one.below), one.detail, one.hint)


def _home_of(name: object, knowledge: Knowledge) -> str | None:
    found = [q.id for q in knowledge.questions.values() if q.name == name]
    return did_you_mean(found[0]) if found else None


def _there_are(sections: Iterable[str]) -> str:
    known = listed(sorted(sections), 20)
    return told(f"there are {known}", f"있는 섹션: {known}")


def _bool(value: Any, question: Question, _: Knowledge) -> Answer:
    if isinstance(value, bool):
        return value
    raise _wrong_type(question, "true or false", "true 또는 false로", value)


def _wrong_type(question: Question, wanted: str, in_korean: str, value: object) -> _Wrong:
    english = f"{question.id} is {wanted}, not {quoted(value)}"
    return _Wrong(told(english, f"{in_korean} 답하는 질문입니다(입력한 값: {quoted(value)})"))


def _number(value: Any, question: Question, _: Knowledge) -> Answer:
    whole = question.type == "int"
    fits = isinstance(value, (int, float)) and not isinstance(value, bool)
    if not fits or (whole and value != value // 1):
        raise _wrong_type(question, *_TYPES[question.type], value)
    if not abs(value) <= _LARGEST:
        raise _Wrong(told(f"{question.id} is out of range: {quoted(value)}", f"너무 큰 수입니다: {quoted(value)}"))
    if question.minimum is not None and value < question.minimum:
        least = f"{question.minimum:g}"
        english = f"{question.id} is at least {least}, not {quoted(value)}"
        raise _Wrong(told(english, f"{least} 이상이어야 합니다(입력한 값: {quoted(value)})"))
    # 10, 10.0 and 1e1 are one answer.
    return int(value) if value == int(value) else float(value)


def _option(value: Any, question: Question) -> str:
    if isinstance(value, str) and value in question.option_ids:
        return value
    what = told(f"{question.id} has no option {quoted(value)}", f"선택지에 없는 답입니다: {quoted(value)}")
    raise _Wrong(what, lambda: _near_option(value, question))


def _near_option(value: Any, question: Question) -> str:
    known = listed(question.option_ids, 14)
    return nearest(value, question.option_ids) or told(f"one of {known}", f"선택지: {known}")


def _choice(value: Any, question: Question, _: Knowledge) -> Answer:
    return _option(value, question)


def _choices(value: Any, question: Question, _: Knowledge) -> Answer:
    return _set(value, question, lambda one: _option(one, question))


def _set(value: Any, question: Question, read: Callable[[Any], str]) -> tuple[str, ...]:
    if not isinstance(value, (list, tuple)):
        what = told(f"{question.id} is a list, not {quoted(value)}", f"목록이어야 합니다(입력한 값: {quoted(value)})")
        raise _Wrong(what, _write(f"[{value}]") if isinstance(value, str) else None)
    return tuple(sorted(set(_each(enumerate(value), lambda _, one: read(one)))))


def _each(members: Iterable[tuple[object, Any]], read: Callable[[Any, Any], Read]) -> list[Read]:
    """What is read of each member with its place. Raises _SeveralWrong with every wrong one."""
    found, wrong = [], []
    for place, one in members:
        try:
            found.append(read(place, one))
        except _Wrong as error:
            wrong.append(_Wrong(error.detail, error.hint, place))
    if wrong:
        raise _SeveralWrong(wrong)
    return found


def _write(value: str) -> str:
    return told(f"write {value}", f"이렇게 적으십시오: {value}")


def _product(value: Any, knowledge: Knowledge) -> str:
    if isinstance(value, str) and value in knowledge.products:
        return value
    what = told(f"the catalog has no product {quoted(value)}", f"카탈로그에 없는 제품입니다: {quoted(value)}")
    raise _Wrong(what, lambda: _near_product(value, knowledge))


def _near_product(value: Any, knowledge: Knowledge) -> str | None:
    if not isinstance(value, str):
        return None
    by_name = {product.name.lower(): product.id for product in knowledge.products.values()}
    lowered = value.lower()
    return did_you_mean(by_name[lowered]) if lowered in by_name else nearest(lowered, knowledge.products)


def _products(value: Any, question: Question, knowledge: Knowledge) -> Answer:
    return _set(value, question, lambda one: _product(one, knowledge))


def _as_version(value: Any, what: str) -> str:
    if isinstance(value, Decimalish):
        value = value.text
    elif isinstance(value, int) and not isinstance(value, bool):
        value = str(value)
    if isinstance(value, float):
        raise _Wrong(
            told(
                f"{what} is a version in quotes, not a number: 1.30 and 1.3 would be the same",
                "버전은 따옴표로 묶어야 합니다. 숫자로 적으면 1.30과 1.3이 같아집니다",
            ),
            _write(f'"{value}"'),
        )
    match = _VERSION.match(value) if isinstance(value, str) else None
    if not match:
        english = f"{what} is a version, not {quoted(value)}"
        raise _Wrong(told(english, f"버전이 아닙니다: {quoted(value)}"), told('as "1.31"', '예: "1.31"'))
    return ".".join(str(int(part)) for part in (match[1] + match[2]).split("."))


def _version(value: Any, question: Question, _: Knowledge) -> Answer:
    return _as_version(value, question.id)


def _versions(value: Any, question: Question, knowledge: Knowledge) -> Answer:
    if not isinstance(value, Mapping):
        raise _wrong_type(question, "a mapping of product to version", "제품과 버전의 매핑으로", value)
    said = [(key, version) for key, version in value.items() if version is not None]

    def pair(key: Any, version: Any) -> tuple[str, str]:
        return _product(key, knowledge), _as_version(version, f"the version of {quoted(key)}")

    return tuple(sorted(dict(_each(said, pair)).items()))


_READERS: dict[str, Callable[[Any, Question, Knowledge], Answer]] = {
    "bool": _bool,
    "int": _number,
    "number": _number,
    "choice": _choice,
    "choices": _choices,
    "version": _version,
    "products": _products,
    "versions": _versions,
}


def written(answers: Mapping[str, Answer]) -> dict[str, dict[str, Any]]:
    """Answers as a profile again: sections, lists and mappings, in the order of ids."""
    profile: dict[str, dict[str, Any]] = {}
    for id_, answer in sorted(answers.items()):
        section, _, name = id_.partition(".")
        value: Any = answer
        if isinstance(answer, tuple):
            # Of no products and no versions only the question tells which was said.
            pairs = isinstance(answer[0], tuple) if answer else id_ == _VERSIONS
            value = {pair[0]: pair[1] for pair in answer} if pairs else list(answer)
        profile.setdefault(section, {})[name] = value
    return profile
