"""What somebody types at a question → the answer as a profile has it, or what is unclear about it."""

from __future__ import annotations

import difflib
import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from engine.inference.profile import Answer, ProfileError, read_profile
from engine.model import Knowledge, Language, Question, Text

YES = ("y", "yes", "true", "예", "네", "ㅇ")
NO = ("n", "no", "false", "아니요", "아니오", "아니", "ㄴ")
NONE = ("0", "none", "-", "없음")

_LIST = re.compile(r"[,;、，]")
_THOUSANDS = re.compile(r"-?\d{1,3}(,\d{3})+(\.\d+)?\Z")
_VERSION_OF = re.compile(r"(?P<name>.*?\S)\s*[\s=:@]\s*(?P<version>v?\d[\w.]*)\Z")
_DIGITS = 5  # of a number on the screen
_NEAR = 0.6  # how alike a word must be to be taken for another one

_UNCLEAR = {
    "bool": Text("Please answer yes or no: y or n.", "y(예) 또는 n(아니요)으로 답해 주십시오."),
    "int": Text("Please answer with a whole number.", "정수로 답해 주십시오."),
    "number": Text("Please answer with a number.", "숫자로 답해 주십시오."),
    "version": Text("Please answer with a version, as 1.31.", "1.31처럼 버전으로 답해 주십시오."),
    "versions": Text(
        "Please answer with products and their versions, as: {example}.",
        "제품과 버전을 다음과 같이 적어 주십시오: {example}",
    ),
    "least": Text("It is at least {least:g}.", "{least:g} 이상이어야 합니다."),
    "one": Text("Please choose one of them.", "하나만 골라 주십시오."),
    "none": Text("None of them and one of them do not go together.", "없음과 다른 항목은 함께 고를 수 없습니다."),
    "option": Text("There is no answer {word!r} here.", "{word!r}에 해당하는 답변이 없습니다."),
    "product": Text("There is no product {word!r} in the catalog.", "카탈로그에 {word!r} 제품이 없습니다."),
    "no answer": Text("That is no answer to this question: {detail}.", "이 질문의 답변이 될 수 없습니다: {detail}"),
}


class Unclear(Exception):
    """It cannot be understood. `suggestion`: what was typed with the nearest right words in it."""

    def __init__(self, message: str, suggestion: str | None = None) -> None:
        super().__init__(message)
        self.message, self.suggestion = message, suggestion


