"""`portolan why-not`, on the knowledge in pocket/."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from tests.conftest import ROOT, RULES
from tests.portolan.conftest import Run


def test_a_constraint_stands_against_it_and_one_answer_would_bring_it_in(run: Run, harbour: Path) -> None:
    assert run("why-not", "vault", harbour).out == (
        """\
Vault in “Secrets”: avoid
Nothing is picked here.

What decides: rules in its favour that give way here
  ✓ adopt: Vault holds them. [secrets/vault-is-the-standard]
     ✗ it gives way here, because:
        • rule out Vault: Only open source is allowed, and Vault is under BUSL-1.1.
          [secrets/open-source-only]
     · what speaks for it rests on
        “Vault holds secrets, under a licence that is not open.” [almanac/vault-holds-secrets]
     · what it gives way to rests on
        “Vault holds secrets, under a licence that is not open.” [almanac/vault-holds-secrets]

What speaks against it
  ✗ rule out: see above [secrets/open-source-only]

Vault would be a pick if you answered
  1. “Which licences are allowed?” with “Any” instead of “Open source” → adopt

These are all of the smallest ways, by changing up to 3 answers: none can do with less.
Held as they are: “Is the platform for production?”.
"""
    )


def test_a_slot_that_is_not_needed(run: Run, harbour: Path) -> None:
    out = run("why-not", "mesh", harbour).out
    assert "The slot is not needed\n  ✗ One cluster has nobody to talk to. [service-mesh/one-cluster-is-alone]" in out
    assert "“How many clusters are there?” with 2 or more instead of 1 → adopt" in out
    assert re.search(r"✗ .* at least 2 \(you said: 1\)", out)


def test_in_korean_and_as_markdown(run: Run, harbour: Path) -> None:
    out = run("why-not", "zipkin", harbour, "--lang", "ko", "--format", "markdown").out
    assert out.startswith(
        "# “추적 백엔드” 영역의 Zipkin: 이 제품에 대한 근거가 모두 제외됨\n\n현재 추천은 Jaeger입니다.\n"
    )
    assert "Zipkin: 답변을 3개까지 바꾸어도 추천되지 않습니다." in out


def test_json_is_what_the_api_answers(run: Run, harbour: Path) -> None:
    data = run("why-not", "vault", harbour, "--format", "json").data
    assert data["counterfactuals"] == [
        {
            "changes": [
                {
                    "question": "wishes.licences",
                    "text": "Which licences are allowed?",
                    "from": "open-source",
                    "to": "any",
                    "range": None,
                    "alike": [],
                }
            ],
            "verdict": "adopt",
        }
    ]


def test_what_is_held(run: Run, harbour: Path) -> None:
    data = run("why-not", "vault", harbour, "--hold", "none", "--hold", "wishes.licences", "--format", "json").data
    assert (data["held"], data["counterfactuals"], data["complete"]) == (["wishes.licences"], [], True)


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("vaultt",), "There is no product 'vaultt'. Did you mean 'vault'?"),
        (("collector",), "Collector fills no slot of the architecture: nothing decides on it."),
        (("vault", "--slot", "secretz"), "--slot: there is no slot 'secretz'. Did you mean 'secrets'?"),
        (("vault", "--slot", "tracing"), "--slot: Vault does not fill 'tracing', but secrets."),
        (("vault", "--hold", "markd"), "--hold: there is no question 'markd'. Did you mean 'marked'?"),
        (("vault", "--hold", "none", "--hold", "given"), "--hold: none and given cannot both be: choose one of them."),
    ],
)
def test_mistakes_name_the_nearest_right_thing(run: Run, arguments: tuple[str, ...], said: str) -> None:
    product, *options = arguments
    ran = run("why-not", product, "-", *options, piped="{}")
    assert (ran.code, ran.err.strip(), ran.out) == (2, said, "")


def test_the_answer_is_the_same_under_every_hash_seed(tmp_path: Path) -> None:
    arguments = ["why-not", "volcano", "-", "--format", "json", "--as-of", "2026-04-01"]

    def start(seed: int) -> subprocess.Popen[bytes]:
        variables = {"PYTHONHASHSEED": str(seed), "PORTOLAN_RULES": str(RULES), "PORTOLAN_DATA_DIR": str(tmp_path)}
        return subprocess.Popen(
            [sys.executable, "-m", "portolan", *arguments],
            cwd=ROOT,
            env={**os.environ, **variables},
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
        )

    processes = [start(seed) for seed in (1, 2)]
    try:
        printed = {process.communicate(b"{}", timeout=120)[0] for process in processes}
    finally:
        for process in processes:
            process.kill()
            process.wait()
    (only,) = printed
    assert len(json.loads(only)["counterfactuals"]) > 20
