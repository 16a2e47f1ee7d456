"""A rule's reason as a sentence: the matched answers and catalog facts in the place of their names."""

from __future__ import annotations

import re
from datetime import date
from typing import Any

from engine.dated import cncf_level_on, end_of_life_known_on, licence_on, release_of
from engine.inference.encoding import versions_in_use
from engine.inference.profile import Answer, members_of, pairs_of
from engine.inference.reasoner import Decision
from engine.model import Knowledge, Language, Product, Question, Rule

PLACEHOLDER = re.compile(r"\{([^{}]*)\}")
_YES = {"en": ("no", "yes"), "ko": ("아니요", "예")}
_NONE = {"en": "none", "ko": "없음"}
_NO_DAY = {"en": "day unknown", "ko": "날짜 미상"}
_UNKNOWN = {"en": "unknown", "ko": "알 수 없음"}


def reason(rule: Rule, decision: Decision, language: Language) -> str:
    """The rule's `because` for this decision."""
    return PLACEHOLDER.sub(lambda match: _value(match[1], decision, language), rule.because.in_language(language))


def answers_in(rule: Rule) -> tuple[str, ...]:
    """The placeholders of a rule's reason: what its sentence depends on besides the rule."""
    return tuple(sorted({*PLACEHOLDER.findall(rule.because.en), *PLACEHOLDER.findall(rule.because.ko)}))


def _value(name: str, decision: Decision, language: Language) -> str:
    knowledge = decision.knowledge
    question = knowledge.questions.get(name)
    if question is not None:
        answer = decision.answers.get(name)
        return _UNKNOWN[language] if answer is None else answer_text(question, answer, knowledge, language)
    subject, _, fact = name.partition(".")
    product = knowledge.products[subject]
    day = decision.read_on
    if fact == "licence":
        return licence_text(licence_on(product, day), knowledge) or _UNKNOWN[language]
    if fact == "cncf_level":
        return cncf_level_on(product, day)
    if fact.startswith("release"):
        return _release(product, fact, decision, language)
    return str(end_of_life_known_on(product, day) or _UNKNOWN[language])


def _release(product: Product, fact: str, decision: Decision, language: Language) -> str:
    """The release in use, or the day on which its support ends."""
    version = versions_in_use(decision.answers).get(product.id)
    release = release_of(product, version) if version else None
    if release is None:
        return (version if fact == "release" else None) or _UNKNOWN[language]
    if fact == "release":
        return release.cycle
    return str(release.end_of_life) if isinstance(release.end_of_life, date) else _NO_DAY[language]


def licence_text(expression: str | None, knowledge: Knowledge) -> str | None:
    """SPDX ids as they are; a licence that SPDX has no id for by its name."""
    if expression is None:
        return None
    names = [knowledge.licences[id_].name if id_.startswith("LicenseRef-") else id_ for id_ in expression.split(" OR ")]
    return " OR ".join(names)


def answer_text(question: Question, answer: Answer, knowledge: Knowledge, language: Language) -> str:
    """An answer as it reads inside a sentence."""
    if isinstance(answer, bool):
        return _YES[language][answer]
    if question.type in ("choice", "choices"):
        texts = {option.id: option.id if language == "en" else option.text.ko for option in question.options}
        chosen = (answer,) if isinstance(answer, str) else members_of(answer)
        return ", ".join(texts[one] for one in chosen) or _NONE[language]
    if question.type == "products":
        return ", ".join(knowledge.products[one].name for one in members_of(answer)) or _NONE[language]
    if question.type == "versions":
        return ", ".join(f"{knowledge.products[name].name} {version}" for name, version in pairs_of(answer))
    return f"{answer:g}" if isinstance(answer, float) else str(answer)


def answer_data(question: Question, answer: Answer | None) -> Any:
    """An answer as a profile has it: a list, a mapping, or one value; None where there is none."""
    if answer is None or not isinstance(answer, tuple):
        return answer
    return dict(pairs_of(answer)) if question.type == "versions" else list(answer)
