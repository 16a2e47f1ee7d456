"""The stages of adoption, held against the questionnaire that asks for them and the architecture that they part."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from engine.knowledge.references import Checker
from engine.model import AdoptionStage, Path


def check_stages(
    checker: Checker, question: str, ids: Sequence[str], stages: Iterable[tuple[AdoptionStage, Path]]
) -> None:
    """`ids`: of all stages as they are written; `stages`: those that met their schema, each with where it stands."""
    placed: dict[tuple[str, str], str] = {}
    for stage, path in stages:
        _check_stage(checker, stage, path, placed)
    _check_question(checker, question, ids)


def _check_stage(checker: Checker, stage: AdoptionStage, path: Path, placed: dict[tuple[str, str], str]) -> None:
    names = checker.names
    checker.cites(stage.cites, (*path, "cites"))
    if not stage.cites:
        message = f"the stage {stage.id!r} cites nothing"
        checker.say((*path, "cites"), "no-evidence", message, "a stage cites the claims that speak of it")
    for i, slot in enumerate(stage.slots):
        if checker.refer(slot, names.slots, "slot", (*path, "slots", i)):
            _check_once(checker, ("slot", slot), stage.id, (*path, "slots", i), placed)
    for i, product in enumerate(stage.products):
        if checker.refer(product, names.products, "product", (*path, "products", i)):
            _check_once(checker, ("product", product), stage.id, (*path, "products", i), placed)


def _check_once(
    checker: Checker, what: tuple[str, str], stage: str, path: Path, placed: dict[tuple[str, str], str]
) -> None:
    if what in placed:
        checker.say(path, "placed-twice", f"the {what[0]} {what[1]!r} is in the stage {placed[what]!r} already")
    placed.setdefault(what, stage)


def _check_question(checker: Checker, question: str, ids: Sequence[str]) -> None:
    if not checker.refer(question, checker.names.questions, "question", ("question",)):
        return
    asked = checker.names.questions[question]
    options = asked.option_ids
    if asked.type != "choice":
        message = f"{question!r} is of type {asked.type}: a platform stands at one stage"
        checker.say(("question",), "wrong-type", message, "name a question of type choice")
        return
    if tuple(ids) != options:
        message = f"the stages are {', '.join(ids)}; the options of {question!r} are {', '.join(options)}"
        checker.say(("stages",), "not-the-options", message, "a stage for each option, in the same order")