@dataclass(frozen=True, slots=True)
class Reader:
    """Reads answers to one question. `choices`: what stands numbered on the screen, each id with its text."""

    question: Question
    choices: Mapping[str, str]
    knowledge: Knowledge
    language: Language

    def read(self, typed: str) -> Answer:
        """Raises Unclear."""
        raw = _READERS[self.question.type](self, " ".join(typed.split()))
        said = {self.question.section: {self.question.name: raw}}
        try:
            return read_profile(said, self.knowledge)[self.question.id]
        except ProfileError as error:
            detail = error.mistakes[0].detail
            raise Unclear(self._say("no answer", detail=detail)) from None

    def _say(self, what: str, **parts: Any) -> str:
        return _UNCLEAR[what].in_language(self.language).format(**parts)

    # --- one reader a type ------------------------------------------------------------------------------------

    def _bool(self, typed: str) -> bool:
        word = typed.casefold()
        if word in YES or word in NO:
            return word in YES
        raise Unclear(self._say("bool"))

    def _number(self, typed: str) -> int | float:
        word = typed.replace(",", "") if _THOUSANDS.match(typed) else typed
        try:
            number = int(word) if self.question.type == "int" else float(word)
        except ValueError:
            raise Unclear(self._say(self.question.type)) from None
        if self.question.minimum is not None and number < self.question.minimum:
            raise Unclear(self._say("least", least=self.question.minimum))
        return number

    def _version(self, typed: str) -> str:
        if re.match(r"v?\d{1,6}(\.\d{1,6}){0,3}\Z", typed):
            return typed
        raise Unclear(self._say("version"))

    def _choice(self, typed: str) -> str:
        chosen = self._members(typed, self._option)
        if len(chosen) != 1:
            raise Unclear(self._say("one"))
        return chosen[0]

    def _choices(self, typed: str) -> list[str]:
        return self._members(typed, self._option)

    def _products(self, typed: str) -> list[str]:
        return self._members(typed, self._product)

    def _versions(self, typed: str) -> dict[str, str]:
        found: dict[str, str] = {}
        for part in _parts(typed) or [typed]:
            match = _VERSION_OF.match(part)
            if not match:
                raise Unclear(self._say("versions", example=self.example()))
            name, version = match["name"].rstrip(" =:@"), match["version"]
            try:
                found[self._product(name)] = version
            except Unclear as unclear:
                raise Unclear(unclear.message, unclear.suggestion and typed.replace(name, unclear.suggestion)) from None
        return found

    # --- words ------------------------------------------------------------------------------------------------

    def _members(self, typed: str, read: Callable[[str], str]) -> list[str]:
        """What a list names, separated by commas, or by spaces where no name has one."""
        if typed.casefold() in NONE and self.question.type != "choice":
            return []
        parts = _parts(typed)
        if not parts:
            raise Unclear(self._say("option", word=typed))
        if len(parts) == 1 and " " in typed and not self._knows(read, typed):
            parts = typed.split()
        if len(parts) > 1 and any(part.casefold() in NONE for part in parts):
            raise Unclear(self._say("none"))
        found, corrected, wrong = [], [], None
        for part in parts:
            try:
                found.append(read(part))
                corrected.append(part)
            except Unclear as unclear:
                wrong = wrong or unclear
                corrected.append(unclear.suggestion or part)
                if unclear.suggestion is None:
                    raise
        if wrong is not None:
            raise Unclear(wrong.message, ", ".join(corrected))
        return found

    def _knows(self, read: Callable[[str], str], word: str) -> bool:
        try:
            read(word)
        except Unclear as unclear:
            # `argo cdd` is one word with a slip, `jaeger tempo` are two.
            return unclear.suggestion is not None and len(unclear.suggestion.split()) == len(word.split())
        return True

    def _option(self, word: str) -> str:
        names: dict[str, str] = {}
        for option in self.question.options:
            names |= {text.casefold(): option.id for text in (option.text.en, option.text.ko, option.id)}
        return self._named(word, names, "option", prefixes=True)

    def _product(self, word: str) -> str:
        names: dict[str, str] = {}
        for product in self.knowledge.products.values():
            names |= {name.casefold(): product.id for name in (*product.known_as.values(), product.name)}
        return self._named(word, names | {id_: id_ for id_ in self.knowledge.products}, "product")

    def _named(self, word: str, names: Mapping[str, str], kind: str, prefixes: bool = False) -> str:
        """By its number on the screen, by id or name, by how an id or name begins; else the nearest is suggested."""
        folded = word.casefold()
        numbered = dict(enumerate(self.choices, start=1))
        if word.isdecimal() and len(word) < _DIGITS and int(word) in numbered:
            return numbered[int(word)]
        if folded in names:
            return names[folded]
        begun = {id_ for name, id_ in names.items() if prefixes and folded and name.startswith(folded)}
        if len(begun) == 1:
            return begun.pop()
        near = difflib.get_close_matches(folded, names, n=1, cutoff=_NEAR)
        raise Unclear(self._say(kind, word=word), near[0] if near else None)

    def words(self) -> list[str]:
        """Those that Tab completes."""
        if self.question.options:
            return list(self.question.option_ids)
        return list(self.choices or self.knowledge.products) if self.question.type in ("products", "versions") else []

    def example(self) -> str:
        """Of an answer that names versions."""
        named = list(self.choices) or list(self.knowledge.products)
        return ", ".join(f"{id_} {version}" for id_, version in zip(named[:2], ("2.8", "3.1"), strict=False))


def _parts(typed: str) -> list[str]:
    return [part for part in (one.strip() for one in _LIST.split(typed)) if part]


def choices_of(question: Question, knowledge: Knowledge, language: Language, in_use: Iterable[str]) -> dict[str, str]:
    """What is numbered on the screen: options, or products in use where the question is about these."""
    if question.options:
        return {option.id: option.text.in_language(language) for option in question.options}
    return {id_: knowledge.products[id_].name for id_ in in_use}


_READERS: dict[str, Callable[[Reader, str], Any]] = {
    "bool": Reader._bool,
    "int": Reader._number,
    "number": Reader._number,
    "choice": Reader._choice,
    "choices": Reader._choices,
    "version": Reader._version,
    "products": Reader._products,
    "versions": Reader._versions,
}
