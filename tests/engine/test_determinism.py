"""The same profile, edition and date give the same document, byte for byte."""

from __future__ import annotations

import hashlib
import json
import os
import random
import subprocess
import sys
from pathlib import Path

import pytest

from engine.knowledge.files import read_directory
from engine.knowledge.loader import build_knowledge
from engine.request import decision_id, read_request
from tests.conftest import ROOT, RULES
from tests.engine.documents import BASE, GOLDEN, GOLDEN_REQUEST, SHIPPED, TINY, documents, everything, golden

SEEDS = range(10)


def test_documents_are_the_same_under_every_hash_seed() -> None:
    """Ten processes at once, each with another order of its sets."""
    processes = [
        subprocess.Popen(
            [sys.executable, "-m", "tests.engine.documents"],
            cwd=ROOT,
            env={**os.environ, "PYTHONHASHSEED": str(seed)},
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
        )
        for seed in SEEDS
    ]
    try:
        printed = [process.communicate(timeout=120) for process in processes]
    finally:
        for process in processes:
            process.kill()
            process.wait()
    assert [error.decode() for _, error in printed] == [""] * len(SEEDS)
    expected = everything(RULES)
    for out, _ in printed:
        assert out.decode() == expected


@pytest.fixture(scope="module")
def said() -> list[str]:
    """The documents on the shipped knowledge, as they usually come."""
    return list(documents(read_directory(RULES), SHIPPED))


def test_documents_are_the_same_whatever_the_order_of_the_files(said: list[str]) -> None:
    for seed in range(8):
        shuffled = random.Random(seed).sample(BASE, len(BASE))
        assert list(documents(tuple(shuffled), TINY)) == list(documents(BASE, TINY))
    files = read_directory(RULES)
    assert list(documents(files[::-1], SHIPPED)) == said


def test_documents_are_the_same_whatever_was_asked_before(said: list[str]) -> None:
    assert list(documents(read_directory(RULES), SHIPPED[::-1])) == said[::-1]


def test_documents_are_the_same_wherever_the_knowledge_lies(tmp_path: Path) -> None:
    for file in BASE:
        path = tmp_path / "elsewhere" / file.name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(file.content)
    assert list(documents(read_directory(tmp_path / "elsewhere"), TINY)) == list(documents(BASE, TINY))


def test_the_golden_document() -> None:
    """If a change here is meant: `python -m tests.engine.documents golden`, and read what changed."""
    assert golden() == GOLDEN.read_text(encoding="utf-8")


def test_the_golden_document_is_named_by_a_hash_that_anyone_can_recompute() -> None:
    knowledge = build_knowledge(BASE)
    document = json.loads(GOLDEN.read_text(encoding="utf-8"))
    again = {"profile": GOLDEN_REQUEST["profile"], "edition": document["edition"], "as_of": document["as_of"]}
    request = read_request(again, knowledge, today=knowledge.editions["2024"].published)
    assert decision_id(request, knowledge) == document["id"]


def test_the_golden_document_carries_all_that_its_name_is_over() -> None:
    """By nothing but the document itself."""
    document = json.loads(GOLDEN.read_text(encoding="utf-8"))
    receipt = document["receipt"]

    def digest(data: object) -> str:
        text = json.dumps(data, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
        return hashlib.sha256(text.encode()).hexdigest()

    assert receipt["request_digest"] == f"sha256:{digest(receipt['request'])}"
    said = {"knowledge": document["knowledge"]["digest"], "request": receipt["request"]}
    assert document["id"] == digest(said)[:32]
