"""Random profiles that somebody could have filled in: valid answers to a questionnaire, the same for the same seed."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from random import Random
from typing import Any

from engine.model import Knowledge, Product, Question

_STACK = "stack"
_LARGEST_COUNT = 300


@dataclass(frozen=True, slots=True)
class Shape:
    """How much a profile says. `answered`: share of the questions outside the stack; `in_use`: fewest, most products.

    With `whole_stack`, works_well and versions are answered as well; otherwise each in one profile out of three.
    """

    name: str
    answered: float
    in_use: tuple[int, int]
    whole_stack: bool = False


SPARSE = Shape("sparse", 0.10, (0, 2))
TYPICAL = Shape("typical", 0.40, (3, 8))
FULL = Shape("full", 1.00, (6, 15), whole_stack=True)
SHAPES = (SPARSE, TYPICAL, FULL)


def random_profiles(knowledge: Knowledge, shape: Shape, count: int, seed: int) -> list[dict[str, Any]]:
    """Profiles as `read_profile` takes them, no two of them the same."""
    random = Random(f"{shape.name} {seed}")
    found: dict[str, dict[str, Any]] = {}
    while len(found) < count:
        profile = random_profile(knowledge, shape, random)
        found.setdefault(repr(profile), profile)
    return list(found.values())


def random_profile(knowledge: Knowledge, shape: Shape, random: Random) -> dict[str, Any]:
    """One profile. A question whose `needs` do not hold is not asked, and so not answered."""
    answers: dict[str, Any] = {}
    for question in knowledge.questions.values():
        if question.section == _STACK or random.random() >= shape.answered or not _is_asked(question, answers):
            continue
        answers[question.id] = random_answer(question, knowledge, random)
    answers.update(_stack(knowledge, shape, random))
    return _nested(answers)


def random_answer(question: Question, knowledge: Knowledge, random: Random) -> Any:
    """An answer of the question's type."""
    return _ANSWERS[question.type](question, knowledge, random)


def flipped(profile: dict[str, Any], knowledge: Knowledge, random: Random) -> dict[str, Any]:
    """The profile with one answer outside the stack put differently: another value, or a first one."""
    while True:
        question = random.choice(list(knowledge.questions.values()))
        before = profile.get(question.section, {}).get(question.name)
        answer = random_answer(question, knowledge, random)
        if question.section != _STACK and answer != before:
            return {**profile, question.section: {**profile.get(question.section, {}), question.name: answer}}


def _is_asked(question: Question, answers: dict[str, Any]) -> bool:
    return all(answers.get(other) in wanted for other, wanted in question.needs.items())


def _nested(answers: dict[str, Any]) -> dict[str, Any]:
    profile: dict[str, Any] = {}
    for id_, answer in answers.items():
        section, _, name = id_.partition(".")
        profile.setdefault(section, {})[name] = answer
    return profile


# --- answers by type ------------------------------------------------------------------------------------------


def _bool(_: Question, __: Knowledge, random: Random) -> bool:
    return random.random() < 0.5


def _count(question: Question, _: Knowledge, random: Random) -> int:
    """Small numbers as often as large ones."""
    return int(question.minimum or 0) + round(_LARGEST_COUNT ** random.random()) - 1


def _choice(question: Question, _: Knowledge, random: Random) -> str:
    return random.choice(question.option_ids)


def _choices(question: Question, _: Knowledge, random: Random) -> list[str]:
    most = max(1, (len(question.option_ids) + 1) // 2)
    return random.sample(question.option_ids, random.randint(1, most))


def _kubernetes_version(_: Question, knowledge: Knowledge, random: Random) -> str:
    return _version(knowledge.products.get("kubernetes"), random)


def _version(product: Product | None, random: Random) -> str:
    """A release that the catalog knows, where it knows any."""
    cycles = [release.cycle for release in product.releases if _is_version(release.cycle)] if product else []
    return random.choice(cycles) if cycles else f"1.{random.randint(0, 30)}"


def _is_version(cycle: str) -> bool:
    return all(part.isdigit() for part in cycle.split("."))


def _products(_: Question, knowledge: Knowledge, random: Random) -> list[str]:
    return _in_use(knowledge, random.randint(1, 3), random)


def _versions(_: Question, knowledge: Knowledge, random: Random) -> dict[str, str]:
    return {id_: _version(knowledge.products[id_], random) for id_ in _in_use(knowledge, 2, random)}


_ANSWERS: dict[str, Callable[[Question, Knowledge, Random], Any]] = {
    "bool": _bool,
    "int": _count,
    "number": _count,
    "choice": _choice,
    "choices": _choices,
    "version": _kubernetes_version,
    "products": _products,
    "versions": _versions,
}

# --- the stack ------------------------------------------------------------------------------------------------


def _in_use(knowledge: Knowledge, count: int, random: Random) -> list[str]:
    """Products of as many slots: few platforms run two of a kind."""
    by_slot: dict[str, list[str]] = {}
    for product in knowledge.products.values():
        if product.home:
            by_slot.setdefault(product.home, []).append(product.id)
    slots = random.sample(sorted(by_slot), min(count, len(by_slot)))
    return [random.choice(by_slot[slot]) for slot in slots]


def _stack(knowledge: Knowledge, shape: Shape, random: Random) -> dict[str, Any]:
    """What is in use, what of it works well, and in which versions: as far as the questionnaire asks."""
    used = _in_use(knowledge, random.randint(*shape.in_use), random)
    stack: dict[str, Any] = {"stack.in_use": used}
    if shape.whole_stack or random.random() < 1 / 3:
        stack["stack.works_well"] = random.sample(used, len(used) // 2)
    if shape.whole_stack or random.random() < 1 / 3:
        released = [id_ for id_ in used if knowledge.products[id_].releases]
        stack["stack.versions"] = {id_: _version(knowledge.products[id_], random) for id_ in released}
    if not used and not shape.whole_stack:
        return {}
    return {id_: answer for id_, answer in stack.items() if id_ in knowledge.questions}
