"""Faults put into the shipped knowledge are found. A few of them here; `python -m tests.mutations` tries more."""

from __future__ import annotations

from functools import cache

import pytest

from tests.conftest import ROOT, RULES
from tests.mutations.body import Body
from tests.mutations.judging import Judge
from tests.mutations.mutants import Mutant, mutants, sample

# What changes something whenever it is done: each of these has to be found.
SURE = (
    "drop-rule",
    "repeat-rule",
    "drop-ko",
    "ko-is-en",
    "text-of-another-rule",
    "misspelt-claim",
    "far-claim",
    "drop-question",
    "idle-question",
    "move-edition",
)
# Some of the others change nothing: an override of a rule that is silent anyway, a claim that others cite too.
OTHERS = 14
FOUND = 0.7


@cache
def everything() -> tuple[Body, list[Mutant]]:
    body = Body.of(RULES)
    return body, mutants(body)


@cache
def judge() -> Judge:
    return Judge(tuple(everything()[0].files.values()), ROOT / "tests" / "knowledge")


@pytest.mark.parametrize("fault", SURE)
def test_what_must_be_found_is(fault: str) -> None:
    (mutant,) = sample([one for one in everything()[1] if one.fault == fault], 1, seed=3)
    assert judge().finder(mutant) is not None, mutant


def test_most_of_what_may_be_found_is() -> None:
    chosen = sample([one for one in everything()[1] if one.fault not in SURE], OTHERS, seed=3)
    survivors = [str(one) for one in chosen if judge().finder(one) is None]
    assert len(survivors) <= OTHERS * (1 - FOUND), survivors


def test_there_is_a_mutant_of_every_kind_and_none_is_the_knowledge_as_it_is() -> None:
    body, found = everything()
    assert len({one.fault for one in found}) >= 40
    contents = {name: file.content for name, file in body.files.items()}
    for one in sample(found, 100, seed=1):
        (changed,) = [file.name for file in one.files() if file.content != contents[file.name]]
        assert changed == one.file
